import { describe } from "vitest";
import { conformance } from "./suite";
import { target } from "./targets/nerm";

describe("nerm conforms", () => conformance(target));
