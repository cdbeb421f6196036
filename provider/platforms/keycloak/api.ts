import type { z } from "zod";
import { UncertainError } from "../../core/contract/errors.js";
import { refuseAnother } from "../../core/reads/same-account.js";
import type { HttpClient } from "../../http/client.js";
import { pathSegment } from "../../http/path.js";
import { bodyOf, type Reply } from "../../http/reply.js";
import type { Merged } from "../../http/request.js";
import { namedBy } from "../location.js";
import { personalIn } from "../personal.js";
import { PUBLIC } from "./convert.js";
import { isMissing, succeeded, TITLE } from "./errors.js";
import { pages } from "./pages.js";
import {
  ClientList,
  ComponentList,
  GroupList,
  MemberList,
  ProfileMetadata,
  RealmDocument,
  type RequiredAction,
  RequiredActionList,
  RoleList,
  RoleMappings,
  UserCount,
  UserList,
  UserProfile,
  type UserWrite,
  type WireGroup,
  type WireRole,
  WireUser,
} from "./wire.js";

/** Ids in one look-up: their address has to fit into 4 kB. */
const IDS = 100;

/** Undefined is a 404 in this vendor's own shape. */
export async function getUser(http: HttpClient, id: string): Promise<WireUser | undefined> {
  const reply = await http.request({ method: "GET", path: userPath(id) });
  if (isMissing(reply)) return undefined;
  const user = bodyOf(WireUser, succeeded(reply));
  refuseAnother(TITLE, id, user.id);
  return user;
}

/** Those of the users that are there, in a call for 100 of them. That one is missing proves nothing. */
export async function getUsersById(http: HttpClient, ids: readonly string[]): Promise<ReadonlyMap<string, WireUser>> {
  const parts = Array.from({ length: Math.ceil(ids.length / IDS) }, (_, i) => ids.slice(i * IDS, (i + 1) * IDS));
  const pages = await Promise.all(
    parts.map(async (part) => {
      const query = { search: `id:${part.join(" ")}`, max: IDS, briefRepresentation: "false" };
      return bodyOf(UserList, succeeded(await http.request({ method: "GET", path: "/users", query })));
    }),
  );
  return new Map(pages.flat().map((user) => [user.id, user]));
}

/** Users with this username; Keycloak compares without regard to case. */
export async function findUsers(http: HttpClient, username: string): Promise<readonly WireUser[]> {
  const query = { username, exact: "true", briefRepresentation: "false" };
  return bodyOf(UserList, succeeded(await http.request({ method: "GET", path: "/users", query, personal: username })));
}

/** Every user, page by page, with their attributes. */
export function listUsers(http: HttpClient): AsyncIterable<readonly WireUser[]> {
  return pages(http, "/users", UserList, { briefRepresentation: "false" }, () => countUsers(http));
}

/** Undefined where the credentials may not count, or this server doesn't. */
async function countUsers(http: HttpClient): Promise<number | undefined> {
  const reply = await http.request({ method: "GET", path: "/users/count" });
  return isHidden(reply) ? undefined : UserCount.safeParse(succeeded(reply).body).data;
}

/** The new account's id, which Location alone tells. */
export async function createUser(http: HttpClient, json: UserWrite, managerAttribute: string): Promise<string> {
  const reply = await http.request({ method: "POST", path: "/users", json, personal: personalIn(json, PUBLIC) });
  succeeded(reply, managerAttribute);
  const id = namedBy(reply.headers["location"], "/users");
  if (id !== undefined) return id;
  throw new UncertainError(`${TITLE} has accepted the creation and names no account`);
}

/** False: there is no such user. */
export async function putUser(
  http: HttpClient,
  id: string,
  json: UserWrite,
  managerAttribute: string,
  merged: Merged | undefined,
): Promise<boolean> {
  const personal = personalIn(json, PUBLIC);
  const reply = await http.request({ method: "PUT", path: userPath(id), json, merged, personal });
  if (isMissing(reply)) return false;
  succeeded(reply, managerAttribute);
  return true;
}

/** False: it was gone already, and no earlier try of this request may be why. */
export async function deleteUser(http: HttpClient, id: string): Promise<boolean> {
  const reply = await http.request({ method: "DELETE", path: userPath(id) });
  if (isMissing(reply)) return reply.isRepeated;
  succeeded(reply);
  return true;
}

export async function getRoleMappings(http: HttpClient, id: string): Promise<RoleMappings> {
  return bodyOf(RoleMappings, await got(http, `${userPath(id)}/role-mappings`));
}

/** @param container of the roles: `realm`, or a client's internal id */
export async function changeRoles(
  http: HttpClient,
  id: string,
  container: string,
  action: "grant" | "revoke",
  roles: readonly WireRole[],
): Promise<void> {
  const scope = container === "realm" ? "realm" : `clients/${pathSegment(container)}`;
  const method = action === "grant" ? "POST" : "DELETE";
  const json = roles.map((role) => ({ id: role.id, name: role.name }));
  succeeded(await http.request({ method, path: `${userPath(id)}/role-mappings/${scope}`, json }));
}

/** Role mappings of a creation may be repeated: a grant that is there already is no second one. */
export function listRoles(http: HttpClient, container: string): AsyncIterable<readonly WireRole[]> {
  return pages(http, rolesPath(container), RoleList);
}

export function listRoleMembers(http: HttpClient, container: string, role: string) {
  const path = `${rolesPath(container)}/${pathSegment(role, "name")}/users`;
  return pages(http, path, MemberList, { briefRepresentation: "true" });
}

/** The internal id of a client. */
export async function findClient(http: HttpClient, clientId: string): Promise<string | undefined> {
  const clients = bodyOf(
    ClientList,
    succeeded(await http.request({ method: "GET", path: "/clients", query: { clientId } })),
  );
  return clients.find((client) => client.clientId === clientId)?.id;
}

/** All of them at once: Keycloak cuts this list into pages only where it is asked to. */
export async function getUserGroups(http: HttpClient, id: string): Promise<readonly WireGroup[]> {
  return bodyOf(GroupList, await got(http, `${userPath(id)}/groups`));
}

export async function changeGroup(
  http: HttpClient,
  id: string,
  group: string,
  action: "join" | "leave",
): Promise<void> {
  const method = action === "join" ? "PUT" : "DELETE";
  succeeded(await http.request({ method, path: `${userPath(id)}/groups/${pathSegment(group)}` }));
}

/** Groups at the top, or those below a group. */
export function listGroups(http: HttpClient, parent?: WireGroup): AsyncIterable<readonly WireGroup[]> {
  if (parent === undefined) return pages(http, "/groups", GroupList);
  const path = `/groups/${pathSegment(parent.id)}/children`;
  return pages(http, path, GroupList, {}, async () => parent.subGroupCount ?? undefined);
}

/** Groups anywhere in the realm with a slash in their own name. */
export async function listSlashedGroups(http: HttpClient): Promise<readonly WireGroup[]> {
  const found: WireGroup[] = [];
  const query = { search: "/", exact: "false", populateHierarchy: "false" };
  for await (const page of pages(http, "/groups", GroupList, query)) found.push(...page);
  return found.filter(({ name }) => name?.includes("/"));
}

export function listGroupMembers(http: HttpClient, group: string) {
  return pages(http, `/groups/${pathSegment(group)}/members`, MemberList, { briefRepresentation: "true" });
}

/**
 * Undefined, here and below, where the credentials may not see it, or where this server answers something else: callers
 * know what to do without it, and a creation that waits for it must not look like one whose answer was lost.
 */
export async function getUserProfile(http: HttpClient): Promise<UserProfile | undefined> {
  return seen(http, UserProfile, "/users/profile");
}

/** What users have by the profile and by the realm's settings: `locale`, where it has languages. */
export async function getProfileMetadata(http: HttpClient): Promise<ProfileMetadata | undefined> {
  return seen(http, ProfileMetadata, "/users/profile/metadata");
}

/** The realm itself; who may not see it whole is shown a few settings of it. */
export async function getRealm(http: HttpClient): Promise<RealmDocument | undefined> {
  return seen(http, RealmDocument, "");
}

export async function listRequiredActions(http: HttpClient): Promise<readonly RequiredAction[] | undefined> {
  return seen(http, RequiredActionList, "/authentication/required-actions");
}

/** The directories, such as an LDAP, that the realm takes people from. */
export async function listFederations(http: HttpClient): Promise<readonly { readonly id: string }[] | undefined> {
  return seen(http, ComponentList, "/components", { type: "org.keycloak.storage.UserStorageProvider" });
}

async function seen<S extends z.ZodType>(
  http: HttpClient,
  schema: S,
  path: string,
  query: Readonly<Record<string, string>> = {},
): Promise<z.infer<S> | undefined> {
  const reply = await http.request({ method: "GET", path, query });
  return isHidden(reply) ? undefined : schema.safeParse(succeeded(reply).body).data;
}

function isHidden({ status }: Reply): boolean {
  return status === 403 || status === 404;
}

async function got(http: HttpClient, path: string): Promise<Reply> {
  return succeeded(await http.request({ method: "GET", path }));
}

function rolesPath(container: string): string {
  return container === "realm" ? "/roles" : `/clients/${pathSegment(container)}/roles`;
}

function userPath(id: string): string {
  return `/users/${pathSegment(id)}`;
}
