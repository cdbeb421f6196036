import { NotFoundError, ProtocolError } from "../../core/contract/errors.js";
import type { HttpClient } from "../../http/client.js";
import { bodyOf } from "../../http/reply.js";
import type { MembershipAction } from "../memberships.js";
import { pageOf } from "./api.js";
import { isMissing, refusesFilter, refusesPath, saysNoTarget, succeeded, TITLE } from "./errors.js";
import { groupPath } from "./group/api.js";
import { memberIds, WireGroup } from "./group/wire.js";
import { type List, pages, type Row } from "./pages.js";
import { quoted } from "./places.js";
import { ListDocument, type PatchOperation, patchDocument } from "./wire.js";

/** Groups asked for in a page. */
const PAGE = 100;
/** Nobody has this id. */
export const NOBODY = "00000000-0000-4000-8000-000000000000";

/** Whether there are any groups; `absent` and `unsupported` is a server without such a list. Other refusals throw. */
export async function lookForGroups(http: HttpClient): Promise<"some" | "none" | "absent" | "unsupported"> {
  const query = { startIndex: 1, count: 1, attributes: "id" };
  const reply = await http.request({ method: "GET", path: "/Groups", query });
  if (reply.status === 501) return "unsupported";
  if (reply.status === 404 || reply.status === 405) return "absent";
  return bodyOf(ListDocument, succeeded(reply)).Resources.length > 0 ? "some" : "none";
}

/** How many members the server counts in a group; undefined where it can't be asked. */
export async function countMembers(http: HttpClient, group: string): Promise<number | undefined> {
  const count = async (id: string): Promise<number | undefined> => {
    const query = { filter: `groups.value eq ${quoted(id)}`, startIndex: 1, count: 1, attributes: "id" };
    const reply = await http.request({ method: "GET", path: "/Users", query });
    if (refusesFilter(reply) || isMissing(reply)) return undefined;
    return bodyOf(ListDocument, succeeded(reply)).totalResults;
  };
  const [all, none] = [await count(group), await count(NOBODY)];
  return none === 0 ? all : undefined;
}

/** @returns `refused` what this server can't do in this way, `disallowed` the method as such */
export async function patchMembers(
  http: HttpClient,
  group: string,
  people: readonly string[],
  action: MembershipAction,
): Promise<"done" | "refused" | "disallowed" | "missing"> {
  const operations: readonly PatchOperation[] =
    action === "add"
      ? [{ op: "add", path: "members", value: people.map((value) => ({ value })) }]
      : people.map((id) => ({ op: "remove", path: `members[value eq ${quoted(id)}]` }));
  const reply = await http.request({ method: "PATCH", path: groupPath(group), json: patchDocument(operations) });
  if (reply.status === 405) return "disallowed";
  if (isMissing(reply)) return "missing";
  // Whoever is to go is not there.
  if (action === "remove" && saysNoTarget(reply))
    throw new NotFoundError(`${TITLE} server: nobody to take out of ${group}`);
  if (refusesPath(reply, action === "remove")) return "refused";
  succeeded(reply);
  return "done";
}

/** Ids of the groups that somebody is a member of; undefined where the server can't look for them. */
export async function findGroupsOf(http: HttpClient, userId: string): Promise<readonly string[] | undefined> {
  const ids: string[] = [];
  for (let startIndex = 1; ; ) {
    const filter = `members.value eq ${quoted(userId)}`;
    const query = { filter, startIndex, count: PAGE, attributes: "id" };
    const reply = await http.request({ method: "GET", path: "/Groups", query });
    if (refusesFilter(reply)) return undefined;
    if (isMissing(reply)) return ids;
    const { Resources, totalResults = 0 } = bodyOf(ListDocument, succeeded(reply));
    const fresh = Resources.flatMap((row) => WireGroup.safeParse(row).data?.id ?? []).filter((id) => !ids.includes(id));
    ids.push(...fresh);
    if (fresh.length === 0 || ids.length >= totalResults) return ids;
    startIndex += Resources.length;
  }
}

interface GroupRow extends Row {
  readonly members: readonly string[];
}

/** Everybody's groups by user id, from every group with its members' ids: for servers where no filter finds them. */
export async function walkMembers(http: HttpClient): Promise<ReadonlyMap<string, readonly string[]>> {
  const list: List<GroupRow> = async (query) => {
    const shown = { ...query, attributes: "id,members" };
    const reply = succeeded(await http.request({ method: "GET", path: "/Groups", query: shown }));
    return pageOf(reply, (row) => {
      const group = WireGroup.safeParse(row).data;
      return { id: group?.id, members: group ? memberIds(group) : [] };
    });
  };
  const groups = new Map<string, string[]>();
  for await (const page of pages(list, { things: "groups" })) {
    for (const { id, members } of page) {
      if (id === undefined) throw new ProtocolError(`${TITLE} server lists a group without an id`);
      for (const member of members) groups.set(member, [...(groups.get(member) ?? []), id]);
    }
  }
  return groups;
}
