import type * as pulumi from "@pulumi/pulumi";
import * as resources from "../../../provider/index";
import type { PlatformId } from "../../common/platforms";
import { TEARDOWN_VARIABLE } from "../../common/teardown";
import { GroupNames } from "../file/group-names";
import { type GroupDeclaration, groupsOf } from "./groups";
import type { ReadRoster } from "./public";
import { readRoster } from "./read";
import { type GroupIds, type SetArguments, setsOf } from "./sets";

/** The name of each platform's set of people. */
export const SET_NAME = "people";

/**
 * The program behind a roster file: declares its groups, one `Group` each under its key, and everybody in it, one `Users` for each
 * platform. A project's index.js is one line, `module.exports = require("pulumi-roster/roster").declareRoster("roster.yaml");`
 *
 * @param roster the roster file: YAML, CSV, TSV or XLSX; relative to the working directory, which is the project's. Or a roster that was
 * read by `readRoster` or `fromRows`
 * @returns the stack's outputs
 */
export async function declareRoster(roster: string | ReadRoster): Promise<{ readonly headcount: number }> {
  const read = typeof roster === "string" ? await readRoster(roster) : roster;
  // Everybody leaves, by their policies, and so do groups: `roster destroy` has shown it, and guards have judged it.
  const isTeardown = process.env[TEARDOWN_VARIABLE] === "true";
  const made = new Map<string, pulumi.Output<string>>();
  const idOf = idsOf(read, made);
  for (const group of isTeardown ? [] : groupsOf(read)) {
    made.set(`${group.platform}:${group.key}`, declareGroup(group, idOf).id);
  }
  for (const [platform, args] of setsOf(read, isTeardown, idOf)) {
    new (resourceNamed("Users", platform))(SET_NAME, args);
  }
  return { headcount: read.people.size };
}

/** A declared group by its resource's id, so that it is there before whoever and whatever names it. */
function idsOf({ groups }: ReadRoster, made: ReadonlyMap<string, pulumi.Output<string>>): GroupIds {
  const names = new GroupNames(groups);
  return (platform, text) => {
    const meaning = names.meaningOf(platform, text);
    if ("key" in meaning) return made.get(`${platform}:${meaning.key}`) ?? text;
    return "id" in meaning ? meaning.id : text;
  };
}

function declareGroup(
  { platform, key, was, args, references }: GroupDeclaration,
  idOf: GroupIds,
): pulumi.CustomResource {
  const ids = Object.entries(references).map(([name, text]) => [name, idOf(platform, text)]);
  const aliases = was.map((name) => ({ name }));
  return new (resourceNamed("Group", platform))(key, { ...args, ...Object.fromEntries(ids) }, { aliases });
}

type ResourceClass = new (
  name: string,
  args: SetArguments | GroupDeclaration["args"],
  options?: pulumi.CustomResourceOptions,
) => pulumi.CustomResource;

/** A class of the package's public interface. Its arguments were judged by the very rules that its types are made of. */
function resourceNamed(name: "Users" | "Group", platform: PlatformId): ResourceClass {
  const module = new Map<string, object>(Object.entries(resources)).get(platform) ?? {};
  return new Map<string, unknown>(Object.entries(module)).get(name) as ResourceClass;
}
