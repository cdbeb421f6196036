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
import { InternalError, InvalidArgumentsError, NotFoundError, RejectedError } from "../../core/contract/errors.js";
import { settled } from "../../core/contract/outcome.js";
import { copyIssue } from "../../core/lifecycle/policy.js";
import { isAbout } from "../../core/model/change.js";
import {
  type Absent,
  type Desired,
  type DesiredValue,
  FLAT,
  type Observed,
  type ObservedSet,
  type Sections,
} from "../../core/model/entity.js";
import { caseless, isRecord, own, sameValue } from "../../core/model/value.js";
import { refuseRenamed } from "../../core/reads/same-account.js";
import type { HttpClient } from "../../http/client.js";
import type { Merged } from "../../http/request.js";
import {
  changeGroup,
  changeRoles,
  createUser,
  deleteUser,
  findUsers,
  getRoleMappings,
  getUser,
  getUserGroups,
  getUsersById,
  listUsers,
  putUser,
} from "./api.js";
import { attributes } from "./arguments.js";
import { needsCurrent, type Relations, toCreate, toObserved, toPut } from "./convert.js";
import { TITLE } from "./errors.js";
import { together } from "./groups.js";
import { everybodysGroups, everybodysRoles } from "./listing.js";
import { Realm, type RealmOptions } from "./realm.js";
import type { UserWrite, WireRole, WireUser } from "./wire.js";

/** What a change was about. */
interface Changed {
  /** The roles that the account has now, where they were changed. */
  readonly roles: Sections | undefined;
  /** Whether the account's own document or its groups were written. */
  readonly isDocument: boolean;
}

/** What belongs to the document of a PUT. */
interface Put {
  /** The account as it was before, where it was read. */
  readonly current?: WireUser | undefined;
  readonly merged?: Merged | undefined;
  /** What becomes of the account where the change is refused, for the message. */
  readonly otherwise?: string;
}

interface SectionChange {
  /** `realm`, or a client's internal id. */
  readonly container: string;
  readonly granted: readonly WireRole[];
  readonly revoked: readonly WireRole[];
}

interface RoleChanges {
  readonly sections: readonly SectionChange[];
  /** All roles by section, once this is done. */
  readonly after: Sections;
}

/** What to do where a leaver can't be switched off. */
const STAYS_ON =
  ". The account is still switched on. Ways out: declare the person again with enabled: false and what is missing, run up, and then take " +
  "them out; or change what the realm asks for, and run again";

/** One realm. */
export class KeycloakConnector implements Connector {
  readonly realm: Realm;

  constructor(
    readonly http: HttpClient,
    readonly url: string,
    readonly options: RealmOptions,
  ) {
    this.realm = new Realm(http, options);
  }

  async tenant(): Promise<string> {
    return this.url;
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
    const id = await this.#post(desired);
    const user = await getUser(this.http, id).catch(() => undefined);
    return this.#made(id, desired, user);
  }

  /** The creations one by one, and one look at all of them. */
  async createMany(people: readonly Desired[]): Promise<readonly Outcome[]> {
    const created = await Promise.all(people.map((desired) => settled(this.#post(desired))));
    const ids = created.flatMap((result) => ("error" in result ? [] : [result.value]));
    const users = await getUsersById(this.http, ids).catch(() => new Map<string, WireUser>());
    return Promise.all(
      created.map(async (result, i): Promise<Outcome> => {
        if ("error" in result) return result;
        const [id, desired] = [result.value, people[i]];
        return { written: desired === undefined ? { id } : await this.#made(id, desired, users.get(id)) };
      }),
    );
  }

  /**
   * The user's own document, then what is granted, and what is taken away last: an interrupted run leaves a person with
   * too much rather than with nothing. Then the account is read back.
   */
  async update(request: UpdateRequest): Promise<Written> {
    const current = needsCurrent(request.changes) ? await this.#toMerge(request) : undefined;
    const changed = await this.#change(request, current, this.#now());
    const seen = asSeen(request, changed);
    if (seen) return { id: request.id, observed: seen };
    const user = await getUser(this.http, request.id);
    if (user === undefined) throw goneError(request.id);
    return { id: request.id, observed: await this.#asChanged(user, request, changed) };
  }

  /** The changes one by one, with one look at all accounts before, where they need one, and one after. */
  async updateMany(requests: readonly UpdateRequest[]): Promise<readonly Outcome[]> {
    const looked = requests.filter(({ changes }) => needsCurrent(changes)).map(({ id }) => id);
    const before = looked.length > 0 ? await getUsersById(this.http, looked) : new Map<string, WireUser>();
    const readAt = this.#now();
    const changed = await Promise.all(
      requests.map((request) => settled(this.#change(request, before.get(request.id), readAt))),
    );
    const written = requests.filter((request, i) => {
      const result = changed[i];
      return result !== undefined && "value" in result && asSeen(request, result.value) === undefined;
    });
    const ids = written.map(({ id }) => id);
    const after = await getUsersById(this.http, ids).catch(() => new Map<string, WireUser>());
    return Promise.all(
      requests.map(async (request, i): Promise<Outcome> => {
        const result = changed[i] ?? { error: new InternalError("a change has no outcome") };
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

  /** A directory behind the realm may keep the account switched on behind a 204. */
  async deactivate(id: string): Promise<Removal> {
    if (!(await this.#put(id, { enabled: false }, { otherwise: STAYS_ON }))) return "already";
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

  async #post(declared: Desired): Promise<string> {
    await this.realm.refuseUnknown(declared);
    const desired = await this.realm.profile.spelt(declared);
    const { managerAttribute } = this.options;
    const groups = await this.realm.groups.creatable(groupsIn(desired));
    return createUser(this.http, toCreate(desired, managerAttribute, groups), managerAttribute);
  }

  #now(): number {
    return this.http.options.context.clock.now();
  }

  /** @param readAt when `current` was read */
  async #change(request: UpdateRequest, current: WireUser | undefined, readAt: number): Promise<Changed> {
    const { id, changes, desired } = request;
    const { managerAttribute } = this.options;
    if (needsCurrent(changes)) merging(request, current);
    await this.realm.refuseUnknown(ofChanged(request), desired, actionsBefore(changes));
    const changesRoles = changes.some(isAbout("roles"));
    const roles = changesRoles ? await this.#roleChanges(request) : undefined;
    const spelt = await this.realm.profile.spelt(desired);
    const again = async (): Promise<UserWrite | undefined> => {
      const now = await this.#toMerge(request);
      return toPut(changes, spelt, managerAttribute, now);
    };
    const document = toPut(changes, spelt, managerAttribute, current);
    const merged = needsCurrent(changes) ? { readAt, again } : undefined;
    if (document && !(await this.#put(id, document, { current, merged }))) throw goneError(id);
    const isGrouped = changes.some(isAbout("groups"));
    const left = isGrouped ? await this.#joinGroups(request) : [];
    for (const { container, granted } of roles?.sections ?? []) {
      if (granted.length > 0) await changeRoles(this.http, id, container, "grant", granted);
    }
    for (const { container, revoked } of roles?.sections ?? []) {
      if (revoked.length > 0) await changeRoles(this.http, id, container, "revoke", revoked);
    }
    for (const group of left) await changeGroup(this.http, id, group, "leave");
    return { roles: roles?.after, isDocument: document !== undefined || isGrouped };
  }

  /** The account that a PUT is made from. */
  async #toMerge(request: UpdateRequest): Promise<WireUser> {
    return merging(request, await getUser(this.http, request.id));
  }

  async #put(id: string, document: UserWrite, { current, merged, otherwise = "" }: Put): Promise<boolean> {
    try {
      return await putUser(this.http, id, document, this.options.managerAttribute, merged);
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      const user = current ?? (await getUser(this.http, id).catch(() => undefined));
      const link = user?.federationLink ?? user?.origin;
      const there = link
        ? `. ${fromElsewhere(link)}, which may hold these values for itself: change them there, and leave them out here`
        : "";
      throw there || otherwise ? new RejectedError(`${error.message}${there}${otherwise}`, error.properties) : error;
    }
  }

  /** Joins the groups that are declared; the ids of those to leave are for later. */
  async #joinGroups({ id, desired, addOnly }: UpdateRequest): Promise<readonly string[]> {
    const now = await getUserGroups(this.http, id);
    const wanted = await this.realm.groups.ids(groupsIn(desired));
    for (const group of wanted) {
      if (!now.some((member) => member.id === group)) await changeGroup(this.http, id, group, "join");
    }
    return addOnly.includes("groups") ? [] : now.map((group) => group.id).filter((group) => !wanted.includes(group));
  }

  /** What has to be done so that declared sections with a change become what is declared; roles may be only added. */
  async #roleChanges({ id, changes, desired, addOnly, seen }: UpdateRequest): Promise<RoleChanges> {
    const declared = declaredMembers(desired, "roles") ?? {};
    const shown = seen?.sets["roles"];
    const isSeen = this.realm.roles.sections.every((section) => own(shown?.members, section) !== undefined);
    const { members: now } =
      isSeen && shown ? shown : await this.realm.roles.shown(await getRoleMappings(this.http, id));
    const after: Record<string, readonly string[]> = { ...now };
    const touched = new Set(changes.filter(isAbout("roles")).map(({ path }) => String(path[1] ?? "")));
    const names = touched.has("") ? Object.keys(declared) : [...touched];
    const sections: SectionChange[] = [];
    for (const section of names) {
      const [held, wanted] = [own(now, section) ?? [], own(declared, section) ?? []];
      const added = wanted.filter((name) => !holds(held, name));
      const removed = addOnly.includes("roles") ? [] : held.filter((name) => !holds(wanted, name));
      const granted = await this.realm.roles.named(section, added);
      const revoked = await this.realm.roles.removable(section, removed);
      sections.push({ container: await this.realm.roles.container(section), granted, revoked });
      after[section] = [...held.filter((name) => !removed.includes(name)), ...granted.map(({ name }) => name)];
    }
    return { sections, after };
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

function holds(names: readonly string[], name: string): boolean {
  return names.some((other) => sameValue(other, name));
}

function fromElsewhere(federation: string): string {
  return `The account comes from another directory (federation ${federation})`;
}

function refuseKeptOn(user: WireUser | undefined): void {
  const federation = user?.federationLink ?? user?.origin;
  if (!federation || user?.enabled === false) return;
  const message = `enabled: ${TITLE} has accepted that account ${user?.id} is switched off, and shows it switched on`;
  throw new RejectedError(`${message}. ${fromElsewhere(federation)}, which says who is on: switch it off there`, [
    "enabled",
  ]);
}

function groupsIn(desired: Desired): readonly string[] {
  return declaredMembers(desired, "groups")?.[FLAT] ?? [];
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Required actions that the account had when it was seen last. */
function actionsBefore(changes: UpdateRequest["changes"]): readonly string[] {
  return textsOf(changes.find(({ path }) => path[0] === "requiredActions")?.from);
}

/** The account, where roles alone were changed and the rest of it was read just before. */
function asSeen({ seen }: UpdateRequest, { roles, isDocument }: Changed): Observed | undefined {
  if (!seen || !roles || isDocument) return undefined;
  return { ...seen, sets: { ...seen.sets, roles: { ...seen.sets["roles"], members: roles } } };
}

/** Of what is declared, the part that is about to be written; of a map, the keys that are. */
function ofChanged({ changes, desired }: UpdateRequest): Desired {
  const names = new Set(changes.map(({ path }) => String(path[0])));
  const keys = new Set(changes.flatMap(({ path: [name, key] }) => (name === "attributes" ? [key] : [])));
  const attributes = Object.entries(desired.attributes).flatMap(([name, value]): [string, DesiredValue][] => {
    if (!names.has(name)) return [];
    if (name !== "attributes" || !isRecord(value) || keys.has(undefined)) return [[name, value]];
    return [[name, Object.fromEntries(Object.entries(value).filter(([key]) => keys.has(key))) as DesiredValue]];
  });
  return {
    attributes: Object.fromEntries(attributes),
    sets: Object.fromEntries(Object.entries(desired.sets).filter(([name]) => names.has(name))),
    references: Object.fromEntries(Object.entries(desired.references).filter(([name]) => names.has(name))),
  };
}

/** An account that a PUT may be made from: it is there, and it is the one that is meant. */
function merging(request: UpdateRequest, user: WireUser | undefined): WireUser {
  if (user === undefined) throw goneError(request.id);
  refuseRenamed({ title: TITLE, naturalKey: "username", attributes }, request, user.username);
  return user;
}

function goneError(id: string): NotFoundError {
  return new NotFoundError(`account ${id} is gone from ${TITLE}. Run a refresh and then up, to create it again`);
}
