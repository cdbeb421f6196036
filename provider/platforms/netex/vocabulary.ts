import { FLAT } from "../../core/model/entity.js";
import type { HttpClient } from "../../http/client.js";
import { AskedOnce } from "../asked-once.js";
import { all, type Part, type Source, source, untold } from "../vocabulary.js";
import { listGroups, listUsers } from "./api.js";
import { pagesOf } from "./pages.js";
import type { WireGroup, WireUser } from "./wire.js";

/** Users who are looked at for the names of extended fields: each shows all of them, those that it hasn't set as null. */
const SOME = 1;

/** What a learningCloud tells: its groups, and by any of its users the names of its extended fields. */
export function sourcesOf(http: HttpClient): readonly Source[] {
  return [
    source(["groups"], new AskedOnce(() => groupsOf(http)), ofGroups),
    source(["extendedFields"], new AskedOnce(() => listUsers(http, 0, SOME)), ofUsers),
  ];
}

async function groupsOf(http: HttpClient): Promise<readonly WireGroup[]> {
  const groups: WireGroup[] = [];
  const pages = pagesOf(
    "groups",
    (start) => listGroups(http, start),
    ({ id }) => id,
  );
  for await (const page of pages) groups.push(...page);
  return groups;
}

/** A list without any group may be all that this token is shown. */
function ofGroups(groups: readonly WireGroup[]): Part {
  if (groups.length === 0) return untold("groups", "no group is shown");
  const terms = groups.map(({ id, codGroup, name }) => ({
    name: id,
    ...(codGroup ? { aliases: [codGroup] } : {}),
    ...(name ? { titles: [name] } : {}),
  }));
  return { sets: { groups: { [FLAT]: all(terms) } } };
}

/** Whether a user can get a field that none has is not documented, so that these names prove nothing. */
function ofUsers(users: readonly WireUser[]): Part {
  const names = [...new Set(users.flatMap(({ extendedFields }) => Object.keys(extendedFields ?? {})))];
  if (names.length === 0) return untold("extendedFields", "no user shows which extended fields there are");
  return { maps: { extendedFields: { terms: names.map((name) => ({ name })), isComplete: false } } };
}
