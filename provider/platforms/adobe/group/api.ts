import { refuseAnother } from "../../../core/reads/same-account.js";
import type { HttpClient } from "../../../http/client.js";
import { pathSegment } from "../../../http/path.js";
import { bodyOf, type Reply } from "../../../http/reply.js";
import type { Merged } from "../../../http/request.js";
import { namingBy } from "../../rejection.js";
import { isGroupMissing, succeeded, TITLE } from "../api.js";
import { type Page, type Parameters, pageOf } from "../pages.js";
import { GroupDocument, GroupList, MemberList, SomebodyDocument, type WireGroup } from "./wire.js";

/** What the endpoints that write groups want to see: who asks, and for which account. */
export type Asker = Readonly<Record<"x-acap-user" | "x-acap-account" | "x-acap-caller-role", string>>;

const named = namingBy({ description: /\bdescription\b/i, name: /\bname\b/i }, "name");

/** The user whose token this is. */
export async function getAsker(http: HttpClient): Promise<string> {
  return bodyOf(SomebodyDocument, succeededOfGroup(await http.request({ method: "GET", path: "/user" }))).data.id;
}

/** Undefined is a 404 in this vendor's own shape. A deleted group may still answer, with state Deleted. */
export async function getGroup(http: HttpClient, id: string): Promise<WireGroup | undefined> {
  const reply = await http.request({ method: "GET", path: groupPath(id) });
  if (isGroupMissing(reply)) return undefined;
  const { data } = bodyOf(GroupDocument, succeededOfGroup(reply));
  refuseAnother(TITLE, id, data.id, "group");
  return data;
}

export function isDeleted({ attributes: { state } }: WireGroup): boolean {
  return state?.toLowerCase() === "deleted";
}

/** One page of user groups, of those of the account or those at another path. */
export async function listGroups(http: HttpClient, query: Parameters, path = "/userGroups"): Promise<Page<WireGroup>> {
  return pageOf(bodyOf(GroupList, succeededOfGroup(await http.request({ method: "GET", path, query }))));
}

/** @param members users to begin with; the vendor wants one at least */
export async function createGroup(
  http: HttpClient,
  asker: Asker,
  group: object,
  members: readonly string[],
): Promise<WireGroup> {
  const data = members.map((id) => ({ type: "user", id }));
  const reply = await http.request({ method: "POST", path: "/userGroups", json: { ...group, data }, headers: asker });
  return bodyOf(GroupDocument, succeededOfGroup(reply)).data;
}

export async function putGroup(
  http: HttpClient,
  asker: Asker,
  id: string,
  group: object,
  merged: Merged,
): Promise<WireGroup | undefined> {
  const reply = await http.request({ method: "PUT", path: groupPath(id), json: group, headers: asker, merged });
  if (isGroupMissing(reply)) return undefined;
  return bodyOf(GroupDocument, succeededOfGroup(reply)).data;
}

/** False: it was gone already, and no earlier try of this request may be why. */
export async function deleteGroup(http: HttpClient, asker: Asker, id: string): Promise<boolean> {
  const reply = await http.request({ method: "DELETE", path: groupPath(id), headers: asker });
  if (isGroupMissing(reply)) return reply.isRepeated;
  succeededOfGroup(reply);
  return true;
}

export async function hasMembers(http: HttpClient, id: string): Promise<boolean> {
  const query = { "page[limit]": "1" };
  const reply = await http.request({ method: "GET", path: `${groupPath(id)}/users`, query });
  return bodyOf(MemberList, succeededOfGroup(reply)).data.length > 0;
}

export async function removeMember(http: HttpClient, id: string, member: string): Promise<void> {
  const json = { data: [{ type: "user", id: member }] };
  succeededOfGroup(await http.request({ method: "DELETE", path: `${groupPath(id)}/users`, json }));
}

/** What is refused of a group is about the group's own arguments, and only its name can be taken. */
function succeededOfGroup(reply: Reply): Reply {
  return succeeded(reply, undefined, named);
}

function groupPath(id: string): string {
  return `/userGroups/${pathSegment(id)}`;
}
