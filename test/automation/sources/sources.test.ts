import { describe, expect, test } from "vitest";
import { readRoster } from "../../../automation/roster/file/read-roster";
import { accountsOf, folderOfFiles, problemsOf } from "./files";

const folder = folderOfFiles();
const HEAD =
  "Employee ID,First Name,Last Name,Work Email,Manager ID,Hire Date,Termination Date,Job Title,Department,Location,Country,Status";
const ROWS = [
  "00001,Grace,Hopper,grace@example.com,,01/15/2019,,Head,Learning,Madrid,ES,Active",
  "00002,Ada,Byron,ada@example.com,00001,03/01/2026,12/31/2026,Author,Learning,Berlin,DE,Active",
  "00003,Bo,Noyce,bo@example.com,00002,12/05/2026,,Engineer,IT,Madrid,ES,Active",
  "00004,Eve,Moss,eve@example.com,00001,01/01/2020,,Engineer,IT,Berlin,DE,Terminated",
];
const COLUMNS =
  "key: Employee ID, given: First Name, family: Last Name, email: Work Email, manager: Manager ID, starts: Hire Date, ends: Termination Date, adobe.profile: Job Title, adobe.fields.Department: Department";
const SOURCE = `  workday:
    file: workday.csv
    dates: MM/DD/YYYY
    where: Status = 'Active'
    columns: { ${COLUMNS} }
    values:
      platforms: adobe
      netex.language: en
      netex.timezone: '\${{ $lookup({"Madrid": "Europe/Madrid", "Berlin": "Europe/Berlin"}, Location) }}'
      username: '\${{ $lowercase($substring(\`First Name\`, 0, 1) & \`Last Name\`) }}'
`;
const RULES = `rules:
  - when: Country in ["ES", "PT"]
    netex: {}
  - when: Department = "Learning"
    adobe: { roles: [Author] }
  - when: "\`Job Title\` = 'Head'"
    adobe: { roles: [Learner] }
`;

function workday(rows: readonly string[] = ROWS, head = HEAD): void {
  folder.write("workday.csv", `${head}\n${rows.map((row) => `${row}\n`).join("")}`);
}

const roster = (more = "", source = SOURCE): string =>
  folder.write("roster.yaml", `sources:\n${source}${RULES}${more}`);

describe("a roster that is filled from a file", () => {
  test("takes columns, values and expressions, and rules join lists", async () => {
    workday();
    const read = await readRoster(roster(), { today: "2026-12-05" });
    expect(accountsOf(read, "adobe")).toEqual({
      "00001": {
        email: "grace@example.com",
        name: "Grace Hopper",
        profile: "Head",
        fields: { Department: "Learning" },
        roles: ["Author", "Learner"],
      },
      "00002": {
        email: "ada@example.com",
        name: "Ada Byron",
        profile: "Author",
        fields: { Department: "Learning" },
        roles: ["Author"],
      },
      "00003": { email: "bo@example.com", name: "Bo Noyce", profile: "Engineer", fields: { Department: "IT" } },
    });
    expect(accountsOf(read, "netex")).toMatchObject({
      "00001": { username: "ghopper", timezone: "Europe/Madrid", language: "en" },
      "00002": undefined,
      "00003": { username: "bnoyce" },
    });
    expect(read.people.get("00003")?.manager).toBe("00002");
  });

  test("says of each value where it comes from", async () => {
    workday();
    const file = roster("defaults: { adobe: { uiLocale: en-US } }\npeople:\n  '00001': { adobe: { bio: Admiral } }\n");
    expect((await readRoster(file, { today: "2026-12-05" })).originsOf("00001")).toMatchObject({
      "adobe.email": "workday:2, Work Email",
      "adobe.profile": "workday:2, Job Title",
      "adobe.fields.Department": "workday:2, Department",
      "adobe.roles": expect.stringMatching(/^roster\.yaml:\d+:5, rules\[2\]$/),
      "adobe.bio": expect.stringMatching(/^roster\.yaml:\d+:\d+$/),
      "adobe.uiLocale": expect.stringMatching(/^roster\.yaml:\d+:\d+, defaults$/),
      "netex.timezone": "workday:2, values netex.timezone",
      "netex.username": "workday:2, values username",
    });
  });

  test.each<[today: string, keys: readonly string[], next: readonly unknown[]]>([
    ["2026-11-27", ["00001", "00002"], []],
    ["2026-12-04", ["00001", "00002"], [{ key: "00003", day: "2026-12-05", what: "joins" }]],
    ["2026-12-31", ["00001", "00002", "00003"], [{ key: "00002", day: "2027-01-01", what: "leaves" }]],
    ["2027-01-01", ["00001", "00003"], []],
  ])("declares on %s who is there, and tells of the next seven days", async (today, keys, next) => {
    workday();
    const read = await readRoster(roster(), { today });
    expect([...read.people.keys()]).toEqual(keys);
    expect(read.calendar).toEqual({ today, next });
  });

  test("lets nobody have a manager who is not declared today, and says so", async () => {
    workday();
    const read = await readRoster(roster(), { today: "2027-01-01" });
    expect(read.people.get("00003")?.manager).toBeUndefined();
    expect(read.notes).toContain("1 people's managers are not declared today, so nobody is declared as their manager");
  });

  test("reads days by the roster's time zone, and joiners some days before", async () => {
    workday();
    const now = new Date("2026-12-04T23:30:00Z");
    const keys = async (more: string) => [...(await readRoster(roster(more), { now })).people.keys()];
    expect(await keys("")).not.toContain("00003");
    expect(await keys("timezone: Europe/Madrid\n")).toContain("00003");
    expect(await keys("startsBefore: 7 days\n")).toContain("00003");
    expect(await problemsOf(roster("timezone: Madrid\n"))).toEqual([
      expect.stringContaining("timezone: Madrid is no time zone"),
    ]);
  });

  test("excludes by key, and takes a key that nobody has for a mistake", async () => {
    workday();
    const read = await readRoster(roster("exclude: { '00001': a test account }\n"), { today: "2026-12-05" });
    expect([...read.people.keys()]).toEqual(["00002", "00003"]);
    expect(await problemsOf(roster("exclude: { '1': a test account }\n"), "2026-12-05")).toEqual([
      expect.stringMatching(/^roster\.yaml:\d+:12: exclude\["1"\]: is a key that nobody has$/),
    ]);
  });

  test("holds by key until a day, whatever the row says", async () => {
    workday();
    const file = roster("hold:\n  '00002': on leave\n  '00003': { reason: a dispute, until: 2026-12-10 }\n");
    const read = await readRoster(file, { today: "2026-12-10" });
    expect([...read.people.keys()]).toEqual(["00001"]);
    expect([...read.held.values()].map(({ key, reason }) => [key, reason])).toEqual([
      ["00002", "on leave"],
      ["00003", "a dispute"],
    ]);
    expect([...(await readRoster(file, { today: "2026-12-11" })).held.keys()]).toEqual(["00002"]);
  });

  test("holds those whose rows are bad where that is said, up to a number, and never whom it can't name", async () => {
    const bad = [
      ...ROWS,
      "00005,#N/A,Lind,nora@example.com,,,,,IT,Madrid,ES,Active",
      "00006,Mei,Tanaka,nothing,,,,,IT,Berlin,DE,Active",
    ];
    workday(bad);
    const problems = await problemsOf(roster(), "2026-12-05");
    expect(problems).toEqual([
      "workday:6, column First Name: is the error #N/A of a spreadsheet's formula",
      expect.stringMatching(/^workday:7, column Work Email: 00006\.email: must be an e-mail address/),
    ]);
    const read = await readRoster(roster("badRows: hold\n"), { today: "2026-12-05" });
    expect([...read.held.values()].map(({ key, place }) => [key, place])).toEqual([
      ["00005", "workday:6, column First Name"],
      ["00006", "workday:7, column Work Email"],
    ]);
    expect([...read.people.keys()]).toEqual(["00001", "00002", "00003"]);
    expect((await problemsOf(roster("badRows: hold\nholdAtMost: 1\n"), "2026-12-05"))[0]).toContain(
      "2 people would be held",
    );
    workday([...bad, ",Nora,Lind,nora@example.com,,,,,IT,Madrid,ES,Active"]);
    expect(await problemsOf(roster("badRows: hold\n"), "2026-12-05")).toEqual([
      "workday:8, column Employee ID: must not be empty: it is the key",
    ]);
  });

  test("passes a row without a key over where the source says that it is nobody", async () => {
    workday([...ROWS, ",Total,4,,,,,,,,,"]);
    expect([...(await readRoster(roster(), { today: "2026-12-05" })).people.keys()]).toEqual([
      "00001",
      "00002",
      "00003",
    ]);
    workday([...ROWS, "#N/A,Total,4,,,,,,,,,"]);
    expect(await problemsOf(roster(), "2026-12-05")).toEqual([
      "workday:6, column Employee ID: is the error #N/A of a spreadsheet's formula",
    ]);
  });

  test("lets a person by hand win, attribute by attribute", async () => {
    workday();
    const file = roster(
      "people:\n  '00001': { email: hopper@example.com, adobe: { profile: Admiral } }\n  root: { given: R, family: T, email: root@example.com, nerm: }\n",
    );
    const read = await readRoster(file, { today: "2026-12-05" });
    expect(accountsOf(read, "adobe")["00001"]).toMatchObject({
      email: "hopper@example.com",
      profile: "Admiral",
      name: "Grace Hopper",
      roles: ["Author", "Learner"],
    });
    expect(read.people.has("root")).toBe(true);
  });

  test.each<[what: string, change: (text: string) => string, reason: string]>([
    [
      "a column that is gone",
      (text) => text.replace("adobe.profile: Job Title", "adobe.profile: Job Titel"),
      'columns["adobe.profile"]: workday (workday.csv) has no column Job Titel; did you mean Job Title?',
    ],
    [
      "an expression with a column that is gone",
      (text) => text.replace("Status = 'Active'", "Statsu = 'Active'"),
      "where: workday (workday.csv) has no column Statsu; did you mean Status?",
    ],
    [
      "a broken expression",
      (text) => text.replace("Status = 'Active'", "Status = ("),
      "where: the expression can't be read",
    ],
    [
      "half an expression",
      (text) => text.replace("netex.language: en", `netex.language: 'e\${{ Country }}'`),
      "must be one expression as a whole",
    ],
    [
      "an attribute that is none",
      (text) => text.replace("netex.language", "netex.langauge"),
      "did you mean netex.language?",
    ],
    [
      "a form of days that is none",
      (text) => text.replace("MM/DD/YYYY", "MM/DD"),
      "dates: must be made of YYYY, MM and DD",
    ],
    [
      "a file that is not there",
      (text) => text.replace("workday.csv", "nowhere.csv"),
      "workday (nowhere.csv) can't be read: it is not there",
    ],
    [
      "too few rows",
      (text) => text.replace("dates:", "atLeast: 5\n    dates:"),
      "has 4 rows, and sources.workday.atLeast says 5",
    ],
    [
      "an encoding that is none",
      (text) => text.replace("dates:", "encoding: windows-9\n    dates:"),
      "no encoding is called windows-9",
    ],
  ])("is refused for %s, at its place", async (_, change, reason) => {
    workday();
    expect((await problemsOf(roster("", change(SOURCE)), "2026-12-05")).join("\n")).toContain(reason);
  });

  test("evaluates for each row what depends on more than the row", async () => {
    workday();
    const source = SOURCE.replace(
      "netex.language: en",
      `netex.language: en\n      adobe.bio: '\${{ $string($random()) }}'`,
    );
    const accounts = Object.values(accountsOf(await readRoster(roster("", source), { today: "2026-12-05" }), "adobe"));
    expect(new Set(accounts.map((account) => (account as { bio: string }).bio)).size).toBe(3);
  });

  test("says what an expression saw where it fails, and where", async () => {
    workday();
    const source = SOURCE.replace("netex.language: en", `netex.language: '\${{ $substring(Country, Location) }}'`);
    const [problem] = await problemsOf(roster("", source), "2026-12-05");
    expect(problem).toMatch(/^workday:2, values netex\.language: .*; it saw Country "ES", Location "Madrid"$/);
  });

  test.each(["13/45/2026", "2026-02-30", "46000", "1.2.2026"])("takes %s for no day", async (day) => {
    workday([ROWS[0]?.replace("01/15/2019", day) ?? ""]);
    expect((await problemsOf(roster(), "2026-12-05")).join()).toContain(
      "workday:2, column Hire Date: must be a day in the form MM/DD/YYYY",
    );
  });

  test("takes a row that has slipped for a bad one, and nobody in it for gone", async () => {
    workday(ROWS.map((row) => row.replace(",Hopper", "")));
    expect(await problemsOf(roster(), "2026-12-05")).toEqual([
      "workday:2: the row has another number of cells than the header has names: 11 and 12",
    ]);
  });

  test("tells once which columns it does not use", async () => {
    workday(
      ROWS.map((row) => `${row},x`),
      `${HEAD},Cost Center`,
    );
    expect((await readRoster(roster(), { today: "2026-12-05" })).notes).toEqual(["not used of workday: Cost Center"]);
  });

  test("refuses one key in two sources, unless one joins the other", async () => {
    workday();
    folder.write("phones.csv", "ID;Bio\n00001;Admiral\n00002;Countess\n");
    const phones = (more: string): string =>
      `${SOURCE}  phones:\n    file: phones.csv\n${more}    columns: { key: ID, adobe.bio: Bio }\n`;
    const read = await readRoster(roster("", phones("    joins: workday\n")), { today: "2026-12-05" });
    expect(accountsOf(read, "adobe")).toMatchObject({
      "00001": { bio: "Admiral", profile: "Head" },
      "00002": { bio: "Countess" },
    });
    expect(read.originsOf("00001")).toMatchObject({
      "adobe.bio": "phones:2, Bio",
      "adobe.profile": "workday:2, Job Title",
    });
    expect(await problemsOf(roster("", phones("")), "2026-12-05")).toEqual([
      "phones:2, column ID: is also the key of workday:2; say joins: workday if these rows add to those",
      "phones:3, column ID: is also the key of workday:3; say joins: workday if these rows add to those",
    ]);
    expect((await problemsOf(roster("", phones("    joins: staff\n")), "2026-12-05"))[0]).toContain(
      "staff is no source above this one",
    );
  });

  describe("of two sources that differ about one person", () => {
    const directory = (more: string, columns: string): string =>
      `${SOURCE}  directory:\n    file: directory.csv\n    joins: workday\n${more}    columns: { key: ID, ${columns} }\n`;
    const others = (head: string, ...lines: readonly string[]): void =>
      void folder.write("directory.csv", `ID,${head}\n${lines.join("\n")}\n`);

    test("says where, and takes neither for the right one", async () => {
      workday();
      others("Mail,Title", "00001,grace.hopper@example.com,Head", "00002,,Writer");
      const problems = await problemsOf(roster("", directory("", "email: Mail, adobe.profile: Title")), "2026-12-05");
      const advice = "leave one of them out, or say replaces: ";
      expect(problems).toEqual([
        `directory:2, column Mail: is another email than at workday:2, Work Email; ${advice}[email] if this source counts`,
        `directory:3, column Title: is another adobe.profile than at workday:3, Job Title; ${advice}[adobe.profile] if this source counts`,
      ]);
    });

    test("says so of days, of managers by other names, of lists and of fixed values too", async () => {
      workday();
      others("Last,Boss,Roles", "00002,2026-12-30,grace@example.com,Learner");
      const columns = "ends: Last, manager.email: Boss, adobe.roles: Roles";
      const values = "    values: { netex.language: es }\n";
      expect(
        (await problemsOf(roster("", directory(values, columns)), "2026-12-05")).map((line) => line.split(";")[0]),
      ).toEqual([
        "directory:2, column Last: is another ends than at workday:3, Termination Date",
        "directory:2, column Boss: is another manager than at workday:3, Manager ID",
        expect.stringMatching(
          /^directory:2, column Roles: is another adobe\.roles than at roster\.yaml:\d+:5, rules\[1\]$/,
        ),
        "directory:2, values netex.language: is another netex.language than at workday:3, values netex.language",
      ]);
    });

    test("takes the later one where that is said, and where it has a value", async () => {
      workday();
      others("Mail", "00001,grace.hopper@example.com", "00002,");
      const read = await readRoster(roster("", directory("    replaces: [E-Mail]\n", "email: Mail")), {
        today: "2026-12-05",
      });
      expect(accountsOf(read, "adobe")).toMatchObject({
        "00001": { email: "grace.hopper@example.com" },
        "00002": { email: "ada@example.com" },
      });
      expect(read.originsOf("00001")).toMatchObject({ "adobe.email": "directory:2, Mail" });
    });

    test("holds them where bad rows are held", async () => {
      workday();
      others("Mail", "00001,grace.hopper@example.com");
      const read = await readRoster(roster("badRows: hold\n", directory("", "email: Mail")), { today: "2026-12-05" });
      expect([...read.held.keys()]).toEqual(["00001"]);
      expect([...read.people.keys()]).toEqual(["00002", "00003"]);
    });

    test.each([
      ["emial", "replaces[0]: is none of the known names; did you mean email?"],
      ["ends", "replaces[0]: ends must be in one source alone"],
    ])("refuses to replace %s", async (name, reason) => {
      workday();
      others("Mail", "00001,grace@example.com");
      const source = directory(`    replaces: [${name}]\n`, "email: Mail");
      expect((await problemsOf(roster("", source), "2026-12-05")).join()).toContain(reason);
    });
  });

  test("finds managers by address, by sign-in name or by a column", async () => {
    const columns = (by: string, column: string): string =>
      COLUMNS.replace("manager: Manager ID", `manager.${by}: ${column}`);
    const rows = [
      "1,Grace,Hopper,grace@example.com,,,,Head,L,Madrid,ES,Active",
      "2,Ada,Byron,ada@example.com,{},,,A,L,Madrid,ES,Active",
    ];
    for (const [by, cell] of [
      ["email", "Grace@example.com"],
      ["username", "ghopper"],
      ["Job Title", "Head"],
    ] as const) {
      workday(rows.map((row) => row.replace("{}", cell)));
      const source = SOURCE.replace(COLUMNS, columns(by, "Manager ID"));
      expect((await readRoster(roster("", source), { today: "2026-12-05" })).people.get("2")?.manager).toBe("1");
    }
  });

  test("reads other encodings where they are said", async () => {
    folder.write("workday.csv", Buffer.from(`${HEAD}\n${ROWS[0]?.replace("Grace", "Zoë")}\n`, "latin1"));
    expect(await problemsOf(roster(), "2026-12-05")).toEqual([
      expect.stringMatching(/^workday \(workday\.csv\):2:1: the file is not UTF-8;.*windows-1252/),
    ]);
    const source = SOURCE.replace("dates:", "encoding: windows-1252\n    dates:");
    expect(
      (await readRoster(roster("", source), { today: "2026-12-05" })).people.get("00001")?.accounts.adobe?.["name"],
    ).toBe("Zoë Hopper");
  });
});
