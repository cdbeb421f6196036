import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeXlsx } from "hucre/xlsx";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Review } from "../../../automation/plan/review/review";
import { readRoster } from "../../../automation/roster/file/read-roster";
import { RosterLab } from "../roster-lab";

const TODAY = "2026-12-01";
const MOST_EDITS = 3;

/** An export as a system writes it, with invented people. */
interface Export {
  readonly system: string;
  readonly file: string;
  readonly content: string | Uint8Array | (() => Promise<Uint8Array>);
  /** What somebody edits in the roster that is guessed: a line's beginning, and what they make of it. */
  readonly edits?: readonly (readonly [start: string, line: string])[];
  /** Who joins: by key, the name at the platform and the manager's key. */
  readonly people: Readonly<Record<string, readonly [name: string, manager?: string]>>;
}

const lines = (...all: readonly string[]): string => `${all.join("\r\n")}\r\n`;

const EXPORTS: readonly Export[] = [
  {
    system: "Workday, a report with its title above",
    file: "All Workers.csv",
    content: lines(
      "All Workers - Active and Terminated,,,,,,,,,",
      "Effective Date,2026-12-01,,,,,,,,",
      ",,,,,,,,,",
      "Employee ID,Legal Name - First Name,Legal Name - Last Name,Email - Primary Work,Manager Employee ID,Hire Date,Termination Date,Business Title,Supervisory Organization,Worker Status",
      "00001,Grace,Hopper,grace@example.com,,01/15/2019,,Head of Learning,Learning (Grace Hopper),Active",
      "00002,Ada,Byron,ada@example.com,00001,12/01/2020,,Author,Learning (Grace Hopper),On Leave",
      "00003,Eve,Moss,eve@example.com,00001,12/01/2020,10/31/2026,Author,Learning (Grace Hopper),Terminated",
    ),
    people: { "00001": ["Grace Hopper"], "00002": ["Ada Byron", "00001"] },
  },
  {
    system: "Workday, with managers as it shows workers",
    file: "workers.csv",
    content: lines(
      "Employee ID,First Name,Last Name,Work Email,Manager,Hire Date,Active Status",
      "100201,Grace,Hopper,grace@example.com,,2019-01-15,Yes",
      "100202,Ada,Byron,ada@example.com,Grace Hopper (100201),2020-12-01,Yes",
      "100203,Eve,Moss,eve@example.com,Grace Hopper (100201),2020-12-01,No",
    ),
    people: { 100201: ["Grace Hopper"], 100202: ["Ada Byron", "100201"] },
  },
  {
    system: "SuccessFactors, with a header for systems and one for people",
    file: "UserData.csv",
    content: lines(
      "STATUS,USERID,USERNAME,FIRSTNAME,LASTNAME,MI,GENDER,EMAIL,MANAGER,HR,DEPARTMENT,JOBCODE,TITLE,LOCATION,TIMEZONE,HIREDATE,EMPID,DEFAULT_LOCALE",
      "Status,User ID,Username,First Name,Last Name,Middle Name,Gender,Email,Manager,Human Resources,Department,Job Code,Title,Location,Timezone,Hire Date,Employee ID,Default Locale",
      "active,sf100,ghopper,Grace,Hopper,,,grace@example.com,NO_MANAGER,NO_HR,Learning,H1,Head,Madrid,Europe/Madrid,01/15/2019,100,en_US",
      "active,sf101,abyron,Ada,Byron,,,ada@example.com,sf100,NO_HR,Learning,A1,Author,Madrid,Europe/Madrid,12/13/2020,101,en_US",
      "inactive,sf102,emoss,Eve,Moss,,,eve@example.com,sf100,NO_HR,Learning,A1,Author,Madrid,Europe/Madrid,12/13/2020,102,en_US",
    ),
    people: { 100: ["Grace Hopper"], 101: ["Ada Byron", "100"] },
  },
  {
    system: "BambooHR, which names managers by their names",
    file: "bamboohr.csv",
    content: lines(
      '"Employee #","First Name","Last Name","Display name","Work Email","Job Title","Department","Hire Date","Employment Status","Reporting to"',
      '"7","Grace","Hopper","Grace Hopper","grace@example.com","Head","Learning","01/15/2019","Full-Time",""',
      '"8","Ada","Byron","Ada Byron","ada@example.com","Author","Learning","12/31/2020","Part-Time","Grace Hopper"',
      '"9","Eve","Moss","Eve Moss","eve@example.com","Author","Learning","12/31/2020","Terminated","Grace Hopper"',
    ),
    people: { 7: ["Grace Hopper"], 8: ["Ada Byron", "7"] },
  },
  {
    system: "Personio, in German, as Excel saves it",
    file: "personio.csv",
    content: Buffer.from(
      lines(
        "Personalnummer;Vorname;Nachname;E-Mail;Position;Abteilung;Vorgesetzter;Eintrittsdatum;Letzter Arbeitstag;Status",
        "P-001;Zoë;Hübner;zoe@example.com;Leitung;Lernen;;15.01.2019;;Aktiv",
        "P-002;Jörg;Groß;joerg@example.com;Autor;Lernen;zoe@example.com;01.12.2020;;Elternzeit",
        "P-003;Eve;Moss;eve@example.com;Autorin;Lernen;zoe@example.com;01.12.2020;31.10.2026;Inaktiv",
      ),
      "latin1",
    ),
    people: { "P-001": ["Zoë Hübner"], "P-002": ["Jörg Groß", "P-001"] },
  },
  {
    system: "Get-ADUser | Export-Csv of Windows PowerShell",
    file: "users.csv",
    content: lines(
      "#TYPE Microsoft.ActiveDirectory.Management.ADUser",
      '"DistinguishedName","EmailAddress","EmployeeID","Enabled","GivenName","Manager","Name","ObjectClass","ObjectGUID","SamAccountName","SID","Surname","Title","UserPrincipalName"',
      '"CN=Grace Hopper,OU=Staff,DC=example,DC=com","grace@example.com","00001","True","Grace","","Grace Hopper","user","6f1c2a4e-0000-4000-8000-000000000001","ghopper","S-1-5-21-1-1101","Hopper","Head","ghopper@example.com"',
      '"CN=Ada Byron,OU=Staff,DC=example,DC=com","ada@example.com","00002","True","Ada","CN=Grace Hopper,OU=Staff,DC=example,DC=com","Ada Byron","user","6f1c2a4e-0000-4000-8000-000000000002","abyron","S-1-5-21-1-1102","Byron","Author","abyron@example.com"',
      '"CN=Eve Moss,OU=Staff,DC=example,DC=com","eve@example.com","00003","False","Eve","CN=Grace Hopper,OU=Staff,DC=example,DC=com","Eve Moss","user","6f1c2a4e-0000-4000-8000-000000000003","emoss","S-1-5-21-1-1103","Moss","Author","emoss@example.com"',
    ),
    people: { "00001": ["Grace Hopper"], "00002": ["Ada Byron", "00001"] },
  },
  {
    system: "Entra, the users that its portal downloads",
    file: "exportUsers_2026-12-1.csv",
    content: `\uFEFF${lines(
      "userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle,department,accountEnabled,usageLocation,companyName,creationType,createdDateTime",
      "grace@example.com,Grace Hopper,Hopper,grace@example.com,Grace,6f1c2a4e-0000-4000-8000-000000000001,Member,Head,Learning,True,DE,Acme,,2019-01-15T08:00:00Z",
      "ada@example.com,Ada Byron,Byron,ada@example.com,Ada,6f1c2a4e-0000-4000-8000-000000000002,Member,Author,Learning,True,DE,Acme,,2020-12-01T08:00:00Z",
      "eve@example.com,Eve Moss,Moss,eve@example.com,Eve,6f1c2a4e-0000-4000-8000-000000000003,Member,Author,Learning,False,DE,Acme,,2020-12-01T08:00:00Z",
      "guest_example.net#EXT#@example.com,A Guest,Guest,guest@example.net,A,6f1c2a4e-0000-4000-8000-000000000004,Guest,,,True,,,Invitation,2020-12-01T08:00:00Z",
    )}`,
    people: {
      "6f1c2a4e-0000-4000-8000-000000000001": ["Grace Hopper"],
      "6f1c2a4e-0000-4000-8000-000000000002": ["Ada Byron"],
    },
  },
  {
    system: "Okta, where some can't sign in today",
    file: "okta-users.csv",
    content: lines(
      "id,status,created,lastLogin,login,email,firstName,lastName,employeeNumber,managerId,title,department",
      "00u1,ACTIVE,2019-01-15T08:00:00.000Z,,grace@example.com,grace@example.com,Grace,Hopper,1,,Head,Learning",
      "00u2,LOCKED_OUT,2020-12-01T08:00:00.000Z,,ada@example.com,ada@example.com,Ada,Byron,2,1,Author,Learning",
      "00u3,DEPROVISIONED,2020-12-01T08:00:00.000Z,,eve@example.com,eve@example.com,Eve,Moss,3,1,Author,Learning",
    ),
    people: { 1: ["Grace Hopper"], 2: ["Ada Byron", "1"] },
  },
  {
    system: "Google Workspace",
    file: "User_Download_01122026.csv",
    content: lines(
      "First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Password Hash Function [UPLOAD ONLY],Org Unit Path [Required],New Primary Email [UPLOAD ONLY],Status [READ ONLY],Last Sign In [READ ONLY],Recovery Email,Employee ID,Employee Type,Employee Title,Manager Email,Department,Cost Center,New Status [UPLOAD ONLY]",
      "Grace,Hopper,grace@example.com,****,,/,,Active,2026/11/30 08:00:00,,,,Head,,Learning,0042,",
      "Ada,Byron,ada@example.com,****,,/,,Active,Never logged in,,,,Author,grace@example.com,Learning,0042,",
      "Eve,Moss,eve@example.com,****,,/,,Suspended,Never logged in,,,,Author,grace@example.com,Learning,0042,",
    ),
    people: { "grace@example.com": ["Grace Hopper"], "ada@example.com": ["Ada Byron", "grace@example.com"] },
  },
  {
    system: "Moodle, as it uploads users",
    file: "moodle.csv",
    content: lines(
      "username,password,firstname,lastname,email,idnumber,cohort1,suspended,deleted",
      "grace.hopper,changeme,Grace,Hopper,grace@example.com,,staff,0,0",
      "ada.byron,changeme,Ada,Byron,ada@example.com,,staff,0,0",
      "eve.moss,changeme,Eve,Moss,eve@example.com,,staff,1,0",
    ),
    people: { "grace.hopper": ["Grace Hopper"], "ada.byron": ["Ada Byron"] },
  },
  {
    system: "a workbook that is kept by hand",
    file: "Staff list.xlsx",
    content: async () => {
      const [title, line] = [["Staff list"], ["as of", new Date("2026-12-01T00:00:00Z"), "please tell HR of mistakes"]];
      const header = ["Nr", "First name", "Surname", "E-mail", "Line manager", "Started on", "Left on", "Job"];
      const rows = [
        [1, "Grace", "Hopper", "grace@example.com", "", new Date("2019-01-15T00:00:00Z"), "", "Head"],
        [2, "Ada", "Byron", "ada@example.com", "grace@example.com", new Date("2020-12-01T00:00:00Z"), "", "Author"],
        [
          3,
          "Eve",
          "Moss",
          "eve@example.com",
          "grace@example.com",
          new Date("2020-12-01T00:00:00Z"),
          new Date("2026-10-31T00:00:00Z"),
          "Author",
        ],
      ];
      const total = ["", "Total:", 3];
      const notes = { name: "Notes", rows: [["Ask Grace"]] };
      return writeXlsx({ sheets: [{ name: "Staff", rows: [title, line, [], header, ...rows, [], total] }, notes] });
    },
    edits: [["    columns:", "    where: '`First name` != \"Total:\"'\n    columns:"]],
    people: { 1: ["Grace Hopper"], 2: ["Ada Byron", "1"] },
  },
  {
    system: "ADP",
    file: "adp.csv",
    content: lines(
      "Associate ID,Legal First Name,Legal Last Name,Work Contact: Work Email,Job Title Description,Hire Date,Termination Date,Position Status,Reports To Associate ID",
      "AB0001,Grace,Hopper,grace@example.com,Head,01/15/2019,,Active,",
      "AB0002,Ada,Byron,ada@example.com,Author,12/01/2020,,Leave,AB0001",
      "AB0003,Eve,Moss,eve@example.com,Author,12/01/2020,10/31/2026,Terminated,AB0001",
    ),
    people: { AB0001: ["Grace Hopper"], AB0002: ["Ada Byron", "AB0001"] },
  },
  {
    system: "a payroll in Spanish",
    file: "plantilla.csv",
    content: lines(
      "Plantilla",
      "",
      "Código empleado;Nombre;Apellidos;Correo electrónico;Puesto;Departamento;Fecha de alta;Fecha de baja;Responsable;Estado",
      "00010;Lucía;Ibáñez;lucia@example.com;Directora;Formación;15/01/2019;;;Activo",
      "00011;Íñigo;Sáez;inigo@example.com;Técnico;Formación;01/12/2020;;00010;Activo",
      "00012;Eva;Moss;eva@example.com;Técnica;Formación;01/12/2020;31/10/2026;00010;Baja",
    ),
    people: { "00010": ["Lucía Ibáñez"], "00011": ["Íñigo Sáez", "00010"] },
  },
];

describe("a plan of an export", () => {
  let lab: RosterLab;
  let environment: Record<string, string | undefined>;
  beforeAll(async () => {
    lab = await RosterLab.open("embedded");
    // Where Adobe alone is configured, people are guessed to be there.
    environment = Object.fromEntries(
      Object.entries(lab.environment).filter(([name]) => !/^ROSTER_(NERM|NETEX|SCIM|KEYCLOAK)_/.test(name)),
    );
    lab.install();
  });
  afterAll(() => lab.close());

  test.each(EXPORTS)("of $system is three edited lines away at most", async ({ file, content, edits = [], people }) => {
    const folder = join(lab.work, file.replace(/\W+/g, "-"));
    mkdirSync(folder);
    writeFileSync(join(folder, file), typeof content === "function" ? await content() : content);
    const run = (...args: readonly string[]) => lab.roster(args, { folder, environment });
    const begun = await run("init", "--from", file, "--today", TODAY);
    expect([begun.code, begun.error]).toEqual([0, ""]);
    const path = join(folder, "roster.yaml");
    const guessed = readFileSync(path, "utf8");
    expect(guessed).not.toMatch(/^ .*(password|secret)/im);
    const roster = edited(guessed, edits);
    const before = guessed.split("\n");
    expect(roster.split("\n").filter((line) => !before.includes(line)).length).toBeLessThanOrEqual(MOST_EDITS);
    writeFileSync(path, roster);
    const { code, json, error } = await run("plan", "--json", "--today", TODAY);
    expect([code, error, guessed]).toEqual([2, "", guessed]);
    const { changes } = (json as { review: Review }).review;
    expect(changes.map(({ key, name, classes }) => [key, name, classes])).toEqual(
      expect.arrayContaining(Object.entries(people).map(([key, [name]]) => [key, name, ["joiner"]])),
    );
    const read = await readRoster(path, { today: TODAY });
    expect([...read.people].map(([key, { manager }]) => [key, manager ?? undefined])).toEqual(
      Object.entries(people).map(([key, [, manager]]) => [key, manager]),
    );
  });
});

/** The text with other lines for those that begin so; each edit is one line. */
function edited(text: string, edits: Export["edits"] = []): string {
  return edits.reduce((all, [start, line]) => {
    const before = all.split("\n").filter((each) => each.startsWith(start));
    expect(before).toHaveLength(1);
    return all.replace(before[0] ?? "", () => line);
  }, text);
}
