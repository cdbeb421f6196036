import { describe, expect, it } from "vitest";
import type { EngineEvent } from "../../../automation/engines/stack-engine";
import { readApprovals } from "../../../automation/plan/guards/approvals";
import { breachesOf, evaluateGuards } from "../../../automation/plan/guards/evaluate";
import { GuardFile } from "../../../automation/plan/guards/guard-file";
import { removalEnvironment } from "../../../automation/plan/guards/removal-limits";
import type { GuardInput } from "../../../automation/plan/guards/results";
import type { Existing } from "../../../automation/plan/review/existing";
import { ReviewSchema } from "../../../automation/plan/review/review-schema";
import { renderMarkdown } from "../../../automation/reports/markdown";
import { pageData } from "../../../automation/reports/page-data";
import { renderTerminal } from "../../../automation/reports/terminal";
import type { Change } from "../../../provider/core/model/change";
import { eventsOf, previewOf, reviewOf, reviewOfEvents, type Told } from "../snapshots";

const TYPE = "roster:keycloak:Group";
const DYNAMIC = "pulumi-nodejs:dynamic/roster/scim:Group";
const PAYROLL = { name: "Payroll", description: "Pays", parent: "g-1" };
const outputs = (more: object = {}) => ({ ...PAYROLL, origin: "created", tenant: "https://id.example.com", ...more });

const TOLD: readonly Told[] = [
  { type: TYPE, name: "new", declared: { name: "Legal" } },
  { type: TYPE, name: "same", id: "g-2", stored: outputs(), declared: PAYROLL },
  {
    type: TYPE,
    name: "moved",
    id: "g-3",
    stored: outputs(),
    declared: { ...PAYROLL, name: "Wages", parent: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" },
    diffs: ["name", "parent"],
  },
  { type: DYNAMIC, name: "empty", id: "g-4", stored: { displayName: "Travel", origin: "created", tenant: "t" } },
  { type: TYPE, name: "full", id: "g-5", stored: outputs({ onDestroy: "delete" }) },
  { type: TYPE, name: "kept", id: "g-6", stored: outputs({ name: "Board", origin: "adopted" }) },
  { type: TYPE, name: "gone", id: "g-7", stored: outputs(), observed: "gone" },
];

describe("groups in a review", () => {
  it("say what becomes of each, the deleted ones first", () => {
    const { review, otherChanges } = reviewOf(TOLD);
    expect(review.groups).toEqual([
      { ...entry("full", "g-5", "Payroll"), change: "deleted", withMembers: true },
      { ...entry("empty", "g-4", "Travel", DYNAMIC), platform: "scim", change: "deleted" },
      { ...entry("kept", "g-6", "Board"), change: "released" },
      {
        ...entry("moved", "g-3", "Wages"),
        change: "changed",
        details: [
          { path: "name", from: "Payroll", to: "Wages" },
          { path: "parent", from: "g-1", to: "[unknown]" },
        ],
      },
      { ...entry("new", undefined, "Legal"), change: "created" },
    ]);
    expect(otherChanges).toBe(5);
    // Whatever is released costs no call.
    expect(review.forecast).toMatchObject({ writes: 4, platforms: expect.anything() });
    expect(review.forecast.platforms.map(({ id, writes }) => [id, writes]).sort()).toEqual([
      ["keycloak", 3],
      ["scim", 1],
    ]);
    expect(review.notes).toEqual([]);
    expect(ReviewSchema.parse(JSON.parse(JSON.stringify(review)))).toEqual(review);
  });

  it("that are declared and there already are adopted, with what changes in them; met by two or refused they are new", () => {
    const pay: Told = { type: TYPE, name: "pay", declared: PAYROLL };
    const [snapshot] = previewOf(pay).entities;
    if (!snapshot) throw new Error("no group was told of");
    const account = { id: "g-8", active: true, attributes: {}, sets: {}, references: {}, info: {} };
    const changes: Change[] = [
      { kind: "attribute", path: ["description"], from: "Old", to: "Pays" },
      { kind: "policy", path: ["adopt"], to: true },
    ];
    const met = (own: Partial<Existing> = {}): Existing => ({ snapshot, account, changes, outcome: "adopted", ...own });
    const groupsOf = (...existing: readonly Existing[]) => reviewOf([pay], { existing }).review.groups;
    expect(groupsOf(met())).toEqual([
      {
        ...entry("pay", "g-8", "Payroll"),
        change: "adopted",
        details: [{ path: "description", from: "Old", to: "Pays" }],
      },
    ]);
    expect(groupsOf(met(), met())).toEqual([{ ...entry("pay", undefined, "Payroll"), change: "created" }]);
    expect(groupsOf(met({ outcome: "refused" }))).toEqual([
      { ...entry("pay", undefined, "Payroll"), change: "created" },
    ]);
    for (const group of [...(groupsOf(met(), met()) ?? []), ...(groupsOf() ?? [])])
      expect(group).not.toHaveProperty("id");
  });

  it("are named where they are the parent before or after, by what declares them there", () => {
    const top = (name: string, id: string): Told => ({
      type: TYPE,
      name: id,
      id,
      stored: outputs({ name, parent: undefined }),
      declared: { ...PAYROLL, name, parent: undefined },
    });
    const below = (from: string | undefined, to: string | undefined): Told => ({
      type: TYPE,
      name: "team",
      id: "g-3",
      stored: outputs({ parent: from }),
      declared: { ...PAYROLL, parent: to, ...(to === undefined ? { clear: ["parent"] } : {}) },
      diffs: ["parent"],
    });
    const details = (from: string | undefined, to: string | undefined) =>
      reviewOf([top("Board", "g-1"), top("Staff", "g-2"), below(from, to)]).review.groups?.flatMap(
        (group) => group.details,
      );
    expect(details("g-1", "g-2")).toEqual([
      { path: "parent", from: "g-1", to: "g-2", fromName: "Board", toName: "Staff" },
    ]);
    expect(details("g-9", "g-2")).toStrictEqual([{ path: "parent", from: "g-9", to: "g-2", toName: "Staff" }]);
    expect(details(undefined, "g-2")).toStrictEqual([{ path: "parent", to: "g-2", toName: "Staff" }]);
    expect(details("g-1", undefined)).toStrictEqual([{ path: "parent", from: "g-1", fromName: "Board" }]);
    // A description that is the id of a group is no group.
    const told = { ...below("g-1", "g-1"), declared: { ...PAYROLL, description: "g-2" } };
    const { groups } = reviewOf([top("Board", "g-1"), top("Staff", "g-2"), told]).review;
    expect(groups?.flatMap((group) => group.details)).toStrictEqual([{ path: "description", from: "Pays", to: "g-2" }]);
  });

  it.each<[string, Partial<Told>, object]>([
    [
      "released where the state says so",
      { retainOnDelete: true, stored: outputs({ onDestroy: "delete" }) },
      { change: "released" },
    ],
    ["released where it was adopted", { stored: outputs({ origin: "adopted" }) }, { change: "released" }],
    ["released by its own word", { stored: outputs({ onDestroy: "retain" }) }, { change: "released" }],
    ["deleted while nobody is in it", { stored: outputs() }, { change: "deleted" }],
    [
      "deleted with whoever is in it, by its own word",
      { stored: outputs({ onDestroy: "delete" }) },
      { change: "deleted", withMembers: true },
    ],
  ])("that leave the program are %s", (_, own, change) => {
    const { groups } = reviewOf([{ type: TYPE, name: "pay", id: "g-3", ...own }]).review;
    expect(groups).toStrictEqual([
      { platform: "keycloak", urn: expect.any(String), id: "g-3", name: "Payroll", details: [], ...change },
    ]);
  });

  it("whose options alone differ don't change", () => {
    const told: Told = {
      type: TYPE,
      name: "pay",
      stored: outputs(),
      declared: { ...PAYROLL, onDestroy: "delete" },
      diffs: ["onDestroy"],
    };
    expect(reviewOf([told]).review).not.toHaveProperty("groups");
  });

  it("of one name stand in the order of their platforms, whichever an engine tells first", () => {
    const told: readonly Told[] = [
      { type: DYNAMIC, name: "a", declared: { displayName: "Team" } },
      { type: TYPE, name: "b", declared: { name: "Team" } },
    ];
    const orderOf = (some: readonly Told[]) => reviewOf(some).review.groups?.map(({ platform }) => platform);
    expect([orderOf(told), orderOf([...told].reverse())]).toEqual(Array(2).fill(["keycloak", "scim"]));
  });

  it("stand in the terminal, in Markdown and on the page", () => {
    const words = [
      "group Payroll at Keycloak is deleted, with members in it or without",
      "group Travel at SCIM 2.0 is deleted, if nothing is in it",
      "group Board at Keycloak is released",
      "group Wages at Keycloak is changed (name: Payroll -> Wages, parent: g-1 -> [unknown])",
      "group Legal at Keycloak is created",
    ];
    const { review } = reviewOf(TOLD);
    expect(pageData(review).notes).toEqual(words);
    const [terminal, markdown] = [renderTerminal(review, { all: true }), renderMarkdown(review)];
    expect(terminal).toContain("5 groups change");
    for (const line of words) expect(terminal).toContain(line);
    for (const name of ["Payroll", "Travel", "Board", "Wages", "Legal"]) expect(markdown).toContain(`group ${name}`);
  });

  it("don't stand in a review of people alone", () => {
    expect(reviewOf([]).review).not.toHaveProperty("groups");
    expect(renderTerminal(reviewOf([]).review)).not.toContain("group");
  });
});

const FULL: Told = { type: TYPE, name: "full", id: "g-5", stored: outputs({ onDestroy: "delete" }) };
const RENAMED: Told = {
  type: TYPE,
  name: "moved",
  id: "g-3",
  stored: outputs(),
  declared: { ...PAYROLL, name: "Wages" },
  diffs: ["name"],
};
const BOB = { username: "bob", firstName: "Bob", lastName: "Wu", email: "bob@example.com", groups: ["g-5"] };

/** A set of one person, who is in the group that goes. */
function setOfBob({ hold, ...args }: { readonly hold?: readonly string[]; readonly onDestroy?: string }): Told {
  const own = { users: { bob: { ...BOB, ...args } }, ...(hold ? { hold } : {}) };
  const known = { ids: { bob: "1" }, origins: { bob: "created" }, tenant: "t" };
  return { type: "roster:keycloak:Users", name: "people", stored: { ...own, ...known } };
}

function breachesIn(told: readonly Told[], file: object = {}) {
  return breachesOfReview(reviewOf(told), file);
}

function breachesOfReview(looked: Pick<GuardInput, "review" | "people">, file: object) {
  const setting = { approvals: readApprovals([]), configuration: {}, environment: {} };
  const generous = { administrators: 0, limits: { leavers: 9 }, ...file };
  const results = evaluateGuards({ ...looked, guards: GuardFile.parse(generous), ...setting });
  return breachesOf(results).map(({ guard, who }) => [guard, who]);
}

/** Told where a refresh runs the program, as `roster` has it on `pulumi`: all under the new URN, with the old one in the past. */
function renamedByProgram(told: Told, former: string): readonly EngineEvent[] {
  const [first, ...rest] = eventsOf(told);
  const metadata = first?.resourcePreEvent?.metadata;
  if (!metadata?.old) throw new Error("nothing is known of the resource");
  const old = { ...metadata.old, urn: metadata.urn.replace(`::${told.name}`, `::${former}`) };
  return [{ ...first, resourcePreEvent: { planning: true, metadata: { ...metadata, old } } } as EngineEvent, ...rest];
}

/** Told where a refresh knows nothing of the program, as on the embedded engine: its past under the URN that it had. */
function renamedBefore(told: Told, former: string): readonly EngineEvent[] {
  const { declared, ...past } = { ...told, name: former };
  const events = eventsOf(told).filter(({ resourcePreEvent, resOutputsEvent }) =>
    [resourcePreEvent, resOutputsEvent].every((event) => event?.metadata.op !== "refresh"),
  );
  const was = eventsOf(past).filter(({ resourcePreEvent, resOutputsEvent }) =>
    [resourcePreEvent, resOutputsEvent].some((event) => event?.metadata.op === "refresh"),
  );
  const [, old] = was.map(({ resOutputsEvent }) => resOutputsEvent?.metadata.new);
  const now = events.map((event) => {
    const { resourcePreEvent } = event;
    if (!resourcePreEvent || !old) return event;
    return { ...event, resourcePreEvent: { ...resourcePreEvent, metadata: { ...resourcePreEvent.metadata, old } } };
  });
  return [...was, ...now];
}

describe.each([
  ["before the program runs", renamedBefore],
  ["while it runs", renamedByProgram],
])("another key of a group that is read %s", (_, renamed) => {
  const same = { type: TYPE, name: "wages", id: "g-5", stored: outputs({ onDestroy: "delete" }), declared: PAYROLL };
  const moved: Told = { ...same, declared: { ...PAYROLL, name: "Wages" }, diffs: ["name"] };

  it("is a change of the key alone, which no vendor hears of, and deletes nothing", () => {
    const { review } = reviewOfEvents(renamed(same, "payroll"));
    const details = [{ path: "key", from: "payroll", to: "wages" }];
    expect(review.groups).toEqual([{ ...entry("wages", "g-5", "Payroll"), change: "changed", details }]);
    expect(review.forecast.writes).toBe(0);
    expect(pageData(review).notes).toEqual(["group Payroll at Keycloak is changed (key: payroll -> wages)"]);
    expect(
      breachesOfEvents(renamed(same, "payroll"), { protected: { groups: ["Payroll"] }, deletedGroups: 0 }),
    ).toEqual([]);
  });

  it("stands beside what else changes", () => {
    const { review } = reviewOfEvents(renamed(moved, "payroll"));
    expect(review.groups?.[0]?.details.map(({ path }) => path)).toEqual(["name", "key"]);
    expect(review.forecast.writes).toBe(1);
    expect(breachesOfEvents(renamed(moved, "payroll"), { protected: { groups: ["payroll"] } })).toEqual([
      ["protectedGroups", ["group Wages"]],
    ]);
  });

  it("of a person's resource is no leaver, and no key that has slipped", () => {
    const ada = { email: "ada@example.com", name: "Ada", origin: "created", tenant: "t" };
    const told: Told = { name: "lovelace", id: "1", stored: ada, declared: { email: ada.email, name: "Ada" } };
    const { review } = reviewOfEvents(renamed(told, "ada"));
    expect(review.changes).toMatchObject([
      { key: "lovelace", classes: ["other"], details: [{ kind: "policy", path: "key", from: "ada", to: "lovelace" }] },
    ]);
    expect(breachesOfEvents(renamed(told, "ada"))).toEqual([]);
  });
});

function breachesOfEvents(events: readonly EngineEvent[], file: object = {}) {
  return breachesOfReview(reviewOfEvents(events), file);
}

describe("guards of groups", () => {
  const judge = (file: object, allow: readonly string[] = []) => {
    const { review, people } = reviewOf(TOLD);
    const guards = GuardFile.parse(file);
    return evaluateGuards({
      review,
      people,
      guards,
      approvals: readApprovals(allow),
      configuration: {},
      environment: {},
    });
  };

  it("limit deletions, which can be allowed by their count", () => {
    expect(breachesOf(judge({}))).toEqual([]);
    const [breach] = breachesOf(judge({ deletedGroups: 1 }));
    expect(breach).toMatchObject({ guard: "deletedGroups", count: 2, limit: "1", who: ["Payroll", "Travel"] });
    expect(breach?.advice).toContain("--allow deletedGroups=2");
    expect(breachesOf(judge({ deletedGroups: 2 }))).toEqual([]);
    expect(breachesOf(judge({ deletedGroups: 1 }, ["deletedGroups=2"]))).toEqual([]);
    expect(breachesOf(judge({ deletedGroups: 1 }, ["deletedGroups=1"]))).toHaveLength(1);
  });

  it("allow a run as many removals as its plan has, groups too", () => {
    const leaver = { name: "ada", id: "1", stored: { email: "ada@example.com", name: "Ada", onDestroy: "delete" } };
    const group = { type: "roster:adobe:Group", name: "g", id: "2", stored: { name: "G", origin: "created" } };
    const { review } = reviewOf([leaver, group]);
    expect(removalEnvironment(review)).toEqual({ ROSTER_ADOBE_PLANNED_REMOVALS: "2" });
  });

  it("that are deleted while people are declared in them are refused, unless it is said", () => {
    const ada = { username: "ada", firstName: "Ada", lastName: "Byron", email: "ada@example.com" };
    const inside = (id: string, groups: readonly string[]): Told => ({
      type: "roster:keycloak:User",
      name: id,
      id,
      stored: { ...ada, username: id, groups, origin: "created", tenant: "t" },
      declared: { ...ada, username: id, groups },
    });
    const input = (allow: readonly string[], ...groups: readonly string[]) => {
      const told = reviewOf([...TOLD, inside("ada", groups), inside("bob", groups)]);
      const guards = {
        guards: GuardFile.parse({}),
        approvals: readApprovals(allow),
        configuration: {},
        environment: {},
      };
      return breachesOf(evaluateGuards({ ...told, ...guards })).map(({ guard, who }) => [guard, who]);
    };
    expect(input([], "g-5", "/staff")).toContainEqual(["namedGroups", ["Payroll: 2 people"]]);
    expect(input(["namedGroups=1"], "g-5").map(([guard]) => guard)).not.toContain("namedGroups");
    expect(input([], "g-2").map(([guard]) => guard)).not.toContain("namedGroups");
  });

  it.each<[string, Told, string]>([
    ["held by a set that goes", setOfBob({ hold: ["bob"] }), "Payroll: 1 person"],
    ["released", setOfBob({ onDestroy: "retain" }), "Payroll: 1 person"],
    [
      "held by a set that stays",
      { ...setOfBob({}), declared: { users: { bob: BOB }, hold: ["bob"] } },
      "Payroll: 1 person",
    ],
  ])("that are deleted while somebody in them is %s are refused", (_, told, who) => {
    expect(breachesIn([told, FULL])).toContainEqual(["namedGroups", [who]]);
  });

  it("that are deleted with those who leave are none of these", () => {
    expect(breachesIn([setOfBob({}), FULL]).map(([guard]) => guard)).not.toContain("namedGroups");
  });

  it.each<[string, string, readonly Told[]]>([
    ["deleted, by its name", "payroll", [FULL]],
    ["deleted, by its key", "full", [FULL]],
    ["deleted, by its id", "g-5", [FULL]],
    ["renamed, by the name that it had", "Payroll", [RENAMED]],
    ["renamed, by the name that it gets", "Wages", [RENAMED]],
    ["the parent of another one", "g-9", [{ ...RENAMED, declared: { ...PAYROLL, parent: "g-9" }, diffs: ["parent"] }]],
  ])("protect one from being %s", (_, name, told) => {
    const protectedBy = (group: string) => breachesIn(told, { protected: { groups: [group] } });
    expect(protectedBy(name)).toContainEqual(["protectedGroups", [expect.stringMatching(/^group (Payroll|Wages)$/)]]);
    expect(protectedBy("Travel")).toEqual([]);
  });

  it("let a protected group be created, and released as it is", () => {
    const told = TOLD.filter(({ name }) => name === "new" || name === "kept");
    expect(breachesIn(told, { protected: { groups: ["Legal", "Board"] } })).toEqual([]);
  });
});

function entry(name: string, id: string | undefined, text: string, type = TYPE) {
  const urn = expect.stringMatching(new RegExp(`${type.replaceAll("/", "\\/")}::${name}$`));
  return { platform: "keycloak", urn, ...(id ? { id } : {}), name: text, details: [] };
}
