import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, repositoryFiles, textOf } from "./files";

const FOLDER = "docs/decisions";
const RECORD = new RegExp(
  [
    String.raw`^# (\d{4})\. (.+)\n\nDate: \d{4}-\d\d-\d\d(?:, extended \d{4}-\d\d-\d\d)?\. `,
    String.raw`Status: (?:(accepted)|superseded by \[(\d{4})\]\((\d{4}-[a-z0-9-]+\.md)\))\.\n\n`,
    String.raw`## Context\n\n[\s\S]+\n\n## Decision\n\n[\s\S]+\n\n## Consequences\n\n[\s\S]+\n$`,
  ].join(""),
);

const files = repositoryFiles();
const records = files.filter((file) => file.startsWith(`${FOLDER}/`) && !file.endsWith("/README.md")).sort();
const names = records.map((file) => file.slice(FOLDER.length + 1));

describe("the decisions", () => {
  it("are numbered from 0001 without a gap", () => {
    expect(names.length).toBeGreaterThan(0);
    const numbers = names.map((_, index) => `${String(index + 1).padStart(4, "0")}-`);
    expect(names.map((name) => name.slice(0, 5))).toEqual(numbers);
  });

  it("are each in the contents, once and in their order", () => {
    const linked = [...textOf(`${FOLDER}/README.md`).matchAll(/^- \[(.+)\]\((.+)\): \S.*\.$/gm)];
    expect(linked.map(([, , name]) => name)).toEqual(names);
    for (const [, title, name] of linked) expect(textOf(`${FOLDER}/${name}`)).toMatch(`# ${title}\n`);
  });

  it("are nowhere else: one file for all of them can't be divided among several people", () => {
    expect(files.filter((file) => /(^|\/)DECISIONS\.md$/.test(file))).toEqual([]);
  });
});

/** The code of the repository, in which a decision's symbols must occur. */
const code = files
  .filter((file) => /\.(?:c?[jt]s|mts|mjs|json|ya?ml)$|(?:^|\/)\.\w+$/.test(file))
  .filter((file) => !file.endsWith("package-lock.json"))
  .map(textOf)
  .join("\n");
const words = new Set(code.match(/\w+/g));

describe.each(records)("%s", (file) => {
  const text = textOf(file);
  const [, number, title = "", accepted, successor, successorFile] = RECORD.exec(text) ?? [];

  it("has its number, a title, a date, a status and three sections", () => {
    expect(text).toMatch(RECORD);
    expect(file).toContain(`/${number}-`);
    expect(title.length).toBeLessThanOrEqual(70);
    expect(text.match(/^## /gm)).toHaveLength(3);
  });

  it("is short", () => expect(text.split(/\s+/).length).toBeLessThan(320));

  it("names a successor that refers back to it", () => {
    if (accepted !== undefined) return;
    expect(successorFile).toMatch(`${successor}-`);
    expect(textOf(`${FOLDER}/${successorFile}`)).toContain(`](${names[Number(number) - 1]})`);
  });

  it("mentions files, folders and symbols that exist, as long as it holds", () => {
    if (accepted === undefined) return;
    const spans = [...text.matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span);
    for (const span of spans) {
      const isPath = /^[\w.-]+\/[\w./-]*$/.test(span) || /^[\w.-]+\.(?:ts|js|mjs|mts|cjs)$/.test(span);
      if (isPath) expect(existsSync(join(ROOT, span)), span).toBe(true);
      else if (isSymbol(span)) expect(words.has(span), span).toBe(true);
    }
  });
});

/** A name as code has it: with a capital at the beginning or inside, or with an underscore. */
function isSymbol(span: string): boolean {
  return /^(?:[A-Z]\w*|[a-z]\w*[A-Z_]\w*)$/.test(span);
}
