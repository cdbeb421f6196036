import { describe, expect, it } from "vitest";
import { renderTerminal } from "../../../automation/reports/terminal";
import { previewOf, reviewOf, type Told } from "../snapshots";

const KEYS = { adobe: "email", keycloak: "username", nerm: "login", netex: "username", scim: "userName" };
type Platform = keyof typeof KEYS;

const attributesOf = (platform: Platform, name: string) => ({
  [KEYS[platform]]: `${name}@example.com`,
  email: `${name}@example.com`,
});
const base = { origin: "created", tenant: "https://acme.example.com" };
const type = (platform: Platform) => `roster:${platform}:User`;

const joiner = (platform: Platform, name: string): Told => ({
  type: type(platform),
  name,
  declared: { ...attributesOf(platform, name), name },
});
const leaver = (platform: Platform, name: string, onDestroy = "delete"): Told => ({
  type: type(platform),
  name,
  id: `u-${name}`,
  stored: { ...attributesOf(platform, name), ...base, onDestroy },
});
const notes = (...told: readonly Told[]) => reviewOf(told).review.notes;

describe("a plan says how many people", () => {
  it("may get a welcome mail at Adobe", () => {
    expect(notes(joiner("adobe", "ada"), joiner("adobe", "bob"))).toEqual([
      expect.stringMatching(
        /^Adobe Learning Manager: 2 people are created or brought back, and may get a welcome mail/,
      ),
    ]);
    for (const platform of ["keycloak", "nerm", "netex", "scim"] as const)
      expect(notes(joiner(platform, "ada"))).toEqual([]);
  });

  it.each([
    ["adobe", /^Adobe .*: 1 person is deleted, .* purged for good a year later or more/],
    ["netex", /^Netex .*: 1 person is switched off first and then deleted, .* username may stay taken$/],
    ["nerm", /^SailPoint NERM: 1 person is deleted, and NERM has no way back$/],
    ["keycloak", /^Keycloak: 1 person is deleted, .* another id$/],
    ["scim", /^SCIM 2\.0: 1 person is deleted, and SCIM has no way back$/],
  ] as const)("are deleted at %s, and what that means", (platform, says) => {
    expect(notes(leaver(platform, "ada"))).toEqual([expect.stringMatching(says)]);
    expect(notes(leaver(platform, "ada", "retain"))).toEqual([]);
  });

  it.each(["netex", "nerm", "keycloak", "scim"] as const)(
    "and nothing of those who are only switched off at %s",
    (platform) => {
      expect(notes(leaver(platform, "ada", "deactivate"))).toEqual([]);
    },
  );

  it("are switched off at Adobe, which deletes them", () => {
    expect(notes(leaver("adobe", "ada", "deactivate"))).toEqual([
      expect.stringMatching(/: 1 person is deleted there, with the history kept, and purged for good/),
    ]);
  });

  it("are created, brought back, deleted or switched off, each counted for itself and by platform", () => {
    const off = { ...attributesOf("netex", "eve"), ...base, enabled: false };
    const back: Told = { type: type("netex"), name: "eve", stored: off, declared: attributesOf("netex", "eve") };
    const adobe = attributesOf("adobe", "kim");
    const mover: Told = {
      type: type("adobe"),
      name: "kim",
      stored: { ...adobe, ...base },
      declared: { ...adobe, profile: "Lead" },
    };
    const found = notes(
      ...["ada", "bob"].map((name) => joiner("adobe", name)),
      ...["cem", "dan", "fay"].map((name) => leaver("adobe", name)),
      ...["gus", "hal", "ida", "jo"].map((name) => leaver("adobe", name, "deactivate")),
      ...[mover, back, leaver("nerm", "lea"), leaver("scim", "max", "retain")],
    );
    expect(found.map((text) => /^(.*?): (\d+) (person is|people are) (\w+)/.exec(text)?.slice(1).join(" "))).toEqual([
      "Adobe Learning Manager 2 people are created",
      "Adobe Learning Manager 4 people are deleted",
      "Adobe Learning Manager 3 people are deleted",
      "SailPoint NERM 1 person is deleted",
    ]);
  });

  it("are brought back at Adobe, whose deleted accounts are taken on", () => {
    const ada = joiner("adobe", "ada");
    const [snapshot] = previewOf(ada).entities;
    if (!snapshot) throw new Error("nobody was told of");
    const account = { id: "7", active: false, attributes: {}, sets: {}, references: {}, info: {} };
    const found = (active: boolean) =>
      reviewOf([ada], { existing: [{ snapshot, account: { ...account, active }, changes: [], outcome: "adopted" }] })
        .review.notes;
    expect(found(false)).toEqual([expect.stringMatching(/: 1 person is created or brought back/)]);
    expect(found(true)).toEqual([]);
  });

  it("in the terminal too", () => {
    expect(renderTerminal(reviewOf([leaver("netex", "ada")]).review)).toMatch(
      / note +Netex learningCloud: 1 person is switched/,
    );
  });
});

describe("a plan that puts back what a sign-in may have changed", () => {
  const who = { ...attributesOf("nerm", "ada"), name: "Ada" };
  const stored = { ...who, roles: ["Sponsors"], ...base };
  const told = (observed: object, declared: object): Told => ({
    type: type("nerm"),
    name: "ada",
    id: "u-ada",
    stored,
    observed: { ...stored, ...observed },
    declared: { ...who, roles: ["Sponsors"], ...declared },
    diffs: ["roles"],
  });

  it("says so", () => {
    expect(notes(told({ roles: ["Reviewers"], login: "ada.byron" }, {}))).toEqual([
      expect.stringMatching(/^SailPoint NERM: roles, login of 1 person changed there .* ignoreChanges$/),
    ]);
  });

  it("says it of each platform and of so many people, with the names of what changed anywhere", () => {
    const other = { ...told({ login: "bob.wu" }, {}), name: "bob" };
    expect(notes(told({ roles: ["Reviewers"] }, {}), other)).toEqual([
      expect.stringMatching(/^SailPoint NERM: roles, login of 2 people changed there /),
    ]);
  });

  it("and says nothing of people who are new, gone or no longer declared, or of another platform", () => {
    const { observed: _, stored: __, ...joins } = told({}, {});
    const { declared: ___, ...leaves } = told({ roles: ["Reviewers"] }, {});
    const said = [joins, leaves, { ...told({}, {}), observed: "gone" as const }].flatMap((each) => notes(each));
    expect(said.filter((text) => text.includes("sign-in"))).toEqual([]);
    const scim = { ...attributesOf("scim", "ada"), roles: ["a"], ...base };
    const moved: Told = {
      type: type("scim"),
      name: "ada",
      stored: scim,
      observed: { ...scim, roles: [] },
      declared: scim,
    };
    expect(notes(moved)).toEqual([]);
  });

  it.each([
    ["nothing changed there", {}, { roles: ["Sponsors", "Reviewers"] }],
    ["what changed is as declared by now", { roles: ["Reviewers"] }, { roles: ["Reviewers"] }],
    ["what changed is no affair of a sign-in", { title: "Engineer" }, { title: "Analyst" }],
  ])("and says nothing where %s", (_, observed, declared) => {
    expect(notes(told(observed, declared))).toEqual([]);
  });
});
