import { describe } from "vitest";
import { conformance } from "./suite";
import { target } from "./targets/adobe";

describe("adobe conforms", () => conformance(target));
