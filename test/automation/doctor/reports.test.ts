import { describe, expect, test } from "vitest";
import { doctorText } from "../../../automation/reports/doctor-terminal";
import { type Belief, type Diagnosis, stateOf } from "../../../automation/runs/doctor/diagnosis";
import { beliefOf, finding, unexamined } from "../../../automation/runs/doctor/judge";
import { publicDiagnosis } from "../../../automation/runs/doctor/public-diagnosis";
import type { Assumption } from "../../../provider/core/contract/assumption";
import { PermissionDeniedError, RejectedError, UnauthenticatedError } from "../../../provider/core/contract/errors";

const OPEN = {
  id: "order",
  statement: "lists are sorted",
  grade: "guessed",
  source: "nobody says",
  date: "2026-11-28",
  ifWrong: "Somebody is shown twice.",
  weDo: "Each account counts once.",
  variants: { sorted: "By id.", loose: "In any order." },
  probe: { by: "look", how: "a list is read twice" },
} as const;
const either: Assumption = { ...OPEN, handling: "either" };
const setting: Assumption = {
  ...OPEN,
  handling: "setting",
  setting: { name: "sorted", values: { sorted: true, loose: false } },
};
const diagnosis = (...beliefs: readonly Belief[]): Diagnosis => ({
  platform: "scim",
  calls: [],
  rates: { told: {} },
  beliefs,
});
const linesOf = (belief: Belief): readonly string[] =>
  doctorText([diagnosis(belief)])
    .split("\n")
    .filter((line) => line.startsWith("  order "));

describe("an assumption that was looked at", () => {
  test.each<[string, Assumption, string, Record<string, unknown>, string, ReturnType<typeof stateOf>]>([
    ["holds", either, "sorted", {}, "holds          lists are sorted", "well"],
    [
      "differs, and is right either way",
      either,
      "loose",
      {},
      "differs        loose. In any order. Nothing to set: Each account counts once.",
      "well",
    ],
    ["holds, as it is set", setting, "sorted", { sorted: true }, "holds          lists are sorted", "well"],
    [
      "holds, and is set otherwise",
      setting,
      "sorted",
      { sorted: false },
      "holds          lists are sorted. Set roster:scim.sorted to true",
      "to-set",
    ],
    [
      "differs, as it is set",
      setting,
      "loose",
      { sorted: false },
      "differs        loose. In any order. Nothing to set: Each account counts once.",
      "well",
    ],
    [
      "differs, and has to be set",
      setting,
      "loose",
      { sorted: true },
      "differs        loose. In any order. Set roster:scim.sorted to false",
      "to-set",
    ],
  ])("%s", (_, assumption, variant, configuration, line, state) => {
    const belief = beliefOf(assumption, { variant }, configuration);
    expect(linesOf(belief)).toEqual([`  order       ${line}`]);
    expect(stateOf(diagnosis(belief))).toBe(state);
  });

  test("can't be told where nothing tells, where only a trial does, and where this version can't", () => {
    const by = (by: "look" | "trial" | "nothing"): Assumption => ({ ...either, probe: { by, how: "so and so" } });
    expect(unexamined(by("nothing"), false)).toEqual({ why: "nothing", reason: "so and so" });
    expect(unexamined(by("trial"), true)).toEqual({ why: "trial", reason: "so and so" });
    for (const which of ["look", "trial"] as const)
      expect(unexamined(by(which), false)).toMatchObject({ why: "untold" });
    expect(linesOf(beliefOf(either, unexamined(by("trial"), true), {}))).toEqual([
      "  order       can't be told  lists are sorted: only a trial tells, by --try: so and so",
    ]);
  });

  test("is not told by a denial, and fails by every other error but those that end all looks", async () => {
    const found = (error: Error) => finding(either, () => Promise.reject(error), undefined);
    expect(await found(new PermissionDeniedError("not you"))).toEqual({ why: "untold", reason: "not you" });
    expect(await found(new RejectedError("no"))).toEqual({ why: "failed", code: "rejected", reason: "no" });
    await expect(found(new UnauthenticatedError("who?"))).rejects.toThrow("who?");
    await expect(found(new TypeError("a mistake"))).rejects.toThrow("a mistake");
    const unknown = await finding(either, async () => ({ variant: "upside-down" }), undefined);
    expect(unknown).toMatchObject({ why: "failed", code: "internal" });
    expect(stateOf(diagnosis(beliefOf(either, unknown, {})))).toBe("broken");
  });
});

describe("what a tenant has", () => {
  const many = Array.from({ length: 15 }, (_, i) => ({ name: `r${i}` }));
  const whole: Diagnosis = {
    ...diagnosis(),
    vocabulary: {
      maps: {
        fields: {
          terms: [{ name: "Site", values: { terms: [{ name: "Bilbao" }], isComplete: true } }, { name: "Floor" }],
          isComplete: true,
        },
      },
      sets: { roles: { "": { terms: many, isComplete: false }, "my-client": { terms: [], isComplete: true } } },
      attributes: { timeZoneCode: { terms: [{ name: "4", titles: ["Europe/Berlin"] }], isComplete: true } },
      untold: [{ about: ["groups", "locale"], reason: "the token may not list them", isDenied: true }],
    },
  };

  test("is named for whoever has the credentials, with values, and counted where it is much", () => {
    const text = doctorText([whole]);
    expect(text).toMatch(/ fields +Site \(Bilbao\), Floor\n/);
    expect(text).toMatch(/ roles +r0, r1, .*r11, 3 more, perhaps others\n +roles +my-client: none\n/);
    expect(text).toMatch(/ timeZoneCode +4 \(Europe\/Berlin\)\n/);
    expect(text).toMatch(/ locale +the token may not list them\n/);
  });

  test("is counted for everybody else", () => {
    const { words, untold } = publicDiagnosis(whole);
    expect(words).toEqual({
      fields: { count: 2, isComplete: true },
      roles: { count: 15, isComplete: false },
      timeZoneCode: { count: 1, isComplete: true },
    });
    expect(untold).toEqual({ groups: true, locale: true });
  });
});
