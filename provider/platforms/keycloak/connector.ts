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
import { declaredMembers } from "../../core/contract/declaration.js";
import { InvalidArgumentsError, RejectedError } from "../../core/contract/errors.js";
import { settled } from "../../core/contract/outcome.js";
import type { Vocabulary } from "../../core/contract/vocabulary.js";
import { copyIssue } from "../../core/lifecycle/policy.js";
import { isAbout } from "../../core/model/change.js";
import type { Absent, Desired, Observed, ObservedSet, Sections } from "../../core/model/entity.js";
import { caseless } from "../../core/model/value.js";
import type { HttpClient } from "../../http/client.js";
import { Vocabularies } from "../vocabulary.js";
import { deleteUser, findUsers, getRoleMappings, getUser, getUserGroups, getUsersById, listUsers } from "./api.js";
import { needsCurrent, type Relations, toObserved } from "./convert.js";
import { refuseKeptOn } from "./federation.js";
import { together } from "./groups.js";
import { everybodysGroups, everybodysRoles } from "./listing.js";
import { Realm, type RealmOptions } from "./realm.js";
import { sourcesOf } from "./vocabulary.js";
import type { WireUser } from "./wire.js";
import { type Changed, goneError, Writing } from "./writing.js";

/** What to do where a leaver can't be switched off. */
const STAYS_ON =
  ". The account is still switched on. Ways out: declare the person again with enabled: false and what is missing, run up, and then take " +
  "them out; or change what the realm asks for, and run again";

/** One realm. */
export class KeycloakConnector implements Connector {
  readonly realm: Realm;
  readonly #writing: Writing;
  readonly #vocabularies: Vocabularies;

  constructor(
    readonly http: HttpClient,
    readonly url: string,
    readonly options: RealmOptions,
  ) {
    this.realm = new Realm(http, options);
    this.#writing = new Writing(http, this.realm);
    this.#vocabularies = new Vocabularies(sourcesOf(this.realm));
  }

  async tenant(): Promise<string> {
    return this.url;
  }

  vocabulary(about?: readonly string[], since?: Vocabulary): Promise<Vocabulary> {
    return this.#vocabularies.told(about, since);
  }

  async read(id: string, wanted?: Wanted): Promise<Observed | Absent> {
    const user = await getUser(this.http, id);
    return user === undefined ? { absent: true, proof: "404" } : this.#withRelations(user, wanted);
  }

  async find(username: string, wanted?: Wanted): Promise<readonly Observed[]> {
    const users = await findUsers(this.http, username);
    const found = users.filter((user) => caseless(user.username) === caseless(username));
    // Strangers alone are not the answer to this question, and whoever asks refuses them.
    return Promise.all((found.length > 0 ? found : users).map((user) => this.#withRelations(user, wanted)));
  }

  /** The answer to a creation shows nothing, so the account is read: attributes may have been dropped without a word. */
  async create(desired: Desired): Promise<Written> {
    const id = await this.#writing.create(desired);
    const user = await getUser(this.http, id).catch(() => undefined);
    return this.#made(id, desired, user);
  }

  /** The creations one by one, and one look at all of them. */
  async createMany(people: readonly Desired[]): Promise<readonly Outcome[]> {
    const created = await Promise.all(
      people.map(async (desired) => ({ desired, result: await settled(this.#writing.create(desired)) })),
    );
    const ids = created.flatMap(({ result }) => ("error" in result ? [] : [result.value]));
    const users = await getUsersById(this.http, ids).catch(() => new Map<string, WireUser>());
    return Promise.all(
      created.map(async ({ desired, result }): Promise<Outcome> => {
        if ("error" in result) return result;
        return { written: await this.#made(result.value, desired, users.get(result.value)) };
      }),
    );
  }

  /** What a change was answered with shows nothing, so the account is read back. */
  async update(request: UpdateRequest): Promise<Written> {
    const current = needsCurrent(request.changes) ? await this.#writing.toMerge(request) : undefined;
    const changed = await this.#writing.change(request, current, this.#now());
    const seen = asSeen(request, changed);
    if (seen) return { id: request.id, observed: seen };
    const user = await getUser(this.http, request.id);
    if (user === undefined) throw goneError(request.id);
    return { id: request.id, observed: await this.#asChanged(user, request, changed) };
  }

  /** The changes one by one, with one look at all accounts before, where they need one, and one after. */
  async updateMany(requests: readonly UpdateRequest[]): Promise<readonly Outcome[]> {
    const looked = requests.filter(({ changes }) => needsCurrent(changes)).map(({ id }) => id);
    const before = await getUsersById(this.http, looked);
    const readAt = this.#now();
    const changed = await Promise.all(
      requests.map(async (request) => ({
        request,
        result: await settled(this.#writing.change(request, before.get(request.id), readAt)),
      })),
    );
    const ids = changed.flatMap(({ request, result }) =>
      "value" in result && asSeen(request, result.value) === undefined ? [request.id] : [],
    );
    const after = await getUsersById(this.http, ids).catch(() => new Map<string, WireUser>());
    return Promise.all(
      changed.map(async ({ request, result }): Promise<Outcome> => {
        if ("error" in result) return result;
        const [{ id }, { value }] = [request, result];
        const seen = asSeen(request, value);
        if (seen) return { written: { id, observed: seen } };
        const user = after.get(id);
        if (user === undefined) return { written: { id } };
        const shown = await settled(this.#asChanged(user, request, value));
        return "error" in shown ? shown : { written: { id, observed: shown.value } };
      }),
    );
  }

  /**
   * A directory behind the realm may keep the account switched on behind a 204. Who is off already is done with, also where the realm
   * refuses any change of them for what they lack.
   */
  async deactivate(id: string): Promise<Removal> {
    const put = this.#writing.put(id, { enabled: false }, { otherwise: STAYS_ON });
    const isThere = await put.catch(async (error: unknown) => {
      const user = error instanceof RejectedError ? await getUser(this.http, id).catch(() => undefined) : undefined;
      if (user?.enabled !== false) throw error;
      return true;
    });
    if (!isThere) return "already";
    if (await this.realm.isFederated()) refuseKeptOn(await getUser(this.http, id));
    return "done";
  }

  /** A copy that is deleted comes back from its directory, with another id and switched on. */
  async remove(id: string): Promise<Removal> {
    if (await this.realm.isFederated()) {
      const user = await getUser(this.http, id);
      if (user === undefined) return "already";
      const federation = await this.realm.federationOf(user);
      if (federation !== undefined) throw new InvalidArgumentsError([copyIssue(id, "federationLink", federation)]);
    }
    return (await deleteUser(this.http, id)) ? "done" : "already";
  }

  /** Everybody's roles and groups, by role and by group, where asking each person would take two calls each. */
  async *pages(_filter: Filter = {}, wanted?: Wanted): AsyncIterable<readonly Observed[]> {
    const users: WireUser[] = [];
    for await (const page of listUsers(this.http)) {
      users.push(...page);
      yield [];
    }
    if (users.length === 0) return;
    const roles = new Map<string, Sections>();
    const groups = new Map<string, ObservedSet[]>();
    if (wants(wanted, "roles")) yield* everybodysRoles(this.http, this.realm, roles);
    if (wants(wanted, "groups")) yield* everybodysGroups(this.http, this.realm, groups);
    // That everybody has the default role is taken for granted here: its members are the whole realm once more.
    const none = wants(wanted, "roles") ? await this.realm.roles.none() : undefined;
    yield users.map((user) => {
      const theirs = none && { ...none, members: roles.get(user.id) ?? none.members };
      const memberships = wants(wanted, "groups") ? together(groups.get(user.id) ?? []) : undefined;
      return this.#shown(user, { roles: theirs, groups: memberships });
    });
  }

  #now(): number {
    return this.http.options.context.clock.now();
  }

  async #withRelations(user: WireUser, wanted: Wanted | undefined): Promise<Observed> {
    const [mappings, groups] = await Promise.all([
      wants(wanted, "roles") ? getRoleMappings(this.http, user.id) : undefined,
      wants(wanted, "groups") ? this.#groupsOf(user.id) : undefined,
    ]);
    return this.#shown(user, { roles: mappings && (await this.realm.roles.shown(mappings)), groups });
  }

  /** The account is there, whatever becomes of the look at it. */
  async #made(id: string, desired: Desired, user: WireUser | undefined): Promise<Written> {
    const observed = user && (await this.#asNew(user, desired).catch(() => undefined));
    return observed === undefined ? { id } : { id, observed };
  }

  /** A new account has the role that everybody has, and groups that its creation named or the realm gives. */
  async #asNew(user: WireUser, { sets }: Desired): Promise<Observed> {
    return this.#shown(user, {
      roles: sets["roles"] === undefined ? undefined : await this.realm.roles.none(),
      groups: sets["groups"] === undefined ? undefined : await this.#groupsOf(user.id),
    });
  }

  /** Roles and groups that were not changed are answered as declared, without a look. */
  async #asChanged(user: WireUser, { changes, desired, seen }: UpdateRequest, { roles }: Changed) {
    const isSwitchedOff = changes.some(({ kind, to }) => kind === "activation" && to === false);
    if (isSwitchedOff) refuseKeptOn(user);
    const declaredGroups = declaredMembers(desired, "groups");
    const asDeclared = declaredGroups && { members: declaredGroups };
    const groups = changes.some(isAbout("groups"))
      ? await this.#groupsOf(user.id)
      : (asDeclared ?? seen?.sets["groups"]);
    const shown = seen?.sets["roles"];
    const now = roles ?? declaredMembers(desired, "roles") ?? shown?.members;
    return this.#shown(user, { roles: now && { members: now, implied: shown?.implied ?? {} }, groups });
  }

  async #groupsOf(id: string): Promise<ObservedSet> {
    return this.realm.groups.shown(await getUserGroups(this.http, id));
  }

  #shown(user: WireUser, relations: Relations): Observed {
    return toObserved(user, this.options.managerAttribute, relations);
  }
}

/** The account, where roles alone were changed and the rest of it was read just before. */
function asSeen({ seen }: UpdateRequest, { roles, isDocument }: Changed): Observed | undefined {
  if (!seen || !roles || isDocument) return undefined;
  return { ...seen, sets: { ...seen.sets, roles: { ...seen.sets["roles"], members: roles } } };
}
