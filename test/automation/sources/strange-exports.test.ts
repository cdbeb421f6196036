import { basename, join } from "node:path";
import { writeXlsx } from "hucre/xlsx";
import { describe, expect, test } from "vitest";
import { rosterFrom } from "../../../automation/cli/init/from";
import { Failure } from "../../../automation/common/failure";
import { readRoster } from "../../../automation/roster/file/read-roster";
import { decoded } from "../../../automation/roster/tables/decode";
import { readTable } from "../../../automation/roster/tables/read-table";
import { keptContext } from "../cli-context";
import { folderOfFiles, problemsOf } from "./files";

const TODAY = "2026-12-01";
const folder = folderOfFiles();
const lines = (...all: readonly string[]): string => `${all.join("\r\n")}\r\n`;
const day = (text: string): Date => new Date(`${text}T00:00:00Z`);

/** Bytes in an encoding that Node only reads: each sign by its byte there. */
const bytesIn = (label: string, text: string): Uint8Array => {
  const decoder = new TextDecoder(label);
  const known = new Map(
    Array.from({ length: 0x1_00_00 }, (_, code) => {
      const bytes = code < 0x100 ? [code] : [code >> 8, code & 0xff];
      return [decoder.decode(Uint8Array.from(bytes)), bytes] as const;
    }).reverse(),
  );
  return Uint8Array.from([...text].flatMap((sign) => known.get(sign) ?? []));
};

/** The roster that is guessed from a file. */
async function guessed(file: string, content: string | Uint8Array): Promise<{ text: string; path: string }> {
  const { context } = keptContext({ folder: folder.path });
  const text = await rosterFrom(folder.path, folder.write(file, content), context);
  return { text, path: folder.write(`${file}.yaml`, text) };
}

type People = Readonly<Record<string, readonly [name: string, manager?: string]>>;

async function peopleIn(path: string): Promise<People> {
  const { people } = await readRoster(path, { today: TODAY });
  return Object.fromEntries(
    [...people].map(([key, { accounts, manager }]) => [
      key,
      manager ? [String(accounts.adobe?.["name"]), manager] : [String(accounts.adobe?.["name"])],
    ]),
  );
}

const CASES: readonly (readonly [system: string, file: string, content: string | Uint8Array, people: People])[] = [
  [
    "Google's, in which most columns are empty, and somebody has next to nothing",
    "users.csv",
    lines(
      "First Name [Required],Last Name [Required],Email Address [Required],Org Unit Path [Required],Status [READ ONLY],Last Sign In [READ ONLY],Recovery Email,Home Phone,Mobile Phone,Work Address,Home Address,Employee ID,Employee Type,Employee Title,Manager Email,Department",
      "Grace,Hopper,grace@example.com,/Learning,Active,2026/11/28,g@example.org,,,,,000101,,Head,,Learning",
      "Ada,Byron,ada@example.com,/Learning,Active,2026/11/28,a@example.org,,,,,000102,,Author,grace@example.com,Learning",
      "Eve,Moss,eve@example.com,/Learning,Active,,,,,,,000103,,,,",
    ),
    { "000101": ["Grace Hopper"], "000102": ["Ada Byron", "000101"], "000103": ["Eve Moss"] },
  ],
  [
    "SuccessFactors, with names for people in German below those for systems",
    "UserData.csv",
    lines(
      "STATUS;USERID;USERNAME;FIRSTNAME;LASTNAME;EMAIL;MANAGER;HIREDATE;TITLE;DEFAULT_LOCALE",
      "STATUS;USERID;USERNAME;Vorname;Nachname;E-Mail;Manager;Einstellungsdatum;Titel;Standardgebietsschema",
      "active;100001;ghopper;Grace;Hopper;grace@example.com;NO_MANAGER;01.02.2019;Leitung;de_DE",
      "active;100002;abyron;Ada;Byron;ada@example.com;100001;15.03.2020;Autorin;de_DE",
      "inactive;100003;emoss;Eve;Moss;eve@example.com;100001;15.03.2020;Autorin;de_DE",
    ),
    { 100001: ["Grace Hopper"], 100002: ["Ada Byron", "100001"] },
  ],
  [
    "BambooHR's, with zeros where nobody has left",
    "bamboo.csv",
    lines(
      '"Employee #","Last name, First name","Work Email","Reports to","Hire Date","Termination Date"',
      '"1","Hopper, Grace","grace@example.com","","15 Jan 2019","0000-00-00"',
      '"2","Byron, Ada","ada@example.com","Hopper, Grace","01 Dec 2020","0000-00-00"',
      '"3","Moss, Eve","eve@example.com","Hopper, Grace","01 Dec 2020","31 Oct 2026"',
    ),
    { 1: ["Grace Hopper"], 2: ["Ada Byron", "1"] },
  ],
  [
    "Paycom's, with codes before its words",
    "paycom.csv",
    lines(
      "Employee_Code,Employee_Status,Legal_Firstname,Legal_Lastname,Work_Email,Supervisor_Primary_Code,Hire_Date",
      '0A01,A - Active,Grace,Hopper,grace@example.com,,"Feb 1, 2019"',
      '0A02,L - On Leave,Ada,Byron,ada@example.com,0A01,"March 15, 2020"',
      '0A03,T - Terminated,Eve,Moss,eve@example.com,0A01,"Mar 15, 2020"',
    ),
    { "0A01": ["Grace Hopper"], "0A02": ["Ada Byron", "0A01"] },
  ],
  [
    "Oracle's, by the codes of assignments",
    "workers.csv",
    lines(
      "PersonNumber|FirstName|LastName|WorkEmail|ManagerPersonNumber|HireDate|AssignmentStatusTypeCode",
      "300100|Grace|Hopper|grace@example.com||2019/02/01|ACTIVE_PROCESS",
      "300101|Ada|Byron|ada@example.com|300100|2020/03/15|SUSPEND_PROCESS",
      "300102|Eve|Moss|eve@example.com|300100|2020/03/15|INACTIVE_PROCESS",
    ),
    { 300100: ["Grace Hopper"], 300101: ["Ada Byron", "300100"] },
  ],
  [
    "Excel's in Japanese",
    "社員.csv",
    bytesIn(
      "shift_jis",
      "社員番号,姓,名,メールアドレス,上司社員番号,入社日\r\n00101,山田,花子,h@example.com,,2019/2/1\r\n",
    ),
    { "00101": ["花子 山田"] },
  ],
  [
    "Excel's in Polish",
    "osoby.csv",
    bytesIn(
      "windows-1250",
      "ID;Imię;Nazwisko;E-mail\r\n1;Łucja;Wiśniewska;l@example.com\r\n2;Józef;Żak;j@example.com\r\n",
    ),
    { 1: ["Łucja Wiśniewska"], 2: ["Józef Żak"] },
  ],
  [
    "Excel's of a Mac in French",
    "salaires.csv",
    bytesIn(
      "macintosh",
      "Matricule;Prénom;Nom;Courriel;N+1\r1;Zoé;Lefèvre;z@example.com;\r2;Noël;Durand;n@example.com;1\r",
    ),
    { 1: ["Zoé Lefèvre"], 2: ["Noël Durand", "1"] },
  ],
  [
    "in UTF-16 without a byte-order mark",
    "utf16.csv",
    Buffer.from("Employee ID,First Name,Last Name,Email\r\n01,Zoë,Byron,zoe@example.com\r\n", "utf16le"),
    { "01": ["Zoë Byron"] },
  ],
  [
    "with blanks before its quotation marks",
    "blanks.csv",
    '"Employee ID", "First Name", "Last Name", "Email"\n"01", "Ada", "Byron, of all" , "ada@example.com"\n',
    { "01": ["Ada Byron, of all"] },
  ],
];

describe("an export", () => {
  test.each(CASES)("%s, is read as it is meant", async (_, file, content, people) => {
    const { path } = await guessed(file, content);
    expect(await peopleIn(path)).toEqual(people);
  });

  test("has nobody for a footer, however little their row says", async () => {
    const [, file, content] = CASES[0] ?? [];
    expect((await guessed(String(file), content ?? "")).text).not.toContain("footer");
  });

  test("is refused below its footer where most columns are empty, too", async () => {
    const empty = ",".repeat(9);
    folder.write(
      "wide.csv",
      lines(`ID,Name,Mail${empty}`, `1,Ada Byron,ada@example.com${empty}`, "Total: 1", "2,Eve Moss,eve@example.com"),
    );
    const path = folder.write(
      "by-hand.yaml",
      "sources: { staff: { file: wide.csv, footer: Total, columns: { key: ID, name: Name, email: Mail }, values: { platforms: adobe } } }\n",
    );
    expect((await problemsOf(path)).join()).toContain("line 4 looks like a person");
  });

  test("says what was not sure", async () => {
    const { text } = await guessed(
      "unsure.csv",
      lines("ID,Name,Name,Email,Employee Status", "1,Ada,Byron,Ada <ada@example.com>,Z9"),
    );
    expect(text).toMatch(/name: Name \(1\) # guessed: the header has this name more than once/);
    expect(text).toMatch(/email: Email # guessed: holds what is no address/);
    expect(text).toMatch(/# +Employee Status \(may say who is still there/);
    const twice = await guessed(
      "twice.csv",
      lines("Employee ID,Name,Email", "1,Ada Byron,ada@example.com", "1,Eve Moss,eve@example.com"),
    );
    expect(twice.text).toMatch(/key: Email # guessed: Employee ID has empty cells, or values that are there twice/);
  });

  test.each([
    [
      "page.csv",
      "<!DOCTYPE html>\n<html><body>Sign in</body></html>\n",
      "page.csv: the file is a page or XML and no table",
    ],
    ["page.xlsx", "<html><table></table></html>\n", "page.xlsx: the file is a page or XML and no table"],
    [
      "locked.xlsx",
      Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]),
      "locked.xlsx: has a password, or is a workbook of an old kind",
    ],
    [
      "formula.csv",
      'Employee ID,Name\n="0101",Ada\n',
      'formula.csv:2, column 1: the cell is a formula for a text, as ="00123"',
    ],
  ])("is refused by what it is: %s", async (file, content, reason) => {
    await expect(guessed(file, content)).rejects.toThrow(reason);
  });

  test("says that months are read in English", async () => {
    folder.write("months.csv", lines("ID,Name,Mail,From", "1,Ada Byron,ada@example.com,15. März 2020"));
    const path = folder.write(
      "by-hand.yaml",
      "sources: { staff: { file: months.csv, dates: DD. MMM YYYY, columns: { key: ID, name: Name, email: Mail, starts: From }, values: { platforms: adobe } } }\n",
    );
    expect(await problemsOf(path)).toEqual([
      "staff:2, column From: must be a day in the form DD. MMM YYYY, in which MMM is a month in English, such as Dec",
    ]);
  });
});

describe("windows-1252", () => {
  test("has its own signs, also where Node decodes it as Latin 1", () => {
    const bytes = Buffer.from([0x4f, 0x92, 0x42, 0x72, 0x69, 0x65, 0x6e, 0x20, 0x80, 0x9f]);
    expect(decoded(bytes, "staff.csv", "windows-1252")).toBe("O’Brien €Ÿ");
  });

  test("is refused with the line of a sign that it doesn't have", () => {
    const read = () => decoded(Buffer.from([0x61, 0x0a, 0x4d, 0x81, 0x6c]), "staff.csv", "windows-1252");
    expect(read).toThrow(Failure);
    expect(read).toThrow("staff.csv:2:1: windows-1252 has no sign 0x81; say another encoding");
  });
});

describe("a workbook", () => {
  const written = async (file: string, ...sheets: Parameters<typeof writeXlsx>[0]["sheets"]): Promise<Uint8Array> => {
    const bytes = await writeXlsx({ sheets });
    folder.write(file, bytes);
    return bytes;
  };

  test("has its people on the sheet whose header is known, and rows that are hidden", async () => {
    const bytes = await written(
      "Export.xlsx",
      { name: "Export Summary", rows: [["This document was exported."], [], ["Sheet", "Table"]] },
      {
        name: "Sheet 1 - Table 1",
        rowDefs: new Map([[3, { hidden: true }]]),
        rows: [
          ["Table 1"],
          ["Employee ID", "First name", "Last name", "Email", "Start date"],
          [101, "Grace", "Hopper", "grace@example.com", day("2019-02-01")],
          [102, "Ada", "Byron", "ada@example.com", day("2020-03-15")],
        ],
      },
    );
    const { text, path } = await guessed("Export.xlsx", bytes);
    expect(text).toContain("sheet: Sheet 1 - Table 1 # guessed");
    expect(await peopleIn(path)).toEqual({ 101: ["Grace Hopper"], 102: ["Ada Byron"] });
  });

  test("says in merged cells the same of all rows", async () => {
    await written("Merged.xlsx", {
      name: "S",
      merges: [
        { startRow: 0, startCol: 0, endRow: 1, endCol: 0 },
        { startRow: 0, startCol: 1, endRow: 0, endCol: 2 },
        { startRow: 2, startCol: 3, endRow: 3, endCol: 3 },
      ],
      rows: [
        ["Employee ID", "Person", "", ""],
        ["", "First name", "Last name", "Department"],
        ["1", "Grace", "Hopper", "Learning"],
        ["2", "Ada", "Byron", ""],
      ],
    });
    const table = await readTable(join(folder.path, "Merged.xlsx"), { header: 2 });
    expect(table.columns).toEqual(["Employee ID", "First name", "Last name", "Department"]);
    expect(table.rows.map(({ cells }) => cells)).toEqual([
      ["1", "Grace", "Hopper", "Learning"],
      ["2", "Ada", "Byron", "Learning"],
    ]);
  });

  test.each([
    ['"E"00000', "E00102"],
    ["000\\-00", "001-02"],
    ["00000;-00000", "00102"],
    ["[Red]00000", "00102"],
    ["00000_)", "00102"],
    ["00", "102"],
    ["0-0", "10-2"],
    ["#,##0", "102"],
    ["0.00", "102"],
    ["General", "102"],
  ])("shows a number in the form %s as %s", async (numFmt, shown) => {
    const file = `${basename(shown)}.xlsx`;
    await written(file, {
      name: "S",
      rows: [["ID"], [102]],
      cells: new Map([["1,0", { value: 102, style: { numFmt } }]]),
    });
    const { rows } = await readTable(join(folder.path, file));
    expect(rows[0]?.cells).toEqual([shown]);
  });

  test("with a formula that nobody has calculated names the column", async () => {
    const bytes = await written("Formulas.xlsx", {
      name: "S",
      rows: [
        ["Employee ID", "First name", "Last name", "Email"],
        ["1", "Ada", "Byron", ""],
      ],
      cells: new Map([["1,3", { value: null, formula: 'LOWER(B2)&"@example.com"' }]]),
    });
    const { path } = await guessed("Formulas.xlsx", bytes);
    expect(await problemsOf(path, TODAY)).toEqual([
      "Formulas:2, column Email: is a formula without a result: open the file in a spreadsheet and save it",
    ]);
  });
});
