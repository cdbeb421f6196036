import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { renderTerminal } from "../../../automation/reports/terminal";
import { widthOf } from "../../../automation/reports/width";
import { BREACH, change, HOSTILE_NAMES, inventedReview, manyChanges } from "./invented";

const FILES = { written: ["plan.json", "plan.md", "plan.html"], next: "roster apply --plan plan.json" };

describe("roster plan on a terminal", () => {
  const text = renderTerminal(inventedReview(), FILES);
  const lines = text.split("\n");

  it("says who, what and whether it is within bounds, the dangerous first", () => {
    expect(lines[0]).toBe("acme / prod    412 people, 3 platforms, read in 2.1 s (43 calls)");
    expect(lines[2]).toMatch(/^ ! 1 escalation {3}- 2 leavers .*\+ 2 joiners .* {3}401 unchanged$/);
    const people = [
      "! Mei Tanaka",
      "- Siobhán O'Brien",
      "- Tomás Núñez",
      "o अनन्या शर्मा",
      "+ Łukasz Żak",
      "~ Priya Rao",
    ];
    const places = people.map((person) => lines.findIndex((line) => line.startsWith(` ${person}`)));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBe(4);
    expect(text).toContain("Adobe  role + Admin · was Learner, Author\n");
    expect(text).toContain("guards    leavers 2 of 10   escalations 1 of 1   administrators at Adobe 4, at least 2");
    expect(text).toContain(
      "forecast  at least 16 writes, about 25 s, Adobe takes 60 a minute; credentials valid for 6 days\n",
    );
    expect(text).toContain("written   plan.json  plan.md  plan.html\n next      roster apply --plan plan.json\n");
  });

  it("keeps its columns under names of any width", () => {
    const people = lines.filter((line) => /^ [!\-o@<*+>~.] .*(Adobe|NERM) /.test(line));
    expect(people.length).toBeGreaterThan(12);
    expect(new Set(people.map((line) => widthOf(line.slice(0, line.search(/ (Adobe|NERM) /)))))).toHaveProperty(
      "size",
      1,
    );
  });

  it("has no colour and no drawing in a pipe, and the same words with colour on a terminal", () => {
    expect(text).toBe(stripVTControlCharacters(text));
    expect(text).not.toMatch(/[\u2500-\u25FF\u2200-\u22FF]/);
    const coloured = renderTerminal(inventedReview(), { ...FILES, colour: true });
    expect(coloured).toContain("\u001B[");
    const words = (of: string) =>
      stripVTControlCharacters(of).replace(/^( *)[▲−○@▽↺+△~·!\-o<*>.] | {3}[▲−○@▽↺+△~·!\-o<*>.] /gm, "$1");
    expect(words(coloured)).toBe(words(text));
  });

  it("keeps to the terminal's width between words, and loses none", () => {
    for (const columns of [70, 80, 120]) {
      const narrow = renderTerminal(inventedReview(), { columns });
      const people = narrow.split("\n\n")[2]?.split("\n") ?? [];
      for (const line of people) expect(widthOf(line)).toBeLessThanOrEqual(Math.max(columns, 30 + 28 + 7 + 5));
      const words = (of: string) => of.split("\n\n")[2]?.split(/\s+/).join(" ");
      expect(words(narrow)).toBe(words(renderTerminal(inventedReview())));
    }
  });

  it("shows the first of many, counts the others by kind, and shows everybody with --all", () => {
    const many = inventedReview({ changes: manyChanges(1_000) });
    const short = renderTerminal(many);
    expect(short.split("\n").length).toBeLessThan(100);
    expect(short).toMatch(/\.\.\. 928 more \(50 leavers, \d+ joiners, \d+ movers\): roster plan --all/);
    const all = renderTerminal(many, { all: true });
    expect(all).not.toContain("... ");
    for (const { naturalKey, name } of many.changes) expect(all, naturalKey).toContain(name);
  });

  it("ends a refused plan with guard, count, names and the way to allow just this, and with no next step", () => {
    const refused = renderTerminal(inventedReview({ guards: [BREACH] }), FILES);
    const end = refused.split("\n").slice(-5);
    expect(end[0]).toBe("Nothing may be applied.");
    expect(end[1]).toBe(" refused   leavers 12 of 10");
    expect(end[2]).toMatch(/^ +Mei Tanaka, Tomás Núñez, .*, Zoë Laurent$/);
    expect(end[3]).toBe("           roster apply --plan plan.json --allow leavers=12");
    expect(refused).not.toContain(" next ");
    const allowed = renderTerminal(inventedReview({ guards: [{ ...BREACH, allowed: 12 }] }), FILES);
    expect(allowed).toContain("leavers 12 of 10 (allowed)");
    expect(allowed).toContain(" next ");
  });

  it("says that credentials run out before the end", () => {
    const { forecast } = inventedReview();
    const { seconds: _, ...open } = forecast;
    const some = { ...open, platforms: [...open.platforms, { id: "netex", writes: 3 }] };
    expect(renderTerminal(inventedReview({ forecast: some }))).toContain(
      "at least 16 writes, no rate is known for Netex, Adobe takes 60 a minute",
    );
    const late = { ...forecast, seconds: 7_200, validUntil: "2026-11-24T09:00:00Z" };
    expect(renderTerminal(inventedReview({ forecast: late }))).toContain(
      "about 2 h, Adobe takes 60 a minute; the credentials run out after 30 min, before the end",
    );
  });

  it("lets no name reach the terminal's controls", () => {
    const changes = HOSTILE_NAMES.map((name, n) =>
      change(n, ["leaver"], {
        name,
        reports: [name],
        details: [{ kind: "attribute", path: name, from: name, to: name }],
      }),
    );
    const guards = [{ ...BREACH, who: [...HOSTILE_NAMES], advice: "\u001B]0;owned\u0007" }];
    const hostile = renderTerminal(inventedReview({ changes, guards, project: "\u001B[2J", notes: ["\u202E"] }), {
      all: true,
    });
    expect(hostile).not.toMatch(/(?!\n)\p{Cc}|\p{Bidi_Control}/u);
  });
});
