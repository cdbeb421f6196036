import {
  type Connector,
  type Filter,
  type Outcome,
  type Removal,
  type UpdateRequest,
  type Wanted,
  type Written,
  wants,
} from "../../core/contract/connector.js";
import {
  NotFoundError,
  PartlyRejectedError,
  ProtocolError,
  RosterError,
  UncertainError,
} from "../../core/contract/errors.js";
import { settled } from "../../core/contract/outcome.js";
import type { Absent, Desired, Observed, Sections } from "../../core/model/entity.js";
import { caseless } from "../../core/model/value.js";
import { refuseRenamed } from "../../core/reads/same-account.js";
import type { HttpClient } from "../../http/client.js";
import { isPathSegment } from "../../http/path.js";
import { lastSegment } from "../location.js";
import { type GroupWrites, type HeldGroup, updateOneWithGroups, updateWithGroups } from "../memberships.js";
import { outcomeOf } from "../outcome.js";
import { shownInPages } from "../shown-in-pages.js";
import { changeMembers, createUser, deleteUser, getUser, listUsers, replaceUser, switchUser } from "./api.js";
import { attributes } from "./arguments.js";
import { afterPut, personalIn, toCreate, toObserved, toObservedNew, toPut } from "./convert.js";
import { Groups, shownIn } from "./groups.js";
import { TITLE, type Verdict } from "./judge.js";
import { pagesOf } from "./pages.js";
import type { UserWrite, WireUser } from "./wire.js";

/** Members that one call takes. */
const MOST_MEMBERS = 500;
/** Fewer creations than this are looked at one by one. */
const FEWEST_LISTED = 3;

/** A creation that was answered. */
interface Posted {
  readonly verdict: Verdict;
  readonly username: string;
}

/** One Netex learningCloud, through its management platform. */
export class NetexConnector implements Connector {
  /** New accounts as Netex showed them moments ago: the write that follows a creation needs no look of its own. */
  readonly #made = new WeakMap<Observed, WireUser>();
  readonly #groups: Groups;
  readonly #groupWrites: GroupWrites = {
    update: (request) => this.#updateUser(request),
    held: ({ id }) => this.#groups.held(id),
    change: async (group, people, action) => {
      reachOf(await changeMembers(this.http, group, people, action));
    },
    most: MOST_MEMBERS,
  };

  constructor(
    readonly http: HttpClient,
    readonly url: string,
    /** Creations that share a look. */
    readonly manyAtMost: number,
  ) {
    this.#groups = new Groups(http);
  }

  async tenant(): Promise<string> {
    return this.url;
  }

  async read(id: string, wanted?: Wanted): Promise<Observed | Absent> {
    const user = await this.#user(id);
    return user ? this.#withGroups(user, wanted) : { absent: true, proof: "404" };
  }

  async find(username: string, wanted?: Wanted): Promise<readonly Observed[]> {
    const user = await getUser(this.http, username, username);
    if (user === undefined) return [];
    if (caseless(user.username) === caseless(username)) return [await this.#withGroups(user, wanted)];
    throw new ProtocolError(
      `username: ${TITLE} answers the look-up of this username with account ${user.id}, which has another one; use a username that is nobody's id`,
    );
  }

  async create(desired: Desired): Promise<Written> {
    const { verdict, username } = await this.#post(desired);
    return this.#created(verdict, username);
  }

  /** The creations one by one, and one look at all of them: an answer names the account and does not show it. */
  async createMany(people: readonly Desired[]): Promise<readonly Outcome[]> {
    const posted = await Promise.all(people.map((desired) => settled(this.#postAndFind(desired))));
    const unseen = posted.flatMap((result) => ("value" in result && "verdict" in result.value ? [result.value] : []));
    const usernames = unseen.length < FEWEST_LISTED ? [] : unseen.map(({ username }) => caseless(username));
    const shown = await shownInPages(this.#pages(), usernames, (user) => caseless(user.username));
    const outcomes = posted.map(async (result): Promise<Outcome> => {
      if ("error" in result) return result;
      if ("id" in result.value) return { written: result.value };
      const { verdict, username } = result.value;
      return outcomeOf(this.#created(verdict, username, shown.get(caseless(username))));
    });
    return Promise.all(outcomes);
  }

  update(request: UpdateRequest): Promise<Written> {
    return updateOneWithGroups(request, this.#groupWrites);
  }

  /** Changes of the accounts one by one, and memberships in one call for many people of a group. */
  updateMany(requests: readonly UpdateRequest[]): Promise<readonly Outcome[]> {
    return updateWithGroups(requests, this.#groupWrites);
  }

  async #updateUser(request: UpdateRequest): Promise<Written> {
    const { id, changes, desired, seen } = request;
    if (changes.every(({ kind }) => kind === "activation")) {
      const action = desired.attributes["enabled"] === false ? "deactivate" : "activate";
      reachOf(await switchUser(this.http, id, action, personalIn(desired.attributes)));
      return { id };
    }
    const { clock } = this.http.options.context;
    const made = seen && this.#made.get(seen);
    let current = made ?? (await this.#toMerge(request));
    // Of a new account nobody else knows yet.
    const readAt = made ? Number.POSITIVE_INFINITY : clock.now();
    let user = toPut(current, request);
    const again = async (): Promise<UserWrite> => {
      current = await this.#toMerge(request);
      user = toPut(current, request);
      return user;
    };
    const outcome = reachOf(await replaceUser(this.http, id, user, { readAt, again }));
    // A picture gets a new path on the server, which only a read tells.
    const isProof = outcome === "done" && user["image"] === undefined;
    return { id, ...(isProof ? { observed: afterPut(current, user) } : {}) };
  }

  deactivate(id: string): Promise<Removal> {
    return removal(switchUser(this.http, id, "deactivate"));
  }

  /**
   * Switched off first, on every platform: a deletion can't be undone, and management, where users are read, forgets whom
   * the others may still have.
   */
  async remove(id: string): Promise<Removal> {
    if ((await this.deactivate(id)) === "already") return "already";
    try {
      return await this.#delete(id);
    } catch (error) {
      if (!(error instanceof PartlyRejectedError)) throw error;
      const again = await settled(this.#delete(id));
      if ("value" in again && again.value !== "already") return again.value;
      throw new PartlyRejectedError(
        `${error.message}. The account is switched off everywhere; where management has deleted it, a refresh forgets it: ` +
          `delete it on ${error.systems.join(", ")} by hand then`,
        error.systems,
        error.properties,
      );
    }
  }

  #delete(id: string): Promise<Removal> {
    return removal(deleteUser(this.http, id));
  }

  /** Everybody's groups by group, where asking each person would take a call each. */
  async *pages(_filter: Filter = {}, wanted?: Wanted): AsyncIterable<readonly Observed[]> {
    const isGrouped = wants(wanted, "groups");
    const groups = new Map<string, HeldGroup[]>();
    if (isGrouped) yield* this.#groups.everybodys(groups);
    for await (const page of this.#pages()) {
      yield page.map((user) => toObserved(user, isGrouped ? shownIn(groups.get(user.id) ?? []) : undefined));
    }
  }

  async impliedMembers(id: string, set: string): Promise<Sections> {
    return set === "roles" ? this.#groups.roles(id) : {};
  }

  async #present(id: string): Promise<WireUser> {
    const user = await this.#user(id);
    if (user) return user;
    throw new NotFoundError(`account ${id} is gone from ${TITLE} (404). Run a refresh and then up, to create it again`);
  }

  /** The account that a PUT is made from. */
  async #toMerge(request: UpdateRequest): Promise<WireUser> {
    const user = await this.#present(request.id);
    refuseRenamed({ title: TITLE, naturalKey: "username", attributes }, request, user.username);
    return user;
  }

  /** The account with this very id: the address also takes usernames. */
  async #user(id: string): Promise<WireUser | undefined> {
    const user = await getUser(this.http, id);
    if (user === undefined || user.id === id) return user;
    throw new ProtocolError(
      `${TITLE} answers the look-up of an id with another account, ${user.id}; to import by username, give username: before it`,
    );
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
    const looked = await getUser(this.http, named ?? username, username).catch((error: unknown) => {
      if (error instanceof RosterError) return error;
      throw error;
    });
    if (looked && !(looked instanceof RosterError)) {
      if (caseless(looked.username) === caseless(username)) return { id: looked.id, shown: looked };
      throw new UncertainError(`${TITLE} has accepted the creation and names an account with another username`);
    }
    if (named !== undefined) return { id: named };
    // The platform where users are read has nobody: nothing exists that could be managed.
    if (failure && looked === undefined) throw failure;
    throw new UncertainError(failure?.message ?? `${TITLE} has accepted the creation and names no account yet`);
  }

  async #withGroups(user: WireUser, wanted: Wanted | undefined): Promise<Observed> {
    return toObserved(user, wants(wanted, "groups") ? await this.#groups.shown(user.id) : undefined);
  }

  #pages(): AsyncIterable<readonly WireUser[]> {
    const page = (startIndex: number) => listUsers(this.http, startIndex);
    return pagesOf(
      "users",
      page,
      ({ id }) => id,
      ({ username }) => username,
    );
  }
}

/** The account that the answer to a creation names, unless it repeats the username. */
function namedIn({ location }: Verdict, username: string): string | undefined {
  const named = lastSegment(location);
  return named !== undefined && isPathSegment(named) && caseless(named) !== caseless(username) ? named : undefined;
}

/** How far a write got, or the failure of a platform. */
function reachOf({ outcome, failure }: Verdict): Verdict["outcome"] {
  if (failure) throw failure;
  return outcome;
}

async function removal(call: Promise<Verdict>): Promise<Removal> {
  try {
    return reachOf(await call);
  } catch (error) {
    if (error instanceof NotFoundError) return "already";
    throw error;
  }
}
