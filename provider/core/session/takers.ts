import { type Account, textOf } from "../contract/account.js";
import { ClaimedError } from "../contract/errors.js";
import { NOUNS } from "../contract/kind.js";

/**
 * Which resources of a run take on which accounts, so that one account is imported once. A read without a state doesn't say
 * whether it is an import or a mere reference: only resources of the program are checked, before their read or after it.
 */
export class Takers {
  readonly #resources = new Map<string, Set<string>>();
  readonly #accounts = new Map<string, Account[]>();
  readonly #checked = new Set<string>();

  /**
   * Notes that the arguments of a resource are being checked.
   *
   * @throws ClaimedError where another resource of the program has taken on an account of this one's
   */
  check(resource: string): void {
    this.#checked.add(resource);
    for (const account of this.#accounts.get(resource) ?? []) this.#refuseSecond(account, resource);
  }

  /**
   * Notes that a resource has an account, by its state or by a read without one.
   *
   * @throws ClaimedError where both this resource and another one that has the account are of the program
   */
  take(account: Account, resource: string): void {
    const resources = this.#resources.get(textOf(account)) ?? new Set();
    if (resources.has(resource)) return;
    this.#resources.set(textOf(account), resources.add(resource));
    const accounts = this.#accounts.get(resource);
    if (accounts) accounts.push(account);
    else this.#accounts.set(resource, [account]);
    this.#refuseSecond(account, resource);
  }

  #refuseSecond(account: Account, resource: string): void {
    if (!this.#checked.has(resource)) return;
    const others = [...(this.#resources.get(textOf(account)) ?? [])];
    if (!others.some((other) => other !== resource && this.#checked.has(other))) return;
    throw new ClaimedError(
      `${NOUNS[account.kind ?? "user"].record} ${account.id} is another resource's of this program already; import each ${NOUNS[account.kind ?? "user"].record} once, and refer to it by that resource`,
    );
  }

  clear(): void {
    this.#resources.clear();
    this.#accounts.clear();
    this.#checked.clear();
  }
}
