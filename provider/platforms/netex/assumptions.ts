import type { Assumption } from "../../core/contract/assumption.js";
import { aboutReads } from "./assumptions-of-reads.js";
import { aboutWrites } from "./assumptions-of-writes.js";

/** What Netex's pages leave open. */
export const assumptions: readonly Assumption[] = [...aboutWrites, ...aboutReads];
