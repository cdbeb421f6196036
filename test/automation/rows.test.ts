import { describe, expect, it } from "vitest";
import { rowsFor } from "../../automation/roster/import/rows";
import { csvOf } from "../../automation/roster/import/write-csv";
import { yamlOf } from "../../automation/roster/import/write-yaml";
import type { Observed } from "../../provider/core/model/entity";

const user = (id: string, attributes: Record<string, string>, manager: string | null = null): Observed => ({
  id,
  active: true,
  attributes,
  sets: {},
  references: { manager },
  info: {},
});
const adobe = (id: string, name: string, manager?: string) =>
  ({ platform: "adobe", user: user(id, { email: `${name}@example.com`, name }, manager) }) as const;
const nerm = (id: string, name: string, manager?: string) =>
  ({ platform: "nerm", user: user(id, { login: name, email: `${name}@example.com`, name }, manager) }) as const;

describe("rows for accounts that nobody declares", () => {
  it("make one person of all accounts of one address, with a key of their own", () => {
    const { rows } = rowsFor([adobe("1", "ada"), nerm("n1", "ada"), adobe("2", "Ada")], new Map(), new Set(["ADA"]));
    expect(rows.map(({ key, ids }) => [key, ids])).toEqual([["ada-2", { adobe: "2", nerm: "n1" }]]);
    const [row] = rows;
    expect(row?.person).toMatchObject({ email: "ada@example.com", username: "ada", adobe: { adopt: "identical" } });
  });

  it("name a manager by key only where that is true on every platform", () => {
    const both = [adobe("1", "boss"), nerm("n1", "boss")];
    const managerIn = (...accounts: readonly ReturnType<typeof adobe | typeof nerm>[]) => {
      const { rows, notes } = rowsFor([...both, ...accounts], new Map(), new Set());
      return [rows.find(({ key }) => key === "ada")?.person["manager"], notes.length];
    };
    expect(managerIn(adobe("2", "ada", "1"))).toEqual(["boss", 0]);
    expect(managerIn(adobe("2", "ada", "1"), nerm("n2", "ada", "n1"))).toEqual(["boss", 0]);
    // At NERM she has none, and declaring one would change that.
    expect(managerIn(adobe("2", "ada", "1"), nerm("n2", "ada"))).toEqual([undefined, 1]);
    expect(managerIn(adobe("2", "ada", "elsewhere"))).toEqual([undefined, 1]);
  });

  it("leave out what the platform shows and doesn't take back", () => {
    const access = {
      platform: "nerm",
      user: user("n", { login: "ada", name: "Ada", email: "ada@example.com", type: "NeaccessUser" }),
    } as const;
    const { rows } = rowsFor([access], new Map(), new Set());
    expect(rows[0]?.person["nerm"]).toEqual({ adopt: "identical" });
  });

  it("are written so that they are read again", () => {
    const { rows } = rowsFor([adobe("1", "ada"), nerm("n1", "ada")], new Map(), new Set());
    expect(yamlOf(rows)).toContain("people:\n  ada:\n");
    expect(csvOf(rows, []).text.split("\n")[0]).toBe("key,platforms,name,email,adobe.adopt,nerm.adopt");
  });
});
