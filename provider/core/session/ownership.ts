import { type Account, textOf } from "../contract/account.js";
import type { KindName } from "../contract/kind.js";
import { type Identity, textOfIdentity } from "./creations.js";
import { Persons } from "./persons.js";
import { Takers } from "./takers.js";

interface Claim {
  readonly owner: string;
  readonly person: string | undefined;
}

/**
 * Which resource of this process manages which account, so that a rename doesn't deactivate the person it has just
 * adopted. An owner is any name for a resource: its URN, or a unique one where the engine doesn't tell.
 *
 * A resource that is created or updated stays, and claims its account. One that is only read may be about to leave, and claims
 * nothing.
 */
export class Ownership {
  /** Whom each account is taken for. */
  readonly persons = new Persons();
  /** Which resource takes on which account. */
  readonly takers = new Takers();
  readonly #owners = new Map<string, Claim>();
  readonly #declared = new Set<string>();
  /** Who is creating whom just now. */
  readonly #creators = new Map<string, string>();

  /** @param person whom the owner declares, by the natural key as the vendor compares it */
  claim(account: Account, owner: string, person?: string): void {
    this.#owners.set(textOf(account), { owner, person });
  }

  /** True where another resource than `owner` manages the account and stays. */
  keptByAnother(account: Account, owner: string): boolean {
    const claim = this.#owners.get(textOf(account));
    return claim !== undefined && claim.owner !== owner;
  }

  /** True where another resource than `owner` manages the account, and as somebody else. */
  keptAsAnother(account: Account, owner: string, person: string | undefined): boolean {
    const claim = this.#owners.get(textOf(account));
    return claim !== undefined && claim.owner !== owner && claim.person !== person;
  }

  /** Notes that a resource of this run declares the person with this natural key, as the vendor compares it. */
  declare(platform: string, naturalKey: string, kind: KindName = "user"): void {
    this.#declared.add(JSON.stringify([kind, platform, naturalKey]));
  }

  /** True where a resource whose arguments were checked in this run declares the person. */
  isDeclared(platform: string, naturalKey: string, kind: KindName = "user"): boolean {
    return this.#declared.has(JSON.stringify([kind, platform, naturalKey]));
  }

  /** True where another resource than `owner` is creating the person at this moment. */
  createdByAnother(person: Identity, owner: string): boolean {
    return (this.#creators.get(textOfIdentity(person)) ?? owner) !== owner;
  }

  /** To be followed by `endCreation`. Only where nobody else is creating the person. */
  beginCreation(person: Identity, owner: string): void {
    this.#creators.set(textOfIdentity(person), owner);
  }

  endCreation(person: Identity): void {
    this.#creators.delete(textOfIdentity(person));
  }

  release(account: Account): void {
    this.#owners.delete(textOf(account));
  }

  /** Forgets everything, as another run has begun. */
  clear(): void {
    this.#owners.clear();
    this.#declared.clear();
    this.#creators.clear();
    this.persons.clear();
    this.takers.clear();
  }
}
