import type { Assumption } from "../../core/contract/assumption.js";
import { answers } from "./assumed-answers.js";
import { lists } from "./assumed-lists.js";
import { relations } from "./assumed-relations.js";
import { signIn } from "./assumed-sign-in.js";
import { writes } from "./assumed-writes.js";

/** What SailPoint's pages leave open. */
export const assumptions: readonly Assumption[] = [...answers, ...lists, ...writes, ...relations, ...signIn];
