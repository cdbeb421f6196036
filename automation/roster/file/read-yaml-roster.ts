import { dirname } from "node:path";
import { z } from "zod";
import { isRecord, prototypeEntryIn } from "../../../provider/core/model/value";
import { Failure } from "../../common/failure";
import { parseYaml, problem, readYaml, type YamlFile } from "../../common/yaml-file";
import type { Path, RawGroup, RawPerson, RawRoster } from "../model/roster";
import { gather } from "../sources/gather";
import { GatheringShape } from "../sources/settings";
import { type ReadOptions, rawRoster } from "./raw-roster";

const RosterFile = z.strictObject({
  project: z
    .string()
    .regex(/^[A-Za-z0-9_.-]+$/, 'may hold letters, digits, "_", "." and "-"')
    .optional(),
  ...GatheringShape,
  groups: z.unknown().optional(),
  people: z.unknown().optional(),
});

/** Reads a roster in YAML: `groups` and `people` by their keys, sources to take more of them from, and `defaults` by platform. */
export async function readYamlRoster(path: string, options: ReadOptions): Promise<RawRoster> {
  const file = readYaml(path, "roster-file");
  const { project, people: _, groups: __, ...settings } = parseYaml(file, RosterFile, "roster-file");
  const { people, groups } = mapsIn(file);
  if (people === undefined && Object.keys(settings.sources).length === 0) {
    throw new Failure(
      "roster-file",
      problem(file, ["people"], "must be a map of keys to people; or name files in sources"),
    );
  }
  const byHand = new Map(
    Object.entries(people ?? {}).map(([key, values]) => [key, new WrittenPerson(file, key, values)]),
  );
  const placeOf = (inside: Path): string => {
    const { line, column } = file.placeOf(inside);
    return `${file.name}:${line}:${column}`;
  };
  const found = await gather(settings, byHand, { ...options, folder: dirname(path), placeOf });
  const groupsByKey = Object.entries(groups ?? {}).map(([key, values]): [string, RawGroup] => [
    key,
    { values, placeOf: (inside) => placeOf(["groups", key, ...inside]) },
  ]);
  return rawRoster({ file: path, project, settings, groups: new Map(groupsByKey), ...found, placeOf });
}

type Entries = Readonly<Record<string, unknown>>;

/** As the file has them: a schema's record would lose a key such as `__proto__`. */
function mapsIn(file: YamlFile): { readonly people: Entries | undefined; readonly groups: Entries | undefined } {
  const { people, groups, ...others } = isRecord(file.content) ? file.content : {};
  const lost = prototypeEntryIn(others);
  if (lost !== undefined) throw new Failure("roster-file", problem(file, lost, "can't be a name here"));
  return { people: mapOf(file, "people", people), groups: mapOf(file, "groups", groups) };
}

function mapOf(file: YamlFile, name: "people" | "groups", entries: unknown): Entries | undefined {
  if (entries === undefined || isRecord(entries)) return entries;
  throw new Failure("roster-file", problem(file, [name], `must be a map of keys to ${name}`));
}

/** Somebody who is written in the file itself. */
class WrittenPerson implements RawPerson {
  readonly values: Readonly<Record<string, unknown>>;
  readonly holds = false;

  constructor(
    readonly file: YamlFile,
    readonly key: string,
    values: unknown,
  ) {
    if (!isRecord(values)) {
      throw new Failure("roster-file", problem(file, ["people", key], "must be a map of attributes and platforms"));
    }
    this.values = values;
  }

  placeOf(inside: Path): string {
    const { line, column } = this.file.placeOf(["people", this.key, ...inside]);
    return `${this.file.name}:${line}:${column}`;
  }

  originOf(inside: Path): string {
    return this.placeOf(inside);
  }
}
