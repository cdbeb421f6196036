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
import { PermissionDeniedError, ProtocolError, RejectedError } from "../../core/contract/errors.js";
import type { Vocabulary } from "../../core/contract/vocabulary.js";
import { type Absent, type Desired, NOTHING, type Observed, type ObservedSet } from "../../core/model/entity.js";
import { caseless } from "../../core/model/value.js";
import type { HttpClient } from "../../http/client.js";
import { AskedOnce } from "../asked-once.js";
import {
  changesGroups,
  declaredGroups,
  type GroupWrites,
  type HeldGroup,
  updateOneWithGroups,
  updateWithGroups,
  withDeclaredGroups,
} from "../memberships.js";
import { Vocabularies } from "../vocabulary.js";
import { createUser, deleteUser, getAnyUser, getUser, listUsers, type UserRow } from "./api.js";
import { toCreate, toObserved } from "./convert.js";
import type { Discovery } from "./discovery.js";
import { goneError, isInability, TITLE } from "./errors.js";
import { Memberships } from "./memberships.js";
import { type List, pages, RepeatedPageError } from "./pages.js";
import { pathOf, placeOf, quoted } from "./places.js";
import { Spellings } from "./spelling.js";
import { usesOf, usesOfChanges } from "./uses.js";
import { sourcesOf } from "./vocabulary.js";
import type { AnyUser, WireUser } from "./wire.js";
import { Writing } from "./writing.js";

/** Texts that the vendor may compare for us: its match can't be narrower than ours, letter by letter. */
const NARROWING = ["externalId", "displayName", "title", "userType", "department", "division", "employeeNumber"];
const ASCII = /^[\x20-\x7e]+$/;

/** Members in one PATCH. */
const MOST_MEMBERS = 100;

/** One SCIM server. */
export class ScimConnector implements Connector {
  /**
   * Of an address that it doesn't know a server says the same, in the same shape, as of somebody who is gone: so its users
   * have to answer, once a run, before anybody is believed to be.
   */
  readonly #answers = new AskedOnce(() => listUsers(this.http, { startIndex: 1, count: 1 }));
  /** userNames that a creation was refused for: the filter that didn't find them can't be relied on. */
  readonly #taken = new Set<string>();
  #failsAtGroups = false;
  readonly #writing: Writing;
  readonly #memberships: Memberships;
  readonly #vocabularies: Vocabularies;
  readonly #spellings: Spellings;
  readonly #groupWrites: GroupWrites = {
    update: (request) => this.#updateUser(request),
    held: ({ id }) => this.#heldBy(id),
    change: (group, people, action) => this.#memberships.change(group, people, action, (id) => this.#heldBy(id)),
    most: MOST_MEMBERS,
  };

  readonly #list: List<UserRow> = (query, personal) => listUsers(this.http, query, personal);

  constructor(
    readonly http: HttpClient,
    readonly url: string,
    readonly discovery: Discovery,
    visibilityTimeout: number,
  ) {
    this.#vocabularies = new Vocabularies(sourcesOf(http, discovery));
    this.#spellings = new Spellings(http, this.#list);
    this.#writing = new Writing(http, this.discovery, visibilityTimeout);
    this.#memberships = new Memberships(http, this.discovery, visibilityTimeout);
  }

  async tenant(): Promise<string> {
    return this.url;
  }

  vocabulary(about?: readonly string[], since?: Vocabulary): Promise<Vocabulary> {
    return this.#vocabularies.told(about, since);
  }

  async read(id: string, wanted?: Wanted): Promise<Observed | Absent> {
    const found = await getUser(this.http, id);
    if (found) return this.#shown(found.user, wanted);
    await this.#answers.get();
    return { absent: true, proof: "404" };
  }

  async find(userName: string, wanted?: Wanted): Promise<readonly Observed[]> {
    const { filter } = await this.discovery.features();
    if (filter && !this.#taken.has(caseless(userName))) {
      const found = await this.#search(userName, `userName eq ${quoted(userName)}`);
      if (found !== "unproven") {
        const users = found.length > 0 ? found : await this.#spellings.alike(userName);
        return Promise.all(users.map((user) => this.#shown(user, wanted)));
      }
    }
    const found = await this.#search(userName);
    if (found === "unproven") throw new ProtocolError(`${TITLE} server refuses a filter that was not sent`);
    return Promise.all(found.map((user) => this.#shown(user, wanted)));
  }

  async create(desired: Desired): Promise<Written> {
    await this.discovery.refuseUnknown(usesOf(desired));
    await this.#memberships.refuseUnreachable(declaredGroups(desired) ?? []);
    try {
      const { id, user } = await createUser(this.http, toCreate(desired));
      return user === undefined ? { id } : { id, observed: toObserved(user) };
    } catch (error) {
      const userName = desired.attributes["userName"];
      if (error instanceof RejectedError && error.properties.includes("userName") && typeof userName === "string") {
        this.#taken.add(caseless(userName));
      }
      throw error;
    }
  }

  update(request: UpdateRequest): Promise<Written> {
    if (changesGroups(request)) return updateOneWithGroups(request, this.#groupWrites);
    return this.#updateUser(request).then(withDeclaredGroups(request));
  }

  /** Changes of the accounts one by one, and memberships in one call for many people of a group. */
  updateMany(requests: readonly UpdateRequest[]): Promise<readonly Outcome[]> {
    return updateWithGroups(requests, this.#groupWrites);
  }

  async #updateUser(request: UpdateRequest): Promise<Written> {
    await this.discovery.refuseUnknown(usesOfChanges(request.changes, request.desired));
    if ((await this.#writing.change(request)) === "missing") throw goneError(request.id);
    return { id: request.id };
  }

  async deactivate(id: string, _until?: number, userName?: string): Promise<Removal> {
    const desired: Desired = {
      ...NOTHING,
      attributes: { active: false, ...(userName === undefined ? {} : { userName }) },
    };
    const changes = [{ kind: "activation", path: ["active"], to: false }] as const;
    const outcome = await this.#writing.change({ id, changes, desired, addOnly: [] });
    if (outcome === "done") return "accepted";
    await this.#answers.get();
    return "already";
  }

  async remove(id: string): Promise<Removal> {
    if (await deleteUser(this.http, id)) return "done";
    await this.#answers.get();
    return "already";
  }

  async *pages(filter: Filter = {}, wanted?: Wanted): AsyncIterable<readonly Observed[]> {
    const narrowed = narrowing(filter);
    if (narrowed !== undefined && (await this.discovery.features()).filter) {
      if ((yield* this.#observed(pages(this.#list, { filter: narrowed }), wanted)) === "complete") return;
    }
    yield* this.#observed(pages(this.#list), wanted);
  }

  async #shown(user: AnyUser, wanted: Wanted | undefined): Promise<Observed> {
    if (!wants(wanted, "groups")) return toObserved(user, undefined);
    return toObserved(user, await (wanted === undefined ? this.#groupsIfAny(user) : this.#memberships.shown(user)));
  }

  /** Who asks for whatever there is gets the person also from a server that fails at its groups or doesn't show them, without them. */
  async #groupsIfAny(user: AnyUser): Promise<ObservedSet | undefined> {
    if (this.#failsAtGroups) return undefined;
    try {
      return await this.#memberships.shown(user);
    } catch (error) {
      if (!isInability(error) && !(error instanceof PermissionDeniedError)) throw error;
      this.#failsAtGroups = true;
      this.http.options.context.log.warn(
        `${TITLE}: people's groups are left out, as the server doesn't show them. ${error.message}`,
      );
      return undefined;
    }
  }

  async #heldBy(id: string): Promise<readonly HeldGroup[]> {
    const found = await getUser(this.http, id);
    if (found === undefined) throw goneError(id);
    return this.#memberships.held(found.user);
  }

  /** Each row as the account it is about. One that doesn't say who it is, or can't be read, is looked up by its id. */
  async *#observed(
    listing: ReturnType<typeof pages<UserRow>>,
    wanted: Wanted | undefined,
  ): AsyncGenerator<Observed[], "complete" | "unsupported"> {
    for (;;) {
      const { done, value } = await listing.next();
      if (done) return value;
      const users: Observed[] = [];
      for (const row of value) {
        const user = row.user ?? (await getAnyUser(this.http, idOf(row)));
        if (user !== undefined) users.push(await this.#shown(user, wanted));
      }
      yield users;
    }
  }

  /** Everybody of this name. `unproven`: the filter isn't supported or was not understood, so that its answer proves nothing. */
  async #search(userName: string, filter?: string): Promise<readonly WireUser[] | "unproven"> {
    const users: WireUser[] = [];
    try {
      const listing = pages(this.#list, filter === undefined ? {} : { filter, isForOne: true });
      for (;;) {
        const { done, value } = await listing.next();
        if (done) return value === "unsupported" ? "unproven" : users;
        const before = users.length;
        for (const row of value) {
          const user = await this.#meant(row, userName, filter !== undefined);
          if (user !== undefined) users.push(user);
        }
        const hasStrangers = users.length - before < value.length;
        if (filter !== undefined && hasStrangers) return users.length > 0 ? users : "unproven";
      }
    } catch (error) {
      // Whoever was shown is there, whatever else a server that can't page would show.
      if (error instanceof RepeatedPageError && users.length > 0) return users;
      throw error;
    }
  }

  /** The account of a row, if it has this name. A row that keeps its name back proves nothing, so it is looked up by its id. */
  async #meant(row: UserRow, userName: string, isFiltered: boolean): Promise<WireUser | undefined> {
    if (row.userName !== undefined && !isSameName(row.userName, userName)) return undefined;
    if (row.user !== undefined) return row.user;
    const user = await getAnyUser(this.http, idOf(row));
    if (user === undefined) return undefined;
    const { userName: shown } = user;
    if (shown) return isSameName(shown, userName) ? { ...user, userName: shown } : undefined;
    if (!isFiltered) return undefined;
    throw new ProtocolError(
      `${TITLE} server finds account ${user.id} by the userName that was asked for and shows none for it, so that nobody can tell whose it is`,
    );
  }
}

function isSameName(shown: string, wanted: string): boolean {
  return caseless(shown) === caseless(wanted);
}

function idOf({ id }: UserRow): string {
  if (id !== undefined) return id;
  throw new ProtocolError(
    `${TITLE} server lists a user without an id that can be read, so that nobody can tell who it is`,
  );
}

/** A filter for the texts that are compared letter by letter here, whatever the server does. */
function narrowing(filter: Filter): string | undefined {
  const parts = NARROWING.flatMap((name) => {
    const value = filter[name];
    return typeof value === "string" && ASCII.test(value) ? [`${pathOf(placeOf([name]))} eq ${quoted(value)}`] : [];
  });
  return parts.length === 0 ? undefined : parts.join(" and ");
}
