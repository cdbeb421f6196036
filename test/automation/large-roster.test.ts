import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { evaluateGuards } from "../../automation/plan/guards/evaluate";
import { GuardFile } from "../../automation/plan/guards/guard-file";
import { readRoster } from "../../automation/roster/file/read-roster";
import { type Account, rowsFor } from "../../automation/roster/import/rows";
import { ROOT } from "./roster-lab";
import { reviewOf, type Told } from "./snapshots";

const FEW = 2_000;
const MANY = 4 * FEW;
/** Four times the people may take so many times as long; an effort that grows with the square takes sixteen times. */
const GROWTH = 7;
const folder = mkdtempSync(join(tmpdir(), "roster-large-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Rows = (count: number) => string;

const account = "adobe: { profile: Author, roles: [Learner] }";
const yaml = (row: (i: number, count: number) => string): Rows => {
  return (count) => `people:\n${Array.from({ length: count }, (_, i) => `  p${i}: ${row(i, count)}\n`).join("")}`;
};
const csv = (row: (i: number, count: number) => string): Rows => {
  const header = "key,platforms,given,family,email,manager,adobe.roles";
  return (count) => `${header}\n${Array.from({ length: count }, (_, i) => `${row(i, count)}\n`).join("")}`;
};

const SHAPES: readonly [name: string, extension: "yaml" | "csv", rows: Rows][] = [
  [
    "whose managers are one long chain",
    "yaml",
    yaml((i, count) => {
      const manager = i + 1 < count ? `, manager: p${i + 1}` : "";
      return `{ given: Ada, family: Byron, email: ada${i}@example.com${manager}, ${account} }`;
    }),
  ],
  [
    "who share one anchor",
    "yaml",
    yaml((i) => {
      const shared = i === 0 ? `adobe: &a { profile: Author, roles: [Learner] }` : "adobe: *a";
      return `{ given: Ada, family: Byron, email: ada${i}@example.com, ${shared} }`;
    }),
  ],
  [
    "who are all wrong",
    "yaml",
    yaml(() => `{ given: Ada, family: Byron, email: nothing, manager: nobody, ${account} }`),
  ],
  ["who are no map", "yaml", yaml(() => "nobody")],
  [
    "whose managers are one circle",
    "yaml",
    yaml((i, count) => `{ email: ada${i}@example.com, manager: p${(i + 1) % count}, ${account} }`),
  ],
  [
    "whose managers are one long chain",
    "csv",
    csv((i, count) => `p${i},adobe,Ada,Byron,ada${i}@example.com,${i + 1 < count ? `p${i + 1}` : ""},Learner`),
  ],
  ["who are all wrong", "csv", csv((i) => `p${i},nowhere,Ada,Byron,nothing,nobody,Learner`)],
  [
    "who name a manager by an address that everybody has",
    "csv",
    csv((i) => `p${i},adobe,Ada,Byron,ada@example.com,ADA@example.com,Learner`),
  ],
  ["who have one key and one address", "csv", csv(() => "p,adobe,Ada,Byron,ada@example.com,,Learner")],
];

/** Processor time of this process for some work, in milliseconds. */
async function effort(work: () => unknown): Promise<number> {
  const start = process.cpuUsage();
  await work();
  return process.cpuUsage(start).user / 1000;
}

/**
 * The first time warms up; small efforts say nothing. What else a busy machine does is only ever added to an effort, so
 * that the least of some is nearest to it.
 */
async function expectLinear(few: () => unknown, many: () => unknown): Promise<void> {
  await few();
  const short = Math.min(await effort(few), await effort(few), await effort(few));
  const most = Math.max(GROWTH * short, 500);
  let long = await effort(many);
  for (let tries = 1; tries < 4 && long >= most; tries++) long = Math.min(long, await effort(many));
  expect(long).toBeLessThan(most);
}

/** A file that is refused is read as well, and what is said of it stays short. */
async function readOrRefuse(file: string): Promise<void> {
  try {
    await readRoster(file);
  } catch (error) {
    expect(error).toMatchObject({ code: "roster-file" });
    expect(String(error).length).toBeLessThan(20_000);
  }
}

describe("a large roster is read in time that grows with its people", () => {
  test.each(SHAPES)("%s, in %s", async (name, extension, rows) => {
    const files = [FEW, MANY].map((count) => {
      const file = join(folder, `${name.replaceAll(" ", "-")}-${count}.${extension}`);
      writeFileSync(file, rows(count));
      return file;
    });
    const [few = "", many = ""] = files;
    await expectLinear(
      () => readOrRefuse(few),
      () => readOrRefuse(many),
    );
  });

  test("where everybody leaves and had a manager, in reviews and guards", async () => {
    const review = (count: number) => () => {
      const told = Array.from({ length: count }, (_, i): Told => {
        const person = {
          email: "ada@example.com",
          name: `Ada ${i}`,
          manager: `id-p${i + 1}`,
          tenant: "1",
          origin: "created",
        };
        return {
          name: `p${i}`,
          stored: person,
          ...(i % 2 === 0 ? { declared: { ...person, profile: "Author" } } : {}),
        };
      });
      const { review, people } = reviewOf(told);
      const guards = evaluateGuards({
        review,
        people,
        guards: GuardFile.parse({}),
        approvals: new Map(),
        configuration: {},
        environment: {},
      });
      expect(guards.find(({ guard }) => guard === "reports")?.count).toBeGreaterThan(count / 3);
    };
    await expectLinear(review(FEW), review(MANY));
  });

  test("where everybody is imported and has the same name before the @", async () => {
    const rows = (count: number) => () => {
      const accounts = Array.from({ length: count }, (_, i): Account => {
        const attributes = { email: `ada@${i}.example.com`, name: "Ada" };
        const user = { id: String(i), active: true, attributes, sets: {}, references: {}, info: {} };
        return { platform: "adobe", user };
      });
      expect(rowsFor(accounts, new Map(), new Set()).rows).toHaveLength(count);
    };
    await expectLinear(rows(FEW), rows(MANY));
  });
});

describe("a roster that is still being read", () => {
  let work: string;
  beforeEach(() => {
    work = mkdtempSync(join(folder, "work-"));
  });
  afterEach(() => rmSync(work, { recursive: true, force: true }));

  test.skipIf(process.platform === "win32").each(["SIGTERM", "SIGINT"] as const)(
    "is left within a second by %s, with all that was started (needs signals, so no Windows)",
    async (signal) => {
      const rows = Array.from(
        { length: 120_000 },
        (_, i) => `  p${i}: { given: Ada, family: Byron, email: ada${i}@example.com, ${account} }\n`,
      );
      writeFileSync(join(work, "roster.yaml"), `people:\n${rows.join("")}`);
      const command = spawn(
        process.execPath,
        [join(ROOT, "dist", "automation", "main.js"), "plan", "--engine=embedded"],
        {
          cwd: work,
        },
      );
      let text = "";
      const ended = new Promise<number | null>((resolve) => command.once("close", (code) => resolve(code)));
      const reading = new Promise<void>((resolve) => {
        command.stderr.on("data", (data) => {
          text += data;
          if (text.includes("reading roster.yaml")) resolve();
        });
      });
      await reading;
      const asked = performance.now();
      command.kill(signal);
      // The streams close once the last process that holds them has ended.
      expect(await ended).toBe(1);
      const took = performance.now() - asked;
      expect(took).toBeLessThan(1_000 + bareProcess());
      expect(text).toContain("interrupted before anything was changed at a vendor");
    },
  );
});

/** Milliseconds that a process takes here to start and end, as busy as this machine is just now. */
function bareProcess(): number {
  const start = performance.now();
  spawnSync(process.execPath, ["-e", "0"]);
  return performance.now() - start;
}
