import { spawn } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { textOf } from "../repository/files";
import { npmEnvironment } from "./npm-environment";

/** What a reader pastes: a line of a shell, or code that belongs into a file. */
export type Step = { readonly line: string } | { readonly file: string; readonly text: string };

const LANGUAGES: Readonly<Record<string, RegExp>> = { ts: /`([\w.]+\.ts)`/, yaml: /`([\w.]+\.yaml)`/ };

/** The README's ways to begin, each as the steps that it prints, in their order. */
export function doors(): readonly (readonly Step[])[] {
  const [, start = ""] = /^## Start\n([\s\S]*?)^## /m.exec(textOf("README.md")) ?? [];
  const [, ...parts] = start.split(/^### /m);
  return parts.map((part) =>
    [...part.matchAll(/([\s\S]*?)^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(([, prose = "", language = "", code = ""]) =>
      stepsOf(prose, language, code),
    ),
  );
}

function stepsOf(prose: string, language: string, code: string): readonly Step[] {
  if (language === "sh") return code.split("\n").flatMap((line) => (line.trim() === "" ? [] : [{ line }]));
  const file = LANGUAGES[language]?.exec(prose)?.[1];
  if (file === undefined) throw new Error(`README.md doesn't say into which file this belongs:\n${code}`);
  return [{ file, text: code }];
}

/** A shell of somebody who reads the README, where npm takes the packed file for what is to be published under its name. */
export class Reader {
  readonly #environment: NodeJS.ProcessEnv;

  /**
   * @param folder for commands of its own
   * @param file the packed package
   * @param exports what was copied from the sandbox's screen
   */
  constructor(folder: string, file: string, exports: readonly string[]) {
    const outer = npmEnvironment();
    const bin = npmThatKnows(file, folder, outer["PATH"]);
    const copied = exports.map((line) => /^export (\w+)=(.*)$/.exec(line) ?? []);
    this.#environment = {
      ...outer,
      ...Object.fromEntries(copied.map(([, name = "", value]) => [name, value])),
      ...HASTE,
      // On the embedded engine, wherever the tests run.
      PATH: [bin, ...(outer["PATH"] ?? "").split(delimiter).filter((place) => !existsSync(join(place, "pulumi")))].join(
        delimiter,
      ),
    };
  }

  /** Runs a line as it is pasted, and answers how it ended. The vendors live in this process, so nothing blocks it. */
  run(line: string, folder: string): Promise<{ readonly code: number | null; readonly text: string }> {
    const child = spawn("sh", ["-c", line], { cwd: folder, env: this.#environment, stdio: ["ignore", "pipe", "pipe"] });
    const parts: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => parts.push(part));
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, text: Buffer.concat(parts).toString() }));
    });
  }
}

/** npm takes from its cache what is there, and asks nothing that is no matter of the test. */
export const HASTE = { npm_config_prefer_offline: "true", npm_config_audit: "false", npm_config_fund: "false" };

/**
 * A folder for the PATH with an npm that installs a file where `pulumi-roster` is asked for.
 *
 * @param path on which the real npm is
 */
export function npmThatKnows(file: string, folder: string, path: string | undefined): string {
  const bin = join(folder, "reader-bin");
  const script = `#!/bin/sh
for word do
  shift
  [ "$word" = pulumi-roster ] && word='${file}'
  set -- "$@" "$word"
done
PATH='${path ?? ""}' exec npm "$@"
`;
  mkdirSync(bin);
  writeFileSync(join(bin, "npm"), script, { mode: 0o755 });
  return bin;
}

/** Puts code where the README says: behind what the file has already. */
export function put({ file, text }: { readonly file: string; readonly text: string }, folder: string): void {
  appendFileSync(join(folder, file), text);
}
