import type { UpdateRequest } from "../../core/contract/connector.js";
import { declaredMembers } from "../../core/contract/declaration.js";
import { NotFoundError, RejectedError } from "../../core/contract/errors.js";
import { isAbout } from "../../core/model/change.js";
import { type Desired, type DesiredValue, FLAT, type Sections } from "../../core/model/entity.js";
import { isRecord } from "../../core/model/value.js";
import { refuseRenamed } from "../../core/reads/same-account.js";
import type { HttpClient } from "../../http/client.js";
import type { Merged } from "../../http/request.js";
import { changeGroup, createUser, getUser, getUserGroups, putUser } from "./api.js";
import { attributes } from "./arguments.js";
import { needsCurrent, toCreate, toPut } from "./convert.js";
import { TITLE } from "./errors.js";
import { federationIn, fromElsewhere } from "./federation.js";
import type { Realm } from "./realm.js";
import { applyRoles, roleChanges } from "./role-changes.js";
import type { UserWrite, WireUser } from "./wire.js";

/** What a change was about. */
export interface Changed {
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

/** Creates and changes accounts, each after a look at what the realm would drop. */
export class Writing {
  constructor(
    readonly http: HttpClient,
    readonly realm: Realm,
  ) {}

  /** The new account's id. */
  async create(declared: Desired): Promise<string> {
    await this.realm.refuseUnknown(declared);
    const desired = await this.realm.profile.spelt(declared);
    const { managerAttribute } = this.realm.options;
    const groups = await this.realm.groups.creatable(groupsIn(desired));
    return createUser(this.http, toCreate(desired, managerAttribute, groups), managerAttribute);
  }

  /**
   * The user's own document, then what is granted, and what is taken away last: an interrupted run leaves a person with
   * too much rather than with nothing.
   *
   * @param readAt when `current` was read
   */
  async change(request: UpdateRequest, current: WireUser | undefined, readAt: number): Promise<Changed> {
    const { id, changes, desired } = request;
    const { managerAttribute } = this.realm.options;
    if (needsCurrent(changes)) merging(request, current);
    await this.realm.refuseUnknown(ofChanged(request), desired);
    const roles = changes.some(isAbout("roles"))
      ? await roleChanges(this.http, this.realm.roles, request)
      : { sections: [], after: undefined };
    const spelt = await this.realm.profile.spelt(desired);
    const again = async (): Promise<UserWrite | undefined> => {
      const now = await this.toMerge(request);
      return toPut(changes, spelt, managerAttribute, now);
    };
    const document = toPut(changes, spelt, managerAttribute, current);
    const merged = needsCurrent(changes) ? { readAt, again } : undefined;
    if (document && !(await this.put(id, document, { current, merged }))) throw goneError(id);
    const isGrouped = changes.some(isAbout("groups"));
    const left = isGrouped ? await this.#joinGroups(request) : [];
    await applyRoles(this.http, id, roles.sections, "grant");
    await applyRoles(this.http, id, roles.sections, "revoke");
    for (const group of left) await changeGroup(this.http, id, group, "leave");
    return { roles: roles.after, isDocument: document !== undefined || isGrouped };
  }

  /** The account that a PUT is made from. */
  async toMerge(request: UpdateRequest): Promise<WireUser> {
    return merging(request, await getUser(this.http, request.id));
  }

  /** False: there is no such account. */
  async put(id: string, document: UserWrite, { current, merged, otherwise = "" }: Put): Promise<boolean> {
    try {
      return await putUser(this.http, id, document, this.realm.options.managerAttribute, merged);
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      const federation = federationIn(current ?? (await getUser(this.http, id).catch(() => undefined)));
      const there = federation
        ? `. ${fromElsewhere(federation)}, which may hold these values for itself: change them there, and leave them out here`
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
}

export function goneError(id: string): NotFoundError {
  return new NotFoundError(`account ${id} is gone from ${TITLE}. Run a refresh and then up, to create it again`);
}

/** An account that a PUT may be made from: it is there, and it is the one that is meant. */
function merging(request: UpdateRequest, user: WireUser | undefined): WireUser {
  if (user === undefined) throw goneError(request.id);
  refuseRenamed({ title: TITLE, naturalKey: "username", attributes }, request, user.username);
  return user;
}

function groupsIn(desired: Desired): readonly string[] {
  return declaredMembers(desired, "groups")?.[FLAT] ?? [];
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
