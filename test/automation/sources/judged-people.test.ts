import { describe, expect, it } from "vitest";
import type { Failure } from "../../../automation/common/failure";
import { judgeManagers } from "../../../automation/roster/file/judge-managers";
import { judgeRoster } from "../../../automation/roster/file/judge-roster";
import type { RawRoster } from "../../../automation/roster/model/roster";
import { problemsIn, rawOf, rosterOf } from "./tables";

const ADA = { name: "Ada Byron", email: "ada@example.com", adobe: null };
const byHand = (own: object, key = "ada", settings: Readonly<Record<string, unknown>> = {}) => ({
  people: { [key]: { ...ADA, ...own } },
  settings,
});
const problems = (...of: Parameters<typeof byHand>) => problemsIn(byHand(...of));
const sourced = (head: string, rows: readonly string[], columns: object, own: object = {}, settings: object = {}) => ({
  settings: {
    sources: { staff: { columns: { key: "ID", ...columns }, values: { platforms: "adobe" }, ...own } },
    ...settings,
  },
  tables: { staff: [head, ...rows].join("\n") },
});

describe("what is said of a person", () => {
  it("is each platform's own arguments, with what is common and what is said for all, the nearest one first", async () => {
    const { people } = await rosterOf({
      people: {
        ada: {
          given: "Ada",
          family: "Byron",
          email: "ada@example.com",
          aliases: ["a@example.com"],
          manager: null,
          adobe: { profile: "Lead" },
          netex: null,
        },
      },
      settings: { defaults: { adobe: { profile: "Author", bio: "x" }, netex: { language: "en", timezone: "UTC" } } },
    });
    expect(people.get("ada")).toEqual({
      key: "ada",
      aliases: ["a@example.com"],
      manager: null,
      accounts: {
        adobe: { name: "Ada Byron", email: "ada@example.com", profile: "Lead", bio: "x" },
        netex: {
          username: "ada",
          name: "Ada",
          surname: "Byron",
          email: "ada@example.com",
          language: "en",
          timezone: "UTC",
        },
      },
    });
  });

  it("leaves a sign-in name with whoever gets another key, and has the one that is said", async () => {
    const nerm = async (own: object) =>
      (await rosterOf({ people: { new: { ...ADA, nerm: null, ...own } } })).people.get("new")?.accounts.nerm?.["login"];
    expect([
      await nerm({}),
      await nerm({ was: ["old", "older"] }),
      await nerm({ was: "old" }),
      await nerm({ was: ["old"], username: "ada" }),
    ]).toEqual(["new", "old", "old", "ada"]);
  });

  it.each<[what: string, own: object, problem: RegExp]>([
    ...["given", "family", "name", "email", "username"].map((name): [string, object, RegExp] => [
      `a number for ${name}`,
      { [name]: 7 },
      new RegExp(`^by-hand\\.ada\\.${name}: ada\\.${name}: must be a text$`),
    ]),
    ["null for a text", { username: null }, /^by-hand\.ada\.username: ada\.username: must be a text$/],
    [
      "a number for the manager",
      { manager: 7 },
      /^by-hand\.ada\.manager: ada\.manager: must be another person's key, or null$/,
    ],
    ["a text for aliases", { aliases: "x" }, /^by-hand\.ada\.aliases: ada\.aliases: must be a list of texts$/],
    ["a number among aliases", { aliases: ["x", 7] }, /^by-hand\.ada\.aliases: ada\.aliases: must be a list of texts$/],
    ["a number among former keys", { was: ["x", 7] }, /^by-hand\.ada\.was: ada\.was: must be a list of keys$/],
    ["a number for a former key", { was: 7 }, /^by-hand\.ada\.was: ada\.was: must be a list of keys$/],
    ["an unknown name", { shoes: 38 }, /^by-hand\.ada\.shoes: ada\.shoes: is none of given, .*adobe/],
    ["a slip", { nmae: "x" }, /^by-hand\.ada\.nmae: ada\.nmae: .*did you mean name\?$/],
    ["a slip in a platform", { adbe: null }, /^by-hand\.ada\.adbe: ada\.adbe: .*did you mean adobe\?$/],
    [
      "a platform that is no map",
      { adobe: "yes" },
      /^by-hand\.ada\.adobe: ada\.adobe: must be a map of this platform's attributes$/,
    ],
    [
      "a manager of one platform",
      { adobe: { manager: "x" } },
      /^by-hand\.ada\.adobe\.manager: ada\.adobe\.manager: is said once for all platforms/,
    ],
    ["an unknown attribute", { adobe: { shoes: 38 } }, /^by-hand\.ada\.adobe\.shoes: ada\.adobe\.shoes: /],
    ["a wrong address, by its common name", { email: "ada" }, /^by-hand\.ada\.email: ada\.email: .* \(adobe\)$/],
    [
      "a wrong address of one platform",
      { adobe: { email: "ada" } },
      /^by-hand\.ada\.adobe\.email: ada\.adobe\.email: (?!.*\(adobe\)$)/,
    ],
    [
      "an address that can't be seen",
      { email: "a\u200Bda@example.com" },
      /^by-hand\.ada\.email: ada\.email: holds an invisible character: U\+200B, zero width space; take it out$/,
    ],
    [
      "one of a platform that can't be seen",
      { adobe: { email: "a\u00ADda@example.com" } },
      /^by-hand\.ada\.adobe\.email: ada\.adobe\.email: holds an invisible character: U\+00AD, soft hyphen/,
    ],
    [
      "a sign-in name that can't be seen",
      { username: "ada\u200E" },
      /^by-hand\.ada\.username: ada\.username: holds an invisible character: U\+200E/,
    ],
    ["a sign that has no name here", { username: "ada\u0007" }, /holds an invisible character: U\+0007; take it out$/],
  ])("is refused once, at its place, for %s", async (_, own, problem) => {
    const found = await problems(own);
    expect(found.filter((line) => problem.test(line))).toHaveLength(1);
    expect(found.filter((line) => /invisible/.test(line)).length).toBeLessThan(2);
  });

  it("is refused though it holds what nobody sees, where that is no name", async () => {
    expect(await problems({ adobe: { enrollOnClick: "tr\u200Bue" } })).toEqual([
      expect.stringMatching(/ada\.adobe\.enrollOnClick: /),
    ]);
  });

  it("is refused at its place inside of an attribute where a part of it is missing", async () => {
    expect(await problems({ scim: { phoneNumbers: [{ type: "work" }] } })).toEqual([
      "by-hand.ada.scim.phoneNumbers.0.value: ada.scim.phoneNumbers[0].value: is required",
    ]);
  });

  it("is told what can't be emptied, and not that something is missing", async () => {
    expect(await problems({ adobe: { uiLocale: null } })).toEqual([
      expect.stringContaining(`ada.adobe.clear[0]: "uiLocale" can't be emptied`),
    ]);
  });

  it("that is wrong in one way is refused in one line", async () => {
    for (const own of [
      { manager: 7 },
      { manager: { email: "grace@example.com" } },
      { aliases: "x" },
      { was: 7 },
      { shoes: 38 },
      { email: "ada" },
      { username: "a\u200B" },
      { adobe: { email: "a\u200Bda@example.com" } },
    ])
      expect(await problems(own)).toHaveLength(1);
    expect(await problems({ aliases: [], was: ["x"], manager: undefined })).toEqual([]);
  });

  it.each<[key: string, problem: RegExp]>([
    ["__proto", /^by-hand\.__proto\.key: __proto: keys that begin with __ are Pulumi's own$/],
    [
      "id:7",
      /^by-hand\.id:7\.key: id:7: keys that begin with id: are not allowed: as a manager they stand for an account id$/,
    ],
    ["a\u200Bda", /: holds an invisible character: U\+200B/],
  ])("can't have the key %s", async (key, problem) => {
    expect(await problems({}, key)).toEqual([expect.stringMatching(problem)]);
  });

  it("is on a platform at least", async () => {
    expect(await problemsIn({ people: { ada: { name: "Ada" } } })).toEqual([
      expect.stringMatching(/^by-hand\.ada\.platforms: ada: is on none of adobe, /),
    ]);
  });

  it("misses what a platform wants, where it may be said for everybody, or once for the person", async () => {
    const [language, timezone] = await problems({ netex: { name: "Ada", surname: "Byron" } });
    expect(language).toMatch(
      /^by-hand\.ada\.netex\.language: ada\.netex\.language: is required; for everybody: `defaults: \{ netex: \{ language: /,
    );
    expect(timezone).toMatch(/ada\.netex\.timezone: is required; for everybody/);
    expect(await problemsIn({ people: { ada: { name: "Ada", adobe: null } } })).toEqual([
      "by-hand.ada.email: ada.email: is required (adobe)",
    ]);
    expect(await problemsIn({ people: { ada: { email: "a@example.com", adobe: null } } })).toEqual([
      "by-hand.ada.name: ada.name: is required (adobe)",
    ]);
  });

  it("that is said for everybody is refused once, at its place, and nobody is held for it", async () => {
    const rows = ["1,Ada,ada@example.com", "2,Bob,bob@example.com"];
    const told = sourced(
      "ID,Name,Mail",
      rows,
      { name: "Name", email: "Mail" },
      { badRows: "hold" },
      { defaults: { adobe: { enrollOnClick: "x" } } },
    );
    expect(await problemsIn(told)).toEqual([
      expect.stringMatching(/^roster\.yaml#defaults\.adobe\.enrollOnClick, defaults: defaults\.adobe\.enrollOnClick: /),
    ]);
    expect(
      await problems({ adobe: { enrollOnClick: true } }, "ada", { defaults: { adobe: { enrollOnClick: "x" } } }),
    ).toEqual([]);
    expect(await problems({}, "ada", { defaults: { moodle: { a: 1 } } })).toEqual([
      expect.stringMatching(/^roster\.yaml: defaults\.moodle: is none of adobe, /),
    ]);
    expect(await problems({}, "ada", { defaults: { nerm: { title: "x" } } })).toEqual([]);
  });
});

describe("somebody of a row", () => {
  it("is told of once for all where no column is for what is missing", async () => {
    const told = sourced("ID,Name", ["1,Ada", "2,Bob"], { name: "Name" });
    expect(await problemsIn(told)).toEqual(["staff: email: is required (adobe); no column is for it"]);
  });

  it("is told of by the column of a part where the whole has none", async () => {
    const columns = { given: "First", family: "Last", email: "Mail" };
    expect(await problemsIn(sourced("ID,First,Last,Mail", ["1,,,ada@example.com"], columns))).toEqual([
      "staff:2, column First: 1.name: is required (adobe)",
    ]);
    const { given: _, ...family } = columns;
    expect(await problemsIn(sourced("ID,First,Last,Mail", ["1,,,ada@example.com"], family))).toEqual([
      "staff:2, column Last: 1.name: is required (adobe)",
    ]);
    const whole = { ...columns, name: "Whole" };
    expect(await problemsIn(sourced("ID,First,Last,Mail,Whole", ["1,,,ada@example.com,"], whole))).toEqual([
      "staff:2, column Whole: 1.name: is required (adobe)",
    ]);
  });
});

describe("two with one natural key", () => {
  const columns = { name: "Name", email: "Mail" };
  const rows = ["1,Ada,ada@example.com", "2,Bob,bob@example.com", "3,Eve,ADA@example.com"];

  it("are refused, whatever the spelling, by the later one", async () => {
    expect(await problemsIn(sourced("ID,Name,Mail", rows, columns))).toEqual([
      "staff:4, column Mail: 3.email: is also the email of 1 (adobe)",
    ]);
  });

  it("are both held where bad rows are, as neither is meant more than the other", async () => {
    const { people, held } = await rosterOf(sourced("ID,Name,Mail", rows, columns, { badRows: "hold" }));
    expect([...people.keys()]).toEqual(["2"]);
    expect([...held.values()].map(({ key, reason, platforms }) => [key, reason, platforms])).toEqual([
      ["3", "3.email: is also the email of 1 (adobe)", ["adobe"]],
      ["1", "1.email: is also the email of 3 (adobe)", ["adobe"]],
    ]);
  });

  it("are each told against the first one", async () => {
    const three = [...rows, "4,Cy,ada@EXAMPLE.com"];
    expect(await problemsIn(sourced("ID,Name,Mail", three, columns))).toEqual([
      "staff:4, column Mail: 3.email: is also the email of 1 (adobe)",
      "staff:5, column Mail: 4.email: is also the email of 1 (adobe)",
    ]);
  });

  it("are told by what names an account on each platform: another one's common address is none at NERM", async () => {
    const people = (own: object) => ({
      a: { name: "A", email: "x@example.com", nerm: null },
      b: { name: "B", email: "x@example.com", nerm: null, ...own },
    });
    expect(await problemsIn({ people: people({}) })).toEqual([]);
    expect(await problemsIn({ people: people({ username: "a" }) })).toEqual([
      "by-hand.b.username: b.username: is also the login of a (nerm)",
    ]);
  });
});

describe("whoever is held for what is wrong with them", () => {
  const wrong = (count: number) => Array.from({ length: count }, (_, i) => `${i + 2},P,p${i}`);
  const told = (count: number, settings: object = {}) =>
    sourced(
      "ID,Name,Mail",
      ["1,Ada,ada@example.com", ...wrong(count)],
      { name: "Name", email: "Mail" },
      { badRows: "hold" },
      settings,
    );

  it("is nobody of the people, with the first reason, its place and their platforms, up to as many as are allowed", async () => {
    const { people, held } = await rosterOf(told(2, { holdAtMost: 2 }));
    expect([...people.keys()]).toEqual(["1"]);
    expect([...held.values()]).toEqual(
      ["2", "3"].map((key) => ({
        key,
        place: `staff:${key === "2" ? 3 : 4}, column Mail`,
        reason: expect.stringMatching(/^\d\.email: /),
        platforms: ["adobe"],
      })),
    );
    const failed = await rosterOf(told(3, { holdAtMost: 2 })).catch((error) => error);
    expect(failed).toMatchObject({ code: "roster-file" } satisfies Partial<Failure>);
    expect(failed.message.split("\n")).toEqual([
      "3 people would be held for what is wrong with their rows, and holdAtMost allows 2:",
      ...[2, 3, 4].map((key) => expect.stringMatching(new RegExp(`^staff:${key + 1}, column Mail: ${key}\\.email: `))),
    ]);
  });

  it("has the first of several reasons", async () => {
    const rows = ["1,Ada,ada,nobody", "2,Bob,bob@example.com,"];
    const columns = { name: "Name", email: "Mail", manager: "Boss" };
    const { held } = await rosterOf(sourced("ID,Name,Mail,Boss", rows, columns, { badRows: "hold" }));
    expect([...held.values()].map(({ place }) => place)).toEqual(["staff:2, column Mail"]);
  });

  it("is not counted where they are held by name, whose reason is the file's own", async () => {
    const { held } = await rosterOf(told(2, { holdAtMost: 1, hold: { 2: "on leave" } }));
    expect([...held.values()].map(({ key, reason }) => [key, reason])).toEqual([
      ["2", "on leave"],
      ["3", expect.stringMatching(/^3\.email: /)],
    ]);
  });

  it("stays somebody's manager", async () => {
    const rows = ["1,Ada,ada@example.com,2", "2,Grace,grace,"];
    const held = sourced(
      "ID,Name,Mail,Boss",
      rows,
      { name: "Name", email: "Mail", manager: "Boss" },
      { badRows: "hold" },
    );
    expect((await rosterOf(held)).people.get("1")?.manager).toBe("2");
    const unread = sourced(
      "ID,Name,Mail,Boss",
      [rows[0] ?? "", "2,#N/A,grace@example.com,"],
      { name: "Name", email: "Mail", manager: "Boss" },
      { badRows: "hold" },
    );
    expect((await rosterOf(unread)).people.get("1")?.manager).toBe("2");
  });

  it("is held against another one with their address, whatever else is wrong with them", async () => {
    const rows = ["1,Ada,ada@example.com,nobody", "2,Eve,ADA@example.com,", "3,Cy,cy@example.com,"];
    const columns = { name: "Name", email: "Mail", manager: "Boss" };
    const { people, held } = await rosterOf(sourced("ID,Name,Mail,Boss", rows, columns, { badRows: "hold" }));
    expect([[...people.keys()], [...held.keys()].sort()]).toEqual([["3"], ["1", "2"]]);
  });

  it("has no values of which a plan could say where they are from", async () => {
    const rows = ["1,Ada,ada@example.com", "2,Grace,grace"];
    const { held, originsOf } = await rosterOf(
      sourced("ID,Name,Mail", rows, { name: "Name", email: "Mail" }, { badRows: "hold" }),
    );
    expect([held.has("2"), originsOf("2")]).toEqual([true, {}]);
    expect(originsOf("1")).toHaveProperty(["adobe.email"], "staff:2, Mail");
  });
});

describe("a roster", () => {
  it("of nobody is refused: it would remove everybody; one whose people are all held is not", async () => {
    expect(await problemsIn({})).toEqual([expect.stringContaining("there is nobody in the file")]);
    const rows = ["1,Ada,ada"];
    const all = sourced("ID,Name,Mail", rows, { name: "Name", email: "Mail" }, { badRows: "hold" });
    expect((await rosterOf(all)).held.size).toBe(1);
    const byName = { settings: { hold: { ada: "leave" } } };
    expect((await rosterOf(byName)).held.size).toBe(1);
    expect(
      await problemsIn(sourced("ID,Name,Mail", ["1,#N/A,a@example.com"], { name: "Name", email: "Mail" })),
    ).toHaveLength(1);
  });

  it("says whose managers are known and not declared today, and declares nobody as such", async () => {
    const rows = ["1,Ada,ada@example.com,3,x", "2,Bob,bob@example.com,3,x", "3,Grace,grace@example.com,,y"];
    const told = sourced(
      "ID,Name,Mail,Boss,Kind",
      rows,
      { name: "Name", email: "Mail", manager: "Boss" },
      { where: 'Kind = "x"' },
    );
    const { people, notes } = await rosterOf(told);
    expect([...people.values()].map(({ manager }) => manager)).toEqual([undefined, undefined]);
    expect(notes).toEqual([expect.stringMatching(/^2 people's managers are not declared today/)]);
    const byAddress = { staff: told.tables.staff.replace(",3,x", ",grace@example.com,x") };
    const { people: same, notes: also } = await rosterOf({ ...told, tables: byAddress });
    expect([...same.values()].map(({ manager }) => manager)).toEqual([undefined, undefined]);
    expect(also).toEqual(notes);
  });

  it("says which names hold what nobody sees, five of them with their places", async () => {
    const rows = (count: number) => Array.from({ length: count }, (_, i) => `${i},A\u200Bda,p${i}@example.com`);
    const notes = async (count: number) =>
      (await rosterOf(sourced("ID,Name,Mail", rows(count), { name: "Name", email: "Mail" }))).notes;
    const [five] = await notes(5);
    expect(five?.match(/staff:\d, column Name holds an invisible character: U\+200B/g)).toHaveLength(5);
    expect(five?.endsWith("; take it out")).toBe(true);
    const [seven] = await notes(7);
    expect(seven?.match(/staff:\d, column Name/g)).toHaveLength(5);
    expect(seven).toMatch(/; and 2 more$/);
    for (const part of ["given", "family"]) {
      const { notes: said } = await rosterOf({
        people: { ada: { given: "Ada", family: "Byron", email: "a@example.com", adobe: null, [part]: "A\u200B" } },
      });
      expect(said).toEqual([expect.stringContaining(`by-hand.ada.${part} holds`)]);
    }
    // Some scripts need joiners and marks of direction in names.
    expect((await rosterOf(byHand({ name: "A\u200Dda \u200Fx" }))).notes).toEqual([]);
  });

  it("has its file, project, days and former keys as they were read", async () => {
    const raw: RawRoster = {
      ...(await rawOf(byHand({ was: ["old"] }))),
      project: "acme",
      calendar: { today: "2026-12-10", next: [] },
    };
    const { file, project, was, calendar } = judgeRoster(raw);
    expect([file, project, [...was], calendar]).toEqual([
      "roster.yaml",
      "acme",
      [["ada", ["old"]]],
      { today: "2026-12-10", next: [] },
    ]);
    expect(judgeRoster(await rawOf(byHand({})))).not.toHaveProperty("calendar");
  });

  it("tells which groups somebody is in: declared ones by key, others by id, and nothing where none is said", async () => {
    const raw = await rawOf(byHand({ scim: { groups: ["pay", "id:g-1", "g-2"] } }));
    const groups = new Map([["pay", { values: { scim: null }, placeOf: () => "here" }]]);
    const { membersOf, people } = judgeRoster({ ...raw, groups });
    expect(membersOf("scim", "ada", "groups")).toEqual(
      expect.arrayContaining([{ key: "pay" }, { id: "g-1" }, { id: "g-2" }]),
    );
    expect((await rosterOf(byHand({ scim: { groups: [] } }))).membersOf("scim", "ada", "groups")).toEqual([]);
    expect(await problems({ scim: { groups: ["id:"] } })).toEqual([expect.stringContaining("ada.scim.groups[0]: ")]);
    for (const [platform, key, set] of [
      ["scim", "ada", "roles"],
      ["scim", "bob", "groups"],
      ["keycloak", "ada", "groups"],
    ] as const)
      expect(membersOf(platform, key, set)).toBeUndefined();
    expect(people.get("ada")?.accounts.scim?.["groups"]).toHaveLength(3);
  });

  it("tells where each value is from: the person's own, what is said for all, or the common one that it is made of", async () => {
    const { originsOf } = await rosterOf({
      people: {
        ada: {
          given: "Ada",
          family: "Byron",
          email: "a@example.com",
          manager: "bob",
          adobe: { profile: "x", fields: { Team: "T", Site: "S" } },
          nerm: null,
        },
        bob: { name: "Bob", email: "b@example.com", username: "bob", nerm: null },
      },
      settings: { defaults: { adobe: { bio: "b", fields: { Site: "D" } }, nerm: { title: "t" } } },
    });
    expect(originsOf("ada")).toEqual({
      "adobe.name": "by-hand.ada.given",
      "adobe.email": "by-hand.ada.email",
      "adobe.profile": "by-hand.ada.adobe.profile",
      "adobe.bio": "roster.yaml#defaults.adobe.bio, defaults",
      "adobe.fields.Team": "by-hand.ada.adobe.fields.Team",
      "adobe.fields.Site": "by-hand.ada.adobe.fields.Site",
      "nerm.name": "by-hand.ada.given",
      "nerm.email": "by-hand.ada.email",
      "nerm.login": "by-hand.ada.key",
      "nerm.title": "roster.yaml#defaults.nerm.title, defaults",
      manager: "by-hand.ada.manager",
    });
    expect(originsOf("bob")).toMatchObject({ "nerm.name": "by-hand.bob.name", "nerm.login": "by-hand.bob.username" });
    expect(originsOf("bob")).not.toHaveProperty("manager");
    expect(originsOf("nobody")).toEqual({});
    const emptied = await rosterOf(byHand({ adobe: { bio: null } }));
    expect(emptied.originsOf("ada")).toEqual({ "adobe.name": "by-hand.ada.name", "adobe.email": "by-hand.ada.email" });
  });
});

describe("somebody's manager", () => {
  const person = (manager: unknown, more: object = {}) => ({
    name: "P",
    adobe: null,
    ...(manager === undefined ? {} : { manager }),
    ...more,
  });
  const people = (managers: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(
      Object.entries(managers).map(([key, manager]) => [
        key,
        person(manager, { email: `${key}@example.com`, username: `u-${key}` }),
      ]),
    );
  const managers = async (of: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(
      [...(await rosterOf({ people: people(of) })).people].map(([key, { manager }]) => [key, manager]),
    );

  it("is found by key, address or sign-in name, whatever its case; null says that nobody is", async () => {
    expect(await managers({ a: "b", b: null, c: "B@example.com", d: "U-B", e: undefined })).toEqual({
      a: "b",
      b: null,
      c: "b",
      d: "b",
      e: undefined,
    });
  });

  it("is refused where nobody is meant, with the key that is perhaps", async () => {
    const refused = (of: Readonly<Record<string, unknown>>) => problemsIn({ people: people(of) });
    expect(await refused({ grace: null, a: "GRACE" })).toEqual([
      `by-hand.a.manager: a.manager: "GRACE" is nobody's key in this file, and nobody's email or username; did you mean grace?`,
    ]);
    expect(await refused({ grace: null, a: "garce" })).toEqual([expect.stringMatching(/did you mean grace\?$/)]);
    expect(await refused({ grace: null, a: "somebody" })).toEqual([expect.stringMatching(/email or username$/)]);
  });

  it("is refused with a key in another case among however many, and with a near one among fewer than a thousand", async () => {
    const refused = async (count: number, manager: string) => {
      const someone = (key: string, own: object = {}) =>
        [key, { key, aliases: [], manager: undefined, accounts: {}, ...own }] as const;
      const others = Array.from({ length: count - 2 }, (_, i) => someone(`e-${i + 10_000}`));
      const all = new Map([...others, someone("Hopper"), someone("ada", { manager })]);
      const { diagnostics } = judgeManagers(await rawOf(byHand({})), all);
      return diagnostics.map(([key, { reason }]) => [key, /; did you mean (.*)\?$/.exec(reason)?.[1]]);
    };
    expect(await refused(999, "HOPPER")).toEqual([["ada", "Hopper"]]);
    expect(await refused(999, "hoper")).toEqual([["ada", "Hopper"]]);
    expect(await refused(1000, "HOPPER")).toEqual([["ada", "Hopper"]]);
    expect(await refused(1000, "hoper")).toEqual([["ada", undefined]]);
  });

  it("is refused where the managers form a circle, which is named once, however long", async () => {
    const circle = (count: number) =>
      problemsIn({
        people: people(Object.fromEntries(Array.from({ length: count }, (_, i) => [`p${i}`, `p${(i + 1) % count}`]))),
      });
    expect(await circle(1)).toEqual(["by-hand.p0.manager: p0.manager: the managers form a circle: p0 -> p0"]);
    expect(await circle(3)).toEqual([expect.stringMatching(/: p0 -> p1 -> p2 -> p0$/)]);
    expect((await circle(11))[0]?.split(" -> ")).toHaveLength(12);
    expect((await circle(11))[0]).not.toContain("...");
    expect(await circle(12)).toEqual([expect.stringMatching(/: p0 -> .* -> p9 -> \.\.\. -> p0$/)]);
    expect(await problemsIn({ people: people({ x: "p0", p0: "p1", p1: "p0", y: "p1" }) })).toEqual([
      "by-hand.p0.manager: p0.manager: the managers form a circle: p0 -> p1 -> p0",
    ]);
    expect(await problemsIn({ people: people({ a: "c", b: "c", c: "d", d: null }) })).toEqual([]);
  });

  it("is the declared one of two with an address, and nobody for sure where both are", async () => {
    const columns = { name: "Name", email: "Mail", manager: "Boss" };
    const rows = ["1,Ada,ada@example.com,g@example.com,x", "2,Grace,g@example.com,,x", "3,Grace,g@example.com,,y"];
    const told = sourced("ID,Name,Mail,Boss,Kind", rows, columns, { where: 'Kind = "x"' });
    expect((await rosterOf(told)).people.get("1")?.manager).toBe("2");
    const nerm = { name: "P", email: "g@example.com", nerm: null };
    expect(
      await problemsIn({
        people: { a: { ...nerm, email: "a@example.com", manager: "g@example.com" }, b: nerm, c: nerm },
      }),
    ).toEqual([`by-hand.a.manager: a.manager: "g@example.com" is the email of b and of c; say a key`]);
  });
});
