import { describe } from "vitest";
import { pluginAdapter } from "./plugin-adapter";
import { conformance } from "./suite";
import { target } from "./targets/nerm";

describe("nerm conforms", () => conformance(target));
describe("nerm conforms in the plugin", () => conformance(target, pluginAdapter));
