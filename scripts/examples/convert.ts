import { execFile } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { LANGUAGES, pageOf, type RegistryExample } from "./registry-examples.js";
import { repairGo } from "./repair-go.js";

const run = promisify(execFile);

/** Converts examples with the `pulumi` command and the built plugin, in a folder of its own. */
export class Converter {
  readonly #root: string;
  readonly #folder = mkdtempSync(join(tmpdir(), "roster-convert-"));

  /** @param root the repository, built */
  constructor(root: string) {
    this.#root = root;
    for (const name of ["bin", "home", "state"]) mkdirSync(join(this.#folder, name));
    const command = join(this.#folder, "bin", "pulumi-resource-roster");
    const main = join(root, "dist", "provider", "plugin", "main.js");
    writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
    chmodSync(command, 0o755);
  }

  /** The page of an example. The languages are converted at the same time. */
  async page(example: RegistryExample): Promise<string> {
    const folder = mkdtempSync(join(this.#folder, "program-"));
    copyFileSync(join(this.#root, example.source), join(folder, "Pulumi.yaml"));
    const programs = await Promise.all(
      LANGUAGES.map(async ({ name, file }) => {
        const out = join(folder, "converted", name);
        const options = ["--from", "yaml", "--language", name, "--out", out, "--generate-only"];
        await run("pulumi", ["convert", ...options, "--non-interactive", "--color=never"], {
          cwd: folder,
          env: this.#environment(),
        });
        const program = readFileSync(join(out, file), "utf8");
        return [name, name === "go" ? repairGo(program) : program] as const;
      }),
    );
    return pageOf(example, Object.fromEntries(programs));
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #environment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      PATH: [join(this.#folder, "bin"), process.env["PATH"]].join(delimiter),
      PULUMI_HOME: join(this.#folder, "home"),
      PULUMI_BACKEND_URL: `file://${join(this.#folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "none",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    };
  }
}
