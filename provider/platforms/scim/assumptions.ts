import type { Assumption } from "../../core/contract/assumption.js";
import { aboutReads } from "./assumptions-of-reads.js";
import { aboutWrites } from "./assumptions-of-writes.js";

/** What servers do beside the standard, or where it leaves them the choice. */
export const assumptions: readonly Assumption[] = [...aboutWrites, ...aboutReads];
