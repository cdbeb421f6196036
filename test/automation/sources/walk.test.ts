import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ROOT, RosterLab } from "../roster-lab";

const page = readFileSync(join(ROOT, "docs", "start", "spreadsheet.md"), "utf8");

/** What stands in the fences behind a mark. */
const blocks = (mark: string): readonly string[] =>
  [...page.matchAll(new RegExp(`<!-- walk: ${mark} -->\\n\\n\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``, "g"))].map(
    ([, text = ""]) => text,
  );

let lab: RosterLab;
afterAll(() => lab.close());

test("the walk from a spreadsheet to a plan goes as its page says", async () => {
  lab = await RosterLab.open("embedded");
  // Only what the page's sandbox prints for Adobe.
  const environment = Object.fromEntries(
    Object.entries(lab.environment).filter(([name]) => !/^ROSTER_(NERM|NETEX|SCIM|KEYCLOAK)_/.test(name)),
  );
  lab.write("staff.csv", blocks("staff.csv")[0] ?? "");
  lab.install();
  const codes: number[] = [];
  const said: string[] = [];
  for (const line of blocks("command")) {
    const args = line.trim().split(" ").slice(1);
    const { code, out } = await lab.roster(args, { environment });
    codes.push(code);
    said.push(out);
    if (args[0] === "init") expect(lab.read("roster.yaml").trim()).toBe((blocks("roster.yaml")[0] ?? "").trim());
  }
  expect(codes).toEqual([0, 0, 2, 0]);
  expect(said[1]).toMatch(/adobe\.profile +"Author" +staff:3, Business Title/);
  expect(said[2]).toContain("2 joiners");
  const { adobe } = lab.sandbox;
  expect(adobe.get("ada@example.com")).toMatchObject({ state: "ACTIVE", profile: "Author" });
  expect(adobe.get("eve@example.com")).toBeUndefined();
});
