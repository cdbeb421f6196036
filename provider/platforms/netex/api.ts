import { NotFoundError } from "../../core/contract/errors.js";
import type { HttpClient } from "../../http/client.js";
import { pathSegment, type SegmentKind } from "../../http/path.js";
import { bodyOf, type Reply } from "../../http/reply.js";
import type { Merged } from "../../http/request.js";
import { namesNothing } from "../rejection.js";
import { personalIn } from "./convert.js";
import { found, isMissing, TITLE, type Verdict } from "./judge.js";
import { judged, judgedCreation } from "./judged.js";
import {
  GroupList,
  MemberList,
  type UserGroup,
  UserGroupList,
  UserList,
  type UserWrite,
  WireGroup,
  WireUser,
} from "./wire.js";

/** Rows in a page of a list: Netex gives no more. */
export const PAGE = 500;
export const JSON_BODY = { "content-type": "application/json" };

/**
 * Undefined is a 404 in this vendor's own shape.
 *
 * @param idOrUsername both have the same address: who asks must look whether the answer is meant
 * @param personal the username, where one is or may be asked for
 */
export async function getUser(
  http: HttpClient,
  idOrUsername: string,
  personal?: unknown,
): Promise<WireUser | undefined> {
  const reply = found(
    await http.request({
      method: "GET",
      path: userPath(idOrUsername, personal === undefined ? undefined : "name"),
      personal,
    }),
  );
  return reply && bodyOf(WireUser, reply);
}

/** One page of all users, password hashes left out. */
export async function listUsers(http: HttpClient, startIndex: number, count = PAGE): Promise<readonly WireUser[]> {
  const query = { startIndex, count };
  return bodyOf(UserList, listed(await http.request({ method: "GET", path: "/users", query })));
}

/** One page of a user's groups; none of somebody who is gone. */
export async function listUserGroups(http: HttpClient, id: string, startIndex: number): Promise<readonly UserGroup[]> {
  const query = { startIndex, count: PAGE };
  const reply = found(await http.request({ method: "GET", path: `${userPath(id)}/groups`, query }));
  return reply ? bodyOf(UserGroupList, reply) : [];
}

/** @param idOrCode both have the same address: who asks must look whether the answer is meant. Undefined: there is no such group */
export async function getGroup(http: HttpClient, idOrCode: string, kind?: SegmentKind): Promise<WireGroup | undefined> {
  const reply = found(await http.request({ method: "GET", path: groupPath(idOrCode, kind) }));
  return reply && bodyOf(WireGroup, reply);
}

/** One page of all groups. */
export async function listGroups(http: HttpClient, startIndex: number): Promise<readonly WireGroup[]> {
  const query = { startIndex, count: PAGE };
  return bodyOf(GroupList, listed(await http.request({ method: "GET", path: "/groups.search", query })));
}

/** One page of the ids of a group's members; none of a group that is gone. */
export async function listMembers(
  http: HttpClient,
  group: string,
  startIndex: number,
  count = PAGE,
): Promise<readonly { readonly id: string }[]> {
  const query = { startIndex, count };
  const reply = found(await http.request({ method: "GET", path: `${groupPath(group)}/users`, query }));
  return reply ? bodyOf(MemberList, reply) : [];
}

/** Throws NotFoundError where the group is not there. */
export async function changeMembers(
  http: HttpClient,
  group: string,
  people: readonly string[],
  action: "add" | "remove",
): Promise<Verdict> {
  const path = `${groupPath(group)}/users.${action}`;
  const reply = await http.request({ method: "POST", path, json: { userIds: people }, headers: JSON_BODY });
  return judged(http, reply, undefined, namesNothing);
}

/** Throws UncertainError where the answer tells of no outcome, as the account may exist then. */
export async function createUser(http: HttpClient, user: UserWrite): Promise<Verdict> {
  const personal = personalIn(user);
  const reply = await http.request({ method: "POST", path: "/users", json: { user }, headers: JSON_BODY, personal });
  return judgedCreation(http, reply);
}

/** @param merged how the user is made from the account once more */
export async function replaceUser(
  http: HttpClient,
  id: string,
  user: UserWrite,
  merged: Merged<UserWrite>,
): Promise<Verdict> {
  const personal = personalIn(user);
  const path = userPath(id);
  const inEnvelope = { ...merged, again: async () => ({ user: await merged.again() }) };
  return judged(
    http,
    await http.request({ method: "PUT", path, json: { user }, merged: inEnvelope, headers: JSON_BODY, personal }),
  );
}

/**
 * A platform that does not have the user has nobody to switch off.
 *
 * @param personal the person's values, where they are known
 */
export async function switchUser(
  http: HttpClient,
  id: string,
  action: "activate" | "deactivate",
  personal?: unknown,
): Promise<Verdict> {
  const reply = await http.request({ method: "PUT", path: `${userPath(id)}/${action}`, personal });
  return judged(http, reply, action === "deactivate" ? [404] : undefined);
}

/** A platform that does not have the user has nothing to delete. An earlier try of this request may be why nobody has. */
export async function deleteUser(http: HttpClient, id: string): Promise<Verdict> {
  const reply = await http.request({ method: "DELETE", path: userPath(id) });
  return reply.isRepeated && isMissing(reply) ? { outcome: "done" } : judged(http, reply, [404]);
}

function listed(reply: Reply): Reply {
  const success = found(reply);
  if (success) return success;
  throw new NotFoundError(`${TITLE} answers 404 to ${reply.request}; check roster:netex.url`);
}

export function groupPath(idOrCode: string, kind?: SegmentKind): string {
  return `/groups/${pathSegment(idOrCode, kind)}`;
}

export function userPath(idOrUsername: string, kind?: SegmentKind): string {
  return `/users/${pathSegment(idOrUsername, kind)}`;
}
