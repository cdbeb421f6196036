import { refuseAnother } from "../../../core/reads/same-account.js";
import type { HttpClient } from "../../../http/client.js";
import { pathSegment } from "../../../http/path.js";
import { bodyOf } from "../../../http/reply.js";
import type { Merged } from "../../../http/request.js";
import { namedBy } from "../../location.js";
import { type Change, ifMatch, outcomeOf, pageOf, versionOf } from "../api.js";
import { isMissing, refusesFilter, refusesPath, succeeded as succeededOf, TITLE } from "../errors.js";
import type { List, Row } from "../pages.js";
import { type PatchOperation, patchDocument } from "../wire.js";
import { attributes } from "./arguments.js";
import { WireGroup } from "./wire.js";

/** A group and its version, where the server has versions. */
export interface Versioned {
  readonly group: WireGroup;
  readonly version: string | undefined;
}

export interface GroupRow extends Row {
  readonly group: WireGroup | undefined;
}

/** Members may be many thousands: they are read where they are needed, and nowhere else. */
const WITHOUT_MEMBERS = { excludedAttributes: "members" } as const;
const MEMBERS = { attributes: "members" } as const;

const SUBJECT = {
  unique: { displayName: /\bdisplay ?name\b/i, externalId: /\bexternal ?id\b/i },
  naturalKey: "displayName",
  properties: Object.keys(attributes),
};

const succeeded = (reply: Parameters<typeof succeededOf>[0]) => succeededOf(reply, SUBJECT);

/**
 * Undefined is a 404 in the standard's own shape.
 *
 * @param shown what is to be shown: all but the members, the members, or the whole group
 */
export async function getGroup(
  http: HttpClient,
  id: string,
  shown: "without members" | "members" | "all" = "without members",
): Promise<Versioned | undefined> {
  const query = { "without members": WITHOUT_MEMBERS, members: MEMBERS, all: {} }[shown];
  const reply = await http.request({ method: "GET", path: groupPath(id), query });
  if (isMissing(reply)) return undefined;
  const group = bodyOf(WireGroup, succeeded(reply));
  refuseAnother(`${TITLE} server`, id, group.id, "group");
  return { group, version: versionOf(reply, group) };
}

/** One page of groups, without their members. A 404 in the standard's own shape is an empty answer to a filter. */
export function listGroups(http: HttpClient): List<GroupRow> {
  return async (query) => {
    const reply = await http.request({ method: "GET", path: "/Groups", query: { ...query, ...WITHOUT_MEMBERS } });
    if (query.filter !== undefined && refusesFilter(reply)) return undefined;
    if (query.filter !== undefined && isMissing(reply)) return { total: 0, rows: [], size: 0 };
    return pageOf(succeeded(reply), (shown) => {
      const group = WireGroup.safeParse(shown).data;
      return { id: group?.id, group };
    });
  };
}

/** The new group's id, and the group as far as the answer shows it: some name it by its address alone. */
export async function createGroup(http: HttpClient, json: object): Promise<{ id: string; group?: WireGroup }> {
  const reply = succeeded(await http.request({ method: "POST", path: "/Groups", json }));
  const group = WireGroup.safeParse(reply.body).data;
  if (group) return { id: group.id, group };
  const id = reply.body === undefined ? namedBy(reply.headers["location"], "/Groups") : undefined;
  return { id: id ?? bodyOf(WireGroup, reply).id };
}

/** @param version the group is changed only while it still has this version */
export async function patchGroup(
  http: HttpClient,
  id: string,
  operations: readonly PatchOperation[],
  version: string | undefined,
): Promise<Change> {
  const json = patchDocument(operations);
  const reply = await http.request({ method: "PATCH", path: groupPath(id), json, ...ifMatch(version) });
  if (reply.status === 405) return "disallowed";
  return refusesPath(reply, false) ? "refused" : outcomeOf(reply, succeeded);
}

/** @param judge tells what a refusal means: of the group itself, or of its members */
export async function replaceGroup(
  http: HttpClient,
  id: string,
  json: object,
  version: string | undefined,
  merged: Merged,
  judge = succeeded,
): Promise<Change> {
  // A version that no longer holds is refused by the server.
  const unlessChanged = version === undefined ? { merged } : ifMatch(version);
  return outcomeOf(await http.request({ method: "PUT", path: groupPath(id), json, ...unlessChanged }), judge);
}

/** False: it was gone already, and no earlier try of this request may be why. */
export async function deleteGroup(http: HttpClient, id: string): Promise<boolean> {
  const reply = await http.request({ method: "DELETE", path: groupPath(id) });
  if (isMissing(reply)) return reply.isRepeated;
  succeeded(reply);
  return true;
}

export function groupPath(id: string): string {
  return `/Groups/${pathSegment(id)}`;
}
