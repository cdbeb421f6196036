import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { PlatformId } from "../../automation/common/platforms";
import { readRoster } from "../../automation/roster/file/read-roster";
import { groupRowsFor, withGroupKeys } from "../../automation/roster/import/group-rows";
import { rowsFor } from "../../automation/roster/import/rows";
import { csvOf } from "../../automation/roster/import/write-csv";
import { yamlOf } from "../../automation/roster/import/write-yaml";
import { groupsOf } from "../../automation/roster/program/groups";
import { findExisting } from "../../automation/vendors/find-existing";
import { listAccounts } from "../../automation/vendors/list-accounts";
import { groupsOfAccounts } from "../../automation/vendors/read-groups";
import { ReadOnlySessions } from "../../automation/vendors/read-only-sessions";
import { startAdobe, startNetex, startScim } from "../../sandbox/index";
import { FakeRealm } from "../platforms/keycloak/fake-realm";
import { previewOf, type Told } from "./snapshots";

const folder = mkdtempSync(join(tmpdir(), "roster-groups-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

type Sessions = Pick<ReadOnlySessions, "open">;

/** A vendor at which Ada is in two groups, whose names are no easy ones, and Bob in none. */
interface Stage {
  readonly sessions: Sessions;
  /** What an import declares of Ada's groups. */
  readonly groups: readonly string[];
  writes(): readonly unknown[];
}

function sessionsOf(environment: Record<string, string>): Sessions {
  const sessions = new ReadOnlySessions({ configuration: {}, environment });
  open.push(sessions);
  return sessions;
}

const STAGES = {
  async adobe() {
    const emulator = await startAdobe();
    open.push(emulator);
    const { id } = emulator.create({ email: "ada@example.com", name: "Ada Byron" });
    emulator.create({ email: "bob@example.com", name: "Bob Ray" });
    const groups = ["Payroll", "=R&D | Labs"].map((name) => emulator.createGroup({ name, userIds: [id] }).id);
    emulator.createGroup({ name: "Derived", readOnly: true, userIds: [id] });
    const environment = { ROSTER_ADOBE_URL: emulator.url, ROSTER_ADOBE_TOKEN: emulator.token };
    return { sessions: sessionsOf(environment), groups, writes: () => emulator.log.writes() };
  },
  async keycloak() {
    const realm = await FakeRealm.start();
    open.push({ close: () => realm.stop() });
    const ada = realm.addUser("ada", { email: "ada@example.com", firstName: "Ada", lastName: "Byron" });
    realm.addUser("bob", { email: "bob@example.com", firstName: "Bob", lastName: "Ray" });
    const hr = realm.addGroup("HR");
    const ids = [realm.addGroup("Payroll", hr), realm.addGroup("=R&D | Labs")];
    realm.memberships.set(ada, new Set(ids));
    const groups = ["/HR/Payroll", "/=R&D | Labs"];
    return { sessions: { open: (_, kind) => realm.session({}, kind) }, groups, writes: () => realm.writes() };
  },
  async netex() {
    const emulator = await startNetex();
    open.push(emulator);
    const common = { language: "en", timezone: "UTC" };
    emulator.create({ ...common, username: "ada", name: "Ada", surname: "Byron", email: "ada@example.com" });
    emulator.create({ ...common, username: "bob", name: "Bob", surname: "Ray", email: "bob@example.com" });
    const groups = ["Payroll", "=R&D | Labs"].map((name) => emulator.createGroup({ name, roles: {} }).id);
    for (const group of groups) emulator.addToGroup(group, "ada");
    const environment = { ROSTER_NETEX_URL: emulator.url, ROSTER_NETEX_TOKEN: emulator.token };
    return { sessions: sessionsOf(environment), groups, writes: () => emulator.log.writes() };
  },
  async scim() {
    const emulator = await startScim();
    open.push(emulator);
    const person = (userName: string) => emulator.create({ userName, emails: [{ value: `${userName}@example.com` }] });
    const { id } = person("ada");
    person("bob");
    const members = [{ value: id }];
    const groups = ["Payroll", "=R&D | Labs"].map((displayName) => emulator.createGroup({ displayName, members }).id);
    // Whoever is in Payroll is in Staff, and nobody declares that.
    emulator.createGroup({ displayName: "Staff", members: [{ value: groups[0] ?? "" }] });
    const environment = { ROSTER_SCIM_URL: emulator.url, ROSTER_SCIM_TOKEN: emulator.token };
    return { sessions: sessionsOf(environment), groups, writes: () => emulator.log.writes() };
  },
} satisfies Readonly<Partial<Record<PlatformId, () => Promise<Stage>>>>;

describe("an import of people who are in groups", () => {
  const platforms = Object.keys(STAGES) as (keyof typeof STAGES)[];
  const forms = platforms.flatMap((platform) => (["yaml", "csv"] as const).map((form) => [platform, form] as const));

  it.each(forms)("at %s, into %s, reads back equal and is taken on without a write", async (platform, form) => {
    const { sessions, groups, writes }: Stage = await STAGES[platform]();
    const { accounts } = await listAccounts(sessions.open(platform), []);
    const people = accounts.filter(({ attributes }) => /ada|bob/.test(JSON.stringify(attributes)));
    const { rows } = rowsFor(
      people.map((user) => ({ platform, user })),
      new Map(),
      new Set(),
    );
    expect(rows.map(({ key }) => key)).toEqual(["ada", "bob"]);
    const csv = csvOf(rows, []);
    expect(csv.left).toEqual([]);
    const file = join(folder, `${platform}.${form}`);
    writeFileSync(file, form === "csv" ? csv.text : yamlOf(rows));

    const roster = await readRoster(file);
    const declared = (key: string) => roster.people.get(key)?.accounts[platform] ?? {};
    expect([...((declared("ada")["groups"] ?? []) as string[])].sort()).toEqual([...groups].sort());
    expect(declared("bob")).not.toHaveProperty("groups");
    const told = ["ada", "bob"].map((name): Told => {
      return { type: `roster:${platform}:User`, name, declared: declared(name) };
    });
    const { existing } = await findExisting(previewOf(...told).entities, sessions);
    expect(existing.map(({ snapshot, outcome, changes }) => [snapshot.key, outcome, changes])).toEqual([
      ["ada", "adopted", []],
      ["bob", "adopted", []],
    ]);
    expect(writes()).toEqual([]);
  });

  it.each(platforms)("at %s, writes the groups as well, by keys that people then have", async (platform) => {
    const { sessions, groups, writes }: Stage = await STAGES[platform]();
    const { accounts } = await listAccounts(sessions.open(platform), []);
    const people = accounts
      .filter(({ attributes }) => /ada|bob/.test(JSON.stringify(attributes)))
      .map((user) => ({ platform, user }));
    const found = await groupsOfAccounts(people, sessions);
    const { rows, keys } = groupRowsFor(found.groups, new Map(), new Set());
    const named = withGroupKeys(rowsFor(people, new Map(), new Set()).rows, found.ids, keys);
    const file = join(folder, `${platform}-groups.yaml`);
    writeFileSync(file, yamlOf(named, rows));

    const roster = await readRoster(file);
    expect([...((roster.people.get("ada")?.accounts[platform]?.["groups"] ?? []) as string[])]).toEqual([
      "payroll",
      "r-d-labs",
    ]);
    expect([...roster.groups.keys()].sort()).toEqual(
      platform === "keycloak" ? ["hr", "payroll", "r-d-labs"] : ["payroll", "r-d-labs"],
    );
    expect(groups).toHaveLength(2);
    const idOf = new Map([...keys].map(([reference, key]) => [key, reference.slice(platform.length + 1)]));
    const told = groupsOf(roster).map(({ key, args, references }): Told => {
      const ids = Object.entries(references).map(([name, text]) => [name, idOf.get(text)]);
      return { type: `roster:${platform}:Group`, name: key, declared: { ...args, ...Object.fromEntries(ids) } };
    });
    const { existing } = await findExisting(previewOf(...told).entities, sessions);
    expect(existing.map(({ snapshot, outcome, changes }) => [snapshot.key, outcome, changes])).toEqual(
      told.map(({ name }) => [name, "adopted", []]),
    );
    expect(writes()).toEqual([]);
  });
});
