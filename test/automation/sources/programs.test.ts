import { describe, expect, test } from "vitest";
import { fromRows, readRoster } from "../../../automation/roster/program/index";
import { folderOfFiles } from "./files";

const folder = folderOfFiles();

describe("a program that reads people itself", () => {
  test("has them judged by the rules of a source, with places", async () => {
    const rows = [
      { id: 7, name: "Ada Byron", mail: "ada@example.com", since: new Date("2026-12-05T00:00:00Z"), staff: true },
      { id: 8, name: "Eve Moss", mail: "eve@example.com", since: null, staff: false },
    ];
    const mapping = {
      name: "people",
      columns: { key: "id", name: "name", email: "mail", starts: "since" },
      values: { platforms: "nerm" },
      where: 'staff = "true"',
    };
    const read = await fromRows(rows, mapping, { today: "2026-12-05" });
    expect([...read.people.keys()]).toEqual(["7"]);
    expect(read.originsOf("7")).toMatchObject({ "nerm.email": "people:1, mail" });
    await expect(
      fromRows(rows, { ...mapping, columns: { ...mapping.columns, key: "ID number" } }),
    ).rejects.toMatchObject({
      code: "roster-file",
      message: expect.stringContaining("people has no column ID number"),
    });
    await expect(fromRows(rows, { ...mapping, badRows: "perhaps" as "hold" })).rejects.toThrow(
      "badRows: must be stop or hold",
    );
  });

  test("looks at a roster before it declares it", async () => {
    const file = folder.write("people.csv", "key,platforms,name,email\ne1,nerm,Ada Byron,ada@example.com\n");
    const { people } = await readRoster(file);
    expect(people.get("e1")?.accounts["nerm"]).toMatchObject({ login: "e1" });
    await expect(readRoster(folder.write("people.csv", "key\n"))).rejects.toThrow(
      "people.csv:1, column platforms: is missing",
    );
  });
});
