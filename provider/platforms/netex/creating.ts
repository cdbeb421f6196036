import type { Outcome, Written } from "../../core/contract/connector.js";
import { UncertainError } from "../../core/contract/errors.js";
import { settled } from "../../core/contract/outcome.js";
import type { Desired, Observed } from "../../core/model/entity.js";
import { caseless } from "../../core/model/value.js";
import type { HttpClient } from "../../http/client.js";
import { namedBy } from "../location.js";
import { outcomeOf } from "../outcome.js";
import { shownInPages } from "../shown-in-pages.js";
import { createUser, getUser } from "./api.js";
import { toCreate, toObservedNew } from "./convert.js";
import { TITLE, type Verdict } from "./judge.js";
import { pagesOfUsers } from "./pages.js";
import type { WireUser } from "./wire.js";

/** Fewer creations than this are looked at one by one. */
const FEWEST_LISTED = 3;

/** A creation that was answered. */
interface Posted {
  readonly verdict: Verdict;
  readonly username: string;
}

/** Creates accounts, and finds out what a creation left behind: its answer names the account and does not show it. */
export class Creating {
  /** New accounts as Netex showed them moments ago. */
  readonly #made = new WeakMap<Observed, WireUser>();

  constructor(readonly http: HttpClient) {}

  async one(desired: Desired): Promise<Written> {
    const { verdict, username } = await this.#post(desired);
    return this.#created(verdict, username);
  }

  /** The creations one by one, and one look at all of them. */
  async many(people: readonly Desired[]): Promise<readonly Outcome[]> {
    const posted = await Promise.all(people.map((desired) => settled(this.#postAndFind(desired))));
    const unseen = posted.flatMap((result) => ("value" in result && "verdict" in result.value ? [result.value] : []));
    const usernames = unseen.length < FEWEST_LISTED ? [] : unseen.map(({ username }) => caseless(username));
    const shown = await shownInPages(pagesOfUsers(this.http), usernames, (user) => caseless(user.username));
    const outcomes = posted.map(async (result): Promise<Outcome> => {
      if ("error" in result) return result;
      if ("id" in result.value) return { written: result.value };
      const { verdict, username } = result.value;
      return outcomeOf(this.#created(verdict, username, shown.get(caseless(username))));
    });
    return Promise.all(outcomes);
  }

  /** The account behind what a creation answered: the write that follows it needs no look of its own. */
  madeAs(observed: Observed | undefined): WireUser | undefined {
    return observed && this.#made.get(observed);
  }

  async #post(desired: Desired): Promise<Posted> {
    const user = toCreate(desired);
    return { verdict: await createUser(this.http, user), username: String(user["username"]) };
  }

  /** Looks at once where the answer names no account, and where a platform has refused it: then nothing else is sure. */
  async #postAndFind(desired: Desired): Promise<Posted | Written> {
    const posted = await this.#post(desired);
    const { verdict, username } = posted;
    return verdict.failure || namedIn(verdict, username) === undefined ? this.#created(verdict, username) : posted;
  }

  /**
   * What a creation left behind.
   *
   * @param listed the account with this username, where a list has shown it since
   */
  async #created(verdict: Verdict, username: string, listed?: WireUser): Promise<Written> {
    const named = namedIn(verdict, username);
    const { id, shown } =
      listed && listed.id === named ? { id: named, shown: listed } : await this.#look(verdict, username, named);
    const { failure } = verdict;
    if (failure) return { id, failure, note: `account ${id} was created, and not on every platform` };
    if (shown === undefined || verdict.outcome !== "done") return { id };
    const observed = toObservedNew(shown);
    this.#made.set(observed, shown);
    return { id, observed };
  }

  /** The new account's id, and the account where it shows already. */
  async #look(
    { failure }: Verdict,
    username: string,
    named: string | undefined,
  ): Promise<{ id: string; shown?: WireUser }> {
    const looked = await settled(getUser(this.http, named ?? username, username));
    const user = "value" in looked ? looked.value : undefined;
    if (user) {
      if (caseless(user.username) === caseless(username)) return { id: user.id, shown: user };
      throw new UncertainError(`${TITLE} has accepted the creation and names an account with another username`);
    }
    if (named !== undefined) return { id: named };
    // The platform where users are read has nobody: nothing exists that could be managed.
    if (failure && "value" in looked) throw failure;
    throw new UncertainError(failure?.message ?? `${TITLE} has accepted the creation and names no account yet`);
  }
}

/** The account that the answer to a creation names, unless it repeats the username. */
function namedIn({ location }: Verdict, username: string): string | undefined {
  const named = namedBy(location, "/users");
  return named !== undefined && caseless(named) !== caseless(username) ? named : undefined;
}
