import type { Assumption } from "../../core/contract/assumption.js";
import { aboutExternalPeople } from "./assumptions-of-external-people.js";
import { aboutReads } from "./assumptions-of-reads.js";
import { aboutWrites } from "./assumptions-of-writes.js";

/** What Adobe's pages leave open. */
export const assumptions: readonly Assumption[] = [...aboutWrites, ...aboutExternalPeople, ...aboutReads];
