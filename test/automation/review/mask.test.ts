import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskReview } from "../../../automation/plan/review/mask";
import { renderHtml } from "../../../automation/reports/html";
import { renderMarkdown } from "../../../automation/reports/markdown";
import { changedPeople } from "../../../automation/reports/people";
import { renderTerminal } from "../../../automation/reports/terminal";
import { BREACH, change, inventedReview } from "../reports/invented";

const word = fc.stringMatching(/^[A-Z][a-z]{6,10}$/);
const PARTS = { style: "", script: "" };

describe("a masked review", () => {
  const masked = maskReview(inventedReview());

  it("calls people by initials and three digits, the same person everywhere the same", () => {
    const [first] = masked.changes;
    expect(first?.name).toMatch(/^M\. T\. \(…[0-9a-f]{3}\)$/);
    const manager = masked.changes.flatMap(({ details }) => details).find(({ toName }) => toName?.startsWith("M. T."));
    expect(manager?.toName).toBe(first?.name);
    expect(masked.guards[1]?.who).toEqual([first?.name]);
  });

  it("keeps what happens, to how many, where, and which roles", () => {
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

  it("is what plan.html holds, too", () => {
    const page = renderHtml(masked, { ...PARTS, template: '"__DATA__"' });
    for (const { name, naturalKey } of inventedReview().changes) {
      expect(page).not.toContain(name);
      expect(page).not.toContain(naturalKey);
    }
  });
});
