import * as resources from "../../../provider/index";
import { type PlatformId, platformIds, userKindOf } from "../../common/platforms";
import { TEARDOWN_VARIABLE } from "../../common/teardown";
import type { DeclaredPerson, ReadRoster } from "./public";
import { readRoster } from "./read";

/** The name of each platform's set of people. */
export const SET_NAME = "people";

/**
 * The program behind a roster file: declares everybody in it, one `Users` for each platform. A project's index.js is one
 * line, `module.exports = require("pulumi-roster/roster").declareRoster("roster.yaml");`
 *
 * @param roster the roster file: YAML, CSV, TSV or XLSX; relative to the working directory, which is the project's. Or a roster that was
 * read by `readRoster` or `fromRows`
 * @returns the stack's outputs
 */
export async function declareRoster(roster: string | ReadRoster): Promise<{ readonly headcount: number }> {
  const read = typeof roster === "string" ? await readRoster(roster) : roster;
  // Everybody leaves, by their policies: `roster destroy` has shown it, and guards have judged it.
  const isTeardown = process.env[TEARDOWN_VARIABLE] === "true";
  for (const platform of platformIds) {
    const hold = heldOn(platform, read);
    const users = usersOn(platform, read, hold);
    const mayHold = hold.some((key) => read.held.get(key)?.platforms?.includes(platform));
    const isUsed = Object.keys(users).length > 0;
    // A set of which everybody is held is a set: without it, everybody would be a leaver.
    if (hold.length > 0 && (isUsed || mayHold)) declareSet(platform, { users: isTeardown ? {} : users, hold });
    else if (isUsed && !isTeardown) declareSet(platform, { users });
  }
  return { headcount: read.people.size };
}

interface SetArguments {
  readonly users: Readonly<Record<string, unknown>>;
  readonly hold?: readonly string[];
}

/** Whoever may be there: a set that doesn't have a held person lets them be. */
function heldOn(platform: PlatformId, { held }: ReadRoster): readonly string[] {
  return [...held.values()].flatMap(({ key, platforms }) => (platforms?.includes(platform) === false ? [] : [key]));
}

/** The rows were judged by the very rules that the resource's types are made of. */
function declareSet(platform: PlatformId, args: SetArguments): void {
  const Users = new Map<string, unknown>(Object.entries(modulesOf())).get(platform);
  new (Users as new (name: string, args: SetArguments) => unknown)(SET_NAME, args);
}

/** Each platform's `Users` by its id, as the package's public interface has them. */
function modulesOf(): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(resources).flatMap(([id, module]) => ("Users" in module ? [[id, module.Users]] : [])),
  );
}

function usersOn(
  platform: PlatformId,
  { people }: ReadRoster,
  hold: readonly string[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...people.values()].flatMap((person) => {
      const account = person.accounts[platform];
      return account
        ? [[person.key, { ...account, ...managerArguments(platform, person, account, { people, hold }) }]]
        : [];
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
