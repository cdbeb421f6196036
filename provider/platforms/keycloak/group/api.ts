import { UncertainError } from "../../../core/contract/errors.js";
import { refuseAnother } from "../../../core/reads/same-account.js";
import type { HttpClient } from "../../../http/client.js";
import { pathSegment } from "../../../http/path.js";
import { bodyOf } from "../../../http/reply.js";
import type { Merged } from "../../../http/request.js";
import { namedBy } from "../../location.js";
import { isGroupMissing, succeeded, TITLE } from "../errors.js";
import { pages } from "../pages.js";
import { IdList } from "../wire.js";
import { GroupList, WireGroup } from "./wire.js";

/** Undefined is a 404 in this vendor's own shape. */
export async function getGroup(http: HttpClient, id: string): Promise<WireGroup | undefined> {
  const reply = await http.request({ method: "GET", path: groupPath(id) });
  if (isGroupMissing(reply)) return undefined;
  const group = bodyOf(WireGroup, succeeded(reply));
  refuseAnother(TITLE, id, group.id, "group");
  return group;
}

/** Groups anywhere in the realm with this name. */
export async function findGroups(http: HttpClient, name: string): Promise<readonly WireGroup[]> {
  const found: WireGroup[] = [];
  const query = { search: name, exact: "true", populateHierarchy: "false", briefRepresentation: "false" };
  for await (const page of pages(http, "/groups", GroupList, query)) found.push(...page);
  return found;
}

/** Groups at the top, or those below a group, with their attributes. */
export function listGroups(http: HttpClient, parent?: WireGroup): AsyncIterable<readonly WireGroup[]> {
  const query = { briefRepresentation: "false" };
  if (parent === undefined) return pages(http, "/groups", GroupList, query);
  return pages(
    http,
    `${groupPath(parent.id)}/children`,
    GroupList,
    query,
    async () => parent.subGroupCount ?? undefined,
  );
}

/** The new group's id, which Location alone tells. */
export async function createGroup(http: HttpClient, parent: string | undefined, json: object): Promise<string> {
  const path = placePath(parent);
  const reply = succeeded(await http.request({ method: "POST", path, json }));
  const id = namedBy(reply.headers["location"], path);
  if (id !== undefined) return id;
  throw new UncertainError(`${TITLE} has accepted the creation and names no group`);
}

/** Moves a group that is there below another one, or to the top. */
export async function moveGroup(
  http: HttpClient,
  { id, name }: Pick<WireGroup, "id" | "name">,
  parent: string | undefined,
): Promise<void> {
  succeeded(await http.request({ method: "POST", path: placePath(parent), json: { id, name } }));
}

/** False: there is no such group. */
export async function putGroup(http: HttpClient, id: string, json: object, merged: Merged): Promise<boolean> {
  const reply = await http.request({ method: "PUT", path: groupPath(id), json, merged });
  if (isGroupMissing(reply)) return false;
  succeeded(reply);
  return true;
}

/** False: it was gone already, and no earlier try of this request may be why. */
export async function deleteGroup(http: HttpClient, id: string): Promise<boolean> {
  const reply = await http.request({ method: "DELETE", path: groupPath(id) });
  if (isGroupMissing(reply)) return reply.isRepeated;
  succeeded(reply);
  return true;
}

/** Whether a group has any members, or any groups below it. */
export async function hasAny(http: HttpClient, id: string, what: "members" | "children"): Promise<boolean> {
  const query = { max: 1, briefRepresentation: "true" };
  return (
    bodyOf(IdList, succeeded(await http.request({ method: "GET", path: `${groupPath(id)}/${what}`, query }))).length > 0
  );
}

function placePath(parent: string | undefined): string {
  return parent === undefined ? "/groups" : `${groupPath(parent)}/children`;
}

function groupPath(id: string): string {
  return `/groups/${pathSegment(id)}`;
}
