import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { CliContext } from "../../automation/cli/context";
import { run } from "../../automation/cli/run";
import { built } from "../e2e/build";
import { hasCommand } from "../e2e/pulumi-lab";
import { keptContext } from "./cli-context";
import { ROOT } from "./roster-lab";

const { context } = keptContext({ folder: join(ROOT, "docs"), packageFolder: ROOT });

/** What the command prints by itself. */
async function printed(...args: string[]): Promise<string> {
  return printedIn(context, args);
}

async function printedIn(context: CliContext, args: readonly string[]): Promise<string> {
  const print = vi.spyOn(console, "log").mockReturnValue();
  try {
    expect(await run(args, "0.0.0", context)).toBe(0);
    return print.mock.calls.map(([line]) => `${line}\n`).join("");
  } finally {
    print.mockRestore();
  }
}

/** What is offered for the last word. */
function offered(...words: string[]): Promise<readonly string[]> {
  return offeredIn(join(ROOT, "docs"), ...words);
}

async function offeredIn(folder: string, ...words: string[]): Promise<readonly string[]> {
  const { context } = keptContext({ folder, packageFolder: ROOT });
  const lines = (await printedIn(context, ["complete", "--", ...words])).trim().split("\n");
  return lines.slice(0, -1).map((line) => line.split("\t")[0] ?? "");
}

describe("what a shell is offered", () => {
  test("is every command, and none that scripts alone call", async () => {
    const commands = ["init", "plan", "apply", "drift", "import", "doctor", "report", "completion"];
    expect(await offered("")).toEqual(expect.arrayContaining(commands));
    expect(await offered("comp")).toEqual(["completion"]);
  });

  test("is the options of a command, and the values that one can have", async () => {
    expect(await offered("plan", "--ma")).toEqual(["--mask"]);
    expect(await offered("apply", "--ma")).toEqual([]);
    expect(await offered("doctor", "--pl")).toEqual(["--platform"]);
    expect(await offered("plan", "--engine", "")).toEqual(["auto", "pulumi", "embedded"]);
    expect(await offered("completion", "")).toEqual(expect.arrayContaining(["bash", "zsh", "fish"]));
  });

  test("is files and folders where an option wants one", async () => {
    expect(await offered("apply", "--plan", "_ind")).toEqual(["_index.md"]);
    expect(await offered("plan", "--roster", "reference/plat")).toEqual(["reference/platforms/"]);
    expect(await offered("plan", "--cwd", "reference/platforms/ne")).toEqual([
      "reference/platforms/nerm.md",
      "reference/platforms/netex.md",
    ]);
    expect(await offered("plan", "--out", "nowhere/")).toEqual([]);
  });

  test("is the stacks that a folder knows", async () => {
    const folder = mkdtempSync(join(tmpdir(), "roster-stacks-"));
    try {
      mkdirSync(join(folder, ".roster", "state", "acme"), { recursive: true });
      for (const name of [
        "Pulumi.yaml",
        "Pulumi.prod.yaml",
        ".roster/state/acme/dev.json",
        ".roster/state/acme/prod.json",
      ]) {
        writeFileSync(join(folder, name), "");
      }
      expect(await offeredIn(folder, "apply", "--stack", "")).toEqual(["dev", "prod"]);
      expect(await offeredIn(folder, "apply", "--stack", "d")).toEqual(["dev"]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

test("comes at once: no command is loaded for it", () => {
  const program = `require(process.argv[1]).run(["complete", "--", "pl"], "0.0.0", { out() {}, environment: {}, folder: "." })
.then(() => console.log(Object.keys(require.cache).map((file) => require("node:path").relative(process.argv[2], file)).join("\\n")))`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", program, built("automation/cli/run.js"), ROOT], {
    encoding: "utf8",
  });
  expect(stdout, stderr).toContain("commander");
  const loaded = stdout.replaceAll("\\", "/").split("\n");
  expect(
    loaded.filter((file) => /node_modules\/(zod|yaml|@grpc|@pulumi)\/|dist\/(engine|provider\/platforms)\//.test(file)),
  ).toEqual([]);
});

/** Completes `roster pl` by the script at $1, in a shell of its own. */
const COMPLETE = {
  // The one helper that bash-completion brings along.
  bash: `_get_comp_words_by_ref() { words=("\${COMP_WORDS[@]}"); cword=$COMP_CWORD; cur=\${COMP_WORDS[COMP_CWORD]}; }
compopt() { :; }
source "$1"; COMP_WORDS=(roster pl); COMP_CWORD=1; __roster_complete; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: `compdef() { :; }; _describe() { shift; print -l -- \${(P)1}; }; words=(roster pl); CURRENT=2
source "$1"; _roster`,
  fish: 'source $argv[1]; complete -C "roster pl"',
} as const;

describe.each(Object.entries(COMPLETE))("the script for %s", (shell, program) => {
  const isHere = hasCommand(shell, "--version");
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "roster-completion-"));
    const command = join(folder, "roster");
    writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${built("automation/main.js")}" "$@"\n`);
    chmodSync(command, 0o755);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.skipIf(!isHere)(`is valid and completes a command (needs ${shell})`, async () => {
    const script = join(folder, shell);
    writeFileSync(script, await printed("completion", shell));
    expect(spawnSync(shell, ["-n", script], { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
    const env = { ...process.env, PATH: [folder, process.env["PATH"]].join(delimiter) };
    const args = shell === "fish" ? ["-c", program, script] : ["-c", program, shell, script];
    const { stdout, stderr } = spawnSync(shell, args, { encoding: "utf8", env });
    expect(stdout, stderr).toMatch(/^plan\b/m);
    expect(stdout).not.toMatch(/^apply\b/m);
  });

  test("is refused for a shell that nobody has heard of", async () => {
    expect(await run(["completion", `${shell}x`], "0.0.0", context)).toBe(1);
  });
});
