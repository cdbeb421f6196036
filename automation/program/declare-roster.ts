import { resolve } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import * as resources from "../../provider/index";
import { type PlatformId, platformIds, platformOf } from "../platforms";
import { readRoster } from "../roster-file/read-roster";
import type { Person, Roster } from "../roster-file/roster";

/**
 * The program behind a roster file: declares everybody in it. A project's index.js is one line,
 * `module.exports = require("pulumi-roster/roster").declareRoster("roster.yaml");`
 *
 * @param file the roster, YAML or CSV; relative to the working directory, which is the project's
 * @returns the stack's outputs
 */
export function declareRoster(file: string): { readonly headcount: number } {
  const roster = readRoster(resolve(file));
  for (const platform of platformIds) declarePlatform(platform, roster);
  return { headcount: roster.people.size };
}

/** One resource a person, managers first, as a resource can only refer to one that is there. */
function declarePlatform(platform: PlatformId, { people }: Roster): void {
  const User = resources[platform].User as unknown as new (name: string, args: object) => pulumi.CustomResource;
  const declared = new Map<string, pulumi.CustomResource>();
  const declare = (person: Person): pulumi.CustomResource | undefined => {
    const account = person.accounts[platform];
    const known = declared.get(person.key);
    if (known || !account) return known;
    const boss = typeof person.manager === "string" ? people.get(person.manager) : undefined;
    const manager = boss && declare(boss);
    const user = new User(person.key, { ...account, ...managerArguments(platform, person, account, manager?.id) });
    declared.set(person.key, user);
    return user;
  };
  for (const person of people.values()) declare(person);
}

/** Where the manager is not on the platform, or the platform has none, nothing is declared. */
function managerArguments(
  platform: PlatformId,
  { manager }: Person,
  account: Readonly<Record<string, unknown>>,
  id: pulumi.Input<string> | undefined,
): Readonly<Record<string, unknown>> {
  const traits = platformOf(platform).capabilities.manager;
  if (traits !== true && "noManager" in traits) return {};
  if (manager === null) {
    if (traits !== true) return {};
    return { clear: [...(Array.isArray(account["clear"]) ? account["clear"] : []), "manager"] };
  }
  return id === undefined ? {} : { manager: id };
}
