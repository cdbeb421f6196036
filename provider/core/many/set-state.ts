import type { Properties } from "../contract/declaration.js";
import type { Capabilities } from "../contract/kind.js";
import type { Applied } from "../lifecycle/step.js";
import type { Origin } from "../model/options.js";
import { isRecord } from "../model/value.js";
import { type Known, withDefaults, withoutDefaults } from "./people.js";
import { type Names, withAccountIds, withKeys } from "./references.js";

/** One person of the set, as far as they have an account. */
interface Member {
  readonly id: string;
  readonly origin: Origin;
  /** Their outputs, others by account id. */
  readonly outputs: Properties;
}

/** The people of a set while it is worked on: whoever is finished enters it, so that a failure loses nobody. */
export class SetState {
  readonly #members = new Map<string, Member>();
  /** Whether anything is different from what was known. */
  touched = false;

  /** @param renames old keys by new ones; people who are known keep their account under the new key */
  constructor(
    readonly capabilities: Capabilities,
    readonly known: Known,
    renames: ReadonlyMap<string, string> = new Map(),
  ) {
    const names: Names = { has: (key) => known.people.has(key), idOf: (key) => known.ids.get(key) };
    const newKeys = new Map([...renames].map(([now, before]) => [before, now]));
    for (const [key, person] of known.people) {
      const origin = known.origins.get(key) ?? "created";
      const member = { id: known.ids.get(key) ?? "", origin, outputs: withAccountIds(capabilities, person, names) };
      this.#members.set(newKeys.get(key) ?? key, member);
    }
  }

  idOf(key: string): string | undefined {
    return this.#members.get(key)?.id;
  }

  /** A person as the flow for one person wants the last outputs: whole, with the set's last defaults. */
  lastOf(key: string): Properties {
    const member = this.#members.get(key);
    if (!member) return {};
    const { tenant, own } = this.known;
    return { ...withDefaults(this.capabilities, member.outputs, own), tenant, origin: member.origin };
  }

  /** @param person their own arguments: what the set gave them is not kept with them */
  put(key: string, person: Properties, { id, outputs }: Applied): void {
    const { tenant: _, origin, ...rest } = outputs;
    this.#members.set(key, {
      id,
      origin: (origin as Origin | undefined) ?? "created",
      outputs: withoutDefaults(this.capabilities, rest, person),
    });
    this.touched = true;
  }

  drop(key: string): void {
    this.#members.delete(key);
    this.touched = true;
  }

  /**
   * @param own the set's own arguments
   * @param declared arguments whose spelling of others is kept
   */
  outputs(own: Properties, tenant: unknown, declared: Properties): Record<string, unknown> {
    const members = [...this.#members].sort(([a], [b]) => (a < b ? -1 : 1));
    const origins = members.filter(([, { origin }]) => origin !== "created").map(([key, { origin }]) => [key, origin]);
    return {
      ...own,
      users: this.named(new Map(members.map(([key, { outputs }]) => [key, outputs])), declared),
      ids: Object.fromEntries(members.map(([key, { id }]) => [key, id])),
      origins: Object.fromEntries(origins),
      tenant,
    };
  }

  /** People who name others as in the arguments, or by the keys that their accounts have here. */
  named(people: ReadonlyMap<string, Properties>, declared: Properties): Record<string, unknown> {
    const keyOf = new Map([...this.#members].map(([key, { id }]) => [id, key]));
    const names: Names = { has: (key) => this.#members.has(key), idOf: (key) => this.idOf(key) };
    const users = isRecord(declared["users"]) ? declared["users"] : {};
    return Object.fromEntries(
      [...people].map(([key, person]) => {
        const theirs = Object.hasOwn(users, key) ? users[key] : undefined;
        return [key, withKeys(this.capabilities, person, isRecord(theirs) ? theirs : {}, { names, keyOf })];
      }),
    );
  }
}
