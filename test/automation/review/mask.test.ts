import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HIDDEN, maskedDetail, maskReview, Tags } from "../../../automation/plan/review/mask";
import type { ChangeDetail } from "../../../automation/plan/review/review";
import { renderHtml } from "../../../automation/reports/html";
import { renderMarkdown } from "../../../automation/reports/markdown";
import { changedPeople } from "../../../automation/reports/people";
import { renderTerminal } from "../../../automation/reports/terminal";
import { BREACH, change, inventedReview } from "../reports/invented";

const word = fc.stringMatching(/^[A-Z][a-z]{6,10}$/);
const PARTS = { style: "", script: "" };

describe("a masked review", () => {
  const masking = () => maskReview(inventedReview());

  it("calls people by initials and three digits, the same person everywhere the same", () => {
    const masked = masking();
    const [first] = masked.changes;
    expect(first?.name).toMatch(/^M\. T\. \(…[0-9a-f]{3}\)$/);
    const manager = masked.changes.flatMap(({ details }) => details).find(({ toName }) => toName?.startsWith("M. T."));
    expect(manager?.toName).toBe(first?.name);
    expect(masked.guards[1]?.who).toEqual([first?.name]);
  });

  it("keeps what happens, to how many, where, and which roles", () => {
    const masked = masking();
    expect(masked.changes.map(({ classes }) => classes)).toEqual(
      inventedReview().changes.map(({ classes }) => classes),
    );
    expect(changedPeople(masked)).toHaveLength(changedPeople(inventedReview()).length);
    expect(renderTerminal(masked)).toContain("role + Admin · was Learner, Author");
  });

  it("says nothing of whom it is about, in whatever form it is shown", () => {
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 8, maxLength: 8 }), (words) => {
        const [given = "", family = "", key = "", boss = "", bossKey = "", value = "", held = "", report = ""] = words;
        const person = change(1, ["leaver"], {
          name: `${given} ${family}`,
          key,
          reports: [`${report} ${family}`],
          details: [
            { kind: "attribute", path: "bio", from: value, to: [value] },
            { kind: "manager", path: "manager", from: bossKey, fromName: boss },
            { kind: "policy", path: "bio", from: held },
            { kind: "policy", path: "resource", from: key, to: key },
          ],
        });
        const guards = [{ ...BREACH, who: [person.name, `${boss}: ${report}`] }];
        const existing = [
          { platform: "adobe", key, name: person.name, id: "1", active: true, outcome: "refused" as const },
        ];
        const review = maskReview(inventedReview({ changes: [person], guards, existing }));
        const shown = [JSON.stringify(review), renderMarkdown(review), renderTerminal(review, { all: true })];
        for (const text of shown) for (const secret of words) expect(text).not.toContain(secret);
      }),
    );
  });

  it.each([
    ["Mei Tanaka", "M. T."],
    ["Priya", "P."],
    ["Nguyễn Thị Mai", "N. T."],
    ["olena.shevchenko@example.com", "O. S."],
    ["Jörg Müller-Lüdenscheidt", "J. M."],
    ["  Ana   Sousa ", "A. S."],
    ["(Dr) Wei Chen", "W. C."],
    ["4th_floor", "4. F."],
    ["伟 陈", "伟. 陈."],
    ["…", "?"],
    ["", "?"],
  ])("calls %j by %j, told from others of these letters by a hash", (name, initials) => {
    const called = new Tags("salt").name(name);
    expect(called.slice(0, called.indexOf(" (…"))).toBe(initials);
    expect(called).toMatch(/ \(…[0-9a-f]{3}\)$/);
    expect(new Tags("salt").name(name)).toBe(called);
  });

  it("hashes keys and names with the review, so that nobody can try names once for all", () => {
    const [one, other] = [new Tags("1"), new Tags("2")];
    expect(one.key("ada")).toMatch(/^…[0-9a-f]{12}$/);
    expect(new Set([one.key("ada"), other.key("ada"), one.key("bob")]).size).toBe(3);
    expect(one.name("Ada Byron")).not.toBe(other.name("Ada Byron"));
  });

  it("hides who is held, who comes and goes, and what a resource of theirs is called", () => {
    const review = inventedReview({
      changes: [change(0, ["leaver"]), change(1, ["leaver"])],
      held: [{ key: "mei-tanaka", name: "Mei Tanaka", reason: "leave of Mei", place: "people.csv:7" }],
      calendar: { today: "2026-01-01", next: [{ key: "priya-rao", day: "2026-01-02", what: "joins" }] },
      guards: [{ ...BREACH, who: ["Mei Tanaka", "Mei Tanaka and 3 more"] }],
    });
    const masked = maskReview(review);
    const [held] = masked.held ?? [];
    expect(held).toEqual({ key: expect.stringMatching(/^…[0-9a-f]{12}$/), name: masked.changes[0]?.name });
    expect(masked.calendar).toEqual({
      today: "2026-01-01",
      next: [{ key: expect.stringMatching(/^…[0-9a-f]{12}$/), day: "2026-01-02", what: "joins" }],
    });
    expect(masked.guards[0]).toEqual({ ...BREACH, who: [masked.changes[0]?.name, HIDDEN] });
    const [one, two] = masked.changes.map(({ urn }) => urn);
    expect(one).toMatch(/^urn:pulumi:prod::acme::roster:adobe:User::…[0-9a-f]{12}$/);
    expect(two).not.toBe(one);
    expect(masked.changes[0]?.naturalKey).toBe(HIDDEN);
    expect(JSON.stringify(masked)).not.toMatch(/Mei|Tanaka|mei-|priya|people\.csv/);
    expect(Object.keys(maskReview(inventedReview()))).not.toContain("held");
    expect(Object.keys(maskReview(inventedReview()))).not.toContain("calendar");
  });

  it("hides values by kind: managers by their key, roles and plain options not at all", () => {
    const tags = new Tags("salt");
    const details: readonly [ChangeDetail, Partial<ChangeDetail>][] = [
      [{ kind: "attribute", path: "bio", from: "a" }, { from: HIDDEN }],
      [{ kind: "attribute", path: "bio", to: "a" }, { to: HIDDEN }],
      [{ kind: "manager", path: "manager", from: "7" }, { from: tags.key("7") }],
      [
        { kind: "manager", path: "manager", to: "7", toName: "Ada" },
        { to: tags.key("7"), toName: tags.name("Ada") },
      ],
      [
        { kind: "manager", path: "manager", from: "7", fromName: "Ada" },
        { from: tags.key("7"), fromName: tags.name("Ada") },
      ],
      [{ kind: "role", path: "roles", to: "Admin" }, { to: "Admin" }],
      [
        { kind: "group", path: "groups", to: "7", toName: "Payroll" },
        { to: "7", toName: "Payroll" },
      ],
      [
        { kind: "policy", path: "onDestroy", from: "delete", to: "retain" },
        { from: "delete", to: "retain" },
      ],
      [{ kind: "policy", path: "bio", from: "a" }, { from: HIDDEN }],
    ];
    for (const [detail, shown] of details) {
      const { kind, path } = detail;
      expect(maskedDetail(detail, tags)).toStrictEqual({ kind, path, ...shown });
    }
  });

  it("is what plan.html holds, too", () => {
    const masked = masking();
    const page = renderHtml(masked, { ...PARTS, template: '"__DATA__"' });
    for (const { name, naturalKey } of inventedReview().changes) {
      expect(page).not.toContain(name);
      expect(page).not.toContain(naturalKey);
    }
  });
});
