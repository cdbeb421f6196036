import { describe } from "vitest";
import { pluginAdapter } from "./plugin-adapter";
import { conformance } from "./suite";
import { target, variants } from "./targets/scim";

describe("scim conforms", () => conformance(target));
describe("scim conforms in the plugin", () => conformance(target, pluginAdapter));

for (const [what, variant] of Object.entries(variants)) {
  describe(`scim conforms at a server ${what}`, () => conformance(variant));
}
