import { NotFoundError, RejectedError } from "../../core/contract/errors.js";
import type { HttpClient } from "../../http/client.js";
import type { MembershipAction } from "../memberships.js";
import type { Discovery } from "./discovery.js";
import { succeeded, TITLE } from "./errors.js";
import { replaceGroup, type Versioned } from "./group/api.js";
import { GROUP, memberIds, type WireGroup } from "./group/wire.js";
import { wholeGroup } from "./whole-group.js";

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
    const read = async (): Promise<Versioned> => whole(http, discovery, change);
    const now = await read();
    const document = changed(now.group, change);
    if (document === undefined) return;
    const again = async () => changed((await read()).group, change) ?? now.group;
    const readAt = http.options.context.clock.now();
    const merged = { readAt, again };
    const outcome = await replaceGroup(http, change.group, document, now.version, merged, (reply) => succeeded(reply));
    if (outcome === "missing") throw gone(change.group);
    if (outcome === "done") return;
  }
  throw new RejectedError(
    `group ${change.group} was changed by somebody else, twice, while this change was on its way to the ${TITLE} server (412). Nothing was overwritten; run again`,
    ["groups"],
  );
}

async function whole(
  http: HttpClient,
  discovery: Discovery,
  { group: id, expected }: MemberChange,
): Promise<Versioned> {
  const read = await wholeGroup(http, discovery, id, (why) => incomplete(id, why), expected);
  if (read === undefined) throw gone(id);
  return read;
}

/** The group's document with these members; undefined where they are as they are to be. */
function changed(group: WireGroup, { people, action }: MemberChange): Record<string, unknown> | undefined {
  const now = group.members ?? [];
  const ids = memberIds(group);
  const next =
    action === "add"
      ? [...now, ...people.filter((id) => !ids.includes(id)).map((value) => ({ value }))]
      : now.filter(({ value }) => !(typeof value === "string" && people.includes(value)));
  if (next.length === now.length) return undefined;
  const { meta: _, ...document } = group;
  return { schemas: [GROUP], ...document, members: next };
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
