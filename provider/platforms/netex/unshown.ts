import type { Context } from "../../core/contract/context.js";
import type { Desired } from "../../core/model/entity.js";
import { NEWER } from "./convert.js";
import { TITLE } from "./judge.js";
import type { WireUser } from "./wire.js";

/** Others may keep keys of it that aren't declared. */
const MANAGED_BY_KEY = "extendedFields";

/**
 * What a PUT may take away, as a read doesn't show it in a form that can be sent back, and nobody has declared it. Each name is
 * warned of once a run.
 */
export class Unshown {
  readonly #told = new Set<string>();
  /** Whether any account has shown `extra`: then null is nothing. */
  #showsExtra = false;

  constructor(readonly context: Pick<Context, "log">) {}

  /** @param current the account as a PUT is made from it */
  warn(current: WireUser, { attributes }: Desired): void {
    if (current.extra) this.#showsExtra = true;
    const names = [
      ...NEWER.filter((name) => current[name] === undefined),
      ...(this.#showsExtra ? [] : ["extra"]),
      ...(current.image?.url ? ["image"] : []),
    ].filter((name) => (attributes[name] === undefined || name === MANAGED_BY_KEY) && !this.#told.has(name));
    if (names.length === 0) return;
    for (const name of names) this.#told.add(name);
    this.context.log.warn(
      `${TITLE} shows no ${names.join(", ")} that could be sent back, so that a change of anything else may empty it for people ` +
        "who have it and for whom it isn't declared, with all its keys. Declare it so for everybody who has it",
    );
  }
}
