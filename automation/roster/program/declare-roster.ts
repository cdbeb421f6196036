import * as resources from "../../../provider/index";
import type { PlatformId } from "../../common/platforms";
import { TEARDOWN_VARIABLE } from "../../common/teardown";
import type { ReadRoster } from "./public";
import { readRoster } from "./read";
import { type SetArguments, setsOf } from "./sets";

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
  for (const [platform, args] of setsOf(read, isTeardown)) declareSet(platform, args);
  return { headcount: read.people.size };
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
