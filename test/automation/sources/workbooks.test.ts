import { type WriteSheet, writeXlsx } from "hucre/xlsx";
import { describe, expect, test } from "vitest";
import { readRoster } from "../../../automation/roster/file/read-roster";
import { readTable } from "../../../automation/roster/tables/read-table";
import { accountsOf, folderOfFiles, problemsOf } from "./files";

const folder = folderOfFiles();
const HEAD = ["key", "platforms", "given", "family", "email"];

async function workbook(
  sheets: readonly WriteSheet[],
  options: { dateSystem?: "1900" | "1904" } = {},
): Promise<string> {
  return folder.write("people.xlsx", await writeXlsx({ sheets: [...sheets], ...options }));
}

describe("a workbook of Excel", () => {
  test("is a roster like a text of rows, whatever the cells are made of", async () => {
    const file = await workbook([
      {
        name: "Staff",
        rows: [
          [...HEAD, "adobe.enrollOnClick", "adobe.userUniqueId", "nerm.admin"],
          [7, "adobe|nerm", "Ada", "Byron", "ada@example.com", true, 123456789012, false],
        ],
      },
    ]);
    expect((await readRoster(file)).people.get("7")?.accounts).toMatchObject({
      adobe: { enrollOnClick: true, userUniqueId: "123456789012" },
      nerm: { login: "7", admin: false },
    });
  });

  test("shows numbers with the zeros of their format", async () => {
    const cells = new Map([["1,0", { value: 123, type: "number" as const, style: { numFmt: "00000" } }]]);
    const file = await workbook([
      { name: "Staff", rows: [HEAD, [123, "adobe", "Ada", "Byron", "ada@example.com"]], cells },
    ]);
    expect([...(await readRoster(file)).people.keys()]).toEqual(["00123"]);
  });

  test.each(["1900", "1904"] as const)("has days that need no form, counted from %s", async (dateSystem) => {
    const rows = [
      ["Id", "Start"],
      ["a", new Date("2026-12-05T00:00:00Z")],
      ["b", new Date("2026-12-05T08:30:00Z")],
    ];
    const { rows: read } = await readTable(await workbook([{ name: "Staff", rows }], { dateSystem }));
    expect(read.map(({ cells }) => cells[1])).toEqual(["2026-12-05", "2026-12-05T08:30:00"]);
    const columns = `{ key: Id, starts: Start }, values: { platforms: nerm, name: A, email: '\${{ Id & "@example.com" }}' }`;
    const source = `{ file: people.xlsx, dates: DD.MM.YYYY, columns: ${columns} }`;
    const roster = folder.write("roster.yaml", `sources: { staff: ${source} }\n`);
    expect((await problemsOf(roster, "2026-12-04")).join()).toContain("there is nobody in the file");
    expect((await readRoster(roster, { today: "2026-12-05" })).people.size).toBe(2);
  });

  test("counts the results of formulas, and refuses errors and formulas without a result", async () => {
    const cells = new Map([
      ["1,2", { value: "Ada", type: "formula" as const, formula: 'UPPER("x")', formulaResult: "Ada" }],
      ["2,2", { value: "#N/A", type: "error" as const }],
      ["3,2", { value: null, type: "formula" as const, formula: "A1" }],
    ]);
    const rows = ["e1", "e2", "e3"].map((key) => [key, "nerm", "?", "Byron", `${key}@example.com`]);
    const problems = await problemsOf(await workbook([{ name: "Staff", rows: [HEAD, ...rows], cells }]));
    expect(problems).toEqual([
      "people.xlsx:3, column given: is the error #N/A of a spreadsheet's formula",
      "people.xlsx:4, column given: is a formula without a result: open the file in a spreadsheet and save it",
    ]);
  });

  test("refuses numbers of more digits than a spreadsheet keeps", async () => {
    const file = await workbook([
      { name: "Staff", rows: [HEAD, [123456789012345680000, "nerm", "A", "B", "a@example.com"]] },
    ]);
    expect((await problemsOf(file)).join()).toContain("column key: is a number in scientific notation");
  });

  test("has its header where it begins, and its sheet by name", async () => {
    const file = await workbook([
      { name: "Notes", rows: [["key"], ["x"]], hidden: true },
      {
        name: "Staff",
        rows: [
          [],
          ["", ...HEAD],
          [],
          ["", "e1", "nerm", "Ada", "Byron", "ada@example.com"],
          ["", "e2", "nerm", "", "", "nothing"],
        ],
      },
    ]);
    expect(await problemsOf(file)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^people\.xlsx:5, column email: /)]),
    );
    const roster = folder.write("roster.yaml", "sources: { staff: { file: people.xlsx, sheet: Stuff } }\n");
    expect(await problemsOf(roster)).toEqual(["staff (people.xlsx): there is no sheet Stuff; there are Notes, Staff"]);
  });

  test.each<[what: string, name: string, content: string | Uint8Array, reason: string]>([
    [
      "a text that is called a workbook",
      "people.xlsx",
      "key,platforms\n",
      "people.xlsx: is no workbook that can be read",
    ],
    [
      "half a workbook",
      "people.xlsx",
      Buffer.from("PK\u0003\u0004junk"),
      "people.xlsx: is no workbook that can be read",
    ],
    [
      "a workbook that is called a text",
      "people.csv",
      Buffer.from("PK\u0003\u0004junk"),
      "people.csv: the file is a workbook and no text",
    ],
    [
      "an old workbook",
      "people.csv",
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0]),
      "people.csv: the file is a workbook of an old kind",
    ],
    ["an empty file", "people.csv", "\uFEFF\n\n", "people.csv:1: the file is empty"],
  ])("is told apart from %s", async (_, name, content, reason) => {
    expect((await problemsOf(folder.write(name, content))).join()).toContain(reason);
  });

  test("gives the same people as the same rows in CSV and TSV", async () => {
    const rows = [HEAD, ["e1", "nerm", "Zoë", "O'Brien", "zoe@example.com"]];
    const read = async (file: string) => accountsOf(await readRoster(file), "nerm");
    const expected = await read(await workbook([{ name: "S", rows }]));
    for (const [name, separator] of [
      ["people.csv", ","],
      ["people.tsv", "\t"],
      ["semicolons.csv", ";"],
    ] as const) {
      expect(await read(folder.write(name, rows.map((row) => `${row.join(separator)}\r\n`).join("")))).toEqual(
        expected,
      );
    }
  });
});
