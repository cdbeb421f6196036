import { type Account, textOf } from "../contract/account.js";
import type { Properties } from "../contract/declaration.js";
import { ClaimedError, InvalidArgumentsError } from "../contract/errors.js";
import { NOUNS } from "../contract/kind.js";
import { sameValue } from "../model/value.js";
import { textOfIdentity } from "./creations.js";

/** What a resource of the state that is declared says of its account, in natural keys as the vendor compares them. */
export interface Stay {
  /** The resource's URN; absent where the engine tells none. */
  readonly urn?: string | undefined;
  /** The last outputs, where a comparison tells them: one resource has the same ones each time it is compared. */
  readonly last?: Properties | undefined;
  /** Who it was by the last outputs. */
  readonly from: string | undefined;
  /** Who it is declared to be. */
  readonly to: string;
}

interface Noted extends Stay {
  readonly account: Account;
}

/**
 * Which person each resource of a run takes its account for. Two resources with one account are an error before anything is
 * sent: what is written for the one would be written to the other's.
 */
export class Persons {
  readonly #stays = new Map<string, Noted>();
  /** By the natural key that they have so far. */
  readonly #moving = new Map<string, Account>();
  readonly #read = new Map<string, string | undefined>();
  readonly #removed = new Map<string, string | undefined>();
  /** Ids of accounts that were found gone, by the natural key that they had. */
  readonly #gone = new Map<string, string>();

  /**
   * Notes that a resource of the state stays with its account.
   *
   * @param naturalKey the attribute's name, for messages
   * @throws ClaimedError where another resource of the state has the same account, InvalidArgumentsError where accounts are to
   *   exchange their natural keys in a circle
   */
  stay(account: Account, stay: Stay, naturalKey: string): void {
    const known = this.#stays.get(textOf(account));
    if (known && !canBeOne(known, stay)) throw twoResources(account, naturalKey);
    const noted = { ...stay, urn: stay.urn ?? known?.urn, last: stay.last ?? known?.last, account };
    this.#stays.set(textOf(account), noted);
    if (stay.from !== undefined) this.#moving.set(placeOf(account, stay.from), account);
    this.refuseCircle(account, naturalKey);
  }

  /** Refuses a natural key that only becomes free once this account has given its own away. */
  refuseCircle(account: Account, naturalKey: string): void {
    const start = this.#stays.get(textOf(account));
    const circle: Noted[] = [];
    let at = start;
    while (at && !circle.includes(at)) {
      circle.push(at);
      at = this.#movingFrom(at);
    }
    if (at !== start) return;
    const reason =
      `${NOUNS[account.kind ?? "user"].record}s ${circle.map((noted) => noted.account.id).join(", ")} are to exchange their ${naturalKey} in a circle, and a vendor ` +
      `gives out none that is still somebody's. Take two runs: first declare a temporary ${naturalKey} for one of them, and then ` +
      "the one that is meant. If nobody's has really changed hands, the declarations are mixed up: give each back their own";
    throw new InvalidArgumentsError([{ path: [naturalKey], reason }]);
  }

  /** The account that has, and gives away, the natural key that this one is to get. */
  #movingFrom({ account, to }: Noted): Noted | undefined {
    const owner = this.#moving.get(placeOf(account, to));
    const noted = owner && this.#stays.get(textOf(owner));
    return noted?.from === to && noted.from !== noted.to ? noted : undefined;
  }

  /** What the resource of the state says that stays with the account. */
  stayOf(account: Account): Stay | undefined {
    return this.#stays.get(textOf(account));
  }

  /**
   * Notes whom a resource that is read or removed takes its account for.
   *
   * @throws ClaimedError where another one takes it for somebody else
   */
  takenFor(person: string | undefined, account: Account, during: "read" | "removal", naturalKey: string): void {
    const known = during === "read" ? this.#read : this.#removed;
    const key = textOf(account);
    if (known.has(key) && known.get(key) !== person) throw twoResources(account, naturalKey);
    known.set(key, person);
  }

  /** Notes that the person's account is proven gone. */
  gone(person: string, account: Account): void {
    this.#gone.set(placeOf(account, person), account.id);
  }

  /** The id of the account that the person had before this one, if it was found gone in this run. */
  formerIdOf(person: string, account: Account): string | undefined {
    const id = this.#gone.get(placeOf(account, person));
    return id === account.id ? undefined : id;
  }

  clear(): void {
    for (const notes of [this.#stays, this.#moving, this.#read, this.#removed, this.#gone]) notes.clear();
  }
}

/** The refusal of an account that two resources have. */
export function twoResources({ id, kind = "user" }: Account, naturalKey: string): ClaimedError {
  const { record, subject } = NOUNS[kind];
  return new ClaimedError(
    `${naturalKey}: two resources manage ${record} ${id}, so it is not touched. Look at the vendor whose it is, take the other resource ` +
      `out of the state (pulumi state delete), and run again: that ${subject}'s own ${record} is then found or created`,
  );
}

/** Two notes without URNs can be of one resource as long as they don't declare two people, and don't come from two states. */
function canBeOne(a: Stay, b: Stay): boolean {
  if (a.urn !== undefined && b.urn !== undefined) return a.urn === b.urn;
  if (a.to !== b.to) return false;
  return a.last === undefined || b.last === undefined || sameValue(a.last, b.last);
}

function placeOf(account: Account, naturalKey: string): string {
  return textOfIdentity({ ...account, naturalKey });
}
