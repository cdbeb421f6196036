import { describe } from "vitest";
import { pluginAdapter } from "./plugin-adapter";
import { conformance } from "./suite";
import { target } from "./targets/netex";

describe("netex conforms", () => conformance(target));
describe("netex conforms in the plugin", () => conformance(target, pluginAdapter));
