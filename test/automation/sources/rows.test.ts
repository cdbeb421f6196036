import { describe, expect, it } from "vitest";
import { Cells } from "../../../automation/roster/cells/cells";
import { readCells } from "../../../automation/roster/sources/read-row";
import { problemsIn, rawOf, rosterOf } from "./tables";

const COLUMNS = { key: "ID", name: "Name", email: "Mail" };
const ROW = { ID: "1", Name: "Ada Byron", Mail: "ada@example.com" };

/** What one row says, where its source has more columns, settings and rules. */
async function said(cells: Readonly<Record<string, string>>, source: object = {}, rules: readonly object[] = []) {
  const all = { ...ROW, ...cells };
  const text = `${Object.keys(all).join(",")}\n${Object.values(all).join(",")}`;
  const own = { columns: COLUMNS, values: { platforms: "adobe" }, ...source };
  const raw = await rawOf({ settings: { sources: { staff: own }, rules }, tables: { staff: text } });
  return {
    raw,
    person: raw.people.get(all.ID),
    problems: raw.diagnostics.map(({ place, reason }) => `${place}: ${reason}`),
  };
}
const valuesOf = async (...of: Parameters<typeof said>) => (await said(...of)).person?.values;

describe("a cell of a row", () => {
  const columns = {
    ...COLUMNS,
    "adobe.profile": "Title",
    "adobe.roles": "Roles",
    "adobe.fields.Team": "Team",
    username: "User",
  };
  it.each<[what: string, cells: Readonly<Record<string, string>>, values: object]>([
    ["is a value", { Title: "Lead", User: "ada" }, { username: "ada", adobe: { profile: "Lead" } }],
    ["is without blanks around", { Title: "  Lead " }, { adobe: { profile: "Lead" } }],
    ["that is empty leaves the attribute alone", { Title: "", Roles: "", Team: " " }, { adobe: {} }],
    [
      "that says null empties it",
      { Title: "null", Roles: "null", User: "null" },
      { username: null, adobe: { profile: null, roles: null } },
    ],
    ["that says [] is an empty list", { Roles: "[]" }, { adobe: { roles: [] } }],
    ["is a list", { Roles: "Author|Learner" }, { adobe: { roles: ["Author", "Learner"] } }],
    ["is an entry of a map", { Team: "Notes" }, { adobe: { fields: { Team: "Notes" } } }],
    ["is in one form of Unicode", { Name: "Zoe\u0308" }, { name: "Zo\u00eb", adobe: {} }],
  ])("%s", async (_, cells, values) => {
    const { key: __, ...expected } = { key: "1", name: "Ada Byron", email: "ada@example.com", ...values } as Record<
      string,
      unknown
    >;
    expect(await valuesOf({ Title: "", Roles: "", Team: "", User: "", ...cells }, { columns })).toEqual(expected);
  });

  it("that a platform can't take is a problem of its column, and the others are read all the same", async () => {
    const { person, problems } = await said(
      { On: "maybe", Title: "=1+1" },
      { columns: { ...COLUMNS, "adobe.enrollOnClick": "On", "adobe.profile": "Title" } },
    );
    expect(person).toBeUndefined();
    expect(problems).toEqual([expect.stringMatching(/^staff:2, column On: must be true or false/)]);
  });

  it("names platforms, in any spelling, and each once", async () => {
    const on = async (text: string) => {
      const { person, problems } = await said({ On: text }, { columns: { ...COLUMNS, platforms: "On" }, values: {} });
      return person ? Object.keys(person.values).filter((name) => !["name", "email"].includes(name)) : problems;
    };
    expect(await on("adobe")).toEqual(["adobe"]);
    expect(await on("NERM| Adobe |nerm")).toEqual(["nerm", "adobe"]);
    expect(await on("")).toEqual([]);
    expect(await on("adobe|")).toEqual(["staff:2, column On: must not be empty"]);
    expect(await on("adobe| |nerm")).toEqual(["staff:2, column On: must not be empty"]);
    expect(await on("adobe| moodle ")).toEqual([
      expect.stringMatching(/^staff:2, column On: "moodle" is none of adobe, /),
    ]);
  });

  it("names the manager by key, or by what the column is for", async () => {
    const named = async (name: string) =>
      (await said({ Boss: "7" }, { columns: { ...COLUMNS, [name]: "Boss" } })).person;
    expect(await named("manager")).toMatchObject({ values: { manager: "7" } });
    expect((await named("manager"))?.managerBy).toBeUndefined();
    expect(await named("manager.E-Mail")).toMatchObject({ values: { manager: "7" }, managerBy: "email" });
    const spoilt = await said({ Boss: "1.23457E+11" }, { columns: { ...COLUMNS, "manager.email": "Boss" } });
    expect(spoilt.problems).toEqual([expect.stringContaining("column Boss: is a number in scientific notation")]);
    const marked = await said({ Boss: "'7" }, { columns: { ...COLUMNS, "manager.email": "Boss" } });
    expect(marked.problems).toEqual([expect.stringContaining("column Boss: begins with the apostrophe")]);
    const empty = (await said({ Boss: "" }, { columns: { ...COLUMNS, "manager.email": "Boss" } })).person;
    expect(empty?.values).not.toHaveProperty("manager");
    expect(empty?.managerBy).toBeUndefined();
  });

  it("names the manager as the last place does that says one: a key is not looked for among badges", async () => {
    const of = async (cells: object, columns: object, rule: object) => {
      const { person } = await said({ Boss: "", Badge: "", ...cells }, { columns: { ...COLUMNS, ...columns } }, [
        { when: "true", ...rule },
      ]);
      return [person?.values["manager"], person?.managerBy];
    };
    const byBadge = { "manager.Badge": "Badge" };
    expect(await of({ Badge: "b2" }, byBadge, {})).toEqual(["b2", "badge"]);
    expect(await of({ Badge: "b2" }, byBadge, { manager: "7" })).toEqual(["7", undefined]);
    expect(await of({ Badge: "b2" }, byBadge, { manager: null })).toEqual([null, undefined]);
    expect(await of({ Badge: "b2" }, byBadge, { "manager.email": "x@example.com" })).toEqual([
      "x@example.com",
      "email",
    ]);
    expect(await of({ Badge: "b2", Boss: "7" }, { ...byBadge, manager: "Boss" }, {})).toEqual(["7", undefined]);
    expect(await of({ Badge: "b2" }, { ...byBadge, "manager.email": "Boss" }, {})).toEqual(["b2", "badge"]);
    const both = { manager: "Boss", ...byBadge };
    const { person } = await said({ Boss: "7", Badge: "b2" }, { columns: { ...COLUMNS, ...both } });
    expect(person?.values["manager"]).toBe("b2");
    expect(person?.placeOf(["manager"])).toBe("staff:2, column Badge");
  });

  it("of platforms that a row doesn't name is offered to whoever puts the person there", async () => {
    const columns = { ...COLUMNS, "nerm.title": "Title" };
    const { raw } = await said({ Title: "Lead" }, { columns });
    expect(raw.people.get("1")?.values).toEqual({ name: "Ada Byron", email: "ada@example.com", adobe: {} });
    const joined = await rosterOf({
      settings: { sources: { staff: { columns, values: { platforms: "adobe" } } } },
      tables: { staff: "ID,Name,Mail,Title\n1,Ada,ada@example.com,Lead" },
      people: { 1: { nerm: null } },
    });
    expect(joined.people.get("1")?.accounts.nerm).toMatchObject({ title: "Lead" });
  });
});

describe("what is given to everybody of a source", () => {
  it.each<[what: string, name: string, value: unknown, values: object]>([
    ["a text is read as a cell is", "adobe.roles", "Author|Learner", { adobe: { roles: ["Author", "Learner"] } }],
    ["a list is as it is written", "adobe.roles", ["a|b"], { adobe: { roles: ["a|b"] } }],
    ["null empties", "adobe.profile", null, { adobe: { profile: null } }],
    [
      "an expression has its outcome",
      "adobe.profile",
      `\${{ ID & "-" & Name }}`,
      { adobe: { profile: "1-Ada Byron" } },
    ],
    ["an expression of null leaves it alone, too", "adobe.profile", `\${{ null }}`, { adobe: {} }],
    ["an expression of nothing leaves it alone, too", "adobe.profile", `\${{ {}.x }}`, { adobe: {} }],
    [
      "an expression of a list is one",
      "adobe.roles",
      `\${{ ["a|b", Name] }}`,
      { adobe: { roles: ["a|b", "Ada Byron"] } },
    ],
    ["an expression of true is no text", "adobe.enrollOnClick", `\${{ ID = "1" }}`, { adobe: { enrollOnClick: true } }],
  ])("%s", async (_, name, value, values) => {
    const given = await valuesOf({}, { values: { platforms: "adobe", [name]: value } });
    expect(given).toEqual({ name: "Ada Byron", email: "ada@example.com", ...values });
  });

  it("is a problem of its place where it can't be had", async () => {
    const { problems } = await said({}, { values: { platforms: "adobe", "adobe.profile": `\${{ $number(Name) }}` } });
    expect(problems).toEqual([expect.stringMatching(/^staff:2, values adobe\.profile: .*it saw Name "Ada Byron"$/)]);
  });

  it("may be platforms in a list, each by its name", async () => {
    expect(await valuesOf({}, { values: { platforms: ["nerm", "adobe"] } })).toMatchObject({ nerm: {}, adobe: {} });
    const { problems } = await said({}, { values: { platforms: [7] } });
    expect(problems).toEqual([expect.stringContaining('"7" is none of')]);
  });
});

describe("what two places give", () => {
  it("is one list where a rule is one of them, and the later one otherwise", async () => {
    const columns = { ...COLUMNS, aliases: "Also", "adobe.fields.Team": "Team" };
    const aliases = [{ when: "true", aliases: ["b@example.com"] }];
    expect(await valuesOf({ Also: "a@example.com", Team: "" }, { columns }, aliases)).toMatchObject({
      aliases: ["a@example.com", "b@example.com"],
    });
    const cells = { All: `'{"cost":["a"]}`, Cost: `'["b"]` };
    const both = { ...COLUMNS, "keycloak.attributes": "All", "keycloak.attributes.cost": "Cost" };
    expect(await valuesOf(cells, { columns: both, values: { platforms: "keycloak" } })).toMatchObject({
      keycloak: { attributes: { cost: ["b"] } },
    });
    const values = { platforms: "adobe", "adobe.fields": { Team: ["c"], Site: "S" } };
    expect(await valuesOf({ Also: "", Team: "a|b" }, { columns, values })).toMatchObject({
      adobe: { fields: { Team: ["c"], Site: "S" } },
    });
  });
});

describe("whether a row is meant", () => {
  it.each<[where: string, is: boolean]>([
    ['Name = "Ada Byron"', true],
    ['Name = "Eve"', false],
    ["{}.x", false],
    ["null", false],
    ["true", true],
  ])("is what `where` says: %s", async (where, is) => {
    const { raw, problems } = await said({}, { where });
    expect([raw.people.has("1"), raw.absent.has("1"), problems]).toEqual([is, !is, []]);
  });

  it("is not told by what is neither true nor false, or can't be had: nobody leaves for it", async () => {
    for (const [where, reason] of [
      ['"yes"', "must be true or false"],
      ["1", "must be true or false"],
      ["$number(Name)", ""],
    ]) {
      const { problems } = await said({}, { where });
      expect(problems).toEqual([expect.stringMatching(`^staff:2, where: .*${reason}`)]);
    }
  });

  it("is told by the row however `where` names it", async () => {
    const of = async (where: string) => {
      const { raw } = await said({ Mark: "x", "Job Title": "Lead" }, { where });
      return [raw.people.has("1"), raw.notes];
    };
    const rest = "not used of staff: ";
    expect(await of('$.Mark = "x"')).toEqual([true, [`${rest}Job Title`]]);
    expect(await of('$$.Mark = "x"')).toEqual([true, [`${rest}Job Title`]]);
    expect(await of('["x", "y"][$ = $$.Mark] = "x"')).toEqual([true, [`${rest}Job Title`]]);
    expect(await of('$lookup($, "Job Title") = "Lead"')).toEqual([true, []]);
    expect(await of('$lookup("Job Title") = "Lead"')).toEqual([true, []]);
    expect(await of('$count(*[$ = "Lead"]) = 1')).toEqual([true, []]);
    expect(await of('$.Mark = "y"')).toEqual([false, [`${rest}Job Title`]]);
    const rule = { when: '$lookup($, "Job Title") = "Lead"', nerm: null };
    expect(await valuesOf({ "Job Title": "Lead" }, {}, [rule])).toHaveProperty("nerm");
    const sources = { staff: { columns: COLUMNS, values: { platforms: "adobe" }, where: '$.Nmae = "x"' } };
    expect(
      await problemsIn({ settings: { sources }, tables: { staff: "ID,Name,Mail\n1,Ada,ada@example.com" } }),
    ).toEqual([expect.stringMatching(/where: .*has no column Nmae; did you mean Name\?$/)]);
  });

  it("sees cells as they mean: without blanks, in one form, and empty where there is none", async () => {
    const is = async (cell: string, where: string) => (await said({ Mark: cell }, { where })).raw.people.has("1");
    expect(await is(" x ", 'Mark = "x"')).toBe(true);
    expect(await is("", 'Mark = ""')).toBe(true);
    expect(await is("e\u0301", 'Mark = "\u00e9"')).toBe(true);
  });
});

describe("a rule", () => {
  const LEAD = { when: 'Title = "Lead"', adobe: { roles: ["Author"], fields: { Team: "Notes" } }, nerm: null };
  const columns = { ...COLUMNS, "adobe.roles": "Roles" };

  it("gives whom it is for its values and platforms, and nobody else", async () => {
    const of = (title: string) => valuesOf({ Title: title, Roles: "Learner" }, { columns }, [LEAD]);
    expect(await of("Lead")).toMatchObject({
      adobe: { roles: ["Learner", "Author"], fields: { Team: "Notes" } },
      nerm: {},
    });
    const other = await of("Author");
    expect(other).toMatchObject({ adobe: { roles: ["Learner"] } });
    expect(other).not.toHaveProperty("nerm");
    expect(await of("")).not.toHaveProperty("nerm");
  });

  it("puts nobody on a platform by what it says of the person", async () => {
    expect(
      await valuesOf({ Title: "" }, {}, [{ when: "true", username: "ada", manager: { email: "g@example.com" } }]),
    ).toEqual({ name: "Ada Byron", email: "ada@example.com", adobe: {}, username: "ada", manager: "g@example.com" });
  });

  it("has maps that are a platform's, an attribute's, and no deeper: what is further inside is a value", async () => {
    const deep = { adobe: { fields: { Team: { a: "x" } } } };
    expect(await valuesOf({}, {}, [{ when: "true", ...deep }])).toMatchObject(deep);
  });

  it("adds to lists, and replaces values, in the order of the rules", async () => {
    const rules = [LEAD, { when: "true", adobe: { roles: ["Learner", "Editor"], fields: { Team: "Late" } } }];
    expect(await valuesOf({ Title: "Lead", Roles: "Learner" }, { columns }, rules)).toMatchObject({
      adobe: { roles: ["Learner", "Author", "Editor"], fields: { Team: "Late" } },
    });
  });

  it("puts people on the platforms that it names in `platforms`, too", async () => {
    const on = await valuesOf({}, {}, [{ when: "true", platforms: "nerm|scim" }]);
    expect(Object.keys(on ?? {})).toEqual(expect.arrayContaining(["adobe", "nerm", "scim"]));
  });

  it("empties what it says is null, and is refused for what no platform has, at its place", async () => {
    expect(await valuesOf({}, {}, [{ when: "true", adobe: { profile: null } }])).toMatchObject({
      adobe: { profile: null },
    });
    const problem = (rule: object) => {
      const sources = { staff: { columns: COLUMNS, values: { platforms: "adobe" } } };
      const tables = { staff: "ID,Name,Mail\n1,Ada,ada@example.com" };
      return problemsIn({ settings: { sources, rules: [{ when: "true", ...rule }] }, tables });
    };
    expect(await problem({ adobe: { shoes: 38 } })).toEqual([
      expect.stringMatching(/^roster\.yaml#rules\.0\.adobe: rules\[0\]\.adobe: adobe\.shoes: is no attribute of adobe/),
    ]);
    expect(await problem({ nerm: "yes" })).toHaveLength(1);
    expect(await problem({ adobe: { profile: "$" + "{{ Nmae }}" } })).toEqual([
      expect.stringMatching(/rules\[0\]: no source has a column Nmae; did you mean Name\?$/),
    ]);
  });

  it("is not asked about rows that aren't meant, and is a problem of its place where it can't be told", async () => {
    const rule = { when: "$number(Name) = 1", nerm: null };
    const { raw, problems } = await said({}, { where: "false" }, [rule]);
    expect([problems, raw.absent.has("1")]).toEqual([[], true]);
    const { problems: told, person } = await said({}, {}, [rule]);
    expect(told).toEqual([expect.stringMatching(/^staff:2, rules\[0\]\.when: /)]);
    expect(person).toBeUndefined();
    const wrong = await said({}, {}, [{ when: "true", adobe: { profile: `\${{ $number(Name) }}` } }]);
    expect(wrong.problems).toEqual([expect.stringMatching(/^staff:2, rules\[0\]\.adobe\.profile: /)]);
  });

  it("stands as the place of what it gives, where it was the last to give it", async () => {
    const { person } = await said({ Title: "Lead", Roles: "Learner" }, { columns }, [LEAD]);
    expect(person?.originOf(["adobe", "fields", "Team"])).toBe("roster.yaml#rules.0, rules[0]");
    expect(person?.originOf(["email"])).toBe("staff:2, Mail");
    expect(person?.originOf(["adobe", "roles"])).toBe("roster.yaml#rules.0, rules[0]");
    const values = { platforms: "adobe", "adobe.fields.Team": "T", "adobe.fields": { Site: "S" } };
    const { person: inside } = await said({}, { values });
    expect(inside?.originOf(["adobe", "fields", "Team"])).toBe("staff:2, values adobe.fields.Team");
    expect(inside?.originOf(["adobe", "fields", "Site"])).toBe("staff:2, values adobe.fields");
    expect(person?.originOf(["platforms"])).toBe("staff:2, values platforms");
    expect(person?.originOf(["username"])).toBe("staff:2");
    expect(person?.placeOf(["email"])).toBe("staff:2, column Mail");
    expect(person?.placeOf(["adobe", "roles"])).toBe("staff:2, column Roles, roster.yaml#rules.0, rules[0]");
    expect(
      [["email"], ["username"], ["adobe", "fields", "Team"], ["adobe", "profile"]].map((path) => person?.lacks?.(path)),
    ).toEqual([undefined, "staff", undefined, "staff"]);
  });
});

describe("a row in which cells are missing", () => {
  const slipped = async (where?: string) => {
    const settings = {
      sources: {
        staff: {
          columns: { name: "Name", key: "ID", email: "Mail" },
          values: { platforms: "adobe" },
          badRows: "hold",
          ...(where ? { where } : {}),
        },
      },
    };
    const tables = { staff: "Kind,ID,Name,Mail\nx,1,Ada,ada@example.com\n2,Bob" };
    return { raw: await rawOf({ settings, tables }), problems: await problemsIn({ settings, tables }) };
  };

  it("is read no further, and stops everything: nobody is held for it, and nobody leaves", async () => {
    const { raw, problems } = await slipped();
    expect(raw.diagnostics).toEqual([
      { place: "staff:3", key: "Bob", reason: expect.any(String), holds: false, platforms: [] },
    ]);
    expect(problems).toHaveLength(1);
  });

  it("has no key where an expression would give it", async () => {
    const given = { columns: { name: "Name" }, values: { platforms: "adobe", key: "$" + "{{ ID }}" } };
    const raw = await rawOf({
      settings: { sources: { staff: given } },
      tables: { staff: "ID,Name,Mail\n1,Ada,x\n2,Bob" },
    });
    expect(raw.diagnostics).toMatchObject([{ place: "staff:3", key: "", holds: false }]);
    expect([...raw.people.keys()]).toEqual(["1"]);
  });

  it("has no key where it ends before that", async () => {
    const settings = { sources: { staff: { columns: { name: "Name", key: "ID" }, values: { platforms: "adobe" } } } };
    const raw = await rawOf({ settings, tables: { staff: "Name,Mail,ID\nAda,x,1\nBob" } });
    expect(raw.diagnostics).toMatchObject([{ place: "staff:3", key: "", holds: false }]);
    expect([...raw.absent]).toEqual([]);
  });

  it("is no row that `where` leaves out", async () => {
    const { raw } = await slipped('Kind = "x"');
    expect(raw.diagnostics).toHaveLength(1);
    expect([...raw.people.keys()]).toEqual(["1"]);
  });
});

describe("cells under the names of attributes", () => {
  const read = (cells: Readonly<Record<string, string>>) => readCells(new Cells(), cells);

  it("are a person's values, without any expression", () => {
    expect(
      read({
        key: "1",
        Name: "Ada",
        platforms: "nerm",
        "nerm.title": "Lead",
        "scim.title": "S",
        starts: "2026-01-01",
        ends: "x",
        was: "a|b",
      }),
    ).toEqual({
      key: "1",
      passes: true,
      values: { name: "Ada", nerm: { title: "Lead" } },
      offers: { scim: { title: "S" } },
      was: ["a", "b"],
      starts: "2026-01-01",
      ends: "x",
      rules: [],
      diagnostics: [],
    });
  });

  it("are no problem of the row where the reader itself fails", () => {
    const broken = new Cells();
    broken.read = () => {
      throw new RangeError("out of range");
    };
    expect(() => readCells(broken, { "adobe.profile": "x" })).toThrow(RangeError);
  });

  it("have the place of their column where something is wrong, and no key where none is said", () => {
    const { key, diagnostics, was } = read({ shoes: "38", name: "#N/A", starts: "0000-00-00" });
    expect([key, was]).toEqual(["", []]);
    expect(diagnostics.map(({ where }) => where)).toEqual(["column shoes", "column name"]);
    expect(read({ starts: "0000-00-00" })).not.toHaveProperty("starts");
    expect(read({ key: "null" }).key).toBe("");
    expect(read({ key: "1", ends: "null", name: "Ada" })).toStrictEqual({
      ...{ key: "1", passes: true, values: { name: "Ada" }, was: [], rules: [], diagnostics: [] },
    });
  });
});
