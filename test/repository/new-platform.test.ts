import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newPlatform } from "../../scripts/new";
import { ROOT, repositoryFiles, runBin } from "./files";

/** Folders in which the files of a platform lie: nothing else is written by hand. */
const OWN =
  /^(provider\/platforms|sandbox|examples\/registry)\/acme\/|^test\/conformance\/(targets\/)?acme\.|^docs\/reference\/platforms\/acme\.md$/;
const GENERATED = ["provider/platforms/registry.ts", "provider/platforms/loaders.ts", "sandbox/emulators.ts"];

describe("a new platform", () => {
  let copy: string;
  let written: readonly string[];
  const bin = (path: string, ...args: string[]) => runBin(path, args, copy);

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), "roster-new-"));
    for (const file of repositoryFiles()) cpSync(join(ROOT, file), join(copy, file));
    // What is built already need not be built once more.
    cpSync(join(ROOT, "dist"), join(copy, "dist"), { recursive: true, preserveTimestamps: true });
    symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"), "dir");
    written = newPlatform(copy, "acme", "Acme Learning");
    // The compiler finds by their paths what it has compiled already: the packages must be the copy's own.
    const build = bin("typescript-native/bin/tsc", "--preserveSymlinks", "-p", "tsconfig.build.json");
    expect(build).toEqual({ code: 0, text: "" });
    const generate = join(copy, "dist", "scripts", "generate.js");
    const generated = spawnSync(process.execPath, [generate], { cwd: copy, encoding: "utf8" });
    expect(generated).toMatchObject({ status: 0, stderr: expect.stringMatching(/^Formatted .*\n$/) });
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  test("is written into folders of its own, and into lists that are generated", () => {
    expect(written.filter((path) => !OWN.test(path))).toEqual(GENERATED);
    expect(() => newPlatform(copy, "acme", "Acme Learning")).toThrow(/is there already; nothing was written/);
  });

  // Its own types are checked by the build before.
  test.skipIf(process.env["WHOLE"] !== "1")("breaks no type of a test (needs WHOLE=1)", () => {
    expect(bin("typescript-native/bin/tsc", "--noEmit", "-p", ".")).toEqual({ code: 0, text: "" });
  });

  test("has style and arrows like the others", () => {
    const style = bin("@biomejs/biome/bin/biome", "check", "--error-on-warnings", "--colors=off", ".");
    expect(style).toEqual({ code: 0, text: "" });
    const folders = ["provider", "sandbox"];
    const arrows = bin(
      "dependency-cruiser/bin/dependency-cruiser.mjs",
      "--config",
      ".dependency-cruiser.cjs",
      ...folders,
    );
    // Packages lie behind a link here, which makes strangers of those that others may import.
    const broken = arrows.text.split("\n").filter((line) => line.includes("acme"));
    expect(broken).toEqual([]);
    expect(arrows.text).toMatch(/ modules, \d+ dependencies cruised/);
  });

  test("is told by the conformance list which verbs are not written yet", () => {
    const list = ["run", "--reporter=json", "--outputFile=list.json", "test/conformance/acme", "-t", "every verb"];
    expect(bin("vitest/vitest.mjs", ...list).code).toBe(1);
    const unwritten = "read, find, create, update, deactivate, remove, pages";
    expect(readFileSync(join(copy, "list.json"), "utf8").includes(`not written yet: ${unwritten}:`)).toBe(true);
  });
});
