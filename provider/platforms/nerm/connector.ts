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
import { declaredReference } from "../../core/contract/declaration.js";
import { NotFoundError, RejectedError, UncertainError } from "../../core/contract/errors.js";
import type { Vocabulary } from "../../core/contract/vocabulary.js";
import { isAbout } from "../../core/model/change.js";
import { type Absent, type Desired, FLAT, type Observed } from "../../core/model/entity.js";
import { hasTwoForms } from "../../core/model/value.js";
import type { HttpClient } from "../../http/client.js";
import { AskedOnce } from "../asked-once.js";
import { source, Vocabularies } from "../vocabulary.js";
import {
  createUser,
  deleteUser,
  getUser,
  listRoles,
  listUserManagers,
  listUserRoles,
  listUsers,
  patchUser,
} from "./api.js";
import { NermBulk } from "./bulk.js";
import {
  declaredRoles,
  isDisabled,
  isPerson,
  toCreate,
  toDeactivate,
  toObserved,
  toPatch,
  toUpdated,
} from "./convert.js";
import { TITLE } from "./errors.js";
import { FirstRoles } from "./first-roles.js";
import { refuseTakenIdentity } from "./identities.js";
import { finishedJob, type JobOptions } from "./jobs.js";
import { Logins } from "./logins.js";
import { rowsOf } from "./pages.js";
import { grantRole, heldRoles, inOrder, managersOf, revokeRole, setManager } from "./relations.js";
import { ofRoles, RoleBook } from "./roles.js";
import type { UserBody, WireUser, WireUserManager, WireUserRole } from "./wire.js";

const NO_ROLES = { members: { [FLAT]: [] } };

export interface TenantOptions extends JobOptions {
  /** Without a slash at its end. */
  readonly baseUrl: string;
}

/** One NERM tenant. */
export class NermConnector implements Connector {
  readonly #roles: RoleBook;
  readonly #bulk: NermBulk;
  readonly #vocabularies: Vocabularies;
  readonly #logins: Logins;
  readonly #firstRoles: FirstRoles;

  constructor(
    readonly http: HttpClient,
    readonly options: TenantOptions,
  ) {
    const roles = new AskedOnce(() => rowsOf(listRoles(http)));
    this.#roles = new RoleBook(roles);
    this.#vocabularies = new Vocabularies([source(["roles"], roles, ofRoles)]);
    this.#logins = new Logins(http);
    this.#firstRoles = new FirstRoles(http, this.#roles);
    const patch = (id: string, body: UserBody, until?: number) => this.#patch(id, body, until);
    const one = { create: this.create.bind(this), update: this.update.bind(this), patch };
    this.#bulk = new NermBulk(
      { http, roles: this.#roles, logins: this.#logins, firstRoles: this.#firstRoles, one },
      options,
    );
  }

  async tenant(): Promise<string> {
    return this.options.baseUrl;
  }

  vocabulary(about?: readonly string[], since?: Vocabulary): Promise<Vocabulary> {
    return this.#vocabularies.told(about, since);
  }

  async read(id: string, wanted?: Wanted): Promise<Observed | Absent> {
    const user = await getUser(this.http, id);
    return user === undefined ? { absent: true, proof: "not found" } : this.#withRelations(user, wanted);
  }

  /** The vendor's filter only narrows the list down: who is meant is decided here. */
  async find(login: string, wanted?: Wanted): Promise<readonly Observed[]> {
    const found = await this.#logins.named(login);
    return Promise.all(found.map((user) => this.#withRelations(user, wanted)));
  }

  async create(desired: Desired, until?: number): Promise<Written> {
    // A role that nobody can be given is better found before the account exists than after.
    await this.#roles.idsOf(declaredRoles(desired) ?? []);
    await refuseTakenIdentity(this.http, desired.attributes["sailpointIdentityId"]);
    const answer = await createUser(this.http, toCreate(desired));
    if ("jobId" in answer) return this.#createdByJob(answer.jobId, desired, until);
    const { user } = answer;
    if (declaredRoles(desired) === undefined) return { id: user.id, observed: toObserved(user, NO_ROLES, null) };
    const roles = await this.#firstRoles.of(user.id);
    return { id: user.id, ...(roles ? { observed: toObserved(user, roles, null) } : {}) };
  }

  /**
   * The user itself, then roles granted, then the manager, and roles taken away last: an interrupted run leaves a
   * person with too much rather than with nothing, and the next one goes on. The vendor refuses attributes more often
   * than anything else, so they come first, while nothing has happened yet.
   *
   * Where any role changes, the declared roles are authoritative and all others go. Roles and a manager that don't
   * change are answered as declared, without a look.
   */
  async update({ id, changes, desired, addOnly, seen, until }: UpdateRequest): Promise<Written> {
    const declared = declaredRoles(desired);
    const mayRevoke = !addOnly.includes("roles") && changes.some(isAbout("roles"));
    const added = changes.filter(isAbout("roles")).flatMap(({ to }) => (typeof to === "string" ? [to] : []));
    const roleIds = await this.#roles.idsOf(declared ?? [], mayRevoke ? declared : added);
    const body = toPatch(id, changes, desired);
    const now = body ? await this.#patch(id, body, until) : (seen ?? (await this.#existing(id)));
    const holdsNothing = seen?.sets["roles"]?.members[FLAT]?.length === 0;
    const held = mayRevoke && !holdsNothing ? await heldRoles(this.http, id) : [];
    for (const roleId of roleIds) {
      if (held.some((row) => row.role_id === roleId)) continue;
      await grantRole(this.http, id, roleId).catch(async (error: unknown) => {
        throw await this.#roles.refusalOf(error, roleId, declared ?? []);
      });
    }
    const manager = declaredReference(desired, "manager");
    if (manager !== undefined && changes.some(isAbout("manager"))) {
      await setManager(this.http, id, manager, seen?.references["manager"] === null);
    }
    const undeclared = held.filter((row) => !roleIds.includes(row.role_id));
    for (const row of undeclared) await revokeRole(this.http, row);
    // A role that was to go and was not found may only not show yet: then core looks again.
    const removed = changes.filter(isAbout("roles")).filter(({ to }) => to === undefined);
    if (now === undefined || (mayRevoke && undeclared.length < removed.length)) return { id };
    return { id, observed: toUpdated(now, desired) };
  }

  createMany(people: readonly Desired[], until?: number): Promise<readonly Outcome[]> {
    return this.#bulk.createMany(people, until);
  }

  updateMany(requests: readonly UpdateRequest[]): Promise<readonly Outcome[]> {
    return this.#bulk.updateMany(requests);
  }

  async deactivate(id: string, until?: number): Promise<Removal> {
    const answer = await patchUser(this.http, id, toDeactivate(id));
    if (answer === undefined) return "already";
    if ("user" in answer) return isDisabled(answer.user) ? "done" : "accepted";
    if ("jobId" in answer) await this.#finished(answer.jobId, until);
    return "accepted";
  }

  async remove(id: string): Promise<Removal> {
    return (await deleteUser(this.http, id)) ? "done" : "already";
  }

  /** Everybody's relations come first, in a few pages, where asking for each person would take two calls a person. */
  async *pages(filter: Filter = {}, wanted?: Wanted): AsyncIterable<readonly Observed[]> {
    const roles: WireUserRole[] = [];
    const managers: WireUserManager[] = [];
    if (wants(wanted, "roles")) yield* collecting(listUserRoles(this.http, {}), roles);
    if (wants(wanted, "manager")) yield* collecting(listUserManagers(this.http, {}), managers);
    const rolesByUser = byUser(roles);
    const managersByUser = byUser(inOrder(managers));
    for await (const users of listUsers(this.http, narrowing(filter))) {
      const shown = users
        .filter(isPerson)
        .map((user) => this.#shown(user, wanted, rolesByUser.get(user.id) ?? [], managersByUser.get(user.id) ?? []));
      yield await Promise.all(shown);
    }
  }

  async #withRelations(user: WireUser, wanted: Wanted | undefined): Promise<Observed> {
    const [roles, managers] = await Promise.all([
      wants(wanted, "roles") ? heldRoles(this.http, user.id) : [],
      wants(wanted, "manager") ? managersOf(this.http, user.id) : [],
    ]);
    return this.#shown(user, wanted, roles, managers);
  }

  async #shown(
    user: WireUser,
    wanted: Wanted | undefined,
    roles: readonly WireUserRole[],
    managers: readonly WireUserManager[],
  ): Promise<Observed> {
    const { names, aliases } = await this.#roles.shown([...new Set(roles.map((row) => row.role_id))]);
    const manager = wants(wanted, "manager") ? (managers[0]?.manager_id ?? null) : undefined;
    return toObserved(user, wants(wanted, "roles") ? { members: { [FLAT]: names }, aliases } : undefined, manager);
  }

  /** The user after the change; undefined where nothing is shown of it. */
  async #patch(id: string, body: UserBody, until?: number): Promise<Observed | undefined> {
    await refuseTakenIdentity(this.http, body.user["sailpoint_identity_id"], id);
    const answer = await patchUser(this.http, id, body);
    if (answer === undefined) throw goneError(id);
    if ("user" in answer) return toObserved(answer.user);
    if ("jobId" in answer) await this.#finished(answer.jobId, until);
    return undefined;
  }

  async #existing(id: string): Promise<Observed> {
    const user = await getUser(this.http, id);
    if (user === undefined) throw goneError(id);
    return toObserved(user);
  }

  async #createdByJob(jobId: string, desired: Desired, until?: number): Promise<Written> {
    let id: string | undefined;
    try {
      id = await this.#finished(jobId, until);
    } catch (error) {
      if (error instanceof RejectedError) throw error;
      throw new UncertainError(`${TITLE} has queued the creation as job ${jobId}, and its outcome is not known`, {
        cause: error,
      });
    }
    if (id !== undefined) return { id };
    const [observed, ...others] = await this.find(String(desired.attributes["login"]));
    if (observed && others.length === 0) return { id: observed.id, observed };
    throw new UncertainError(`${TITLE} has completed the creation and does not show the account yet`);
  }

  #finished(jobId: string, until?: number): Promise<string | undefined> {
    return finishedJob(this.http, jobId, this.options, until);
  }
}

/** Gathers the rows of a list, with an empty page for each of its calls. */
async function* collecting<Row>(list: AsyncIterable<readonly Row[]>, into: Row[]): AsyncIterable<readonly never[]> {
  for await (const rows of list) {
    into.push(...rows);
    yield [];
  }
}

function byUser<Row extends { user_id: string }>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.user_id);
    if (group) group.push(row);
    else groups.set(row.user_id, [row]);
  }
  return groups;
}

/**
 * What may be left to the vendor: its match of these texts can't be narrower than ours. Logins and addresses are
 * compared without regard to case here, and who knows there.
 */
function narrowing(filter: Filter): Record<string, string> {
  const entries = ["name", "title", "type"].flatMap((name) => {
    const value = filter[name];
    return typeof value === "string" && !hasTwoForms(value) ? [[name, value] as const] : [];
  });
  return Object.fromEntries(entries);
}

function goneError(id: string): NotFoundError {
  return new NotFoundError(`user ${id} is gone from ${TITLE}. Run a refresh and then up, to create it again`);
}
