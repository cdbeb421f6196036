import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openEngine } from "../../automation/engines/open-engine";
import { type Ended, ROOT, RosterLab } from "./roster-lab";

const ADA = "people:\n  ada: { name: Ada, email: ada@example.com, adobe: { profile: Author } }\n";

/** What a command that fails says, in one object. */
function failure({ code, json }: Ended): { code: string; message: string } {
  expect(code).toBe(1);
  return (json as { error: { code: string; message: string } }).error;
}

describe("an error", () => {
  let lab: RosterLab;
  beforeAll(async () => {
    lab = await RosterLab.open();
  });
  afterAll(() => lab.close());
  beforeEach(() => lab.write("roster.yaml", ADA));

  test("names every place in a broken roster, before anything else happens", async () => {
    lab.write("roster.yaml", "people:\n  ada: { name: Ada, email: nowhere, adobe: { shoes: 38 } }\n");
    const { code, message } = failure(await lab.roster(["plan", "--json"]));
    expect(code).toBe("roster-file");
    expect(message.split("\n")).toEqual([
      expect.stringMatching(/^roster\.yaml:2:21: ada\.email: must be an e-mail address/),
      expect.stringMatching(/^roster\.yaml:2:46: ada\.adobe\.shoes: /),
    ]);
    const plain = await lab.roster(["plan"]);
    expect([plain.code, plain.error]).toEqual([1, `${message}\n`]);
  });

  test("is said of a folder that holds neither project nor roster", async () => {
    mkdirSync(join(lab.work, "empty"), { recursive: true });
    expect(failure(await lab.roster(["plan", "--json", "--cwd", "empty"]))).toMatchObject({
      code: "project",
      message: expect.stringContaining("roster init"),
    });
    expect(failure(await lab.roster(["plan", "--json", "--cwd", "nowhere"])).code).toBe("folder");
  });

  test("is said of settings that can't be read, with their place", async () => {
    lab.write("roster.guard.yaml", "limits:\n  leaver: 1\n");
    expect(failure(await lab.roster(["plan", "--json"]))).toMatchObject({
      code: "settings-file",
      message: expect.stringContaining("roster.guard.yaml:2:3: limits.leaver"),
    });
    lab.write("roster.guard.yaml", "limits: {}\n");
    lab.write("roster.waivers.yaml", "waivers: [ {\n");
    expect(failure(await lab.roster(["drift", "--json"])).code).toBe("settings-file");
    lab.write("roster.waivers.yaml", "waivers:\n");
    lab.write("Pulumi.dev.yaml", "config:\n  roster:adobe:\n    token: { secure: v1:abc }\n");
    expect(failure(await lab.roster(["plan", "--json"])).message).toContain("roster:adobe is encrypted");
    lab.write("Pulumi.dev.yaml", "config: {}\n");
  });

  test("is said of a plan that is missing, broken, of another stack, or not the one that was saved", async () => {
    expect(failure(await lab.roster(["apply", "--json"]))).toMatchObject({
      code: "plan-missing",
      message: expect.stringContaining("roster plan"),
    });
    lab.write("plan.json", "{");
    expect(failure(await lab.roster(["apply", "--json"]))).toMatchObject({
      code: "plan-broken",
      message: expect.stringContaining("no JSON"),
    });
    lab.write("plan.json", '{"kind":"roster-plan","version":2}');
    expect(failure(await lab.roster(["report", "--json"])).message).toContain("no plan of this version");
    expect((await lab.roster(["plan"])).code).toBe(2);
    expect(failure(await lab.roster(["apply", "--json", "--stack", "other"]))).toMatchObject({
      code: "plan-broken",
      message: expect.stringContaining("this plan is for acme/dev on embedded"),
    });
    const plan = JSON.parse(lab.read("plan.json"));
    lab.write("plan.json", JSON.stringify({ ...plan, saved: { file: "plan.pulumi.json", sha256: "0" } }));
    lab.write("plan.pulumi.json", "{}");
    expect(failure(await lab.roster(["apply", "--json"])).message).toContain(
      "not the file that was saved with the plan",
    );
    lab.write("plan.json", JSON.stringify({ ...plan, review: { ...plan.review, digest: "0".repeat(64) } }));
    expect(failure(await lab.roster(["apply", "--json"])).code).toBe("plan-stale");
    expect(lab.writes()).toEqual([]);
  });

  test("is said of a vendor that can't be reached, and no plan is left that could be applied", async () => {
    const { adobe } = lab.sandbox;
    const files = ["plan.json", "plan.md", "plan.html"];
    for (const name of files) lab.write(name, "an old plan");
    const unreachable = { ...lab.environment, ROSTER_ADOBE_URL: "http://127.0.0.1:1/primeapi/v2" };
    const { code, message } = failure(await lab.roster(["plan", "--json"], { environment: unreachable }));
    expect(code).toBe("vendor");
    expect(message).toContain("Adobe Learning Manager");
    expect(files.filter((name) => existsSync(join(lab.work, name)))).toEqual([]);
    for (const name of files) lab.write(name, "an old plan");
    lab.write("roster.yaml", "people: [\n");
    expect(failure(await lab.roster(["plan", "--json"])).code).toBe("roster-file");
    expect(files.filter((name) => existsSync(join(lab.work, name)))).toEqual([]);
    lab.write("roster.yaml", ADA);
    expect(adobe.people()).toHaveLength(0);
    const without = { ...lab.environment, ROSTER_ADOBE_REFRESH_TOKEN: undefined };
    expect(failure(await lab.roster(["plan", "--json"], { environment: without })).message).toMatch(/refreshToken/);
  });

  test.skipIf(process.getuid?.() === 0)("is said of a read-only folder (needs a user who is not root)", async () => {
    chmodSync(lab.work, 0o500);
    const ended = await lab.roster(["plan", "--json"]);
    chmodSync(lab.work, 0o700);
    expect(failure(ended).code).toBe("folder");
  });

  test("is said of a folder that can't be written, before a vendor is asked", async () => {
    writeFileSync(join(lab.work, "file"), "");
    lab.vendors.takeRequests();
    const { code, message } = failure(await lab.roster(["plan", "--json", "--out", "file/below"]));
    expect([code, message]).toEqual(["folder", expect.stringMatching(/can't be written/)]);
    expect(lab.vendors.takeRequests().adobe).toEqual([]);
  });

  test("is said of options that make no sense, and help and version are none", async () => {
    for (const args of [
      ["plan", "--allow", "leavers"],
      ["import", "--platform", "atlas"],
      ["plan", "--engine", "x"],
      ["plam"],
    ]) {
      expect((await lab.roster(args)).code).toBe(1);
    }
    expect(await lab.roster(["report", "--help"])).toMatchObject({ code: 0, out: expect.stringContaining("--mask") });
  });

  test("is said of an engine that is not there, or is another one than the stack was made with", async () => {
    const setting = {
      program: lab.work,
      project: "acme",
      stack: "dev",
      stateFolder: join(lab.folder, "state"),
      packageFolder: ROOT,
      environment: { ...lab.environment, PATH: join(lab.folder, "bin") },
    };
    await expect(openEngine({ ...setting, engine: "pulumi" })).rejects.toMatchObject({ code: "engine" });
    mkdirSync(join(lab.folder, "bin"));
    const answers = (stacks: string) =>
      `#!/bin/sh\nif [ "$1" = version ]; then echo v3.260.0; else echo "${stacks}"; fi\n`;
    writeFileSync(join(lab.folder, "bin", "pulumi"), answers("[]"), { mode: 0o755 });
    mkdirSync(join(lab.folder, "state", "acme"), { recursive: true });
    writeFileSync(join(lab.folder, "state", "acme", "dev.json"), "{}");
    await expect(openEngine({ ...setting, engine: "auto" })).rejects.toMatchObject({
      code: "engine",
      message: expect.stringContaining("has its state with the embedded engine"),
    });
    writeFileSync(join(lab.folder, "bin", "pulumi"), answers("no JSON"));
    await expect(openEngine({ ...setting, stack: undefined, engine: "pulumi" })).rejects.toMatchObject({
      code: "engine",
      message: expect.stringContaining("nobody can tell which stack is selected"),
    });
  });

  test("leaves no secret and no token in any file or output", async () => {
    const text = "people:\n  ada: { name: Ada, email: ada@example.com, nerm: { initialPassword: hush-hush-1 } }\n";
    lab.write("roster.yaml", text);
    const ended = await lab.roster(["plan", "--json"]);
    expect(ended.code).toBe(2);
    const { adobe, nerm } = lab.sandbox;
    for (const written of [
      ended.out,
      ended.error,
      ...["plan.json", "plan.md", "plan.html"].map((file) => lab.read(file)),
    ]) {
      for (const secret of ["hush-hush-1", nerm.token, adobe.refreshToken]) expect(written).not.toContain(secret);
    }
  });
});
