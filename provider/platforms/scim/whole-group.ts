import type { RejectedError } from "../../core/contract/errors.js";
import type { HttpClient } from "../../http/client.js";
import type { Discovery } from "./discovery.js";
import { getGroup, type Versioned } from "./group/api.js";
import { memberIds } from "./group/wire.js";
import { countMembers } from "./member-calls.js";

/** A list that was cut ends at a round number: where nobody can count it, such a one is not believed. */
const CUT = 100;

/**
 * The group with all its members, for whatever must not lose any of them. Undefined where there is no such group.
 *
 * @param incomplete the refusal of a read that may not show all of them
 * @param expected who is known to be in the group
 */
export async function wholeGroup(
  http: HttpClient,
  discovery: Discovery,
  id: string,
  incomplete: (why: string) => RejectedError,
  expected: ReadonlySet<string> = new Set(),
): Promise<Versioned | undefined> {
  const read = await getGroup(http, id, "all");
  if (read === undefined) return undefined;
  const members = memberIds(read.group);
  const missing = [...expected].filter((person) => !members.includes(person));
  if (missing.length > 0) throw incomplete("its answer leaves out somebody who is a member");
  if (read.group.members === undefined && !(await discovery.showsMembers())) {
    throw incomplete("its answer shows no members at all, which may be kept back");
  }
  const { filter } = await discovery.features();
  const counted = filter ? await countMembers(http, id) : undefined;
  const people = read.group.members?.filter(isPerson).length ?? 0;
  if (counted !== undefined && counted > people) throw incomplete(`its answer shows ${people} of ${counted} members`);
  if (counted === undefined && people > 0 && people % CUT === 0) {
    throw incomplete(`its answer shows exactly ${people} members, where a long list may have been cut`);
  }
  return read;
}

/** A group can be a member of a group, and is none of the users that are counted. */
function isPerson({ type, $ref }: Readonly<Record<string, unknown>>): boolean {
  return !(String(type).toLowerCase() === "group" || /\/Groups\//i.test(String($ref)));
}
