import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FOLDERS } from "../../scripts/mutate/folders";
import { figuresOf, mutationPage, type Result } from "../../scripts/mutate/page";
import type { Mutant } from "../../scripts/mutate/run";
import { standing } from "../../scripts/mutate/standing";
import { strykerPlugins } from "../../scripts/mutate/wording";

it("what is mutated, its tests and the survivors that stay are there", () => {
  const named = [...Object.entries(FOLDERS)].flatMap(([folder, { tests }]) => [folder, ...tests]);
  expect([...named, ...standing.map(({ file }) => file)].filter((path) => !existsSync(path))).toEqual([]);
});

describe("the page about mutations", () => {
  const mutant = (line: number, status: string): Mutant => ({
    file: "a/b/c.ts",
    line,
    text: "if (x) y();",
    replacement: "if (`true`) y();",
    status,
  });
  const result = (name: string, ...statuses: readonly string[]): Result => ({
    name,
    mutants: statuses.map((status, i) => mutant(i + 1, status)),
  });

  it("counts what no test reaches and what ran out of time as not killed, and what is ignored not at all", () => {
    const statuses = ["Killed", "Killed", "Survived", "NoCoverage", "Timeout", "Ignored", "RuntimeError"];
    expect(figuresOf(result("a/b", ...statuses))).toEqual({
      mutants: 5,
      killed: 2,
      survived: 2,
      timeouts: 1,
      percent: 40,
    });
  });

  it("has a row and a section for each folder, and a run replaces its own", () => {
    const first = mutationPage("", result("a/z", "Survived"), "2026-01-01");
    const second = mutationPage(first, result("a/b", "Killed", "Timeout"), "2026-01-02");
    const third = mutationPage(second, result("a/z", "Killed"), "2026-01-03");
    expect(third.split("\n").filter((line) => line.startsWith("| `"))).toEqual([
      "| `a/b` | 2 | 1 | 0 | 1 | 50 % | 2026-01-02 |",
      "| `a/z` | 1 | 1 | 0 | 0 | 100 % | 2026-01-03 |",
    ]);
    expect(third.slice(third.indexOf("## "))).toBe(
      "## `a/b`\n\nNo reason yet:\n\n- c.ts:2 (timeout): `if (x) y();` with `` if (`true`) y(); ``\n\n## `a/z`\n\nNone survives.\n",
    );
  });
});

describe("a mutation", () => {
  const ignored = (node: object, parent?: object) =>
    strykerPlugins.map(({ value }) => value.shouldIgnore({ node, parent } as never));
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
    expect(ignored(node, parent)).toEqual([expected]);
  });
});
