import { NotFoundError, ProtocolError, RejectedError } from "../../core/errors.js";
import { settled } from "../../core/outcome.js";
import type { Directory, Filter, Outcome, Removal, UpdateRequest, Wanted, Written } from "../../core/platform.js";
import type { Absent, DesiredUser, ObservedUser, Roles } from "../../core/user.js";
import { caseless } from "../../core/value.js";
import type { HttpClient } from "../../http/client.js";
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
import { declaredRoles, needsCurrent, type Relations, toCreate, toObserved, toPut } from "./convert.js";
import { TITLE } from "./errors.js";
import { everybodysGroups, everybodysRoles } from "./listing.js";
import { Realm, type RealmOptions } from "./realm.js";
import type { WireUser } from "./wire.js";

/** What a change was about. */
interface Changed {
  /** The roles that the account has now, where they were changed. */
  readonly roles: Roles | undefined;
  /** Whether the account's own document or its groups were written. */
  readonly isDocument: boolean;
}

const EVERYTHING: Wanted = { roles: true, manager: true };

/** One realm. */
export class KeycloakDirectory implements Directory {
  readonly realm: Realm;

  constructor(
    readonly http: HttpClient,
    readonly url: string,
    readonly options: RealmOptions,
    readonly closeConnections: () => Promise<void>,
  ) {
    this.realm = new Realm(http, options);
  }

  async tenant(): Promise<string> {
    return this.url;
  }

  async read(id: string, wanted = EVERYTHING): Promise<ObservedUser | Absent> {
    const user = await getUser(this.http, id);
    return user === undefined ? { absent: true, proof: "404" } : this.#withRelations(user, wanted);
  }

  async find(username: string, wanted = EVERYTHING): Promise<readonly ObservedUser[]> {
    const users = await findUsers(this.http, username);
    const found = users.filter((user) => caseless(user.username) === caseless(username));
    return Promise.all(found.map((user) => this.#withRelations(user, wanted)));
  }

  /** The answer to a creation shows nothing, so the account is read: attributes may have been dropped without a word. */
  async create(desired: DesiredUser): Promise<Written> {
    const id = await this.#post(desired);
    // The account is there, whatever becomes of this look.
    const user = await getUser(this.http, id).catch(() => undefined);
    return user === undefined ? { id } : { id, observed: await this.#asNew(user, desired) };
  }

  /** The creations one by one, and one look at all of them. */
  async createMany(people: readonly DesiredUser[]): Promise<readonly Outcome[]> {
    const created = await Promise.all(people.map((desired) => settled(this.#post(desired))));
    const ids = created.flatMap((result) => ("error" in result ? [] : [result.value]));
    const users = await getUsersById(this.http, ids).catch(() => new Map<string, WireUser>());
    return Promise.all(
      created.map(async (result, i): Promise<Outcome> => {
        if ("error" in result) return result;
        const [id, desired] = [result.value, people[i]];
        const user = users.get(id);
        if (user === undefined || desired === undefined) return { written: { id } };
        return { written: { id, observed: await this.#asNew(user, desired) } };
      }),
    );
  }

  /**
   * The user's own document, then what is granted, and what is taken away last: an interrupted run leaves a person with
   * too much rather than with nothing. Then the account is read back.
   */
  async update(request: UpdateRequest): Promise<Written> {
    const current = needsCurrent(request.changes) ? await getUser(this.http, request.id) : undefined;
    const changed = await this.#change(request, current);
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
    const changed = await Promise.all(
      requests.map((request) => settled(this.#change(request, before.get(request.id)))),
    );
    const written = requests.filter((request, i) => {
      const result = changed[i];
      return result !== undefined && "value" in result && asSeen(request, result.value) === undefined;
    });
    const ids = written.map(({ id }) => id);
    const after = await getUsersById(this.http, ids).catch(() => new Map<string, WireUser>());
    return Promise.all(
      requests.map(async (request, i): Promise<Outcome> => {
        const result = changed[i] ?? { error: new ProtocolError("internal error: a change has no outcome") };
        if ("error" in result) return result;
        const [{ id }, { value }] = [request, result];
        const seen = asSeen(request, value);
        if (seen) return { written: { id, observed: seen } };
        const user = after.get(id);
        if (user === undefined) return { written: { id } };
        return { written: { id, observed: await this.#asChanged(user, request, value) } };
      }),
    );
  }

  async deactivate(id: string): Promise<Removal> {
    return (await putUser(this.http, id, { enabled: false }, this.options.managerAttribute)) ? "done" : "already";
  }

  async remove(id: string): Promise<Removal> {
    return (await deleteUser(this.http, id)) ? "done" : "already";
  }

  /** Everybody's roles and groups, by role and by group, where asking each person would take two calls each. */
  async *pages(_filter: Filter = {}, wanted = EVERYTHING): AsyncIterable<readonly ObservedUser[]> {
    const users: WireUser[] = [];
    for await (const page of listUsers(this.http)) {
      users.push(...page);
      yield [];
    }
    if (users.length === 0) return;
    const roles = new Map<string, Roles>();
    const groups = new Map<string, string[]>();
    if (wanted.roles) yield* everybodysRoles(this.http, this.realm, roles);
    yield* everybodysGroups(this.http, this.realm, groups);
    const none = wanted.roles ? this.#noRoles() : {};
    yield users.map((user) =>
      this.#shown(user, { roles: roles.get(user.id) ?? none, groups: groups.get(user.id) ?? [] }),
    );
  }

  close(): Promise<void> {
    return this.closeConnections();
  }

  async #post(desired: DesiredUser): Promise<string> {
    await this.realm.refuseUnknown(desired);
    const { managerAttribute } = this.options;
    return createUser(this.http, toCreate(desired, managerAttribute), managerAttribute);
  }

  async #change(request: UpdateRequest, current: WireUser | undefined): Promise<Changed> {
    const { id, changes, desired } = request;
    const { managerAttribute } = this.options;
    if (needsCurrent(changes) && current === undefined) throw goneError(id);
    await this.realm.refuseUnknown(ofChanged(request));
    const document = toPut(changes, desired, managerAttribute, current);
    if (document && !(await this.#put(id, document, current))) throw goneError(id);
    const isGrouped = changes.some(({ path }) => path[0] === "groups");
    const joined = isGrouped ? await this.#changeGroups(id, desired) : [];
    const changesRoles = changes.some(({ kind }) => kind === "role");
    const roles = changesRoles ? await this.#changeRoles(request) : undefined;
    for (const group of joined) await changeGroup(this.http, id, group, "leave");
    return { roles, isDocument: document !== undefined || isGrouped };
  }

  async #put(id: string, document: Readonly<Record<string, unknown>>, current: WireUser | undefined): Promise<boolean> {
    try {
      return await putUser(this.http, id, document, this.options.managerAttribute);
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      const user = current ?? (await getUser(this.http, id).catch(() => undefined));
      if (!user?.federationLink) throw error;
      throw new RejectedError(
        `${error.message}. The account comes from another directory (federation ${user.federationLink}), which may hold these values for itself: change them there, and leave them out here`,
        error.properties,
      );
    }
  }

  /** Joins the groups that are declared; the ids of those to leave are for later. */
  async #changeGroups(id: string, { attributes }: DesiredUser): Promise<readonly string[]> {
    const declared = Array.isArray(attributes["groups"]) ? attributes["groups"].map(String) : [];
    const now = await getUserGroups(this.http, id);
    const wanted = await this.realm.groupIds(declared);
    for (const group of wanted) {
      if (!now.some((member) => member.id === group)) await changeGroup(this.http, id, group, "join");
    }
    return now.filter((group) => !wanted.includes(group.id)).map((group) => group.id);
  }

  /** Declared sections with a change become exactly what is declared, unless roles are only added. */
  async #changeRoles({ id, changes, desired, addRolesOnly, seen }: UpdateRequest): Promise<Roles> {
    const declared = declaredRoles(desired) ?? {};
    const isSeen = this.realm.sections.every((section) => seen?.roles[section] !== undefined);
    const now = isSeen && seen ? seen.roles : this.realm.shownRoles(await getRoleMappings(this.http, id));
    const after: Record<string, readonly string[]> = { ...now };
    const touched = new Set(changes.flatMap(({ kind, path }) => (kind === "role" ? [String(path[1] ?? "")] : [])));
    const sections = touched.has("") ? Object.keys(declared) : [...touched];
    const revocations: (() => Promise<void>)[] = [];
    for (const section of sections) {
      const [held, wanted] = [now[section] ?? [], declared[section] ?? []];
      const added = await this.realm.roles(
        section,
        wanted.filter((name) => !held.includes(name)),
      );
      const removed = addRolesOnly ? [] : held.filter((name) => !wanted.includes(name));
      const container = await this.realm.container(section);
      if (added.length > 0) await changeRoles(this.http, id, container, "grant", added);
      if (removed.length > 0) {
        const roles = await this.realm.roles(section, removed);
        revocations.push(() => changeRoles(this.http, id, container, "revoke", roles));
      }
      after[section] = [...held.filter((name) => !removed.includes(name)), ...added.map(({ name }) => name)];
    }
    for (const revoke of revocations) await revoke();
    return after;
  }

  async #withRelations(user: WireUser, wanted: Wanted): Promise<ObservedUser> {
    const [mappings, groups] = await Promise.all([
      wanted.roles ? getRoleMappings(this.http, user.id) : undefined,
      this.#groupsOf(user.id),
    ]);
    return this.#shown(user, { roles: mappings ? this.realm.shownRoles(mappings) : {}, groups });
  }

  /** A new account has the roles that everybody has, and the groups that its creation named. */
  async #asNew(user: WireUser, { attributes }: DesiredUser): Promise<ObservedUser> {
    const groups = attributes["groups"] ? await this.#groupsOf(user.id) : undefined;
    return this.#shown(user, { roles: this.#noRoles(), groups });
  }

  /** Roles and groups that were not changed are answered as declared, without a look. */
  async #asChanged(user: WireUser, { changes, desired, seen }: UpdateRequest, { roles }: Changed) {
    const isGrouped = changes.some(({ path }) => path[0] === "groups");
    const groups = isGrouped ? await this.#groupsOf(user.id) : undefined;
    return this.#shown(user, { roles: roles ?? declaredRoles(desired) ?? seen?.roles ?? {}, groups });
  }

  async #groupsOf(id: string): Promise<readonly string[]> {
    return (await getUserGroups(this.http, id)).map(({ path }) => path);
  }

  #noRoles(): Roles {
    return Object.fromEntries(this.realm.sections.map((section) => [section, []]));
  }

  #shown(user: WireUser, relations: Relations): ObservedUser {
    return toObserved(user, this.options.managerAttribute, relations);
  }
}

/** The account, where roles alone were changed and the rest of it was read just before. */
function asSeen({ seen }: UpdateRequest, { roles, isDocument }: Changed): ObservedUser | undefined {
  return seen && roles && !isDocument ? { ...seen, roles } : undefined;
}

/** Of what is declared, the part that is about to be written. */
function ofChanged({ changes, desired }: UpdateRequest): DesiredUser {
  const names = new Set(changes.map(({ path }) => String(path[0])));
  const attributes = Object.entries(desired.attributes).filter(([name]) => names.has(name));
  return {
    attributes: Object.fromEntries(attributes),
    roles: names.has("roles") ? desired.roles : undefined,
    manager: names.has("manager") ? desired.manager : undefined,
  };
}

function goneError(id: string): NotFoundError {
  return new NotFoundError(`account ${id} is gone from ${TITLE}. Run a refresh and then up, to create it again`);
}
