import { describe, expect, it } from "vitest";
import { type PlatformId, userKindOf } from "../../../automation/common/platforms";
import { callsOf, callsOfGroup } from "../../../automation/plan/review/calls";
import { callsOfSet } from "../../../automation/plan/review/calls-of-set";
import { forecast } from "../../../automation/plan/review/forecast";
import type { ChangeClass, ChangeDetail, GroupChange, PersonChange } from "../../../automation/plan/review/review";
import { type ChangeOptions, change } from "../reports/invented";

const capabilitiesOf = (platform: PlatformId) => userKindOf(platform).capabilities;
const detail = (kind: string, own: Partial<ChangeDetail> = {}): ChangeDetail => ({ kind, path: kind, to: "x", ...own });
const details = (text: string) => (text === "" ? [] : text.split(" ").map((kind) => detail(kind)));
const times = <T>(count: number, of: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => of(i));

describe("the calls of one person", () => {
  it.each<[string, PlatformId, ChangeClass, string, Partial<Record<"create" | "update" | "remove", number>>]>([
    ["one to be created", "adobe", "joiner", "attribute attribute manager", { create: 1 }],
    [
      "another for roles that a creation doesn't take",
      "adobe",
      "joiner",
      "attribute role role",
      { create: 1, update: 1 },
    ],
    ["one for each group of somebody new", "adobe", "joiner", "attribute group group", { create: 1, update: 2 }],
    ["one for roles and one for each group", "adobe", "joiner", "role role group group", { create: 1, update: 3 }],
    ["one for each role, and one for the manager", "nerm", "joiner", "role role manager", { create: 1, update: 3 }],
    ["none for roles that a creation takes", "netex", "joiner", "attribute role", { create: 1 }],
    ["one for all attributes", "adobe", "mover", "attribute attribute attribute", { update: 1 }],
    ["one for all roles", "adobe", "mover", "role role", { update: 1 }],
    ["one for attributes, roles and a manager together", "adobe", "mover", "attribute role manager", { update: 1 }],
    ["one for each group, and one for the rest", "adobe", "mover", "group group attribute", { update: 3 }],
    ["one for each group alone", "scim", "mover", "group group", { update: 2 }],
    ["one for a manager alone", "adobe", "mover", "manager", { update: 1 }],
    ["one for a manager who is written apart", "nerm", "mover", "manager", { update: 1 }],
    ["two for an attribute and such a manager", "nerm", "mover", "manager attribute", { update: 2 }],
    ["three for two roles and an attribute", "nerm", "mover", "role role attribute", { update: 3 }],
    ["one for switching on", "netex", "reactivated", "activation", { update: 1 }],
    ["one for what a system still lacks", "netex", "other", "pending", { update: 1 }],
    ["none for what the program alone knows", "adobe", "other", "policy policy", {}],
    ["one to be switched off or deleted", "adobe", "leaver", "", { remove: 1 }],
  ])("are %s at %s", (_, platform, name, kinds, calls) => {
    const departure = kinds === "" ? { departure: "deactivated" as const } : {};
    const person = change(0, [name], { platform, details: details(kinds), ...departure });
    expect(callsOf(capabilitiesOf(platform), person)).toEqual({ create: 0, update: 0, remove: 0, ...calls });
  });

  it("are none for whoever is released, and an update for whoever stays declared and is switched off", () => {
    const of = (departure: PersonChange["departure"] & string, kinds: string) =>
      callsOf(capabilitiesOf("netex"), change(0, ["leaver"], { departure, details: details(kinds) }));
    expect(of("released", "")).toEqual({ create: 0, update: 0, remove: 0 });
    expect(of("released", "attribute")).toEqual({ create: 0, update: 0, remove: 0 });
    expect(of("deleted", "")).toEqual({ create: 0, update: 0, remove: 1 });
    expect(of("deactivated", "activation")).toEqual({ create: 0, update: 1, remove: 0 });
  });
});

describe("the call of a group", () => {
  it.each<[GroupChange["change"], readonly string[], object]>([
    ["created", [], { create: 1 }],
    ["deleted", [], { remove: 1 }],
    ["released", [], {}],
    ["adopted", [], {}],
    ["adopted", ["name"], { update: 1 }],
    ["changed", ["name", "key"], { update: 1 }],
    ["changed", ["key"], {}],
  ])("that is %s, with %j, is counted", (what, paths, calls) => {
    const group = { change: what, details: paths.map((path) => ({ path })) };
    expect(callsOfGroup(group)).toEqual({ create: 0, update: 0, remove: 0, ...calls });
  });
});

describe("the calls of a set whose people share them", () => {
  const nerm = capabilitiesOf("nerm");
  const callsFor = (...people: readonly PersonChange[]) => callsOfSet(nerm, people);
  const some = (count: number, classes: readonly ChangeClass[], own: ChangeOptions, from = 0) =>
    times(count, (i) => change(i, classes, { platform: "nerm", key: `p${from + i}`, ...own }));
  const joiners = (count: number, kinds = "attribute") => some(count, ["joiner"], { details: details(kinds) });
  const movers = (count: number, kinds = "attribute", from = 1000) =>
    some(count, ["mover"], { details: details(kinds) }, from);
  const none = { create: 0, update: 0, remove: 0 };

  it("are one for five changes of attributes, and one each for fewer", () => {
    expect(callsFor(...movers(4))).toEqual({ ...none, update: 4 });
    expect(callsFor(...movers(5))).toEqual({ ...none, update: 1 });
    expect(callsFor(...movers(100))).toEqual({ ...none, update: 1 });
    expect(callsFor(...movers(104))).toEqual({ ...none, update: 1 + 4 });
    expect(callsFor(...movers(105))).toEqual({ ...none, update: 2 });
  });

  it("are not shared by roles and managers of people who had an account before", () => {
    expect(callsFor(...movers(5, "role attribute"))).toEqual({ ...none, update: 10 });
    expect(callsFor(...movers(5, "manager"))).toEqual({ ...none, update: 5 });
    expect(callsFor(...movers(4), ...movers(1, "role", 2000))).toEqual({ ...none, update: 1 + 1 });
    expect(callsFor(...movers(4), ...movers(1, "manager", 2000))).toEqual({ ...none, update: 1 + 1 });
  });

  it("are not shared with whoever needs no call at all", () => {
    expect(callsFor(...movers(4), ...movers(9, "policy", 2000))).toEqual({ ...none, update: 4 });
  });

  it("are one for each who leaves, and an update like any other for who is switched off and stays", () => {
    const gone = (departure: "deleted" | "deactivated" | "released") =>
      some(3, ["leaver"], { departure }, departure.length * 100);
    expect(callsFor(...movers(5), ...gone("deleted"), ...gone("deactivated"), ...gone("released"))).toEqual({
      ...none,
      update: 1,
      remove: 6,
    });
    expect(callsFor(...gone("deleted"))).toEqual({ ...none, remove: 3 });
    const off = some(4, ["leaver"], { departure: "deactivated", details: details("activation") }, 3000);
    expect(callsFor(...movers(1), ...off)).toEqual({ ...none, update: 1 });
  });

  it("are shared by eleven newcomers and more, as fewer may come too far apart", () => {
    expect(callsFor(...joiners(10, "attribute role"))).toEqual({ ...none, create: 10, update: 10 });
    expect(callsFor(...joiners(10), ...movers(5))).toEqual({ ...none, create: 10, update: 1 });
    expect(callsFor(...joiners(11))).toEqual({ ...none, create: 1 });
    expect(callsFor(...joiners(11, "attribute role"))).toEqual({ ...none, create: 1, update: 1 });
    expect(callsFor(...joiners(104))).toEqual({ ...none, create: 1 + 4 });
    expect(callsFor(...joiners(105))).toEqual({ ...none, create: 2 });
  });

  it("are one for a hundred roles of newcomers, and one for a hundred managers", () => {
    expect(callsFor(...joiners(60, "role role"))).toEqual({ ...none, create: 1, update: 2 });
    expect(callsFor(...joiners(60, "role role manager"))).toEqual({ ...none, create: 1, update: 3 });
    // Four of them are too few to share, with two roles and a manager each.
    expect(callsFor(...joiners(4, "role role manager"), ...some(7, ["joiner"], {}, 500))).toEqual({
      ...none,
      create: 1,
      update: 12,
    });
    expect(callsFor(...joiners(5, "role role manager"), ...some(7, ["joiner"], {}, 500))).toEqual({
      ...none,
      create: 1,
      update: 2,
    });
  });

  it("come in waves: who manages others is created before them", () => {
    const [boss] = joiners(1, "");
    const reports = some(20, ["joiner"], { details: [detail("manager", { to: boss?.key })] }, 500);
    const alike = some(20, ["joiner"], { details: [detail("manager", { to: "elsewhere" })] }, 500);
    if (!boss) throw new Error("there is nobody");
    expect(callsFor(boss, ...reports)).toEqual({ ...none, create: 1 + 1, update: 1 });
    expect(callsFor(boss, ...alike)).toEqual({ ...none, create: 1, update: 1 });
    // Who had an account before is waited for by nobody.
    const [known] = movers(1);
    const theirs = some(20, ["joiner"], { details: [detail("manager", { to: known?.key })] }, 500);
    if (!known) throw new Error("there is nobody");
    expect(callsFor(known, ...theirs, ...alike.map((each) => ({ ...each, key: `x${each.key}` })))).toEqual({
      ...none,
      create: 1,
      update: 1 + 1,
    });
    const roles = some(20, ["joiner"], { details: [detail("role", { to: boss.key })] }, 500);
    expect(callsFor(boss, ...roles)).toEqual({ ...none, create: 1, update: 1 });
  });
});

describe("a forecast", () => {
  const look = { seconds: 3 };
  const input = { groups: [], requestsPerMinute: {}, look };
  const at = (platform: PlatformId, count: number, classes: readonly ChangeClass[], kinds = "attribute") =>
    times(count, (i) => change(i, classes, { platform, key: `${platform}-${i}`, details: details(kinds) }));
  const leavers = (count: number) => times(count, (i) => change(i, ["leaver"], { departure: "deleted" }));
  const group = (platform: PlatformId, what: GroupChange["change"]): GroupChange => ({
    ...{ platform, urn: `urn:${platform}`, name: "G", details: [] },
    change: what,
  });

  it("of nothing is no call and no time", () => {
    expect(forecast({ ...input, changes: [] })).toEqual({ writes: 0, platforms: [], seconds: 0, look });
    const renamed = at("adobe", 2, ["other"], "policy");
    expect(forecast({ ...input, changes: renamed })).toEqual({ writes: 0, platforms: [], seconds: 0, look });
  });

  it("takes the longest of a vendor's quotas for creations, updates and removals", () => {
    // Adobe documents 30, 60 and 25 calls a minute.
    expect(forecast({ ...input, changes: at("adobe", 60, ["joiner"]) }).seconds).toBe(120);
    expect(forecast({ ...input, changes: at("adobe", 60, ["mover"]) }).seconds).toBe(60);
    expect(forecast({ ...input, changes: leavers(100) }).seconds).toBe(240);
    const all = [...at("adobe", 60, ["joiner"]), ...at("adobe", 60, ["mover"]), ...leavers(100)];
    const { platforms, ...rest } = forecast({ ...input, changes: all });
    expect(rest).toEqual({ writes: 220, seconds: 240, look });
    expect(platforms).toEqual([{ id: "adobe", writes: 220, perMinute: 55 }]);
  });

  it("takes what users allow themselves in place of it, for all calls", () => {
    const all = [...at("adobe", 10, ["joiner"]), ...at("adobe", 10, ["mover"]), ...leavers(10)];
    const paced = forecast({ ...input, changes: all, requestsPerMinute: { adobe: 10 } });
    expect(paced).toEqual({ writes: 30, platforms: [{ id: "adobe", writes: 30, perMinute: 10 }], seconds: 180, look });
  });

  it("is that of the slowest platform, as they run side by side", () => {
    const changes = [...at("adobe", 60, ["mover"]), ...at("nerm", 60, ["mover"])];
    const both = forecast({ ...input, changes, requestsPerMinute: { nerm: 30 } });
    expect(both).toMatchObject({ writes: 120, seconds: 120 });
    expect(both.platforms).toEqual([
      { id: "adobe", writes: 60, perMinute: 60 },
      { id: "nerm", writes: 60, perMinute: 30 },
    ]);
  });

  it("has no time where one platform with calls says nothing of its quota, and one where that has none", () => {
    const unsaid = forecast({ ...input, changes: [...at("adobe", 1, ["mover"]), ...at("nerm", 1, ["mover"])] });
    expect("seconds" in unsaid).toBe(false);
    expect(unsaid.platforms).toEqual([
      { id: "adobe", writes: 1, perMinute: 60 },
      { id: "nerm", writes: 1 },
    ]);
    const idle = forecast({ ...input, changes: [...at("adobe", 1, ["mover"]), ...at("nerm", 1, ["other"], "policy")] });
    expect(idle).toMatchObject({ writes: 1, seconds: 1 });
  });

  it("counts groups with the platform that they are on, also where nobody changes there", () => {
    const groups = [group("adobe", "created"), group("scim", "deleted"), group("scim", "created")];
    const { writes, platforms } = forecast({ ...input, changes: at("adobe", 1, ["mover"]), groups });
    expect(writes).toBe(4);
    expect(platforms.map(({ id, writes }) => [id, writes])).toEqual([
      ["adobe", 2],
      ["scim", 2],
    ]);
  });

  it("counts shared calls for people of one set, where their platform has such calls, and for nobody else", () => {
    const writesOf = (changes: readonly PersonChange[]) => forecast({ ...input, changes }).writes;
    const inSet = (platform: PlatformId, urn: string) =>
      at(platform, 5, ["mover"]).map((each) => ({ ...each, urn, key: `${urn}-${each.key}` }));
    expect(writesOf(inSet("nerm", "one"))).toBe(1);
    expect(writesOf(at("nerm", 5, ["mover"]))).toBe(5);
    expect(writesOf(inSet("adobe", "one"))).toBe(5);
    // Each set writes for itself.
    expect(writesOf([...inSet("nerm", "one"), ...inSet("nerm", "two")])).toBe(2);
    const three = (urn: string) => inSet("nerm", urn).slice(0, 3);
    expect(writesOf([...three("one"), ...three("two")])).toBe(6);
  });
});
