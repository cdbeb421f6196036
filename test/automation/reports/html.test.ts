import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readPageParts, renderHtml } from "../../../automation/reports/html";
import { pageData } from "../../../automation/reports/page-data";
import { change, HOSTILE_NAMES, inventedReview, manyChanges } from "./invented";

const hostile = inventedReview({
  project: "</title><script>alert(1)</script>",
  changes: HOSTILE_NAMES.map((name, n) =>
    change(n, ["leaver"], { name, key: `${n}`, reports: [name], details: [{ kind: "role", path: name, to: name }] }),
  ),
});

describe("plan.html as a file", () => {
  const page = renderHtml(hostile);

  it("holds all texts as data that can't end its element, and gives them back as they were shown", () => {
    const [, json = ""] = /<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(page) ?? [];
    expect(json).not.toMatch(/[<>]/);
    expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(pageData(hostile))));
  });

  it("has two scripts and one style, whose hashes are its whole policy", () => {
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text = ""]) => text);
    const styles = [...page.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, text = ""]) => text);
    expect([scripts.length, styles.length, page.match(/<script/g)?.length]).toEqual([1, 1, 2]);
    const [, policy = ""] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    const hash = (text = "") => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      `script-src ${hash(scripts[0])}`,
      `style-src ${hash(styles[0])}`,
      "img-src data:",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(page).not.toMatch(/unsafe-/);
  });

  it("names no address in the network, and its script writes no HTML", () => {
    const { template, style, script } = readPageParts();
    for (const part of [template, style, script]) expect(part).not.toMatch(/https?:|\/\/[a-z]|url\(|@import/i);
    expect(script).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|<\/script|<!--/,
    );
    expect(template).not.toMatch(/ (style|on\w+)=/);
  });

  it("escapes the title", () => {
    expect(page).toContain("<title>&#60;/title&#62;&#60;script&#62;alert(1)&#60;/script&#62;/prod · plan</title>");
  });

  it("stays below 4 MB for 5,000 changes", () => {
    expect(renderHtml(inventedReview({ changes: manyChanges(5_000), people: 20_000 })).length).toBeLessThan(4_000_000);
  });
});

describe("the page's data", () => {
  it("puts the roles of one section side by side", () => {
    const details = [
      { kind: "role", path: "roles", to: "Admin" },
      { kind: "role", path: "roles", from: "Author" },
      { kind: "role", path: "roles", to: "Manager" },
      { kind: "manager", path: "manager", from: "7", to: "8", toName: "Ana Sousa" },
    ] as const;
    const { changed } = pageData(inventedReview({ changes: [change(1, ["escalation"], { details })] }));
    expect(changed[0]?.changes[0]?.rows).toEqual([
      { path: "roles", from: "Author", to: "Admin, Manager" },
      { path: "manager", from: "7", to: "Ana Sousa" },
    ]);
  });

  it("keeps a change of a platform that the review says nothing else about", () => {
    const { changed, platforms } = pageData(inventedReview({ changes: [change(1, ["joiner"], { platform: "scim" })] }));
    expect(platforms[changed[0]?.changes[0]?.platform ?? -1]?.title).toBe("SCIM 2.0");
  });
});
