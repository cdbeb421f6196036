import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Engine, type RunResult } from "../../engine/index";
import { built, EXAMPLE } from "./build";
import { startVendors, type Vendors } from "./vendors";

describe("a broken roster file", () => {
  const folder = mkdtempSync(join(tmpdir(), "roster-bad-"));
  const roster = readFileSync(join(EXAMPLE, "people.csv"), "utf8");
  // Two people of the same address, far down in the file.
  const broken = roster.replace("zoe.laurent@example.com", "Zara.Khan@example.com");
  let vendors: Vendors;
  let run: RunResult;

  beforeAll(async () => {
    built("provider/index.js");
    vendors = await startVendors();
    const file = join(folder, "broken.csv");
    writeFileSync(file, broken);
    const engine = new Engine({
      programDirectory: EXAMPLE,
      stack: "dev",
      stateDirectory: join(folder, "state"),
      passphrase: "",
      config: { roster: file },
      env: vendors.environment,
    });
    run = await engine.up();
  });
  afterAll(async () => {
    await vendors?.sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("fails the run with its place and what is wrong", () => {
    expect(run.succeeded).toBe(false);
    const lines = roster.split("\n");
    const line = lines.findIndex((text) => text.startsWith("zoe-laurent,")) + 1;
    const twin = lines.findIndex((text) => text.startsWith("zara-khan,")) + 1;
    const messages = run.diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
    expect(messages.join("\n")).toContain(
      `broken.csv, line ${line}, column email: is also the address of line ${twin}`,
    );
  });

  it("writes nothing at any vendor, and keeps nobody in the state", () => {
    expect(vendors.writes()).toEqual([]);
    expect(run.changes["create"] ?? 0).toBeLessThanOrEqual(1);
    expect(JSON.stringify(run.events)).not.toContain("dynamic/roster");
  });

  it("shows nobody's data", () => {
    const shown = run.diagnostics.map(({ message }) => message).join("\n");
    expect(shown).not.toMatch(/@example\.com/i);
    for (const name of ["Zoé", "Laurent", "Khan", "zara-khan"]) expect(shown).not.toContain(name);
  });
});
