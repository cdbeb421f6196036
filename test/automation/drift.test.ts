import { describe, expect, it } from "vitest";
import { renderDrift } from "../../automation/reports/drift-report";
import { driftText } from "../../automation/reports/drift-terminal";
import { type DriftReport, worstOf } from "../../automation/runs/drift/drift-report";
import { findDrift } from "../../automation/runs/drift/find-drift";
import { findUnmanaged, waive } from "../../automation/runs/drift/find-unmanaged";
import { maskDrift } from "../../automation/runs/drift/mask-drift";
import type { Waiver } from "../../automation/runs/drift/waivers";
import { ReadOnlySessions } from "../../automation/vendors/read-only-sessions";
import { startAdobe } from "../../sandbox/index";
import { previewOf, type Told } from "./snapshots";

const ADA = { email: "ada@example.com", name: "Ada", profile: "Author", roles: ["Author"], manager: "1", tenant: "1" };
const drift = (...told: readonly Told[]) => findDrift(previewOf(...told).entities);

describe("drift", () => {
  it.each<[string, Record<string, unknown>, string]>([
    ["a role", { roles: ["Admin", "Author"] }, "security"],
    ["an address", { email: "eve@example.com" }, "identity"],
    ["a manager", { manager: "2" }, "identity"],
    ["a profile", { profile: "Poet" }, "cosmetic"],
    ["the gravest of several", { profile: "Poet", manager: "2" }, "identity"],
  ])("is classed by what has changed: %s", (_, observed, expected) => {
    expect(drift({ name: "ada", stored: ADA, observed: { ...ADA, ...observed }, declared: ADA })).toMatchObject([
      { class: expected, key: "ada", what: "changed" },
    ]);
  });

  it("goes from what was applied to what is shown, whatever the program says now", () => {
    const observed = { ...ADA, profile: "Poet" };
    expect(drift({ name: "ada", stored: ADA, observed, declared: observed })[0]?.details).toEqual([
      { kind: "attribute", path: "profile", from: "Author", to: "Poet" },
    ]);
    expect(drift({ name: "ada", stored: ADA, declared: { ...ADA, profile: "Lead" } })).toEqual([]);
  });

  it("is grave where an account is gone, switched off, or an administrator's flag has changed", () => {
    const nerm = "roster:nerm:User";
    expect(drift({ name: "ada", stored: ADA, observed: "gone", declared: ADA })).toMatchObject([
      { class: "security", what: "gone" },
    ]);
    const login = { login: "ada" };
    expect(
      drift({ type: nerm, name: "ada", stored: login, observed: { ...login, status: "Disabled" }, declared: login }),
    ).toMatchObject([{ class: "security", details: [{ kind: "activation", to: "Disabled" }] }]);
    const admin = { login: "ada", admin: false };
    expect(
      drift({ type: nerm, name: "ada", stored: admin, observed: { ...admin, admin: true }, declared: admin }),
    ).toMatchObject([{ class: "security" }]);
  });

  it("is nothing where somebody is new, and the gravest come first", () => {
    expect(drift({ name: "eve", declared: ADA })).toEqual([]);
    const found = drift(
      { name: "a", stored: ADA, observed: { ...ADA, profile: "Poet" }, declared: ADA },
      { name: "b", stored: ADA, observed: { ...ADA, roles: [] }, declared: ADA },
    );
    expect(found.map(({ key }) => key)).toEqual(["b", "a"]);
  });
});

describe("drift of groups", () => {
  const TYPE = "roster:keycloak:Group";
  const PAY = { name: "Payroll", description: "Pays", parent: "g-1", attributes: { site: "Bilbao", floor: "2" } };
  const group = (observed: Record<string, unknown> | "gone", more: Partial<Told> = {}): Told => ({
    type: TYPE,
    name: "pay",
    id: "g-9",
    stored: { ...PAY, origin: "created", tenant: "t" },
    observed: observed === "gone" ? "gone" : { ...PAY, ...observed, origin: "created", tenant: "t" },
    declared: PAY,
    ...more,
  });
  const top: Told = { type: TYPE, name: "hr", id: "g-1", stored: { name: "HR" }, declared: { name: "HR" } };

  it.each<[string, Record<string, unknown>, string, object]>([
    ["a name", { name: "Wages" }, "identity", { kind: "attribute", path: "name", from: "Payroll", to: "Wages" }],
    ["a description", { description: undefined }, "cosmetic", { kind: "attribute", path: "description", from: "Pays" }],
    [
      "an attribute",
      { attributes: { site: "Madrid", floor: "2" } },
      "cosmetic",
      { kind: "attribute", path: "attributes.site", from: "Bilbao", to: "Madrid" },
    ],
    [
      "a parent, which gives its own to whoever is below",
      { parent: "g-2" },
      "security",
      { kind: "parent", path: "parent", from: "g-1", to: "g-2", fromName: "HR" },
    ],
  ])("is told as of people: %s", (_, observed, expected, detail) => {
    expect(drift(top, group(observed))).toEqual([
      {
        kind: "group",
        class: expected,
        platform: "keycloak",
        key: "pay",
        id: "g-9",
        name: "Payroll",
        what: "changed",
        details: [detail],
      },
    ]);
  });

  it("is grave where a group is gone, and none where a group is new or as it was", () => {
    expect(drift(group("gone"))).toMatchObject([{ kind: "group", class: "security", what: "gone", name: "Payroll" }]);
    expect(drift(group({}), { type: TYPE, name: "new", declared: { name: "New" } })).toEqual([]);
  });

  it("names a group as people call it, whatever it is found by", () => {
    const netex = { codGroup: "C-1", name: "Payroll", description: "Pays" };
    const told = {
      type: "roster:netex:Group",
      stored: netex,
      observed: { ...netex, description: "x" },
      declared: netex,
    };
    expect(drift({ ...told, name: "pay" })).toMatchObject([{ name: "Payroll" }]);
    const scim = { displayName: "Payroll" };
    const gone: Told = { type: "pulumi-nodejs:dynamic/roster/scim:Group", name: "pay", stored: scim, observed: "gone" };
    expect(drift(gone)).toMatchObject([{ platform: "scim", name: "Payroll", what: "gone" }]);
  });

  it("never takes a person's id for a group's", () => {
    const person: Told = {
      type: "roster:keycloak:User",
      name: "ada",
      id: "g-1",
      stored: { username: "ada", firstName: "Ada" },
    };
    const [found] = drift(person, group({ parent: "g-2" }));
    expect(found?.details[0]).not.toHaveProperty("fromName");
  });

  const member: Told = {
    type: "roster:keycloak:User",
    name: "ada",
    stored: { username: "ada", firstName: "Ada", lastName: "Byron", groups: ["g-1", "g-9"] },
    observed: { username: "ada", firstName: "Ada", lastName: "Byron", groups: ["g-1", "g-3"] },
  };
  const report: DriftReport = {
    version: 1,
    project: "acme",
    stack: "dev",
    lookedAt: "2026-11-24T09:00:00Z",
    accounts: 1,
    groups: 2,
    drifted: drift(top, group({ name: "Wages", parent: "g-2" }), group("gone", { name: "old", id: "g-8" }), member),
    unmanaged: [],
    listed: [],
    waived: [],
    expired: [],
    unused: [],
    notes: [],
  };

  it("stands in the terminal and in Markdown, beside who has joined or left one", () => {
    const [terminal, markdown] = [driftText(report), renderDrift(report)];
    for (const text of [terminal, markdown]) expect(text).toContain("3 security in 1 account and 2 groups");
    expect(terminal.split("\n").slice(2, 6)).toEqual([
      "security drift, 3",
      "  Ada Byron (keycloak)  group + g-3 - Payroll",
      "  group Payroll (keycloak)  parent HR -> g-2, name Payroll -> Wages",
      "  group Payroll (keycloak)  the group is gone",
    ]);
    expect(markdown).toContain("- **Ada Byron** Keycloak `id-ada`: group + **g-3** - <s>Payroll</s>");
    expect(markdown).toContain("- **group Payroll** Keycloak `g-9`: parent HR → `g-2` · name `Payroll` → `Wages`");
    expect(markdown).toContain("- **group Payroll** Keycloak `g-8`: the group is gone");
  });

  it("goes beside waivers: whoever nobody declares is excused, and a group is no account", async () => {
    const emulator = await startAdobe();
    const sessions = new ReadOnlySessions({
      configuration: {},
      environment: { ROSTER_ADOBE_URL: emulator.url, ROSTER_ADOBE_TOKEN: emulator.token },
    });
    const [team, crew] = ["Team", "Crew"].map((name) => emulator.createGroup({ name }).id);
    const ada = { email: "ada@example.com", name: "Ada" };
    const { id } = emulator.create(ada);
    emulator.create({ email: "bot@example.com", name: "Bot" });
    const until = "2027-01-31";
    const waivers = ["bot@example.com", "Team", emulator.ownerId].map((account): Waiver => {
      return { platform: "adobe", account, reason: "r", owner: "it@example.com", until };
    });
    const { people, entities } = previewOf(
      { name: "ada", id, stored: { ...ada, groups: [team] }, observed: { ...ada, groups: [crew] }, declared: ada },
      { type: "roster:adobe:Group", name: "team", id: team ?? "", stored: { name: "Team" } },
    );
    const { accounts, undecided, notes } = await findUnmanaged(people, sessions, {}, waivers);
    const { unmanaged, waived, unused } = waive(accounts, waivers, "2026-11-24", undecided);
    await sessions.close();
    await emulator.close();
    expect(notes).toEqual([]);
    expect(findDrift(entities)).toMatchObject([
      {
        class: "security",
        name: "Ada",
        details: [
          { kind: "group", path: "groups", to: crew },
          { kind: "group", path: "groups", from: team },
        ],
      },
    ]);
    expect([unmanaged, waived.length, unused.map(({ account }) => account)]).toEqual([[], 2, ["Team"]]);
  });

  it("keeps the names of groups where those of people are masked", () => {
    const masked = maskDrift(report);
    expect(JSON.stringify(masked)).not.toMatch(/Byron/);
    expect(masked.drifted.filter(({ kind }) => kind === "group")).toEqual(
      report.drifted.filter(({ kind }) => kind === "group"),
    );
    expect(masked.drifted[0]?.details).toEqual(report.drifted[0]?.details);
  });
});

describe("an account that nobody declares", () => {
  const account = {
    platform: "adobe",
    id: "7",
    naturalKey: "Bot@example.com",
    name: "Bot",
    administrator: false,
  } as const;
  const waiver: Waiver = {
    platform: "adobe",
    account: "bot@EXAMPLE.com",
    reason: "r",
    owner: "it@example.com",
    until: "2026-11-24",
  };

  it("is waived by its natural key or its id, to the end of the last day", () => {
    expect(waive([account], [waiver], "2026-11-24")).toMatchObject({ unmanaged: [], waived: [{ id: "7", waiver }] });
    expect(waive([account], [{ ...waiver, account: "7" }], "2026-01-01").unmanaged).toEqual([]);
    expect(waive([account], [waiver], "2026-11-25")).toMatchObject({
      unmanaged: [account],
      expired: [waiver],
      unused: [],
    });
  });

  it("is not waived on another platform, and a waiver without an account is told", () => {
    const other = { ...waiver, platform: "nerm" as const };
    expect(waive([account], [other], "2026-11-01")).toMatchObject({ unmanaged: [account], unused: [other] });
  });

  it("is somebody's identity, and an administrator's is security", () => {
    expect(worstOf({ drifted: [], unmanaged: [account] })).toBe("identity");
    expect(worstOf({ drifted: [], unmanaged: [{ ...account, administrator: true }] })).toBe("security");
    expect(worstOf({ drifted: [], unmanaged: [] })).toBeUndefined();
  });
});
