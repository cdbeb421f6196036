import { describe } from "vitest";
import { conformance } from "./suite";
import { target } from "./targets/netex";

describe("netex conforms", () => conformance(target));
