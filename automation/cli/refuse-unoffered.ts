import { type Path, pathText } from "../../provider/core/model/value";
import { nameOfUrn } from "../../provider/urn";
import { Failure } from "../common/failure";
import { listed } from "../common/yaml-file";
import type { DeclaredBy } from "../plan/review/declared-by";
import type { EntitySnapshot } from "../plan/review/people";
import type { UnofferedWord } from "../vendors/find-unoffered";

/** Ends the look where anything is declared that a tenant doesn't have: a line each, with its place in the roster where there is one. */
export function refuseUnoffered(words: readonly UnofferedWord[], roster: DeclaredBy | undefined): void {
  if (words.length === 0) return;
  const lines = words.map(({ snapshot, issue: { path, reason } }) => {
    const place = placeOf(snapshot, path, roster);
    return `${place === undefined ? "" : `${place}: `}${subjectOf(snapshot, path, roster)}: ${reason}`;
  });
  throw new Failure("unoffered", listed([...new Set(lines)]));
}

function subjectOf({ platform, key, urn, isMember }: EntitySnapshot, path: Path, roster: DeclaredBy | undefined) {
  if (roster && isMember) return `${key}.${pathText([platform, ...path])}`;
  return isMember ? `${nameOfUrn(urn)}: ${pathText(["users", key, ...path])}` : `${key}: ${pathText(path)}`;
}

/** Origins are told of whole attributes, and of the entries of maps. */
function placeOf({ platform, key }: EntitySnapshot, path: Path, roster: DeclaredBy | undefined): string | undefined {
  const origins = roster?.originsOf(key) ?? {};
  for (const length of [2, 1]) {
    const origin = origins[pathText([platform, ...path.slice(0, length)])];
    if (origin !== undefined) return origin;
  }
  return undefined;
}
