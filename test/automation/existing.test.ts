import { afterEach, describe, expect, it } from "vitest";
import { readApprovals } from "../../automation/plan/guards/approvals";
import { breachesOf, evaluateGuards } from "../../automation/plan/guards/evaluate";
import { GuardFile } from "../../automation/plan/guards/guard-file";
import { maskReview } from "../../automation/plan/review/mask";
import { ReviewSchema } from "../../automation/plan/review/review-schema";
import { renderMarkdown } from "../../automation/reports/markdown";
import { pageData } from "../../automation/reports/page-data";
import { renderTerminal } from "../../automation/reports/terminal";
import { findExisting } from "../../automation/vendors/find-existing";
import { ReadOnlySessions } from "../../automation/vendors/read-only-sessions";
import type { KindName } from "../../provider/core/contract/kind";
import { type AdobeOptions, startAdobe, startNetex, startScim } from "../../sandbox/index";
import { FakeRealm } from "../platforms/keycloak/fake-realm";
import { previewOf, reviewOf, type Told } from "./snapshots";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** What a look finds with this environment. */
async function look(environment: Record<string, string>, ...told: readonly Told[]) {
  const sessions = new ReadOnlySessions({ configuration: {}, environment });
  open.push(sessions);
  return findExisting(previewOf(...told).entities, sessions);
}

async function adobe(options: AdobeOptions = {}) {
  const emulator = await startAdobe(options);
  open.push(emulator);
  return { emulator, environment: { ROSTER_ADOBE_URL: emulator.url, ROSTER_ADOBE_TOKEN: emulator.token } };
}

async function scim() {
  const emulator = await startScim();
  open.push(emulator);
  return { emulator, environment: { ROSTER_SCIM_URL: emulator.url, ROSTER_SCIM_TOKEN: emulator.token } };
}

async function netex() {
  const emulator = await startNetex();
  open.push(emulator);
  return { emulator, environment: { ROSTER_NETEX_URL: emulator.url, ROSTER_NETEX_TOKEN: emulator.token } };
}

describe("a new group whose name is taken", () => {
  const told = (declared: Record<string, unknown>): Told => ({ type: "roster:adobe:Group", name: "pay", declared });

  it.each<[string, Record<string, unknown>, string, number]>([
    ["is refused", {}, "refused", 1],
    ["is adopted, and changed", { adopt: true }, "adopted", 1],
    ["is adopted where it is identical", { adopt: "identical", description: "Pays" }, "adopted", 0],
    ["is refused where it is not", { adopt: "identical" }, "refused", 1],
  ])("%s", async (_, declared, outcome, changes) => {
    const { emulator, environment } = await adobe();
    const { id } = emulator.createGroup({ name: "Payroll", description: "Pays" });
    const { existing, notes } = await look(environment, told({ name: "payroll", description: "Wages", ...declared }));
    expect(notes).toEqual([]);
    expect(existing).toMatchObject([{ snapshot: { kind: "group", key: "pay" }, account: { id }, outcome }]);
    expect(existing[0]?.changes).toHaveLength(changes);
    expect(emulator.log.writes()).toEqual([]);
  });

  it("is not met by a person of that name, and is free where nobody has it", async () => {
    const { emulator, environment } = await adobe();
    emulator.create({ email: "payroll@example.com", name: "Payroll" });
    expect(await look(environment, told({ name: "Payroll" }))).toEqual({ existing: [], notes: [] });
  });

  it("is free below another parent", async () => {
    const realm = await FakeRealm.start();
    open.push({ close: () => realm.stop() });
    const [hr, it] = [realm.addGroup("HR"), realm.addGroup("IT")];
    const [top, below] = [realm.addGroup("Payroll"), realm.addGroup("Payroll", hr)];
    const sessions = { open: (_: string, kind: KindName = "user") => realm.session({}, kind) };
    const places: readonly [name: string, place: object][] = [
      ["top", {}],
      ["below", { parent: hr }],
      ["free", { parent: it }],
    ];
    const told = places.map(([name, place]): Told => {
      return { type: "roster:keycloak:Group", name, declared: { name: "Payroll", ...place } };
    });
    const { existing } = await findExisting(previewOf(...told).entities, sessions);
    expect(existing.map(({ snapshot, account }) => [snapshot.key, account.id])).toEqual([
      ["top", top],
      ["below", below],
    ]);
  });

  it("is refused with both ids where two groups have it, whatever adopt says", async () => {
    const { emulator, environment } = await scim();
    const ids = ["Payroll", "PAYROLL"].map((displayName) => emulator.createGroup({ displayName }).id);
    const group: Told = { type: "roster:scim:Group", name: "pay", declared: { displayName: "payroll", adopt: true } };
    const { existing } = await look(environment, group);
    expect(existing.map(({ account, outcome }) => [account.id, outcome])).toEqual(ids.map((id) => [id, "refused"]));

    const { review, people } = reviewOf([group], { existing });
    const guards = GuardFile.parse({});
    const rest = { approvals: readApprovals([]), configuration: {}, environment: {} };
    const [breach, ...others] = breachesOf(evaluateGuards({ review, people, guards, ...rest }));
    expect(others).toEqual([]);
    expect(breach).toMatchObject({
      guard: "existing",
      count: 2,
      who: ids.map((id) => `group payroll (scim ${id})`),
      advice: expect.stringMatching(/^set adopt: true.*import the one that is meant by its id$/),
    });
    expect(emulator.log.writes()).toEqual([]);
  });
});

describe("whoever is met", () => {
  it("is refused where only a creation could make what is declared", async () => {
    const { emulator, environment } = await netex();
    const parent = emulator.createGroup({ name: "HR", roles: {} });
    emulator.createGroup({ codGroup: "PAY", name: "Payroll", roles: {} });
    const declared = { codGroup: "PAY", name: "Payroll", parent: parent.id, adopt: true };
    const { existing } = await look(environment, { type: "roster:netex:Group", name: "pay", declared });
    expect(existing).toMatchObject([{ outcome: "refused", changes: [{ path: ["parent"] }] }]);
  });

  it.each([
    ["adopted where the profile's list shows the person", "7", "adopted"],
    ["refused where another profile has the person", "8", "refused"],
    ["refused where the person is internal", undefined, "refused"],
  ])("is %s", async (_, externalProfile, outcome) => {
    const profiles = [
      { id: "7", name: "Partners" },
      { id: "8", name: "Customers" },
    ];
    const { emulator, environment } = await adobe({ externalProfiles: profiles });
    emulator.create({ email: "ada@example.com", name: "Ada Byron", externalProfile });
    const declared = { email: "ada@example.com", name: "Ada Byron", externalProfile: "7", adopt: true };
    const { existing } = await look(environment, { type: "roster:adobe:User", name: "ada", declared });
    expect(existing).toMatchObject([{ outcome }]);
    expect(emulator.log.writes()).toEqual([]);
  });

  it("is looked up only where it can be, and the rest is told", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const below: Told = { type: "roster:keycloak:Group", name: "pay", declared: { name: "Payroll", parent: unknown } };
    const { existing, notes } = await look({}, below);
    expect(existing).toEqual([]);
    expect(notes).toEqual([
      expect.stringMatching(/^Keycloak: whether 1 of the new groups are there already is not known/),
    ]);
  });
});

describe("groups that exist, in a review", () => {
  const TYPE = "roster:scim:Group";
  const pay: Told = { type: TYPE, name: "pay", declared: { displayName: "Payroll", externalId: "p", adopt: true } };
  const law: Told = { type: TYPE, name: "law", declared: { displayName: "Legal" } };

  it("are told by what they are, in every form", async () => {
    const { emulator, environment } = await scim();
    const [payId, lawId] = ["Payroll", "Legal"].map((displayName) => emulator.createGroup({ displayName }).id);
    const { existing } = await look(environment, pay, law);
    const { review } = reviewOf([pay, law], { existing });
    expect(review.existing).toEqual([
      { kind: "group", platform: "scim", key: "pay", name: "Payroll", id: payId, active: true, outcome: "adopted" },
      { kind: "group", platform: "scim", key: "law", name: "Legal", id: lawId, active: true, outcome: "refused" },
    ]);
    expect(review.groups).toMatchObject([
      { name: "Payroll", id: payId, change: "adopted", details: [{ path: "externalId", to: "p" }] },
      { name: "Legal", change: "created" },
    ]);
    expect(ReviewSchema.parse(JSON.parse(JSON.stringify(review)))).toEqual(review);
    expect(renderTerminal(review)).toContain(`exists    group Legal  SCIM 2.0 ${lawId}: refused`);
    expect(renderTerminal(review)).toContain("group Payroll at SCIM 2.0 is adopted (externalId: nothing -> p)");
    expect(renderMarkdown(review)).toContain("2 groups that exist already, 1 refused");
    expect(renderMarkdown(review)).toContain(`- **group Legal** SCIM 2.0 \`${lawId}\`: refused`);
    expect(pageData(review).existing).toMatchObject([{ name: "group Payroll" }, { name: "group Legal" }]);
    expect(maskReview(review).existing.map(({ name }) => name)).toEqual(["Payroll", "Legal"]);
  });

  it("are in what binds a run to its plan", async () => {
    const { emulator, environment } = await scim();
    const before = reviewOf([pay], await look(environment, pay));
    emulator.createGroup({ displayName: "Payroll" });
    const after = reviewOf([pay], await look(environment, pay));
    expect(after.review.digest).not.toBe(before.review.digest);
  });
});
