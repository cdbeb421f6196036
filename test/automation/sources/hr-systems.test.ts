import { mkdtempSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { writeXlsx } from "hucre/xlsx";
import { describe, expect, test } from "vitest";
import { rosterFrom } from "../../../automation/cli/init/from";
import { readRoster } from "../../../automation/roster/file/read-roster";
import { keptContext } from "../cli-context";
import { folderOfFiles, problemsOf } from "./files";

const TODAY = "2026-12-01";
const folder = folderOfFiles();
const lines = (...all: readonly string[]): string => `${all.join("\r\n")}\r\n`;
const day = (text: string): Date => new Date(`${text}T00:00:00Z`);

/** Bytes of what Windows writes in western Europe, the dash among them. */
const windows1252 = (text: string): Uint8Array => {
  return Uint8Array.from(text, (sign) => (sign === "–" ? 0x96 : sign.charCodeAt(0)));
};

/** A file, what is edited in the roster that is guessed, and who is there: by key, the name and the manager's key. */
interface Case {
  readonly system: string;
  readonly file: string;
  readonly content: string | Uint8Array | (() => Promise<Uint8Array>);
  readonly edit?: readonly [from: string | RegExp, to: string];
  readonly people: Readonly<Record<string, readonly [name: string, manager?: string]>>;
}

const CASES: readonly Case[] = [
  {
    system: "SuccessFactors in German, whose last days lie at the end of time",
    file: "Mitarbeiterstamm.csv",
    content: windows1252(
      lines(
        "Benutzer-ID;Status;Anrede;Vorname;Nachname;Geschäftliche E-Mail;Vorgesetzter;Eintrittsdatum;Austrittsdatum;Stellenbezeichnung",
        "100001;Aktiv;Frau;Zoë;Groß;zoe@example.com;NO_MANAGER;01.02.2019;31.12.9999;Leiterin – Lernen",
        "100002;Aktiv;Herr;Jörg;Müller;joerg@example.com;100001;15.03.2020;31.12.9999;Autor",
        "100003;Inaktiv;Frau;Eva;Moos;eva@example.com;100001;15.03.2020;31.10.2026;Autorin",
      ),
    ),
    people: { 100001: ["Zoë Groß"], 100002: ["Jörg Müller", "100001"] },
  },
  {
    system: "Personio, which names supervisors by their names",
    file: "personio-export.csv",
    content: lines(
      '"ID","First name","Last name","Email","Status","Hire date","Termination date","Position","Supervisor"',
      '"4711","Grace","Hopper","grace@example.com","Active","2019-02-01","","Head",""',
      '"4712","Ada","Byron","ada@example.com","Active","2020-03-15","","Author","Grace Hopper"',
      '"4713","Eve","Moss","eve@example.com","Inactive","2020-03-15","2026-10-31","Author","Grace Hopper"',
      '"4714","Nora","New","nora@example.com","Onboarding","2027-01-15","","Author","Grace Hopper"',
    ),
    people: { 4711: ["Grace Hopper"], 4712: ["Ada Byron", "4711"] },
  },
  {
    system: "BambooHR, with names in one column and the family's first",
    file: "BambooHR_Directory.csv",
    content: lines(
      '"Employee Number","Last Name, First Name","Preferred Name","Work Email","Supervisor","Hire Date","Status"',
      '"12","Hopper, Grace","","grace@example.com","","02/01/2019","Active"',
      '"13","Byron, Ada","Countess","ada@example.com","Hopper, Grace","03/15/2020","Active"',
      '"14","Moss, Eve","","eve@example.com","Hopper, Grace","03/15/2020","Inactive"',
    ),
    people: { 12: ["Grace Hopper"], 13: ["Ada Byron", "12"] },
  },
  {
    system: "Workday, a report with lines above and below",
    file: "RPT_Worker_Census.csv",
    content: `\uFEFF${lines(
      "RPT - Worker Census",
      "Run by: Integration User,,",
      "",
      '"Worker","Employee ID","Email Address","Worker\'s Manager","Job Profile","Hire Date","Termination Date","Currently Active"',
      '"Grace Hopper","000101","grace@example.com","","Head","2019-02-01","","Yes"',
      '"Ada Byron","000102","ada@example.com","Grace Hopper","Author","2020-03-15","","Yes"',
      '"Eve Moss (Terminated)","000103","eve@example.com","Grace Hopper","Author","2020-03-15","","No"',
      "",
      "Total Workers: 3,,,,,,,",
      "Confidential",
    )}`,
    people: { "000101": ["Grace Hopper"], "000102": ["Ada Byron", "000101"] },
  },
  {
    system: "Workday, with workers and managers as it shows them",
    file: "workers.csv",
    content: lines(
      "Worker ID,Worker,Work Email,Manager,Worker Status",
      '1001,"Hopper, Grace (1001)",grace@example.com,,Active',
      '1002,"Byron, Ada (1002)",ada@example.com,"Hopper, Grace (1001)",Active',
      '1003,"Moss, Eve (1003)",eve@example.com,"Hopper, Grace (1001)",Terminated',
    ),
    people: { 1001: ["Grace Hopper"], 1002: ["Ada Byron", "1001"] },
  },
  {
    system: "UKG, with a header above the header",
    file: "UKG Pro - Employee List.csv",
    content: lines(
      "Employee,,,Contact,Job,,,Dates,,Status",
      "Employee Number,Last Name,First Name,Email Address,Job Title,Supervisor Name,Supervisor Employee Number,Original Hire Date,Termination Date,Employee Status",
      "000000101,Hopper,Grace,grace@example.com,Head,,,02/01/2019,,Active",
      '000000102,Byron,Ada,ada@example.com,Author,"Hopper, Grace",000000101,03/15/2020,,Leave of absence',
      '000000103,Moss,Eve,eve@example.com,Author,"Hopper, Grace",000000101,03/15/2020,10/31/2026,Terminated',
    ),
    people: { "000000101": ["Grace Hopper"], "000000102": ["Ada Byron", "000000101"] },
  },
  {
    system: "ADP, with padded numbers",
    file: "ADP_Roster.csv",
    content: lines(
      "Company Code,File Number,Payroll Name,Legal First Name,Legal Last Name,Work Contact: Work Email,Reports To Name,Position ID,Position Status",
      'ABC,000101  ,"Hopper, Grace",Grace,Hopper,grace@example.com,,P000101,Active',
      'ABC,000102  ,"Byron, Ada",Ada,Byron,ada@example.com,"Hopper, Grace",P000102,Active',
    ),
    people: { "000101": ["Grace Hopper"], "000102": ["Ada Byron", "000101"] },
  },
  {
    system: "Entra, where a room is a member without an address",
    file: "exportUser_2026-12-1.csv",
    content: lines(
      "id,displayName,userPrincipalName,userType,accountEnabled,mail,givenName,surname,manager",
      "o-1,Grace Hopper,grace@example.com,Member,TRUE,grace@example.com,Grace,Hopper,",
      "o-2,Ada Byron,ada@example.com,Member,TRUE,ada@example.com,Ada,Byron,Grace Hopper",
      "o-3,Room 7,room7@example.com,Member,TRUE,,,,",
    ),
    edit: ['accountEnabled = "TRUE"', 'accountEnabled = "TRUE" and mail != ""'],
    people: { "o-1": ["Grace Hopper"], "o-2": ["Ada Byron", "o-1"] },
  },
  {
    system: "Excel's Unicode text",
    file: "Staff.csv",
    content: Buffer.from(
      `\uFEFF${lines(
        "Personnel No.\tSurname\tForename\tE-mail address\tLine Manager (ID)\tLeaving date\tPosition title",
        '0101\tHopper\tGrace\tgrace@example.com\t\t\t"Head, of all"',
        "0102\tByron\tAda\tada@example.com\t0101\t\tAuthor",
        "0103\tMoss\tEve\teve@example.com\t0101\t31/10/2026\tAuthor",
      )}`,
      "utf16le",
    ),
    people: { "0101": ["Grace Hopper"], "0102": ["Ada Byron", "0101"] },
  },
  {
    system: "a workbook of a Mac, with a hidden sheet and a merged title",
    file: "Staff.xlsx",
    content: () =>
      writeXlsx({
        dateSystem: "1904",
        sheets: [
          { name: "Lookup", hidden: true, rows: [["Code", "Text"]] },
          {
            name: "Staff",
            merges: [{ startRow: 0, startCol: 0, endRow: 0, endCol: 6 }],
            rows: [
              ["Staff list"],
              ["Emp No", "First name", "Last name", "Mail", "Manager (Emp No)", "Entry date", "Exit date"],
              ["00101", "Grace", "Hopper", "grace@example.com", "", day("2019-02-01"), ""],
              ["00102", "Ada", "Byron", "ada@example.com", "00101", day("2020-03-15"), ""],
              ["00103", "Eve", "Moss", "eve@example.com", "00101", day("2020-03-15"), day("2026-10-31")],
            ],
          },
        ],
      }),
    people: { "00101": ["Grace Hopper"], "00102": ["Ada Byron", "00101"] },
  },
  {
    system: "tabs, with quotation marks inside of cells",
    file: "people.tsv",
    content:
      'Employee ID\tName\tEmail\tManager\n1\tGrace "Amazing" Hopper\tgrace@example.com\t\n2\t"Ada Byron"\tada@example.com\t1\n',
    people: { 1: ['Grace "Amazing" Hopper'], 2: ["Ada Byron", "1"] },
  },
  {
    system: "two columns of one name",
    file: "twice.csv",
    content: lines(
      "ID,Name,Email,Email,Manager",
      "1,Grace Hopper,grace@example.com,g@example.net,",
      "2,Ada Byron,ada@example.com,a@example.net,1",
    ),
    people: { 1: ["Grace Hopper"], 2: ["Ada Byron", "1"] },
  },
  {
    system: "two contracts of one person, of which one has ended",
    file: "contracts.csv",
    content: lines(
      "Personnel Number,First Name,Last Name,E-Mail,Contract,Start Date,End Date",
      "1001,Grace,Hopper,grace@example.com,1,2019-02-01,",
      "1002,Ada,Byron,ada@example.com,1,2020-03-15,2026-06-30",
      "1002,Ada,Byron,ada@example.com,2,2026-07-01,",
    ),
    people: { 1001: ["Grace Hopper"], 1002: ["Ada Byron"] },
  },
  {
    system: "SAP, by the names of its fields",
    file: "pa0000.csv",
    content: lines(
      "PERNR;VORNA;NACHN;EMAIL;BEGDA;ENDDA",
      "00001001;Grace;Hopper;grace@example.com;20190201;99991231",
      "00001002;Eve;Moss;eve@example.com;20200315;20261031",
    ),
    people: { "00001001": ["Grace Hopper"] },
  },
  {
    system: "PeopleSoft, with lines between its fields",
    file: "feed.csv",
    content: lines(
      "EMPLID|FIRST_NAME|LAST_NAME|EMAIL_ADDR|SUPERVISOR_ID|HIRE_DT|EMPL_STATUS",
      "0001|Grace|Hopper|grace@example.com||01-Feb-2019|A",
      "0002|Ada|Byron|ada@example.com|0001|15-Mar-2020|A",
      "0003|Eve|Moss|eve@example.com|0001|15-Mar-2020|T",
    ),
    people: { "0001": ["Grace Hopper"], "0002": ["Ada Byron", "0001"] },
  },
  {
    system: "a payroll in French, with names as they are filed",
    file: "salaries.csv",
    content: lines(
      "Matricule;Nom;Prénom;Adresse e-mail professionnelle;Responsable hiérarchique;Date de sortie;Statut",
      "00101;Lefèvre;Zoé;zoe@example.com;;;Actif",
      "00102;Durand;Noël;noel@example.com;Lefèvre Zoé;31/12/2099;Actif",
      "00103;Petit;Luc;luc@example.com;Lefèvre Zoé;31/10/2026;Sorti",
    ),
    people: { "00101": ["Zoé Lefèvre"], "00102": ["Noël Durand", "00101"] },
  },
];

/** The roster of a file, guessed and edited, in a folder of its own. */
async function guessed({ file, content, edit = ["", ""] }: Omit<Case, "system" | "people">): Promise<string> {
  const own = mkdtempSync(join(folder.path, "case-"));
  const path = join(own, basename(file));
  writeFileSync(path, typeof content === "function" ? await content() : content);
  const { context } = keptContext({ folder: own });
  const text = await rosterFrom(own, path, context);
  const roster = join(own, "roster.yaml");
  writeFileSync(roster, text.replace(...edit));
  return roster;
}

describe("a roster that is guessed from an export", () => {
  test.each(CASES)("of $system has who is there, with their managers", async ({ system: _, people, ...file }) => {
    const read = await readRoster(await guessed(file), { today: TODAY });
    const found = [...read.people].map(([key, { accounts, manager }]) => [
      key,
      [accounts.adobe?.["name"], ...(manager ? [manager] : [])],
    ]);
    expect(Object.fromEntries(found)).toEqual(people);
  });
});

describe("a table of people", () => {
  const source = (settings: string, text: string): string => {
    folder.write("people.csv", text);
    return folder.write(
      "roster.yaml",
      `sources: { staff: { file: people.csv, columns: { key: ID, name: Name, email: Mail }, values: { platforms: adobe }, ${settings} } }\n`,
    );
  };
  const ROWS = "ID,Name,Mail\n1,Grace Hopper,grace@example.com\n2,Ada Byron,ada@example.com\n";

  test("ends above its footer, without which it is cut, and below which nobody may stand", async () => {
    const footer = "footer: Total";
    const read = await readRoster(source(footer, `${ROWS}Total: 2,,\nSecret\n`), {});
    expect([...read.people.keys()]).toEqual(["1", "2"]);
    expect(await problemsOf(source(footer, ROWS))).toEqual([
      'staff (people.csv): no row begins with "Total", the source\'s footer: the file may be cut',
    ]);
    expect(await problemsOf(source(footer, `${ROWS}Total: 2,,\n3,Eve Moss,eve@example.com\n`))).toEqual([
      'staff (people.csv):4: the row begins with "Total", the source\'s footer, and line 5 looks like a person',
    ]);
  });

  test("tells which of two columns with one name may be meant", async () => {
    const [problem] = await problemsOf(
      source("", "ID,Name,Mail,Mail\n1,Grace Hopper,grace@example.com,g@example.net\n"),
    );
    expect(problem).toContain("has the column Mail 2 times; say Mail (1) or Mail (2)");
  });

  test("has signs in names that nobody sees, which is said with the place", async () => {
    const { notes } = await readRoster(
      source("", ROWS.replace("Grace", "Gra\u200Bce").replace("Ada", "A\u200Dda")),
      {},
    );
    expect(notes.join()).toMatch(/as they are: staff:2, column Name holds an invisible character: U\+200B/);
    expect(notes.join()).not.toContain("staff:3");
  });

  test("refuses a manager's name that two people have", async () => {
    folder.write(
      "people.csv",
      `${ROWS.replace("Mail", "Mail,Boss").replaceAll("example.com", "example.com,")}3,Ada Byron,ada3@example.com,\n4,Bo Noyce,bo@example.com,Ada Byron\n`,
    );
    const path = folder.write(
      "roster.yaml",
      "sources: { staff: { file: people.csv, columns: { key: ID, name: Name, email: Mail, manager.name: Boss }, values: { platforms: adobe } } }\n",
    );
    expect((await problemsOf(path)).join()).toMatch(/^staff:5, column Boss: .*is the name of 2 and of 3; say a key$/);
  });

  test("has one row of a person in each night, and two at once are refused", async () => {
    const settings = "";
    const rows =
      "ID,Name,Mail,From,To\n1,Grace Hopper,grace@example.com,2020-01-01,2026-12-04\n1,Grace Murray,grace@example.com,2026-12-05,9999-12-31\n";
    const path = source(settings, rows).toString();
    folder.write(
      "roster.yaml",
      "sources: { staff: { file: people.csv, columns: { key: ID, name: Name, email: Mail, starts: From, ends: To }, values: { platforms: adobe } } }\n",
    );
    const nameOn = async (today: string) => {
      const { people, calendar } = await readRoster(path, { today });
      return [people.get("1")?.accounts.adobe?.["name"], calendar?.next];
    };
    expect(await nameOn("2026-12-04")).toEqual(["Grace Hopper", []]);
    expect(await nameOn("2026-12-05")).toEqual(["Grace Murray", []]);
    folder.write("people.csv", rows.replace("2026-12-05", "2026-12-04"));
    expect((await problemsOf(path, "2026-12-04")).join()).toContain("staff:3, column ID: is also the key of line 2");
  });

  test.each([
    ["DD-MMM-YYYY", "05-Dec-2026"],
    ["DD MMM YYYY", "5 December 2026"],
    ["MMM D, YYYY", "Dec 5, 2026"],
    ["YYYYMMDD", "20261205"],
  ])("reads days in the form %s", async (form, text) => {
    folder.write(
      "people.csv",
      `ID,Name,Mail,From\n1,Grace Hopper,grace@example.com,\n2,Ada Byron,ada@example.com,"${text}"\n`,
    );
    const path = folder.write(
      "roster.yaml",
      `sources: { staff: { file: people.csv, dates: "${form}", columns: { key: ID, name: Name, email: Mail, starts: From }, values: { platforms: adobe } } }\n`,
    );
    const keysOn = async (today: string) => [...(await readRoster(path, { today })).people.keys()];
    expect([await keysOn("2026-12-04"), await keysOn("2026-12-05")]).toEqual([["1"], ["1", "2"]]);
  });

  test.each([
    ["DD-MMM-YYYY", "05-Dez-2026", "must be a day in the form DD-MMM-YYYY"],
    ["YYYYMMDD", "2026125", "must be a day in the form YYYYMMDD"],
    ["MM/DD/YYYY", "12/5/26", "a year has four digits"],
    ["MM/DD/YYYY", "2958465", "a spreadsheet's number of a day"],
  ])("takes no day in the form %s from %s", async (form, text, reason) => {
    folder.write("people.csv", `ID,Name,Mail,From\n2,Ada Byron,ada@example.com,${text}\n`);
    const path = folder.write(
      "roster.yaml",
      `sources: { staff: { file: people.csv, dates: "${form}", columns: { key: ID, name: Name, email: Mail, starts: From }, values: { platforms: adobe } } }\n`,
    );
    expect((await problemsOf(path, TODAY)).join()).toMatch(
      new RegExp(`^staff:2, column From: .*${reason.replace(/[/]/g, "\\/")}`),
    );
  });
});
