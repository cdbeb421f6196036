import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { ProjectError } from "./errors";

const RuntimeOptions = z.looseObject({
  typescript: z.boolean().optional(),
  nodeargs: z.string().optional(),
  tsconfig: z.string().optional(),
});

const PulumiYaml = z.looseObject({
  name: z.string().regex(/^[A-Za-z0-9_.-]+$/),
  main: z.string().optional(),
  runtime: z.union([z.string(), z.looseObject({ name: z.string(), options: RuntimeOptions.optional() })]),
  plugins: z
    .looseObject({ providers: z.array(z.looseObject({ name: z.string(), path: z.string() })).optional() })
    .optional(),
});

/** What the engine needs of Pulumi.yaml. */
export interface Project {
  name: string;
  /** The folder of Pulumi.yaml. */
  root: string;
  /** The folder that the program runs in. */
  directory: string;
  /** The program, relative to its folder. */
  entryPoint: string;
  typescript: boolean;
  nodeArguments: string[];
  /** The file of compiler options, where it is not tsconfig.json. */
  tsconfig: string | undefined;
  /** Plugins named in the file: package to folder. */
  plugins: Record<string, string>;
}

/** Reads `Pulumi.yaml` of a folder; only the nodejs runtime is served. */
export function readProject(directory: string): Project {
  const root = resolve(directory);
  const file = join(root, "Pulumi.yaml");
  let content: unknown;
  try {
    content = parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new ProjectError(`cannot read ${file}`, error);
  }
  const parsed = PulumiYaml.safeParse(content);
  if (!parsed.success) {
    throw new ProjectError(`${file} is not a project: ${z.prettifyError(parsed.error)}`);
  }
  const { name, main, runtime, plugins } = parsed.data;
  const runtimeName = typeof runtime === "string" ? runtime : runtime.name;
  if (runtimeName !== "nodejs") {
    throw new ProjectError(`the embedded engine runs nodejs programs; ${file} asks for ${runtimeName}`);
  }
  const options = typeof runtime === "string" ? undefined : runtime.options;
  return {
    name,
    root,
    ...entryPoint(root, main),
    typescript: options?.typescript ?? true,
    tsconfig: options?.tsconfig,
    nodeArguments: options?.nodeargs?.split(/\s+/).filter((part) => part !== "") ?? [],
    plugins: Object.fromEntries((plugins?.providers ?? []).map(({ name: key, path }) => [key, resolve(root, path)])),
  };
}

function entryPoint(root: string, main: string | undefined): { directory: string; entryPoint: string } {
  if (main === undefined) {
    return { directory: root, entryPoint: "." };
  }
  const path = resolve(root, main);
  let isDirectory: boolean;
  try {
    isDirectory = statSync(path).isDirectory();
  } catch (error) {
    throw new ProjectError(`the project's main, ${path}, does not exist`, error);
  }
  return isDirectory ? { directory: path, entryPoint: "." } : { directory: dirname(path), entryPoint: basename(path) };
}
