import { isTextList } from "../../../provider/core/model/value";
import { type PlatformId, platformIds, setsOfGroups, userKindOf } from "../../common/platforms";
import type { DeclaredPerson, ReadRoster } from "./public";

/** The arguments of one platform's `Users`. */
export interface SetArguments {
  readonly users: Readonly<Record<string, unknown>>;
  readonly hold?: readonly string[];
}

/** What a text that names a group becomes: an id that is known, or that of a resource. */
export type GroupIds = (platform: PlatformId, text: string) => unknown;

/**
 * A roster as one `Users` for each platform that it needs. Pure.
 *
 * @param isTeardown declare nobody, so that everybody leaves but those who are held
 * @param idOf default: texts stay as they are
 */
export function setsOf(
  roster: ReadRoster,
  isTeardown = false,
  idOf: GroupIds = (_, text) => text,
): readonly (readonly [PlatformId, SetArguments])[] {
  return platformIds.flatMap((platform): readonly (readonly [PlatformId, SetArguments])[] => {
    const hold = heldOn(platform, roster);
    const users = usersOn(platform, roster, hold, idOf);
    const mayHold = hold.some((key) => roster.held.get(key)?.platforms?.includes(platform));
    const isUsed = Object.keys(users).length > 0;
    // A set of which everybody is held is a set: without it, everybody would be a leaver.
    if (hold.length > 0 && (isUsed || mayHold)) return [[platform, { users: isTeardown ? {} : users, hold }]];
    return isUsed && !isTeardown ? [[platform, { users }]] : [];
  });
}

/** Whoever may be there: a set that doesn't have a held person lets them be. */
function heldOn(platform: PlatformId, { held }: ReadRoster): readonly string[] {
  return [...held.values()].flatMap(({ key, platforms }) => (platforms?.includes(platform) === false ? [] : [key]));
}

function usersOn(
  platform: PlatformId,
  { people }: ReadRoster,
  hold: readonly string[],
  idOf: GroupIds,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...people.values()].flatMap((person) => {
      const account = person.accounts[platform];
      if (account === undefined) return [];
      const members = memberArguments(platform, account, idOf);
      const manager = managerArguments(platform, person, account, { people, hold });
      return [[person.key, { ...account, ...members, ...manager }]];
    }),
  );
}

/** Sets of groups, by the groups' ids. */
function memberArguments(
  platform: PlatformId,
  account: Readonly<Record<string, unknown>>,
  idOf: GroupIds,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    setsOfGroups(userKindOf(platform)).flatMap(([set]) => {
      const texts = account[set];
      return isTextList(texts) ? [[set, texts.map((text) => idOf(platform, text))]] : [];
    }),
  );
}

/** Where the manager is not on the platform, or the platform has none, nothing is declared. */
function managerArguments(
  platform: PlatformId,
  { manager }: DeclaredPerson,
  account: Readonly<Record<string, unknown>>,
  { people, hold }: Pick<ReadRoster, "people"> & { readonly hold: readonly string[] },
): Readonly<Record<string, unknown>> {
  const traits = userKindOf(platform).capabilities.references["manager"];
  if (manager === undefined || !traits) return {};
  if (typeof manager === "string") {
    const isThere = people.get(manager)?.accounts[platform] !== undefined || hold.includes(manager);
    return isThere ? { manager } : {};
  }
  if (traits.clear !== true) return {};
  return { clear: [...(Array.isArray(account["clear"]) ? account["clear"] : []), "manager"] };
}
