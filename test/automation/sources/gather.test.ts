import { describe, expect, it } from "vitest";
import type { Failure } from "../../../automation/common/failure";
import { problemsIn, rawOf, rosterOf } from "./tables";

const COLUMNS = { key: "ID", name: "Name", email: "Mail" };
const HEAD = "ID,Name,Mail";
const ADA = "1,Ada,ada@example.com";
const BOB = "2,Bob,bob@example.com";
const VALUES = { platforms: "adobe" };
const staff = (own: object = {}) => ({ columns: COLUMNS, values: VALUES, ...own });
const table = (...rows: readonly string[]) => [HEAD, ...rows].join("\n");
const one = (own: object, ...rows: readonly string[]) => ({
  settings: { sources: { staff: staff(own) } },
  tables: { staff: table(...rows) },
});

describe("rows of one source", () => {
  it("are each a person, in their order", async () => {
    const { people } = await rosterOf(one({}, BOB, ADA));
    expect([...people].map(([key, { accounts }]) => [key, accounts.adobe?.["name"]])).toEqual([
      ["2", "Bob"],
      ["1", "Ada"],
    ]);
  });

  it("with one key are refused, as nobody can tell which is meant, also where bad rows are held", async () => {
    const rows = [ADA, "1,Eve,eve@example.com"];
    const expected = /^staff:3, column ID: is also the key of line 2; if one of the two counts, say in `where` which$/;
    for (const badRows of ["stop", "hold"]) {
      expect(await problemsIn(one({ badRows }, ...rows))).toEqual([expect.stringMatching(expected)]);
    }
    expect(await problemsIn(one({ where: 'Name = "Eve"' }, ...rows))).toEqual([]);
    expect((await rosterOf(one({ where: 'Name = "Eve"' }, ...rows))).people.get("1")?.accounts.adobe?.["name"]).toBe(
      "Eve",
    );
    expect((await rosterOf(one({ where: 'Name = "Ada"' }, ...rows))).people.get("1")?.accounts.adobe?.["name"]).toBe(
      "Ada",
    );
  });

  it("without a key are refused, and nobody is held for them; a sum that `where` leaves out is nobody", async () => {
    const rows = [ADA, ",Total,2"];
    for (const badRows of ["stop", "hold"]) {
      expect(await problemsIn(one({ badRows }, ...rows))).toEqual([
        "staff:3, column ID: must not be empty: it is the key",
      ]);
    }
    expect(await problemsIn(one({ where: 'ID != ""' }, ...rows))).toEqual([]);
    expect([...(await rosterOf(one({ where: 'ID != ""' }, ...rows))).people.keys()]).toEqual(["1"]);
  });

  it("without a key say what else is wrong in them instead", async () => {
    expect(await problemsIn(one({}, ADA, "#N/A,Eve,eve@example.com"))).toEqual([
      expect.stringMatching(/^staff:3, column ID: is the error #N\/A/),
    ]);
  });

  it("that are wrong stop everything, or hold whom they are about, with place, reason and platforms", async () => {
    const rows = [ADA, "2,#N/A,bob@example.com"];
    expect(await problemsIn(one({}, ...rows))).toEqual([expect.stringMatching(/^staff:3, column Name: is the error/)]);
    const { people, held } = await rosterOf(one({ badRows: "hold" }, ...rows));
    expect([...people.keys()]).toEqual(["1"]);
    expect([...held.values()]).toEqual([
      {
        key: "2",
        place: "staff:3, column Name",
        reason: expect.stringContaining("is the error"),
        platforms: ["adobe"],
      },
    ]);
  });

  it("may say themselves what becomes of wrong ones, where the roster says it for all", async () => {
    const rows = [ADA, "2,#N/A,bob@example.com"];
    const both = (all: string, own?: string) => ({
      ...one(own === undefined ? {} : { badRows: own }, ...rows),
      settings: { sources: { staff: staff(own === undefined ? {} : { badRows: own }) }, badRows: all },
    });
    expect(await problemsIn(both("hold"))).toEqual([]);
    expect(await problemsIn(both("hold", "stop"))).toHaveLength(1);
    expect(await problemsIn(both("stop", "hold"))).toEqual([]);
  });

  it("that are too many to be held stop everything", async () => {
    const rows = [ADA, ...["2", "3"].map((key) => `${key},#N/A,p${key}@example.com`)];
    const of = (holdAtMost: number) => ({
      settings: { sources: { staff: staff({ badRows: "hold" }) }, holdAtMost },
      tables: { staff: table(...rows) },
    });
    expect(await problemsIn(of(2))).toEqual([]);
    expect((await problemsIn(of(1)))[0]).toBe(
      "2 people would be held for what is wrong with their rows, and holdAtMost allows 1:",
    );
  });

  it("are refused where they are fewer than they should be", async () => {
    expect(await problemsIn(one({ atLeast: 3 }, ADA, BOB))).toEqual([
      "staff.csv has 2 rows, and sources.staff.atLeast says 3: the file may be cut",
    ]);
    expect(await problemsIn(one({ atLeast: 2 }, ADA, BOB))).toEqual([]);
  });

  it("are named by the file where the roster is the table itself", async () => {
    const told = {
      settings: { sources: { staff: {} } },
      isTable: true,
      tables: { staff: "key,platforms,name,email\n,adobe,Ada,ada@example.com" },
    };
    expect(await problemsIn(told)).toEqual(["staff.csv:2, column key: must not be empty: it is the key"]);
    const wrong = { ...told, tables: { staff: "key,name,shoes\n1,Ada,38" } };
    expect(await problemsIn(wrong)).toEqual([
      expect.stringMatching(/^staff\.csv:1, column shoes: is none of/),
      "staff.csv:1, column platforms: is missing",
    ]);
    expect((await rawOf({ ...told, tables: { staff: "key,platforms,name\n1,adobe,Ada" } })).notes).toEqual([]);
  });
});

describe("a reading", () => {
  it("of many rows ends where it is interrupted", async () => {
    const rows = Array.from({ length: 600 }, (_, i) => `${i},P,p${i}@example.com`);
    const read = (signal?: AbortSignal) => rawOf({ ...one({}, ...rows), ...(signal ? { signal } : {}) });
    await expect(read(AbortSignal.abort())).rejects.toMatchObject({ code: "interrupted" });
    expect((await read(new AbortController().signal)).people.size).toBe(600);
    expect((await read()).people.size).toBe(600);
  });

  it("refuses a rule that can't be read, at its place, and a table with one attribute in two columns", async () => {
    expect(
      await problemsIn({ ...one({}, ADA), settings: { sources: { staff: staff() }, rules: [{ when: "(" }] } }),
    ).toEqual([expect.stringMatching(/^roster\.yaml#rules\.0\.when: rules\[0\]\.when: the expression can't be read/)]);
    const twice = {
      settings: { sources: { staff: {} } },
      isTable: true,
      tables: { staff: "key,platforms,name,name\n1,adobe,A,B" },
    };
    expect(await problemsIn(twice)).toEqual(["staff.csv:1, column name: is there twice"]);
  });

  it("knows nobody by a row without a key, and nobody as absent of whom another row is taken", async () => {
    const raw = await rawOf(one({}, ADA, ",Total,2"));
    expect([...raw.absent]).toEqual([]);
    const taken = await rawOf(one({ where: 'Name = "Ada"' }, ADA, "1,Eve,eve@example.com"));
    expect([[...taken.people.keys()], [...taken.absent]]).toEqual([["1"], []]);
  });

  it("keeps the keys that somebody had, where a column says some", async () => {
    const told = {
      settings: { sources: { staff: staff({ columns: { ...COLUMNS, was: "Old" } }) } },
      tables: { staff: `${HEAD},Old\n${ADA},a|b\n${BOB},` },
    };
    expect([...(await rawOf(told)).was]).toEqual([["1", ["a", "b"]]]);
  });
});

describe("first and last days", () => {
  const columns = { ...COLUMNS, starts: "From", ends: "To" };
  const dated = (...rows: readonly string[]) => ({
    settings: { sources: { staff: staff({ columns }) } },
    tables: { staff: [`${HEAD},From,To`, ...rows].join("\n") },
  });
  const there = async (told: object, today?: string) => {
    const raw = await rawOf({ ...told, ...(today ? { today } : {}) });
    return { keys: [...raw.people.keys()], absent: [...raw.absent], calendar: raw.calendar };
  };

  it("take away who is not there, who stays known as a manager, and say who comes and goes, in order", async () => {
    const rows = [
      "3,Cy,cy@example.com,2026-12-12,",
      "4,Di,di@example.com,,2026-12-11",
      "5,Ed,ed@example.com,2026-12-12,",
      `${ADA},2020-01-01,`,
    ];
    const { keys, absent, calendar } = await there(dated(...rows, `${BOB},,2026-12-09`));
    expect(keys).toEqual(["4", "1"]);
    expect(absent).toEqual(["3", "5", "2"]);
    expect(calendar).toEqual({
      today: "2026-12-10",
      next: [
        { key: "3", day: "2026-12-12", what: "joins" },
        { key: "4", day: "2026-12-12", what: "leaves" },
        { key: "5", day: "2026-12-12", what: "joins" },
      ],
    });
    expect(await there(one({}, ADA))).toMatchObject({ calendar: undefined });
  });

  it("are told in the order of days, then of keys, whatever the order of rows", async () => {
    const rows = ["b,B,b@example.com,2026-12-12,", "c,C,c@example.com,2026-12-11,", "a,A,a@example.com,2026-12-12,"];
    const order = async (some: readonly string[]) => (await there(dated(...some))).calendar?.next.map(({ key }) => key);
    expect(await order(rows)).toEqual(["c", "a", "b"]);
    expect(await order([...rows].reverse())).toEqual(["c", "a", "b"]);
  });

  it("count some days earlier where that is said", async () => {
    const told = dated(`${ADA},2026-12-13,`);
    const earlier = (startsBefore: unknown) => there({ ...told, settings: { ...told.settings, startsBefore } });
    expect((await earlier("3 days")).keys).toEqual(["1"]);
    expect((await earlier(2)).keys).toEqual([]);
    expect((await earlier("1 day")).calendar?.next).toEqual([{ key: "1", day: "2026-12-12", what: "joins" }]);
  });

  it("decide between two rows of one person: the one of the day counts, and the last one where none is", async () => {
    const name = async (...rows: readonly string[]) => {
      const raw = await rawOf(dated(...rows));
      return [raw.people.get("1")?.values["name"], raw.absent.has("1"), raw.diagnostics.length];
    };
    const [old, now, next] = [
      "1,Old,a@example.com,,2026-11-30",
      "1,Now,a@example.com,2026-12-01,2026-12-31",
      "1,Next,a@example.com,2027-01-01,",
    ];
    expect(await name(old, now)).toEqual(["Now", false, 0]);
    expect(await name(now, old)).toEqual(["Now", false, 0]);
    expect(await name(now, next)).toEqual(["Now", false, 0]);
    expect(await name(old, now, next)).toEqual(["Now", false, 0]);
    expect(await name(next, old, now)).toEqual(["Now", false, 0]);
    expect(await name(old, next)).toEqual([undefined, true, 0]);
    expect(await name(now, "1,Also,a@example.com,2026-12-05,")).toEqual(["Now", false, 1]);
  });

  it("of a next row say that somebody joins again, or goes on", async () => {
    const next = async (...rows: readonly string[]) => (await rawOf(dated(...rows))).calendar?.next;
    const ends = "1,Ada,a@example.com,,2026-12-12";
    expect(await next(ends, "1,Ada,a@example.com,2026-12-15,")).toEqual([
      { key: "1", day: "2026-12-13", what: "leaves" },
      { key: "1", day: "2026-12-15", what: "joins" },
    ]);
    expect(await next(ends, "1,Ada,a@example.com,2026-12-13,")).toEqual([]);
  });
});

describe("a source that joins another one", () => {
  const MORE = { columns: { key: "ID", "adobe.profile": "Title", email: "Mail" }, joins: "staff" };
  const joining = (more: object, rows: readonly string[], people = {}, first: readonly string[] = [ADA, BOB]) => ({
    settings: { sources: { staff: staff(), more: { ...MORE, ...more } } },
    tables: { staff: table(...first), more: ["ID,Title,Mail", ...rows].join("\n") },
    people,
  });

  it("adds to people, and leaves alone what its cells leave empty", async () => {
    const { people } = await rosterOf(joining({}, ["1,Lead,", "2,,"]));
    expect(people.get("1")?.accounts.adobe).toEqual({ name: "Ada", email: "ada@example.com", profile: "Lead" });
    expect(people.get("2")?.accounts.adobe).toEqual({ name: "Bob", email: "bob@example.com" });
  });

  it("is refused where it says something else, or names nobody", async () => {
    expect(await problemsIn(joining({}, ["1,Lead,a@example.com"]))).toEqual([
      expect.stringMatching(/^more:2, column Mail: is another email than at staff:2, Mail/),
    ]);
    expect(await problemsIn(joining({ replaces: ["email"] }, ["1,Lead,a@example.com"]))).toEqual([]);
    expect(await problemsIn(joining({ replaces: ["E-Mail"] }, ["1,Lead,a@example.com"]))).toEqual([]);
    expect(await problemsIn(joining({}, ["9,Lead,"]))).toEqual([
      "more:2, column ID: 9: is no key of staff, which this source joins",
    ]);
    expect(await problemsIn(joining({}, ["1,Lead,", "1,Boss,"]))).toEqual([
      expect.stringMatching(/^more:3, column Title: is another adobe\.profile than at more:2, Title/),
    ]);
    expect(await problemsIn(joining({}, ["1,Lead,", "1,Lead,"]))).toEqual([]);
  });

  it("is refused for whom it names and nobody knows, and for nothing else in their row", async () => {
    expect(await problemsIn(joining({}, ["9,#N/A,"]))).toEqual([
      "more:2, column ID: 9: is no key of staff, which this source joins",
    ]);
  });

  it("says nothing of whoever its own source doesn't declare, and is of another one; but a last day is everybody's", async () => {
    const of = async (order: readonly string[], columns: object, row: string) => {
      const sources: Readonly<Record<string, object>> = {
        staff: staff({ where: 'Name != "Ada"' }),
        more: { columns: { key: "ID", ...columns }, joins: "staff" },
        other: staff(),
      };
      const raw = await rawOf({
        settings: { sources: Object.fromEntries(order.map((name) => [name, sources[name]])) },
        tables: { staff: table(ADA, BOB), more: `ID,Title,Mail\n${row}`, other: table("1,Countess,c@example.com") },
      });
      return [raw.people.get("1")?.values["email"], raw.diagnostics, raw.absent.has("1")];
    };
    const order = ["staff", "more", "other"];
    expect(await of(order, { email: "Mail" }, "1,,x@example.com")).toEqual(["c@example.com", [], false]);
    for (const some of [order, ["staff", "other", "more"]])
      expect(await of(some, { ends: "Title" }, "1,2026-12-09,")).toEqual([undefined, [], true]);
  });

  it("brings nobody back whom the first one takes away", async () => {
    const first = { settings: { sources: { staff: staff({ where: 'Name = "Ada"' }), more: MORE } } };
    const told = { ...joining({}, ["1,Lead,", "2,Lead,"]), ...first };
    const raw = await rawOf(told);
    expect([[...raw.people.keys()], [...raw.absent], raw.diagnostics]).toEqual([["1"], ["2"], []]);
  });

  it("takes somebody away by a last day of its own", async () => {
    const raw = await rawOf(joining({ columns: { key: "ID", ends: "Title" } }, ["1,2026-12-09,"]));
    expect([[...raw.people.keys()], [...raw.absent]]).toEqual([["2"], ["1"]]);
    const byHand = await rawOf(
      joining({ columns: { key: "ID", ends: "Title" } }, ["1,2026-12-09,"], { 1: { nerm: null } }),
    );
    expect([...byHand.people.keys()]).toEqual(["2"]);
  });

  it("is held against all that were there before it, by whichever source", async () => {
    const three = (
      more: string,
      third: string,
      columns: object = { key: "ID", email: "Mail", "adobe.profile": "Title" },
    ) => {
      const source = { columns, joins: "staff" };
      return problemsIn({
        settings: { sources: { staff: staff(), more: source, third: source } },
        tables: { staff: table(ADA), more: `ID,Title,Mail\n${more}`, third: `ID,Title,Mail\n${third}` },
      });
    };
    expect(await three("1,Lead,", "1,Lead,ada@example.com")).toEqual([]);
    expect(await three("1,Lead,", "1,,a@example.com")).toEqual([
      expect.stringContaining("is another email than at staff:2, Mail"),
    ]);
    expect(await three("1,Lead,", "1,Boss,")).toEqual([
      expect.stringContaining("is another adobe.profile than at more:2, Title"),
    ]);
    const dated = { key: "ID", starts: "Title", ends: "Mail" };
    expect(await three("1,2026-01-01,", "1,2026-02-01,", dated)).toEqual([
      expect.stringMatching(/^third:2, column Title: is another starts/),
    ]);
    expect(await three("1,,2027-01-01", "1,,2027-02-01", dated)).toEqual([
      expect.stringMatching(/^third:2, column Mail: is another ends/),
    ]);
    expect(await three("1,2026-01-01,", "1,,2027-02-01", dated)).toEqual([]);
  });

  it("is held against the row of the day, and not against one that is over", async () => {
    const columns = { ...COLUMNS, "adobe.profile": "Title", ends: "To" };
    const told = (...rows: readonly string[]) => ({
      settings: {
        sources: {
          staff: staff({ columns }),
          more: { columns: { key: "ID", "adobe.profile": "Title" }, joins: "staff" },
        },
      },
      tables: { staff: [`${HEAD},Title,To`, ...rows].join("\n"), more: "ID,Title\n1,Boss" },
    });
    expect(await problemsIn(told(`${ADA},Lead,2026-11-30`, `${ADA},,`))).toEqual([]);
    expect(await problemsIn(told(`${ADA},,2026-11-30`, `${ADA},Lead,`))).toHaveLength(1);
  });

  it("stops everything where it names nobody, also where bad rows are held, and where two sources have a key of different days", async () => {
    expect(await problemsIn(joining({ badRows: "hold" }, ["9,Lead,"]))).toEqual([
      expect.stringContaining("9: is no key of staff"),
    ]);
    const dated = staff({ columns: { ...COLUMNS, ends: "To" } });
    const both = {
      settings: { sources: { staff: dated, other: dated } },
      tables: { staff: `${HEAD},To\n${ADA},2026-11-30`, other: `${HEAD},To\n${ADA},` },
    };
    expect(await problemsIn(both)).toEqual([expect.stringContaining("is also the key of staff:2; say joins: staff")]);
  });

  it("replaces the manager, however it names them", async () => {
    const columns = { key: "ID", "manager.email": "Mail" };
    const told = (replaces: readonly string[]) => ({
      settings: {
        sources: {
          staff: staff({ columns: { ...COLUMNS, manager: "Boss" } }),
          more: { columns, joins: "staff", replaces },
        },
      },
      tables: { staff: `${HEAD},Boss\n${ADA},2\n${BOB},\n3,Cy,cy@example.com,`, more: "ID,Mail\n1,cy@example.com" },
    });
    expect(await problemsIn(told([]))).toEqual([expect.stringContaining("is another manager than at staff:2, Boss")]);
    for (const name of ["manager", "manager.email"])
      expect((await rosterOf(told([name]))).people.get("1")?.manager).toBe("3");
  });

  it("joins one above it alone, and another one without it may not have its keys", async () => {
    expect(await problemsIn(joining({ joins: "nobody" }, []))).toEqual([
      "roster.yaml#sources.more.joins: sources.more.joins: nobody is no source above this one",
    ]);
    const { joins: _, ...alone } = { ...MORE, values: VALUES };
    const twice = {
      settings: { sources: { staff: staff(), more: alone } },
      tables: { staff: table(ADA), more: "ID,Title,Mail\n1,Lead," },
    };
    expect(await problemsIn(twice)).toEqual([
      "more:2, column ID: is also the key of staff:2; say joins: staff if these rows add to those",
    ]);
  });

  it.each([
    ["a name of its own", "key", "key must be in one source alone"],
    ["a first day", "starts", "starts must be in one source alone"],
    ["former keys", "was", "was must be in one source alone"],
    ["a day", "ends", "ends must be in one source alone"],
    ["platforms", "platforms", "platforms must be in one source alone"],
    ["what is no attribute", "shoes", "is none of"],
  ])("can't replace %s", async (_, name, reason) => {
    const [problem] = await problemsIn(joining({ replaces: [name] }, []));
    expect(problem).toMatch(new RegExp(`sources\\.more\\.replaces\\[0\\]: .*${reason}`));
  });

  it("is alone in replacing", async () => {
    expect((await problemsIn(one({ replaces: ["email"] }, ADA))).join()).toContain(
      "is for a source that joins another one",
    );
    expect(await problemsIn(joining({ replaces: ["adobe.profile", "manager"] }, ["1,Lead,"]))).toEqual([]);
  });
});

describe("people who are written by hand", () => {
  it("are added, and say the last word on whoever is in a source", async () => {
    const people = {
      1: { email: "countess@example.com" },
      eve: { name: "Eve", email: "eve@example.com", adobe: null },
    };
    const { people: found } = await rosterOf({ ...one({}, ADA), people });
    expect(found.get("1")?.accounts.adobe).toEqual({ name: "Ada", email: "countess@example.com" });
    expect(found.get("eve")?.accounts.adobe).toEqual({ name: "Eve", email: "eve@example.com" });
  });

  it("are there though `where` leaves their row out, and are not though held or gone by a day", async () => {
    const there = async (own: object, head = HEAD, row = ADA) => {
      const told = {
        settings: { sources: { staff: staff(own) } },
        tables: { staff: `${head}\n${row}` },
        people: { 1: { name: "Ada", email: "a@example.com", adobe: null } },
      };
      const raw = await rawOf(told);
      return [raw.people.has("1"), raw.absent.has("1")];
    };
    expect(await there({ where: "false" })).toEqual([true, false]);
    const columns = { ...COLUMNS, ends: "To" };
    expect(await there({ columns }, `${HEAD},To`, `${ADA},2026-12-09`)).toEqual([false, true]);
  });

  it("may say which keys they had, in a list or alone", async () => {
    const was = async (said: unknown) => (await rawOf({ people: { a: { was: said } } })).was.get("a");
    expect([await was(["x", "y"]), await was("x"), await was(undefined)]).toEqual([["x", "y"], ["x"], undefined]);
  });
});

describe("whoever is excluded or held", () => {
  const told = (more: object, people = {}) => ({
    settings: { sources: { staff: staff() }, ...more },
    tables: { staff: table(ADA, BOB) },
    people,
  });

  it("is not declared, and stays known as a manager, where excluded", async () => {
    const raw = await rawOf(told({ exclude: { 1: "a contractor" } }));
    expect([[...raw.people.keys()], [...raw.absent], raw.held.size]).toEqual([["2"], ["1"], 0]);
    const byHand = await rawOf(told({ exclude: { eve: "no" } }, { eve: { name: "Eve" } }));
    expect([...byHand.people.keys()]).toEqual(["1", "2"]);
  });

  it("stays as last applied where held, with the reason, the place and the platforms", async () => {
    const { people, held } = await rosterOf(
      told({ hold: { 1: "on leave", 2: { reason: "sick", until: "2026-12-10" } } }),
    );
    expect(people.size).toBe(0);
    expect([...held.values()]).toEqual([
      { key: "1", reason: "on leave", place: "roster.yaml#hold.1", platforms: ["adobe"] },
      { key: "2", reason: "sick", place: "roster.yaml#hold.2", platforms: ["adobe"] },
    ]);
  });

  it("is held until a day, after which a note says so", async () => {
    const { people, held, notes } = await rosterOf(told({ hold: { 1: { reason: "leave", until: "2026-12-09" } } }));
    expect([people.has("1"), held.size]).toEqual([true, 0]);
    expect(notes).toEqual(["the hold at roster.yaml#hold.1 has ended on 2026-12-09"]);
  });

  it("must be somebody, and not both", async () => {
    expect(await problemsIn(told({ exclude: { 9: "gone" } }))).toEqual([
      'roster.yaml#exclude.9: exclude["9"]: is a key that nobody has',
    ]);
    expect(await problemsIn(told({ exclude: { 1: "gone" }, hold: { 1: "leave" } }))).toEqual([
      'roster.yaml#hold.1: hold["1"]: is excluded too',
    ]);
    const { held, notes } = await rosterOf(told({ hold: { 9: "leave" } }));
    expect(held.get("9")).toEqual({ key: "9", reason: "leave", place: "roster.yaml#hold.9", platforms: undefined });
    expect(notes).toEqual([expect.stringContaining("whoever is held at roster.yaml#hold.9 is in no source")]);
    expect((await rosterOf(told({ hold: { 1: "leave" } }))).notes).toEqual([]);
  });
});

describe("what a roster says of files and columns", () => {
  it("must be there: columns of where, values, rules and of the mapping, with the name that is meant perhaps", async () => {
    const problem = async (source: object, rest: object = {}) =>
      (
        await problemsIn({ settings: { sources: { staff: staff(source) }, ...rest }, tables: { staff: table(ADA) } })
      ).join();
    expect(await problem({ where: 'Nmae = "x"' })).toMatch(
      /#sources\.staff\.where: .*has no column Nmae; did you mean Name\?$/,
    );
    expect(await problem({ values: { ...VALUES, "adobe.bio": "$" + "{{ Nmae }}" } })).toMatch(
      /values\["?adobe\.bio"?\]?.*has no column Nmae/,
    );
    expect(await problem({ columns: { ...COLUMNS, name: "Nmae" } })).toMatch(/columns\.name: .*has no column Nmae/);
    expect(await problem({}, { rules: [{ when: 'Nmae = "x"', nerm: null }] })).toMatch(
      /rules\[0\]: no source has a column Nmae; did you mean Name\?$/,
    );
    expect(await problem({ columns: { ...COLUMNS, shoes: "Name" } })).toMatch(/columns\.shoes: is none of/);
    expect(await problem({ values: { ...VALUES, shoes: 38 } })).toMatch(/values\.shoes: is none of/);
    expect(await problem({ values: { ...VALUES, username: "$" + "{{ ( }}" } })).toMatch(
      /^roster\.yaml#sources\.staff\.values\.username: .*the expression can't be read/,
    );
    expect(await problem({ dates: "DD.MM" })).toMatch(/sources\.staff\.dates: must be made of/);
    expect(await problem({ where: "(" })).toMatch(/sources\.staff\.where: the expression can't be read/);
    expect(await problem({ columns: { name: "Name" } })).toMatch(/columns\.key: is missing: say which column it is$/);
    expect(await problem({ values: { ...VALUES, email: "x@example.com" } })).toMatch(/values\.email: is there twice$/);
    expect(await problem({ columns: { ...COLUMNS, "manager.Boss": "Name" } })).toMatch(
      /^roster\.yaml#sources\.staff\.columns\.manager\.Boss: .*has no column Boss.*; it may be email, name, username or a column$/,
    );
    expect(await problem({ columns: { ...COLUMNS, "manager.mail": "Name" } })).toMatch(
      /is nobody's mail in these files$/,
    );
    expect(await problem({ columns: { key: "id", name: "NAME", email: "ma-il" } })).toBe("");
  });

  it("is not refused for a column of a rule that one source of two has", async () => {
    const told = {
      settings: { sources: { staff: staff(), other: staff() }, rules: [{ when: 'Title = "Lead"', nerm: null }] },
      tables: { staff: table(ADA), other: `${HEAD},Title\n${BOB},Lead` },
    };
    const { people } = await rosterOf(told);
    expect([people.get("1"), people.get("2")].map((person) => Object.keys(person?.accounts ?? {}))).toEqual([
      ["adobe"],
      ["adobe", "nerm"],
    ]);
  });

  it("says which of two columns of one name is meant", async () => {
    const of = (email: string) =>
      problemsIn({
        settings: { sources: { staff: staff({ columns: { ...COLUMNS, email } }) } },
        tables: { staff: `${HEAD},Mail\n${ADA},b@example.com` },
      });
    expect((await of("Mail")).join()).toMatch(
      /^roster\.yaml#sources\.staff\.columns\.email: .*has the column Mail 2 times; say Mail \(1\) or Mail \(2\)$/,
    );
    expect(await of("Mail (2)")).toEqual([]);
  });

  it.each<[head: string, email: string, index: number | RegExp]>([
    ["mail,Mail,MAIL", "Mail", 1],
    ["mail,Work,MAIL", "Mail", /has the column Mail 2 times; say mail or MAIL$/],
    ["Mail (1),Work,", "Mail", /has no column Mail$/],
    ["Mail (1)x,Mail (2)x,", "Mailx", /has no column Mailx/],
    ["Mail,,Work", "-", /has no column -$/],
    ["Mail,,Work", "wo rk", 2],
    ["M,M,M,M,M,M,M,M,M,M,M", "M", /has the column M 11 times; say M \(1\) or .* or M \(11\)$/],
  ])("finds in the header %j the column %j: %s", async (head, email, found) => {
    const cells = head.split(",").map((name, i) => (name === "" ? "" : `p${i}@example.com`));
    const told = {
      settings: { sources: { staff: staff({ columns: { key: "ID", name: "Name", email } }) } },
      tables: { staff: `ID,Name,${head},Last\n1,Ada,${cells.join()},x` },
    };
    const problems = await problemsIn(told);
    if (typeof found === "number") {
      expect(problems).toEqual([]);
      expect((await rosterOf(told)).people.get("1")?.accounts.adobe?.["email"]).toBe(`p${found}@example.com`);
    } else expect(problems).toEqual([expect.stringMatching(found)]);
  });

  it("has one column for an attribute, and one that is known, where columns have the names of attributes", async () => {
    const of = (head: string, cells = "x,y") =>
      problemsIn({
        settings: { sources: { staff: { values: VALUES } } },
        tables: { staff: `key,name,${head}\n1,Ada,${cells}` },
      });
    expect(await of("email,E-Mail")).toEqual([
      'roster.yaml#sources.staff.columns.E-Mail: sources.staff.columns["E-Mail"]: is there twice',
    ]);
    expect(await of(",email", ",ada@example.com")).toEqual([]);
    expect(await of("email,shoes")).toEqual([
      expect.stringMatching(/^roster\.yaml#sources\.staff\.columns\.shoes: sources\.staff\.columns\.shoes: is none of/),
    ]);
  });

  it("leaves some columns unused, which a note says of each source; those of rules, values and where are used", async () => {
    const told = {
      settings: {
        sources: { staff: staff({ where: 'A = ""', values: { ...VALUES, "adobe.bio": "$" + "{{ B }}" } }) },
        rules: [{ when: 'C = "x"', nerm: null }],
      },
      tables: { staff: `${HEAD},A,B,C,D,,E\n${ADA},,,,,,` },
    };
    expect((await rosterOf(told)).notes).toEqual(["not used of staff: D, E"]);
    expect((await rosterOf(one({}, ADA))).notes).toEqual([]);
  });

  it("is read by a day that is one, in a time zone that is one", async () => {
    const failing = async (today: string) => rawOf({ ...one({}, ADA), today }).catch((error) => error);
    expect(await failing("2026-02-30")).toMatchObject({ code: "usage" } satisfies Partial<Failure>);
    expect(await problemsIn({ ...one({}, ADA), settings: { sources: { staff: staff() }, timezone: "UTC" } })).toEqual(
      [],
    );
  });
});

describe("somebody's manager", () => {
  const named = async (by: string, value: string, ...rows: readonly string[]) => {
    const columns = { key: "ID", name: "Name", email: "Mail", [by]: "Boss" };
    const told = {
      settings: { sources: { staff: staff({ columns }) } },
      tables: { staff: ["ID,Name,Mail,Boss,Badge", `1,Ada,ada@example.com,${value},a1`, ...rows].join("\n") },
    };
    const problems = await problemsIn(told);
    return problems.length > 0 ? problems.join() : (await rosterOf(told)).people.get("1")?.manager;
  };
  const GRACE = "2,Grace Hopper,grace@example.com,,b2";
  const MURRAY = "3,Grace Hopper,murray@example.com,,b3";

  it.each<[by: string, value: string, manager: string | RegExp]>([
    ["manager", "2", "2"],
    ["manager", "grace@example.com", "2"],
    ["manager.email", "GRACE@example.com", "2"],
    ["manager.Badge", "b2", "2"],
    ["manager.badge", "B2", "2"],
    ["manager.name", "Grace Hopper", "2"],
    ["manager.email", "2", /is nobody's email in these files/],
    ["manager.Badge", "2", /is nobody's badge in these files/],
    ["manager.Badge", "b9", /is nobody's badge in these files/],
    ["manager", "9", /is nobody's key in this file/],
  ])("is found by %s %j: %s", async (by, value, manager) => {
    const found = await named(by, value, GRACE);
    if (typeof manager === "string") expect(found).toBe(manager);
    else expect(found).toMatch(manager);
  });

  it("is found by name however that column is called, in whatever source, and by the address that counts, not by another one", async () => {
    const by = async (columns: object, rows: readonly string[]) => {
      const all = { key: "ID", name: "Full", email: "Work Mail", ...columns };
      const tables = {
        staff: `ID,Full,Work Mail,Boss,Email\n${rows[0]}`,
        other: `ID,Full,Work Mail,Boss,Email\n${rows[1]}`,
      };
      const { manager: _, "manager.name": __, "manager.email": ___, ...plain } = all as Record<string, string>;
      const told = {
        settings: { sources: { staff: staff({ columns: plain }), other: staff({ columns: all }) } },
        tables,
      };
      const problems = await problemsIn(told);
      return problems.length > 0 ? problems.join() : (await rosterOf(told)).people.get("1")?.manager;
    };
    const grace = "2,Grace Hopper,grace@example.com,,private@example.net";
    const ada = (boss: string) => [grace, `1,Ada,ada@example.com,${boss},a@example.net`];
    expect(await by({ "manager.name": "Boss" }, ada("grace hopper"))).toBe("2");
    expect(await by({ "manager.email": "Boss" }, ada("grace@example.com"))).toBe("2");
    expect(await by({ "manager.email": "Boss" }, ada("private@example.net"))).toMatch(
      /is nobody's email in these files/,
    );
    expect(await by({ "manager.username": "Boss" }, ada("2"))).toMatch(/is nobody's username in these files/);
  });

  it("is found by the address or the sign-in name that counts, and not by another column that is called so", async () => {
    const by = async (name: string, value: string) => {
      const told = {
        settings: { sources: { staff: staff({ columns: { ...COLUMNS, [name]: "Boss" } }) } },
        tables: {
          staff: `${HEAD},Boss,Email,Username\n${ADA},${value},,\n${BOB},,private@example.net,bobby`,
        },
      };
      const problems = await problemsIn(told);
      return problems.length > 0 ? problems.join() : (await rosterOf(told)).people.get("1")?.manager;
    };
    expect(await by("manager.email", "bob@example.com")).toBe("2");
    expect(await by("manager.email", "private@example.net")).toMatch(/is nobody's email in these files/);
    expect(await by("manager.username", "bobby")).toMatch(/is nobody's username in these files/);
  });

  it("may be what a rule says, by name, address or column, and a key is one though columns name others by badge", async () => {
    const of = async (columns: object, manager: unknown) => {
      const told = {
        settings: {
          sources: { staff: staff({ columns: { ...COLUMNS, ...columns } }) },
          rules: [{ when: 'Name = "Ada"', manager }],
        },
        tables: { staff: `${HEAD},Boss,Badge\n${ADA},,\n${BOB},,3\n3,Grace Hopper,grace@example.com,3,2` },
      };
      const problems = await problemsIn(told);
      return problems.length > 0 ? problems.join() : (await rosterOf(told)).people.get("1")?.manager;
    };
    expect(await of({}, { name: "Grace Hopper" })).toBe("3");
    expect(await of({}, { email: "grace@example.com" })).toBe("3");
    expect(await of({}, { Badge: "2" })).toBe("3");
    expect(await of({ "manager.Badge": "Boss" }, "2")).toBe("2");
  });

  it("is nobody for sure where two are meant", async () => {
    expect(await named("manager.name", "Grace Hopper", GRACE, MURRAY)).toMatch(/is the name of 2 and of 3; say a key/);
    expect(await named("manager.Badge", "b2", GRACE, MURRAY.replace("b3", "b2"))).toMatch(/is the badge of 2 and of 3/);
  });
});
