import { NotFoundError, RejectedError } from "../../core/contract/errors.js";
import { isRecord } from "../../core/model/value.js";
import type { HttpClient } from "../../http/client.js";
import type { MembershipAction } from "../memberships.js";
import type { Discovery } from "./discovery.js";
import { TITLE } from "./errors.js";
import { countMembers, getGroup, type MemberGroup, putGroup, type VersionedGroup } from "./member-calls.js";

const GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
/** A list that was cut ends at a round number: where nobody can count it, such a one is not believed. */
const CUT = 100;

export interface MemberChange {
  readonly group: string;
  readonly people: readonly string[];
  readonly action: MembershipAction;
  /** Who is known to be in the group. */
  readonly expected: ReadonlySet<string>;
}

/**
 * Writes a group whole, as it has just been read, with these people more or less. Refused where the read may not show all of its
 * members: they would be put out of the group.
 */
export async function replaceMembers(http: HttpClient, discovery: Discovery, change: MemberChange): Promise<void> {
  for (let tries = 1; tries <= 2; tries++) {
    const read = async (): Promise<VersionedGroup> => whole(http, discovery, change);
    const now = await read();
    const document = changed(now.group, change);
    if (document === undefined) return;
    const again = async () => changed((await read()).group, change) ?? now.group;
    const readAt = http.options.context.clock.now();
    const outcome = await putGroup(http, change.group, document, now.version, { readAt, again });
    if (outcome === "missing") throw gone(change.group);
    if (outcome === "done") return;
  }
  throw new RejectedError(
    `group ${change.group} was changed by somebody else, twice, while this change was on its way to the ${TITLE} server (412). Nothing was overwritten; run again`,
    ["groups"],
  );
}

/** The group with all its members, or a refusal. */
async function whole(
  http: HttpClient,
  discovery: Discovery,
  { group: id, expected }: MemberChange,
): Promise<VersionedGroup> {
  const read = await getGroup(http, id);
  if (read === undefined) throw gone(id);
  const members = idsIn(read.group);
  const missing = [...expected].filter((person) => !members.includes(person));
  if (missing.length > 0) throw incomplete(id, "its answer leaves out somebody who is a member");
  if (read.group.members === undefined && !(await discovery.showsMembers())) {
    throw incomplete(id, "its answer shows no members at all, which may be kept back");
  }
  const { filter } = await discovery.features();
  const counted = filter ? await countMembers(http, id) : undefined;
  const people = read.group.members?.filter(isPerson).length ?? 0;
  if (counted !== undefined && counted > people)
    throw incomplete(id, `its answer shows ${people} of ${counted} members`);
  if (counted === undefined && people > 0 && people % CUT === 0) {
    throw incomplete(id, `its answer shows exactly ${people} members, where a long list may have been cut`);
  }
  return read;
}

/** The group's document with these members; undefined where they are as they are to be. */
function changed(group: MemberGroup, { people, action }: MemberChange): Record<string, unknown> | undefined {
  const now = group.members ?? [];
  const ids = idsIn(group);
  const next =
    action === "add"
      ? [...now, ...people.filter((id) => !ids.includes(id)).map((value) => ({ value }))]
      : now.filter(({ value }) => !(typeof value === "string" && people.includes(value)));
  if (next.length === now.length) return undefined;
  const { meta: _, ...document } = group;
  return { schemas: [GROUP], ...document, members: next };
}

function idsIn({ members = [] }: MemberGroup): readonly string[] {
  return members.flatMap((member) =>
    isRecord(member) && typeof member["value"] === "string" ? [member["value"]] : [],
  );
}

/** A group can be a member of a group, and is none of the users that are counted. */
function isPerson({ type, $ref }: Readonly<Record<string, unknown>>): boolean {
  return !(String(type).toLowerCase() === "group" || /\/Groups\//i.test(String($ref)));
}

function gone(group: string): NotFoundError {
  return new NotFoundError(`the ${TITLE} server has no group "${group}"`);
}

/** The refusal to write a whole group from a read that may not show it whole. */
function incomplete(group: string, why: string): RejectedError {
  return new RejectedError(
    `the ${TITLE} server takes members only with the whole group, and ${why}: a write from that read could put others out of it. ` +
      `Nothing was written. Change the members of group ${group} at the server, or leave groups out here`,
    ["groups"],
  );
}
