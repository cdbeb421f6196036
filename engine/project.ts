import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { EngineError, UnsupportedFeatureError } from "./errors";

const PulumiYaml = z.looseObject({
  name: z.string().regex(/^[A-Za-z0-9_.-]+$/),
  main: z.string().optional(),
  runtime: z.union([
    z.string().transform((name) => ({ name, options: {} as Record<string, unknown> })),
    z.looseObject({ name: z.string(), options: z.record(z.string(), z.unknown()).default({}) }),
  ]),
  plugins: z
    .looseObject({ providers: z.array(z.looseObject({ name: z.string(), path: z.string() })).optional() })
    .optional(),
});

/** What the engine needs of Pulumi.yaml. */
export interface Project {
  name: string;
  /** The folder of Pulumi.yaml, which the program runs in. */
  directory: string;
  typescript: boolean;
  /** Plugins named in the file: package to folder. */
  plugins: Record<string, string>;
}

/** Reads `Pulumi.yaml` of a folder; only the nodejs runtime is served, and of its options only `typescript`. */
export function readProject(folder: string): Project {
  const directory = resolve(folder);
  const file = join(directory, "Pulumi.yaml");
  let content: unknown;
  try {
    content = parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new EngineError("project", `cannot read ${file}`, error);
  }
  const parsed = PulumiYaml.safeParse(content);
  if (!parsed.success) throw new EngineError("project", `${file} is not a project: ${z.prettifyError(parsed.error)}`);
  const { name, main, runtime, plugins } = parsed.data;
  if (runtime.name !== "nodejs") {
    throw new EngineError("project", `the embedded engine runs nodejs programs; ${file} asks for ${runtime.name}`);
  }
  const { typescript, ...others } = runtime.options;
  const refused = main === undefined ? Object.keys(others)[0] : "main";
  if (refused !== undefined) throw new UnsupportedFeatureError(`${refused} in Pulumi.yaml`);
  return {
    name,
    directory,
    typescript: typescript !== false,
    plugins: Object.fromEntries(
      (plugins?.providers ?? []).map(({ name: key, path }) => [key, resolve(directory, path)]),
    ),
  };
}
