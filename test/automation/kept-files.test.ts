import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { refuseUnwritable, writeWhole } from "../../automation/common/files";
import { openEngine } from "../../automation/engines/open-engine";
import { TinyDisk } from "../tiny-disk";
import { ROOT, RosterLab } from "./roster-lab";

describe.skipIf(!TinyDisk.canMount)("a disk that is full (needs root on Linux, for a small file system)", () => {
  let disk: TinyDisk;
  beforeEach(() => {
    disk = new TinyDisk(1_024);
  });
  afterEach(() => disk.close());

  test("leaves a file as it was, with an error that says so, and nothing beside it", () => {
    const file = join(disk.folder, "roster.yaml");
    writeWhole(file, "people: {}\n");
    disk.fill(8_192);
    const names = readdirSync(disk.folder);
    const write = (): void => writeWhole(file, "x".repeat(100_000));
    expect(write).toThrow(
      expect.objectContaining({
        code: "disk-full",
        message: expect.stringContaining("What was there before is untouched"),
      }),
    );
    expect(readFileSync(file, "utf8")).toBe("people: {}\n");
    expect(readdirSync(disk.folder)).toEqual(names);
    disk.makeRoom();
    write();
    expect(readFileSync(file, "utf8")).toHaveLength(100_000);
  });

  test("is found before a run that could not be recorded", () => {
    refuseUnwritable(disk.folder);
    disk.fill(8_192);
    expect(() => refuseUnwritable(disk.folder)).toThrow(expect.objectContaining({ code: "disk-full" }));
    expect(readdirSync(disk.folder).filter((name) => name.endsWith(".part"))).toEqual([]);
  });
});

const folder = mkdtempSync(join(tmpdir(), "roster-plan-file-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.skipIf(process.platform === "win32")(
  "pulumi finds its plan's file there, readable by its owner alone (needs modes)",
  async () => {
    const bin = join(folder, "bin");
    mkdirSync(bin);
    // As much of `pulumi` as opens a stack, and says with which mode it would write a plan.
    writeFileSync(
      join(bin, "pulumi"),
      `#!/bin/sh
if [ "$1" = version ]; then echo v3.260.0; exit 0; fi
if [ "$1 $2" = "stack ls" ]; then echo '[]'; exit 0; fi
while [ $# -gt 0 ]; do
  if [ "$1" = --save-plan ]; then ls -l "$2" | cut -c1-10 > "${folder}/mode"; echo '{"people": 1}' > "$2"; fi
  if [ "$1" = --event-log ]; then echo '{"sequence":1,"timestamp":1,"cancelEvent":{}}' >> "$2"; fi
  shift
done
exit 0
`,
      { mode: 0o755 },
    );
    writeFileSync(join(folder, "Pulumi.yaml"), "name: acme\nruntime: nodejs\n");
    const path = `${bin}:${process.env["PATH"]}`;
    const before = process.env["PATH"];
    process.env["PATH"] = path;
    try {
      const engine = await openEngine({
        engine: "pulumi",
        program: folder,
        project: "acme",
        stack: "dev",
        stateFolder: folder,
        packageFolder: ROOT,
        environment: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
      });
      const savePlan = join(folder, "plan.pulumi.json");
      writeFileSync(savePlan, "of an earlier run", { mode: 0o644 });
      await engine.preview({ savePlan });
      expect(readFileSync(join(folder, "mode"), "utf8").trim()).toBe("-rw-------");
      expect(readFileSync(savePlan, "utf8")).toContain("people");
      expect(statSync(savePlan).mode & 0o777).toBe(0o600);
    } finally {
      process.env["PATH"] = before;
    }
  },
);

/** Every name under which a command writes people down, beside what is below `.roster/`. */
const WITH_PEOPLE = [
  "plan.json",
  "plan.pulumi.json",
  "plan.md",
  "plan.html",
  "report.json",
  "report.md",
  "before.json",
  "drift.json",
  "drift.md",
  "roster.import.yaml",
  "roster.import.csv",
  "roster.import.json",
  "roster.yaml.4711.part",
  ".roster/state/acme/dev.json",
  ".roster/journal/acme-dev.jsonl",
];

test("files with people in them are left out of the repository, in every folder, and the roster is not", async () => {
  const lab = await RosterLab.open();
  try {
    const git = (...args: string[]) => spawnSync("git", args, { cwd: lab.work, encoding: "utf8" });
    expect(git("init", "--quiet").status).toBe(0);
    lab.write("roster.yaml", "people:\n  ada: { given: Ada, family: Byron, email: ada@example.com, adobe: {} }\n");
    expect((await lab.roster(["init"])).code).toBe(0);
    const names = [...WITH_PEOPLE, ...WITH_PEOPLE.map((name) => `reviewed/${name}`)];
    const ignored = git("check-ignore", "--no-index", ...names)
      .stdout.trim()
      .split("\n");
    expect(names.filter((name) => !ignored.includes(name))).toEqual([]);
    expect(git("check-ignore", "--no-index", "roster.yaml", "roster.guard.yaml", "index.js").stdout).toBe("");
    // Also where no .gitignore was written.
    expect(lab.read(".roster/.gitignore")).toBe("*\n");
  } finally {
    await lab.close();
  }
});

/** The addresses that a file with people in it must hold. */
const ADDRESS = /@example\.(com|org|net)/;
/** Files of the project itself: a roster is kept in the repository, and the rest names nobody. */
const KEPT = ["roster.yaml", "roster.csv", "roster.waivers.yaml"];

test.each(["roster.yaml", "roster.csv"])(
  "whatever the commands write beside a %s that has people in it is left out of the repository",
  async (roster) => {
    const lab = await RosterLab.open();
    try {
      const git = (...args: string[]) => spawnSync("git", args, { cwd: lab.work, encoding: "utf8" });
      expect(git("init", "--quiet").status).toBe(0);
      lab.install();
      const isYaml = roster.endsWith(".yaml");
      lab.write(
        roster,
        isYaml
          ? "people:\n  ada: { given: Ada, family: Byron, email: ada@example.com, adobe: {} }\n"
          : "key,given,family,email,platforms\nada,Ada,Byron,ada@example.com,adobe\n",
      );
      lab.sandbox.adobe.create({ email: "bob@example.org", name: "Bob Noyce" });
      const codes: Record<string, number> = {};
      const runs = [
        ["plan", "--out", "reviewed"],
        ["apply", "--plan", "reviewed/plan.json"],
        ["drift", "--out", "nightly"],
      ];
      for (const args of [["init", "--github"], ...(isYaml ? runs : []), ["import", "--platform", "adobe"]]) {
        const { code, error } = await lab.roster(args);
        codes[args.join(" ")] = code;
        if (code === 1) throw new Error(`${args.join(" ")}: ${error}`);
      }
      if (isYaml) expect(codes).toMatchObject({ "plan --out reviewed": 2, "apply --plan reviewed/plan.json": 0 });
      // Links, such as those that stand for an installation, are not followed.
      const files = git("ls-files", "--others", "--exclude=node_modules").stdout.trim().split("\n");
      const withPeople = files.filter(
        (name) => !KEPT.includes(name) && (ADDRESS.test(name) || ADDRESS.test(lab.read(name))),
      );
      const needed = isYaml
        ? ["reviewed/plan.json", "reviewed/plan.html", "roster.import.yaml"]
        : ["roster.import.csv"];
      expect(withPeople).toEqual(expect.arrayContaining(needed));
      const ignored = git("check-ignore", "--no-index", ...withPeople)
        .stdout.trim()
        .split("\n");
      expect(withPeople.filter((name) => !ignored.includes(name))).toEqual([]);
    } finally {
      await lab.close();
    }
  },
);
