import type { z } from "zod";
import { ProtocolError, UncertainError } from "../../core/errors.js";
import type { HttpClient } from "../../http/client.js";
import { bodyOf, type Reply } from "../../http/reply.js";
import { isMissing, succeeded, TITLE } from "./errors.js";
import {
  ClientList,
  GroupList,
  MemberList,
  RoleList,
  RoleMappings,
  UserList,
  UserProfile,
  type UserWrite,
  type WireGroup,
  type WireRole,
  WireUser,
} from "./wire.js";

/** Rows asked for in a page of a list. */
export const PAGE = 1000;
/** Ids in one look-up: their address has to fit into 4 kB. */
const IDS = 100;

/** Undefined is a 404 in this vendor's own shape. */
export async function getUser(http: HttpClient, id: string): Promise<WireUser | undefined> {
  const reply = await http.request({ method: "GET", path: userPath(id) });
  if (isMissing(reply)) return undefined;
  const user = bodyOf(WireUser, succeeded(reply));
  if (user.id === id) return user;
  throw new ProtocolError(`${TITLE} answers the look-up of account ${id} with another one, ${user.id}`);
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
  return pages(http, "/users", UserList, { briefRepresentation: "false" });
}

/** The new account's id, which Location alone tells. */
export async function createUser(http: HttpClient, json: UserWrite, managerAttribute: string): Promise<string> {
  const reply = await http.request({ method: "POST", path: "/users", json, personal: json });
  succeeded(reply, managerAttribute);
  const id = reply.headers["location"]?.split("/").at(-1);
  if (id) return decodeURIComponent(id);
  throw new UncertainError(`${TITLE} has accepted the creation and names no account`);
}

/** False: there is no such user. */
export async function putUser(
  http: HttpClient,
  id: string,
  json: UserWrite,
  managerAttribute: string,
): Promise<boolean> {
  const reply = await http.request({ method: "PUT", path: userPath(id), json, personal: json });
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
  const scope = container === "realm" ? "realm" : `clients/${encodeURIComponent(container)}`;
  const method = action === "grant" ? "POST" : "DELETE";
  const json = roles.map((role) => ({ id: role.id, name: role.name }));
  succeeded(await http.request({ method, path: `${userPath(id)}/role-mappings/${scope}`, json }));
}

/** Role mappings of a creation may be repeated: a grant that is there already is no second one. */
export function listRoles(http: HttpClient, container: string): AsyncIterable<readonly WireRole[]> {
  return pages(http, rolesPath(container), RoleList);
}

export function listRoleMembers(http: HttpClient, container: string, role: string) {
  const path = `${rolesPath(container)}/${encodeURIComponent(role)}/users`;
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

export async function getUserGroups(http: HttpClient, id: string): Promise<readonly WireGroup[]> {
  const groups: WireGroup[] = [];
  for await (const page of pages(http, `${userPath(id)}/groups`, GroupList)) groups.push(...page);
  return groups;
}

export async function changeGroup(
  http: HttpClient,
  id: string,
  group: string,
  action: "join" | "leave",
): Promise<void> {
  const method = action === "join" ? "PUT" : "DELETE";
  succeeded(await http.request({ method, path: `${userPath(id)}/groups/${encodeURIComponent(group)}` }));
}

/** @param parent a group's id, for the groups below it */
export function listGroups(http: HttpClient, parent?: string): AsyncIterable<readonly WireGroup[]> {
  return pages(http, parent === undefined ? "/groups" : `/groups/${encodeURIComponent(parent)}/children`, GroupList);
}

export function listGroupMembers(http: HttpClient, group: string) {
  return pages(http, `/groups/${encodeURIComponent(group)}/members`, MemberList, { briefRepresentation: "true" });
}

/** Undefined where the credentials may not see it. */
export async function getUserProfile(http: HttpClient): Promise<UserProfile | undefined> {
  const reply = await http.request({ method: "GET", path: "/users/profile" });
  return reply.status === 403 || reply.status === 404 ? undefined : bodyOf(UserProfile, succeeded(reply));
}

/** All rows of a list, until a page is not full. A page that fails throws and never ends the list early. */
async function* pages<Row extends { id: string }>(
  http: HttpClient,
  path: string,
  schema: z.ZodType<readonly Row[]>,
  query: Readonly<Record<string, string>> = {},
): AsyncIterable<readonly Row[]> {
  const seen = new Set<string>();
  for (let first = 0; ; first += PAGE) {
    const request = { method: "GET", path, query: { ...query, first, max: PAGE } } as const;
    const rows = bodyOf(schema, succeeded(await http.request(request)));
    const fresh = rows.filter(({ id }) => !seen.has(id));
    if (rows.length > 0 && fresh.length === 0) throw new ProtocolError(`${TITLE} sends the same page of ${path} again`);
    for (const { id } of fresh) seen.add(id);
    yield fresh;
    if (rows.length < PAGE) return;
  }
}

async function got(http: HttpClient, path: string): Promise<Reply> {
  return succeeded(await http.request({ method: "GET", path }));
}

function rolesPath(container: string): string {
  return container === "realm" ? "/roles" : `/clients/${encodeURIComponent(container)}/roles`;
}

/** An id that is empty or made of dots alone would mean another address. */
function userPath(id: string): string {
  if (/^\.{0,2}$/.test(id)) throw new ProtocolError(`"${id}" is no id that ${TITLE} can be asked for`);
  return `/users/${encodeURIComponent(id)}`;
}
