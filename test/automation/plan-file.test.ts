import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Failure } from "../../automation/common/failure";
import { hashOfFile, type PlanFile, readPlan } from "../../automation/plan/plan-file";
import { reviewOf } from "./snapshots";

const folder = mkdtempSync(join(tmpdir(), "roster-plan-file-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ADA = { email: "ada@example.com", name: "Ada Byron", tenant: "1" };
function planOf(own: object = {}): PlanFile {
  const told = [{ name: "ada", stored: ADA, declared: { ...ADA, profile: "Lead" } }];
  const { review, fingerprints } = reviewOf(told);
  return { kind: "roster-plan", version: 1, engine: "embedded", masked: false, review, fingerprints, ...own };
}
const written = (content: unknown): string => {
  const path = join(folder, "plan.json");
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};
const failureOf = (act: () => unknown): Failure => {
  try {
    act();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  return expect.fail("nothing failed");
};

describe("a plan's file", () => {
  it.each<[what: string, own: object]>([
    ["on the embedded engine", {}],
    [
      "on pulumi, with a saved plan beside it",
      { engine: "pulumi", saved: { file: "plan.saved-1.json", sha256: "ab" } },
    ],
    ["that is masked", { masked: true }],
    ["in which everybody leaves", { teardown: true }],
  ])("is read as it was written: %s", (_, own) => {
    const plan = JSON.parse(JSON.stringify(planOf(own)));
    expect(readPlan(written(plan))).toEqual(plan);
  });

  it.each<[what: string, own: object, place: string]>([
    ["of another kind", { kind: "roster-drift" }, "kind"],
    ["of another version", { version: 2 }, "version"],
    ["of another engine", { engine: "terraform" }, "engine"],
    ["that doesn't say whether it is masked", { masked: undefined }, "masked"],
    ["without a review", { review: undefined }, "review"],
    ["without fingerprints", { fingerprints: undefined }, "fingerprints"],
    ["with fingerprints that are no texts", { fingerprints: { "a#b": 7 } }, "fingerprints.a#b"],
    ["with something that no plan has", { approved: true }, "it"],
    ["that says that nobody leaves in a teardown", { teardown: false }, "teardown"],
    ["whose saved plan is not beside it", { saved: { file: "../plan", sha256: "ab" } }, "saved.file"],
    ["whose saved plan has a path", { saved: { file: "a/plan", sha256: "ab" } }, "saved.file"],
    ["whose saved plan has no name", { saved: { file: "", sha256: "ab" } }, "saved.file"],
    ["whose saved plan has no hash", { saved: { file: "plan" } }, "saved.sha256"],
  ])("is refused %s, by the place", (_, own, place) => {
    const failure = failureOf(() => readPlan(written({ ...planOf(), ...own })));
    expect(failure.code).toBe("plan-broken");
    expect(failure.message).toContain(`: ${place}: `);
    expect(failure.message).not.toMatch(/ada@|Byron/);
  });

  it("is refused with five places, and how many more there are", () => {
    const message = (count: number) => {
      const keys = Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 7]));
      return failureOf(() => readPlan(written({ ...planOf(), fingerprints: keys }))).message;
    };
    expect(message(5).match(/fingerprints\.k\d/g)).toHaveLength(5);
    expect(message(5)).not.toContain("more");
    expect(message(5).match(/; /g)).toHaveLength(4);
    expect(message(8).match(/fingerprints\.k\d/g)).toHaveLength(5);
    expect(message(8)).toContain("; 3 more. ");
  });

  it.each<[what: string, path: () => string, code: string]>([
    ["is not there", () => join(folder, "nowhere.json"), "plan-missing"],
    ["is a folder", () => folder, "plan-broken"],
    ["is no JSON", () => written('{ "email": "ada@example.com", }'), "plan-broken"],
    ["is empty", () => written(""), "plan-broken"],
    ["is a list", () => written([]), "plan-broken"],
    ["is null", () => written("null"), "plan-broken"],
  ])("is refused where it %s, without what is in it", (_, path, code) => {
    const failure = failureOf(() => readPlan(path()));
    expect(failure.code).toBe(code);
    expect(failure.message).not.toContain("ada@");
  });

  it("that is no JSON is told from one that can't be read", () => {
    expect(failureOf(() => readPlan(written("{"))).message).toContain("it is no JSON");
    expect(failureOf(() => readPlan(folder)).message).not.toContain("it is no JSON");
    for (const path of [written("{"), folder]) expect(failureOf(() => readPlan(path)).cause).toBeInstanceOf(Error);
  });
});

describe("the hash of a file that belongs to a plan", () => {
  it("is SHA-256 of its bytes, in hex", () => {
    const path = join(folder, "saved");
    writeFileSync(path, "a saved plan");
    expect(hashOfFile(path)).toBe(createHash("sha256").update("a saved plan").digest("hex"));
  });

  it("can't be had of one that is not there", () => {
    const failure = failureOf(() => hashOfFile(join(folder, "nowhere")));
    expect(failure.code).toBe("plan-missing");
    expect(failure.cause).toBeInstanceOf(Error);
  });
});
