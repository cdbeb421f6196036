import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { Failure, textOf } from "../common/failure";

const StackFile = z.looseObject({ config: z.record(z.string(), z.unknown()).optional() });

/**
 * The configuration in `Pulumi.<stack>.yaml`, for the engine that has no `pulumi config`: objects become JSON text.
 * A value that `pulumi` encrypted is refused by its name, as it can be read with `pulumi` alone.
 */
export function stackSettings(setting: { program: string; project: string; stack: string }): Record<string, string> {
  const { program, project, stack } = setting;
  const name = `Pulumi.${stack}.yaml`;
  const file = [join(program, name), join(configFolder(program), name)].find((path) => existsSync(path));
  if (file === undefined) return {};
  let content: unknown;
  try {
    content = parse(readFileSync(file, "utf8")) ?? {};
  } catch (error) {
    throw new Failure("settings-file", `${name} can't be read: ${textOf(error).split("\n")[0]}`, { cause: error });
  }
  const parsed = StackFile.safeParse(content);
  if (!parsed.success) throw new Failure("settings-file", `${name}: config must be a map of names to values`);
  return Object.fromEntries(
    Object.entries(parsed.data.config ?? {}).map(([key, value]) => {
      if (holdsSecret(value)) {
        throw new Failure(
          "settings-file",
          `${name}: ${key} is encrypted, and only \`pulumi\` can open it. Give credentials in the environment, or use --engine pulumi`,
        );
      }
      return [key.includes(":") ? key : `${project}:${key}`, typeof value === "string" ? value : JSON.stringify(value)];
    }),
  );
}

/** Where the file can't be read, settings that it leads to would be taken for none. */
function configFolder(program: string): string {
  try {
    const { stackConfigDir } = parse(readFileSync(join(program, "Pulumi.yaml"), "utf8")) as {
      stackConfigDir?: unknown;
    };
    return typeof stackConfigDir === "string" ? join(program, stackConfigDir) : program;
  } catch (error) {
    throw new Failure("settings-file", `Pulumi.yaml can't be read: ${textOf(error).split("\n")[0]}`, { cause: error });
  }
}

function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if ("secure" in value && Object.keys(value).length === 1) return true;
  return Object.values(value).some(holdsSecret);
}
