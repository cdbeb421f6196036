import { afterAll, describe, expect, test } from "vitest";
import { evaluateGuards } from "../../../automation/plan/guards/evaluate";
import { GuardFile } from "../../../automation/plan/guards/guard-file";
import { buildReview } from "../../../automation/plan/review/build-review";
import { peopleOf } from "../../../automation/plan/review/people";
import type { ResourceSide, ResourceSnapshot } from "../../../automation/plan/review/resource-snapshots";
import type { Review } from "../../../automation/plan/review/review";
import { readRoster } from "../../../automation/roster/file/read-roster";
import { setsOf } from "../../../automation/roster/program/sets";
import { daysAfter } from "../../../automation/roster/sources/days";
import { HAS_PULUMI } from "../../e2e/pulumi-lab";
import { RosterLab } from "../roster-lab";
import { Company, FIRST_NIGHT } from "./company";
import { folderOfFiles, problemsOf } from "./files";

/** A month by default, of which an engine plans the first two nights; `NIGHTS=365` for a year of both. */
const GIVEN = process.env["NIGHTS"];
const NIGHTS = Number(GIVEN ?? 30);
const NIGHTS_OF_ENGINE = Number(GIVEN ?? 2);
/** For what hangs, however long a year takes; `MINUTES_A_NIGHT=10` on a busy machine. */
const timeout = 300_000 + NIGHTS * Number(process.env["MINUTES_A_NIGHT"] ?? 1) * 60_000;
const THE_DAY_BEFORE = daysAfter(FIRST_NIGHT, -1);

const folder = folderOfFiles();

type Sets = ReadonlyMap<string, { readonly users: Readonly<Record<string, unknown>> }>;

/**
 * What a plan makes of what was applied last and of what is declared now, as if each vendor showed just that.
 *
 * @param adopted keys of those whose accounts were there before
 */
function lookAt(before: Sets, now: Sets, adopted: readonly string[] = []) {
  const snapshots = [...new Set([...before.keys(), ...now.keys()])].map((platform): ResourceSnapshot => {
    const urn = `urn:pulumi:dev::hr-export::roster:${platform}:Users::people`;
    const applied = before.get(platform);
    const declared = now.get(platform);
    const ids = Object.fromEntries(Object.keys(applied?.users ?? {}).map((key) => [key, `id-${platform}-${key}`]));
    const origins = Object.fromEntries(adopted.map((key) => [key, "adopted"]));
    const side = (inputs: object, outputs: object): ResourceSide => {
      return { id: "1", inputs: { ...inputs }, outputs: { ...outputs }, retainOnDelete: false, provider: "" };
    };
    const last = applied && side(applied, { ...applied, ids, origins, tenant: "1" });
    return {
      urn,
      type: `roster:${platform}:Users`,
      ...(last ? { stored: last, observed: last } : {}),
      ...(declared ? { declared: side(declared, {}) } : {}),
      differing: [],
    };
  });
  const people = peopleOf(snapshots);
  const look = { project: "hr-export", stack: "dev", lookedAt: `${FIRST_NIGHT}T02:00:00.000Z`, look: { seconds: 1 } };
  const { review } = buildReview({
    ...look,
    snapshots,
    people,
    existing: [],
    notes: [],
    extraRoles: {},
    requestsPerMinute: {},
  });
  const setting = { approvals: new Map(), guards: GuardFile.parse({}), configuration: {}, environment: {} };
  return changedBy({ ...review, guards: evaluateGuards({ ...setting, review, people }) });
}

function changedBy({ changes, guards }: Pick<Review, "changes" | "guards">) {
  return {
    breaches: guards.flatMap(({ guard, breached }) => (breached ? [guard] : [])),
    changes: changes.map(({ platform, key, classes }) => `${platform} ${key}: ${classes.join()}`).sort(),
  };
}

test("a year of nights has plans that hold what happened in each night, and nothing else", { timeout }, async () => {
  const company = new Company(folder.path);
  const read = async (today: string): Promise<Sets> => new Map(setsOf(await readRoster(company.roster, { today })));
  let applied = await read(THE_DAY_BEFORE);
  expect([...applied].map(([platform, { users }]) => [platform, Object.keys(users).length > 100])).toEqual([
    ["adobe", true],
    ["netex", true],
  ]);
  for (let night = 0; night < NIGHTS; night++) {
    const { today, expected } = company.nextNight();
    if (night % 7 === 3) {
      company.write("cut");
      expect((await problemsOf(company.roster, today)).join()).toContain("the file may be cut");
      company.write("shifted");
      expect((await problemsOf(company.roster, today)).length).toBeGreaterThan(50);
      company.write("lost zeros");
      expect(lookAt(applied, await read(today)).breaches).toContain("keyChanges");
      company.write();
    }
    const declared = await read(today);
    // Where no vendor is asked, nobody's former account is found.
    const asNew = expected.map((line) => line.replace("reactivated", "joiner")).sort();
    expect([today, lookAt(applied, declared).changes]).toEqual([today, asNew]);
    applied = declared;
    expect(lookAt(applied, await read(today)).changes).toEqual([]);
  }
});

test("whoever has come back, and has the account that they had, is switched off when they leave again", async () => {
  const company = new Company(folder.path);
  const before: Sets = new Map(setsOf(await readRoster(company.roster, { today: THE_DAY_BEFORE })));
  const [somebody = ""] = Object.keys(before.get("netex")?.users ?? {}).slice(-1);
  const without = ([platform, set]: [string, { readonly users: Readonly<Record<string, unknown>> }]) => {
    const { [somebody]: _, ...users } = set.users;
    return [platform, { ...set, users }] as const;
  };
  const { changes } = lookAt(before, new Map([...before].map(without)), [somebody]);
  expect(changes).toEqual([`adobe ${somebody}: leaver`, `netex ${somebody}: leaver`]);
});

describe.each([
  ["the embedded engine", "embedded"],
  ["pulumi", "pulumi"],
] as const)("nights on %s", (_, engine) => {
  let lab: RosterLab;
  const isSkipped = engine === "pulumi" && !HAS_PULUMI;
  afterAll(() => lab?.close());

  test.skipIf(isSkipped)("are planned and applied one after the other", { timeout }, async () => {
    lab = await RosterLab.open(engine);
    const company = new Company(lab.work);
    const roster = (...args: string[]) => lab.roster(args);
    expect((await roster("init")).code).toBe(0);
    lab.install();
    const plan = async (today: string) => {
      const { code, json, error } = await roster("plan", "--json", "--today", today);
      if (json === undefined) throw new Error(error);
      return { code, ...changedBy((json as { review: Review }).review) };
    };
    const refusal = async (today: string) => {
      const { code, out, error } = await roster("plan", "--today", today);
      return `${code}: ${error}${out}`;
    };
    const apply = async (today: string): Promise<void> => {
      const { code, out, error } = await roster("apply", "--today", today);
      expect([today, code, code === 0 ? "" : out + error]).toEqual([today, 0, ""]);
    };
    expect((await plan(THE_DAY_BEFORE)).code).toBe(2);
    await apply(THE_DAY_BEFORE);
    for (let night = 0; night < NIGHTS_OF_ENGINE; night++) {
      const { today, expected } = company.nextNight();
      if (night % 30 === 1) {
        company.write("cut");
        expect(await refusal(today)).toMatch(/^1: .*the file may be cut/s);
        company.write("shifted");
        expect(await refusal(today)).toMatch(/^1: .*the row has another number of cells/s);
        company.write("lost zeros");
        expect(await plan(today)).toMatchObject({ code: 4, breaches: expect.arrayContaining(["keyChanges"]) });
        company.write();
      }
      const planned = await plan(today);
      expect([today, planned]).toEqual([today, { code: expected.length > 0 ? 2 : 0, breaches: [], changes: expected }]);
      await apply(today);
    }
    expect((await plan(daysAfter(FIRST_NIGHT, NIGHTS_OF_ENGINE - 1))).changes).toEqual([]);
  });
});
