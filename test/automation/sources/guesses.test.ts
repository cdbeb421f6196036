import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readRoster } from "../../../automation/roster/file/read-roster";
import { guessSource } from "../../../automation/roster/guess/guess-source";
import { rosterOfSource } from "../../../automation/roster/guess/roster-of-source";
import { readTable } from "../../../automation/roster/tables/read-table";
import { RosterLab } from "../roster-lab";
import { folderOfFiles } from "./files";

const folder = folderOfFiles();

/** Exports as these systems write them, with invented people; and who is on the roster, with what of them. */
const EXPORTS: readonly [system: string, text: string, people: Record<string, object>][] = [
  [
    "Workday",
    "Employee ID,Legal First Name,Legal Last Name,Email - Work,Manager ID,Hire Date,Termination Date,Business Title,Worker Status\n00001,Grace,Hopper,grace@example.com,,01/15/2019,,Head,Active\n00002,Ada,Byron,ada@example.com,00001,12/01/2020,,Author,Active\n00003,Eve,Moss,eve@example.com,00001,12/01/2020,,Author,Terminated\n",
    { "00001": { profile: "Head" }, "00002": { email: "ada@example.com", name: "Ada Byron", profile: "Author" } },
  ],
  [
    "BambooHR",
    'Employee #,First Name,Last Name,Work Email,Job Title,Department,Hire Date,Status,Supervisor\n7,Grace,Hopper,grace@example.com,Head,Learning,2019-01-15,Active,\n8,Ada,Byron,ada@example.com,Author,Learning,2020-01-15,Active,"Hopper, Grace"\n',
    { 7: { name: "Grace Hopper" }, 8: { profile: "Author" } },
  ],
  [
    "Entra",
    "version:v1.0,,,,,,\nName [displayName] Required,User name [userPrincipalName] Required,Initial password [passwordProfile] Required,Block sign in (Yes/No) [accountEnabled] Required,First name [givenName],Last name [surname],Job title [jobTitle]\nAda Byron,ada@example.com,secret,No,Ada,Byron,Author\nEve Moss,eve@example.com,secret,Yes,Eve,Moss,Author\n",
    { "ada@example.com": { email: "ada@example.com", name: "Ada Byron", profile: "Author" } },
  ],
  [
    "Google Workspace",
    "First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Org Unit Path [Required],Employee ID,Employee Title,Manager Email,Department\nGrace,Hopper,grace@example.com,****,/,00122,Head,,Learning\nAda,Byron,ada@example.com,****,/,00123,Author,grace@example.com,Learning\n",
    { "00122": {}, "00123": { name: "Ada Byron", profile: "Author" } },
  ],
  [
    "Moodle",
    "username,password,firstname,lastname,email,cohort1,suspended,deleted\nada.byron,changeme,Ada,Byron,ada@example.com,staff,0,0\neve.moss,changeme,Eve,Moss,eve@example.com,staff,1,0\n",
    { "ada.byron": { name: "Ada Byron" } },
  ],
  [
    "OneRoster",
    "sourcedId,status,enabledUser,role,username,givenName,familyName,identifier,email\nu-1,active,true,teacher,ada.byron,Ada,Byron,00123,ada@example.com\nu-2,tobedeleted,true,teacher,eve.moss,Eve,Moss,00124,eve@example.com\n",
    { "u-1": { name: "Ada Byron" } },
  ],
  [
    "Canvas",
    "user_id,login_id,password,full_name,sortable_name,email,status\n01103,ada01,,Ada Byron,,ada@example.com,active\n",
    { "01103": { name: "Ada Byron" } },
  ],
  [
    "Okta",
    "login,firstName,lastName,email,employeeNumber,managerId,title,department\ngrace@example.com,Grace,Hopper,grace@example.com,1,,Head,Learning\nada@example.com,Ada,Byron,ada@example.com,2,1,Author,Learning\n",
    { 1: {}, 2: { profile: "Author" } },
  ],
  [
    "Adobe Learning Manager",
    "Name,Email,Profile,Manager,Department\nGrace Hopper,grace@example.com,Head,root,Learning\nAda Byron,ada@example.com,Author,grace@example.com,Learning\n",
    { "grace@example.com": { profile: "Head" }, "ada@example.com": { name: "Ada Byron" } },
  ],
  [
    "the User Sync Tool",
    "firstname,lastname,email,country,groups,type,username,domain\nAda,Byron,ada@example.com,DE,Staff,federatedID,,\n",
    { "ada@example.com": { name: "Ada Byron" } },
  ],
];

describe("a roster that is guessed from an export", () => {
  test.each(EXPORTS)("of %s can be read without an edit", async (system, text, people) => {
    const name = `${system.replaceAll(" ", "-")}.csv`;
    const table = await readTable(folder.write(name, text));
    const roster = rosterOfSource(name, table, guessSource(table, ["adobe"]));
    const read = await readRoster(folder.write("roster.yaml", roster), { today: "2026-12-01" });
    expect(Object.fromEntries([...read.people].map(([key, { accounts }]) => [key, accounts.adobe]))).toMatchObject(
      people,
    );
    expect([...read.people.keys()].sort()).toEqual(Object.keys(people).sort());
    expect(roster).not.toMatch(/^ .*(password|secret)/im);
  });

  test("finds managers, days by their form, and marks what may be wrong", async () => {
    const [, workday = ""] = EXPORTS[0] ?? [];
    const table = await readTable(folder.write("workday.csv", workday));
    const text = rosterOfSource("workday.csv", table, guessSource(table, ["adobe", "nerm"]));
    expect(parse(text)).toMatchObject({
      sources: {
        workday: {
          atLeast: 2,
          dates: "MM/DD/YYYY",
          where: '`Worker Status` = "Active"',
          columns: { key: "Employee ID", manager: "Manager ID", "nerm.title": "Business Title" },
          values: { platforms: "adobe|nerm" },
        },
      },
    });
    expect(text).toContain("platforms: adobe|nerm # guessed: where these people are to be");
  });

  test.each<[days: readonly string[], form: string | undefined]>([
    [["2026-01-02"], undefined],
    [["13/01/2026"], "DD/MM/YYYY"],
    [["01/13/2026"], "MM/DD/YYYY"],
    [["01.02.2026"], "DD.MM.YYYY"],
  ])("reads %j as %s", async (days, form) => {
    const table = await readTable(
      folder.write("days.csv", `id,hire date\n${days.map((day, i) => `${i},${day}\n`).join("")}`),
    );
    expect(guessSource(table, ["adobe"]).dates?.value).toBe(form);
  });
});

describe("roster init --from and roster show", () => {
  let lab: RosterLab;
  afterAll(() => lab.close());

  test("begin a folder with an export, and print one person of it", async () => {
    lab = await RosterLab.open("embedded");
    lab.write("exports/staff.csv", EXPORTS[0]?.[1] ?? "");
    const begun = await lab.roster(["init", "--json", "--from", "exports/staff.csv"]);
    expect(begun.json).toMatchObject({ project: "acme", written: expect.arrayContaining(["roster.yaml", "index.js"]) });
    expect((begun.json as { missing?: readonly string[] }).missing?.join()).toContain("netex.language: is required");
    lab.write("roster.yaml", lab.read("roster.yaml").replace(/platforms: .*/, "platforms: adobe|nerm"));
    const shown = await lab.roster(["show", "00002", "--today", "2026-12-01"]);
    expect([shown.code, shown.out.split("\n")]).toEqual([
      0,
      expect.arrayContaining([
        "00002",
        expect.stringMatching(/^ {2}manager +"00001" +staff:3, Manager ID$/),
        expect.stringMatching(/^ {2}adobe\.profile +"Author" +staff:3, Business Title$/),
      ]),
    ]);
    expect((await lab.roster(["show", "0002"])).error).toContain("nobody has the key 0002");
    expect((await lab.roster(["init", "--from", "exports/staff.csv"])).error).toContain(
      "there is a Pulumi.yaml already",
    );
    expect((await lab.roster(["show", "00002", "--roster", "other.yaml"])).error).toContain("--roster other.yaml");
  });
});
