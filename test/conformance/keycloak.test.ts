import { describe } from "vitest";
import { pluginAdapter } from "./plugin-adapter";
import { conformance } from "./suite";
import { target } from "./targets/keycloak-emulated";

describe("keycloak conforms", () => conformance(target));
describe("keycloak conforms in the plugin", () => conformance(target, pluginAdapter));
