import { describe } from "vitest";
import { pluginAdapter } from "./plugin-adapter";
import { conformance } from "./suite";
import { target } from "./targets/adobe";

describe("adobe conforms", () => conformance(target));
describe("adobe conforms in the plugin", () => conformance(target, pluginAdapter));
