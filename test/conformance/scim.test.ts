import { describe } from "vitest";
import { pluginAdapter } from "./plugin-adapter";
import { conformance } from "./suite";
import { target } from "./targets/scim";

describe("scim conforms", () => conformance(target));
describe("scim conforms in the plugin", () => conformance(target, pluginAdapter));
