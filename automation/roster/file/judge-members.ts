import { sortedSet } from "../../../provider/core/contract/declaration";
import { isTextList, UNKNOWN } from "../../../provider/core/model/value";
import { type PlatformId, setsOfGroups, userKindOf } from "../../common/platforms";
import type { Diagnostic, GroupMeaning } from "../model/roster";
import type { GroupNames } from "./group-names";

type Values = Readonly<Record<string, unknown>>;

/** Somebody's arguments on one platform, where they name groups. */
export interface MemberArguments {
  /** To be judged by the platform's rules: what a key stands for is not known yet. */
  readonly known: Values;
  /** As the roster goes on with them: keys, and the vendor's own ids. */
  readonly named: Values;
  /** Names that are near to a declared key and are none. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Takes the sets whose members are groups out of somebody's arguments. */
export function memberArguments(platform: PlatformId, args: Values, names: GroupNames): MemberArguments {
  const known: [string, unknown][] = [];
  const named: [string, unknown][] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [set] of setsOfGroups(userKindOf(platform))) {
    const texts = args[set];
    if (!isTextList(texts)) continue;
    const meanings = texts.map((text) => names.meaningOf(platform, text.normalize("NFC")));
    const isPlain = meanings.every((meaning, i) => "id" in meaning && meaning.id === texts[i]);
    // What is only ids is judged as it is.
    if (isPlain) continue;
    known.push([set, meanings.map((meaning) => ("id" in meaning ? meaning.id : UNKNOWN))]);
    named.push([set, sortedSet(texts.map((text) => text.normalize("NFC")))]);
    for (const [i, meaning] of meanings.entries()) {
      if ("problem" in meaning) diagnostics.push({ path: [set, i], reason: meaning.problem });
    }
  }
  return { known: Object.fromEntries(known), named: Object.fromEntries(named), diagnostics };
}

/** What the names in a judged set stand for. */
export function membersOf(
  texts: unknown,
  platform: PlatformId,
  names: GroupNames,
): readonly GroupMeaning[] | undefined {
  if (!isTextList(texts)) return undefined;
  return texts.flatMap((text) => {
    const meaning = names.meaningOf(platform, text);
    return "problem" in meaning ? [] : [meaning];
  });
}
