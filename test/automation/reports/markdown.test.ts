import { describe, expect, it } from "vitest";
import type { PersonChange } from "../../../automation/plan/review/review";
import { renderMarkdown } from "../../../automation/reports/markdown";
import { commentMarker } from "../../../automation/reports/markdown-parts";
import { BREACH, change, HOSTILE_NAMES, inventedReview, manyChanges, personName } from "./invented";

const LIMIT = 65_000;

describe("plan.md", () => {
  const text = renderMarkdown(inventedReview());

  it("starts with a marker that finds the stack's comment again, whatever the stack is called", () => {
    expect(text.split("\n", 1)[0]).toBe("<!-- roster plan acme/prod -->");
    expect(commentMarker("plan", { project: "a--> b", stack: "p/q" })).toBe("<!-- roster plan a-%2D%3E%20b/p%2Fq -->");
  });

  it("says in its heading who joins, leaves and gains power, and whether that is within the guards", () => {
    expect(text).toMatch(/^### acme\/prod: 1 escalation, 2 leavers, .*2 joiners.* {3}✅ within guards$/m);
  });

  it("counts people in the heading and accounts in the table", () => {
    expect(text).toMatch(/^\| − leavers \| 2 \| {2}\| 1 \|$/m);
    expect(text).toMatch(/^\| \+ joiners \| 2 \| 1 \| {2}\|$/m);
  });

  it("shows the risky in full and first, and folds the rest", () => {
    const order = ["▲ 1 escalation", "− 2 leavers", "○ 1 released", "<details>", "+ 2 joiners", "~ 4 movers"];
    const places = order.map((part) => text.indexOf(part));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(text).toContain(
      "- **Mei Tanaka** Adobe `mei.tanaka@example.com`: role + **Admin** · was `Learner`, `Author`",
    );
    expect(text).toMatch(/\*\*Tomás Núñez\*\*.*deactivated · 2 people still report here: Zoë Laurent, .*; NERM/);
    expect(text).toContain("bio emptied (was `Twelve years of chemistry.↵Then two of law.`)");
  });

  it("says once more what a refused plan lacks, and how to allow just this", () => {
    const refused = renderMarkdown(inventedReview({ guards: [BREACH] }));
    expect(refused).toMatch(/^### .* ⛔ refused by a guard$/m);
    expect(refused).toContain("`roster apply --plan plan.json --allow leavers=12`");
    expect(refused).toContain("**leavers**: 12 of 10: Mei Tanaka, ");
  });

  it("says so where nothing changes, and passes notes on", () => {
    const quiet = renderMarkdown(inventedReview({ changes: [], existing: [], notes: ["Netex was not asked"] }));
    expect(quiet).toContain("acme/prod: no changes");
    expect(quiet).toContain("note: Netex was not asked");
  });
});

describe("plan.md for many", () => {
  const changes = manyChanges(10_000);
  const nameOfAll = (wanted: string) =>
    changes.filter(({ classes }) => classes.some((name) => name === wanted)).map(({ name }) => name);

  it("stays below the limit and still names every leaver and escalation of 10,000 changes", () => {
    const text = renderMarkdown(inventedReview({ changes, people: 20_000 }));
    expect(text.length).toBeLessThanOrEqual(LIMIT);
    const words = new Set(text.split(/, |\*\*|\n|: /));
    expect(nameOfAll("leaver")).toHaveLength(1_000);
    for (const name of [...nameOfAll("leaver"), ...nameOfAll("escalation")]) expect(words).toContain(name);
    expect(text).toMatch(/\d,\d{3} movers\*\* not shown here: all of them are in plan\.html/);
  });

  it("says exactly how many leavers are not shown where not even their names fit", () => {
    const leavers = Array.from({ length: 9_000 }, (_, n) => change(n, ["leaver"], { departure: "deactivated" }));
    const text = renderMarkdown(inventedReview({ changes: leavers, people: 0 }));
    expect(text.length).toBeLessThanOrEqual(LIMIT);
    expect(text.length).toBeGreaterThan(LIMIT - 1_000);
    const [, listed = ""] = /by name; in full in plan\.html: (.*)\n/.exec(text) ?? [];
    const [, hidden = ""] = /… ([\d,]+) more not shown here: all of them are in plan\.html/.exec(text) ?? [];
    expect(listed.split(", ").length + Number(hidden.replace(",", ""))).toBe(9_000);
    for (const name of listed.split(", ")) expect(name).toMatch(/^[^,]+?( \d+)?$/);
  });

  it("stays below the limit with names, values and guards of any length", () => {
    const long = "<@&".repeat(3_000);
    const changes: PersonChange[] = Array.from({ length: 300 }, (_, n) =>
      change(n, [n % 2 ? "leaver" : "mover"], {
        name: `${n} ${long}`,
        key: `${long}${n}`,
        reports: Array.from({ length: 50 }, (_, of) => `${of} ${long}`),
        details: [{ kind: "attribute", path: long, from: long, to: long }],
      }),
    );
    const guards = [{ ...BREACH, who: changes.map(({ name }) => name), advice: long }];
    const text = renderMarkdown(inventedReview({ changes, guards }));
    expect(text.length).toBeLessThanOrEqual(LIMIT);
  });
});

describe("plan.md with names that do harm", () => {
  const changes = HOSTILE_NAMES.flatMap((name, n) => [
    change(n, ["leaver"], { name, key: `${n}${name}`, departure: "deleted", reports: [name] }),
    change(n, ["mover"], {
      name: `m${name}`,
      details: [{ kind: "attribute", path: name || "x", from: name, to: [name] }],
    }),
  ]);
  const guards = [{ ...BREACH, who: [...HOSTILE_NAMES], advice: HOSTILE_NAMES[1] }];
  const text = renderMarkdown(
    inventedReview({ project: "<b>", stack: "@all", changes, guards, existing: [], notes: ["<i>"] }),
  );
  const outsideCode = text.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, "");

  it("has no HTML but its own", () => {
    const tags = new Set(outsideCode.match(/<[^ ]?[^>]*>/g));
    expect([...tags].sort()).toEqual(
      ["</details>", "</summary>", "<!-- roster plan %3Cb%3E/%40all -->", "<details>", "<summary>"].sort(),
    );
  });

  it("mentions nobody, refers to nothing and links nowhere", () => {
    expect(outsideCode).not.toMatch(/@\w|(?<!&)#\d|\]\(|https?:|www\./);
  });

  it("has only its own lines", () => {
    for (const line of text.split("\n")) expect(line).toMatch(/^($|<|#|\||>|- \*\*|\*\*|forecast|note|…)/);
  });

  it("keeps two people apart whose names are the same", () => {
    const twins = [1, 2].map((n) => change(n, ["leaver"], { name: personName(0) }));
    expect(renderMarkdown(inventedReview({ changes: twins }))).toContain("2 leavers");
  });
});
