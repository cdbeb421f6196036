import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import packageJson from "../../package.json";
import { oldNodeMessage } from "../../provider/node-version";
import { built } from "../e2e/build";
import { ROOT } from "./release";

/** What is loaded before the version is known, so that an older Node must at least be able to read it. */
const FIRST = [
  "provider/node-version.js",
  "provider/check-node.js",
  "provider/plugin/main.js",
  "provider/index.js",
  "automation/main.js",
  "automation/cli/process-tree.js",
  "automation/common/writing.js",
  "automation/roster/program/index.js",
];

describe("a Node that is too old", () => {
  let folder: string;
  let pretend: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "roster-old-node-"));
    pretend = join(folder, "pretend.cjs");
    writeFileSync(pretend, 'Object.defineProperty(process.versions, "node", { value: "20.11.1" });\n');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const lineOf = (...args: string[]) => {
    const { status, stderr, stdout } = spawnSync(process.execPath, ["--require", pretend, ...args], {
      encoding: "utf8",
      cwd: ROOT,
      // What goes on in spite of an old Node serves for ever.
      timeout: 20_000,
      env: { ...process.env, PATH: [folder, process.env["PATH"]].join(delimiter) },
    });
    return { status, stdout, stderr };
  };
  const LINE = "pulumi-roster needs Node 22.19 or newer, and the `node` on the PATH is 20.11.1\n";

  test.each([
    ["the plugin", "provider/plugin/main.js"],
    ["the roster command", "automation/main.js"],
  ])("ends %s with one line", (_, file) => {
    expect(lineOf(built(file), "--version")).toEqual({ status: 1, stdout: "", stderr: LINE });
  });

  test.each([
    ["pulumi-roster", "provider/index.js"],
    ["pulumi-roster/roster", "automation/roster/program/index.js"],
  ])("ends a program that requires %s with what Pulumi prints as one line", (_, file) => {
    const catching = `try { require(${JSON.stringify(built(file))}) } catch (error) {
      const { RunError } = require("@pulumi/pulumi/errors.js");
      console.log(RunError.isInstance(error) + " " + error.message);
    }`;
    expect(lineOf("-e", catching)).toEqual({ status: 0, stdout: `true ${LINE}`, stderr: "" });
  });

  test.skipIf(process.platform === "win32")("ends the launcher with a line that says which is needed", () => {
    writeFileSync(join(folder, "npm"), "#!/bin/sh\nexit 1\n");
    chmodSync(join(folder, "npm"), 0o755);
    const { status, stderr } = lineOf(join(ROOT, "scripts", "run.mjs"), "build");
    expect(status).toBe(2);
    expect(stderr).toMatch(/\nnpm provides none: install Node 22\.19 or newer\n$/);
  });

  test("can read what is loaded before that", () => {
    for (const file of FIRST) {
      const text = readFileSync(built(file), "utf8");
      const printed = (target: ts.ScriptTarget) =>
        ts.transpileModule(text, { compilerOptions: { target, module: ts.ModuleKind.CommonJS }, fileName: file })
          .outputText;
      expect(printed(ts.ScriptTarget.ES2021), file).toBe(printed(ts.ScriptTarget.ESNext));
    }
  });

  test("is one that package.json excludes", () => {
    const [oldest = ""] = packageJson.engines.node.match(/[\d.]+/) ?? [];
    expect(oldNodeMessage(oldest)).toBeUndefined();
    expect(oldNodeMessage("24.0.0")).toBeUndefined();
    expect(oldNodeMessage("22.18.9")).toMatch(oldest.replace(/\.0$/, ""));
  });
});
