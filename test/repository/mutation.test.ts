import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { neverEnds } from "../../scripts/mutate/endless";
import { FOLDERS } from "../../scripts/mutate/folders";
import type { Reach } from "../../scripts/mutate/job";
import { figuresOf, mutationPage, type Result, survivorList } from "../../scripts/mutate/page";
import { inOrder, type Mutant, outcomeOf } from "../../scripts/mutate/run";
import { standing } from "../../scripts/mutate/standing";
import { leftOut } from "../../scripts/mutate/wording";
import { textOf } from "./files";

it("what is mutated, its tests and the survivors that stay are there", () => {
  const named = [...Object.entries(FOLDERS)].flatMap(([folder, { tests }]) => [folder, ...tests]);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
  const linesOf = (file: string) =>
    textOf(file)
      .split("\n")
      .map((line) => line.trim());
  expect(standing.filter(({ file, line }) => !linesOf(file).includes(line))).toEqual([]);
});

describe("the page about mutations", () => {
  const mutant = (line: number, end: Mutant["end"]): Mutant => ({
    file: "a/b/c.ts",
    line,
    text: "if (x) y();",
    part: "x",
    replacement: "`true`",
    end,
  });
  const result = (name: string, ...ends: readonly Mutant["end"][]): Result => ({
    name,
    unfit: [],
    mutants: ends.map((end, i) => mutant(i + 1, end)),
  });

  it("counts what no test reaches as not killed, what never ends as noticed, and a message's wording not at all", () => {
    const ends = ["killed", "killed", "survived", "unreached", "endless", "wording", "loading"] as const;
    expect(figuresOf(result("a/b", ...ends))).toEqual({
      mutants: 5,
      killed: 2,
      survived: 2,
      endless: 1,
      loading: 1,
      wording: 1,
      percent: 60,
    });
  });

  it("has a row for each folder, and a run replaces its own", () => {
    const first = mutationPage("", result("a/z", "survived"), "2026-01-01");
    const second = mutationPage(first, result("a/b", "killed", "unreached"), "2026-01-02");
    const third = mutationPage(second, result("a/z", "killed"), "2026-01-03");
    expect(third.split("\n").filter((line) => line.startsWith("| ["))).toEqual([
      "| [`a/b`](mutation/a-b.txt) | 2 | 1 | 1 | 0 | 0 | 0 | 50 % | 2026-01-02 |",
      "| [`a/z`](mutation/a-z.txt) | 1 | 1 | 0 | 0 | 0 | 0 | 100 % | 2026-01-03 |",
    ]);
  });

  it("leads to a list of survivors, and of the tests that say nothing", () => {
    expect(survivorList({ ...result("a/b", "killed", "unreached"), unfit: ["a test"] })).toBe(
      [
        "Survivors in a/b\n",
        "No reason yet:\n",
        "c.ts:2 (no test gets there): x  ->  `true`\n",
        "Left out are these tests, which fail when they are repeated, or even where nothing is mutated:\n",
        "a test\n",
      ].join("\n"),
    );
  });

  it("is written from the last word on each mutant", () => {
    const location = { start: { line: 1, column: 2 }, end: { line: 1, column: 5 } };
    const made = (id: string, more: object = {}) => ({
      id,
      fileName: "f",
      replacement: "a\n  b",
      location,
      ...more,
    });
    const mutants = [made("0"), made("1"), made("2"), made("3"), made("4", { status: "Ignored" })];
    const { mutants: ends, unfit } = outcomeOf(
      mutants,
      [
        { mutant: "0", verdict: "survived" },
        { mutant: "0", verdict: "killed" },
        { mutant: "1", verdict: "survived" },
        { unfit: "t" },
        { loading: ["1", "2"] },
      ],
      new Map([["f", "first\n  second"]]),
    );
    expect(ends.map(({ end }) => end)).toEqual(["killed", "survived", "loading", "unreached", "wording"]);
    expect(ends[0]).toMatchObject({ file: "f", line: 2, text: "second", part: "sec", replacement: "a b" });
    expect(unfit).toEqual(["t"]);
  });
});

it("tries the quick tests, then some of each suite, the fastest first, until time is up", () => {
  const test = (name: string, ms: number): Reach => ({
    ...{ test: name, name, file: "f", passed: true, calls: 1, mutants: {} },
    ms,
  });
  const slow = [test("f > a > 1", 90), test("f > a > 2", 80), test("f > b > 3", 3000), test("f > b > 4", 4000)];
  expect(inOrder([...slow, test("f > a > 5", 7), test("f > a > 6", 3)]).map(({ ms }) => ms)).toEqual([
    3, 7, 80, 3000, 90,
  ]);
});

describe("a mutation", () => {
  const reason = (node: object, parent?: object) => leftOut({ node, parent } as never);
  const text = (value: string) => ({ type: "StringLiteral", value });
  const template = (...expressions: object[]) => ({
    type: "TemplateLiteral",
    quasis: [{ value: { raw: "no such " } }],
    expressions,
  });

  it.each([
    ["of words is left out", text("no such person"), undefined, "wording"],
    ["of a name is tried", text("no-such-person"), undefined, undefined],
    ["of words that are compared is tried", text("no such person"), { type: "BinaryExpression" }, undefined],
    ["of words around a value is left out", template({ type: "Identifier" }), undefined, "wording"],
    ["of words around a choice is tried", template({ type: "ConditionalExpression" }), undefined, undefined],
  ])("%s", (_, node, parent, expected) => {
    expect(reason(node, parent)).toBe(expected);
  });
});

it.each([
  ["for (;;) {", "{}", true],
  ["  for (let start = 1; ; ) {", "{}", true],
  ["for (let tries = 0; ; tries++) {", "{}", true],
  ["while (true) {", "{}", true],
  ["for (;;) {", "true", false],
  ["for (let i = 0; i < 9; i++) {", "{}", false],
  ["for (const one of all) {", "{}", false],
  ["if (one) {", "{}", false],
])("%s made %s never ends: %s", (line, replacement, expected) => {
  const start = { line: 1, column: line.length - 1 };
  const mutant = { id: "1", fileName: "f", replacement, location: { start, end: { line: 3, column: 1 } } };
  expect(neverEnds(mutant, `first\n${line}\n  body();\n}\n`)).toBe(expected);
});
