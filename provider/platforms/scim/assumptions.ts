import type { Assumption } from "../../core/contract/assumption.js";

export const assumptions: readonly Assumption[] = [];
