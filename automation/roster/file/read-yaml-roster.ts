import { z } from "zod";
import { isRecord } from "../../../provider/core/model/value";
import { Failure } from "../../common/failure";
import { parseYaml, problem, readYaml, type YamlFile } from "../../common/yaml-file";
import type { RawRoster } from "./roster";

const RosterFile = z.strictObject({
  project: z
    .string()
    .regex(/^[A-Za-z0-9_.-]+$/, 'may hold letters, digits, "_", "." and "-"')
    .optional(),
  defaults: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  people: z.record(z.string().min(1), z.unknown(), { error: "must be a map of keys to people" }),
});

/** Reads a roster in YAML: `people` by their keys, and `defaults` by platform. */
export function readYamlRoster(path: string): RawRoster {
  const file = readYaml(path, "roster-file");
  const { project, defaults, people } = parseYaml(file, RosterFile, "roster-file");
  return {
    file: path,
    project,
    defaults,
    people: new Map(Object.entries(people).map(([key, person]) => [key, personOf(file, key, person)])),
    placeOf: (key, inside) => {
      const { line, column } = file.placeOf(["people", key, ...inside]);
      return `${file.name}:${line}:${column}`;
    },
  };
}

function personOf(file: YamlFile, key: string, person: unknown): Readonly<Record<string, unknown>> {
  if (isRecord(person)) return person;
  throw new Failure("roster-file", problem(file, ["people", key], "must be a map of attributes and platforms"));
}
