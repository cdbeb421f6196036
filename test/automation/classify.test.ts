import { describe, expect, it } from "vitest";
import type { Review } from "../../automation/plan/review/review";
import { phrasesOf } from "../../automation/reports/phrases";
import { reviewOf, type Told } from "./snapshots";

const ADA = {
  email: "ada@example.com",
  name: "Ada Byron",
  profile: "Author",
  roles: ["Author"],
  tenant: "1",
  origin: "created",
};
const NERM = "roster:nerm:User";
const NETEX = "pulumi-nodejs:dynamic/roster/netex:User";
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "[secret]" };

function first(...told: readonly Told[]): Review["changes"][number] | undefined {
  return reviewOf(told).review.changes[0];
}

describe("a change of a person", () => {
  const declared = (changes: object): Told => ({
    name: "ada",
    stored: ADA,
    declared: { ...ADA, ...changes },
    diffs: [],
  });

  it.each<[string, object, readonly string[]]>([
    ["a profile", { profile: "Lead" }, ["mover"]],
    ["a key of a map", { fields: { Department: "Learning" } }, ["mover"]],
    ["a manager", { manager: "7" }, ["mover"]],
    ["a granted role", { roles: ["Author", "Instructor"] }, ["role-granted"]],
    ["a revoked role", { roles: ["Learner"] }, ["role-revoked", "role-granted"]],
    ["an administrative role", { roles: ["Author", "integration admin"] }, ["escalation", "role-granted"]],
    ["an address", { email: "ada@example.org" }, ["email-change"]],
    ["an option alone", { onDestroy: "retain" }, ["other"]],
    ["an attribute that is no longer managed", { profile: undefined }, ["other"]],
    [
      "an address and a role",
      { email: "a@example.org", roles: ["Admin", "Author"] },
      ["escalation", "email-change", "role-granted"],
    ],
  ])("is classed by its meaning: %s", (_, changes, classes) => {
    expect(first(declared(changes))?.classes).toEqual(classes);
  });

  it("of groups is a mover's, told by the noun, and never a role", () => {
    const stored = { username: "ada", groups: ["/staff"], groupsMode: "add", roles: { realm: ["reviewer"] } };
    const keycloak = (changes: object, isNew = false): Told => ({
      name: "ada",
      type: "roster:keycloak:User",
      ...(isNew ? {} : { stored }),
      declared: { ...stored, ...changes },
      diffs: [],
    });
    const moved = first(keycloak({ groups: ["/payroll", "admin"], groupsMode: undefined }));
    expect(moved).toMatchObject({ classes: ["mover", "other"] });
    expect(moved?.details.map(({ kind }) => kind)).toEqual(["group", "group", "group", "policy"]);
    const words = moved && phrasesOf(moved).map((phrase) => phrase.map(({ text }) => text).join(""));
    expect(words?.[0]).toBe("group + /payroll + admin - /staff");
    const joiner = first(keycloak({}, true));
    expect(joiner && phrasesOf(joiner).map((phrase) => phrase.map(({ text }) => text).join(""))).toContain(
      "group /staff",
    );
  });

  it("is none where the vendor holds the values for equal", () => {
    expect(first(declared({ email: "ADA@example.com", roles: ["Author"] }))).toBeUndefined();
  });

  it.each(["roster:netex:User", NETEX])("is what a system behind the vendor still lacks, by its name: %s", (type) => {
    const stored = { username: "ada", email: "ada@example.com", pendingOn: ["play", "training"] };
    const { review } = reviewOf([
      { name: "ada", type, stored, declared: { username: "ada", email: "ada@example.com" } },
    ]);
    expect(review.changes[0]).toMatchObject({
      classes: ["other"],
      details: [{ kind: "pending", path: "pendingOn", from: ["play", "training"] }],
    });
    expect(review.forecast.writes).toBe(1);
    const [phrase = []] = review.changes.flatMap(phrasesOf);
    expect(phrase.map(({ text }) => text).join("")).toBe(
      "play, training have not taken the last change; it is sent again",
    );
  });

  it.each<[string, string, Record<string, unknown>, Record<string, unknown>, readonly string[]]>([
    ["a person who is brought back", NETEX, { username: "ada", enabled: false }, { username: "ada" }, ["reactivated"]],
    [
      "a declared person who is switched off",
      NERM,
      { login: "ada", status: "Active" },
      { login: "ada", status: "Disabled" },
      ["leaver"],
    ],
    ["NERM's admin flag", NERM, { login: "ada" }, { login: "ada", admin: true }, ["escalation", "role-granted"]],
    ["NERM's admin flag taken", NERM, { login: "ada", admin: true }, { login: "ada", admin: false }, ["role-revoked"]],
    [
      "a role of one section",
      NETEX,
      { username: "ada", roles: { management: ["user"] } },
      { username: "ada", roles: { management: ["groupadmin", "user"] } },
      ["escalation", "role-granted"],
    ],
    [
      "a name that is administrative in another section",
      NETEX,
      { username: "ada", roles: { content: [] } },
      { username: "ada", roles: { content: ["manager"] } },
      ["role-granted"],
    ],
  ])("is classed on every platform: %s", (_, type, stored, declared, classes) => {
    expect(first({ type, name: "ada", stored, declared })?.classes).toEqual(classes);
  });

  it("takes roles that the guard file names for administrative", () => {
    const told: Told = {
      type: NERM,
      name: "ada",
      stored: { login: "ada", roles: [] },
      declared: { login: "ada", roles: ["Boss"] },
    };
    expect(reviewOf([told]).review.changes[0]?.classes).toEqual(["role-granted"]);
    const extraRoles = { nerm: ["boss"] };
    expect(reviewOf([told], { extraRoles }).review.changes[0]?.classes).toEqual(["escalation", "role-granted"]);
  });

  it("starts from what the vendor shows, so that drift which goes back is a change", () => {
    const observed = { ...ADA, roles: ["Admin", "Author"] };
    expect(first({ name: "ada", stored: ADA, observed, declared: ADA })).toMatchObject({
      classes: ["role-revoked"],
      details: [{ kind: "role", path: "roles", from: "Admin" }],
      held: ["Admin", "Author"],
    });
  });

  it("that switches somebody off who stays declared says so as a departure, and no other change does", () => {
    const nerm = (state: object) =>
      first({
        type: NERM,
        name: "ada",
        stored: { login: "ada", name: "Ada" },
        declared: { login: "ada", name: "A", ...state },
      });
    expect(nerm({ status: "Disabled" })).toMatchObject({ classes: ["leaver", "mover"], departure: "deactivated" });
    expect(nerm({})).not.toHaveProperty("departure");
  });

  it("of a role among others tells the roles before", () => {
    expect(first(declared({ profile: "Lead", roles: ["Admin"] }))?.held).toEqual(["Author"]);
  });

  it("of a map that becomes a secret, or was one, is told of the map", () => {
    const map = { fields: { Team: "Notes" } };
    for (const [stored, now] of [
      [map, { fields: SECRET }],
      [{ fields: SECRET }, map],
    ]) {
      const change = first({
        name: "ada",
        stored: { ...ADA, ...stored },
        declared: { ...ADA, ...now },
        diffs: ["fields"],
      });
      expect(change?.details).toContainEqual({ kind: "attribute", path: "fields", from: "[secret]", to: "[secret]" });
    }
  });

  it("of a manager who is a secret is told, and of whom nothing", () => {
    const manager = { ...ADA, manager: SECRET };
    const change = first({ name: "ada", stored: manager, declared: manager, diffs: ["manager"] });
    expect(change?.details).toEqual([{ kind: "attribute", path: "manager", from: "[secret]", to: "[secret]" }]);
  });

  it("that is hidden beside one that is not is told with it", () => {
    const base = { name: "ada", stored: { ...ADA, bio: SECRET }, declared: { ...ADA, bio: SECRET, profile: "Lead" } };
    const paths = (diffs: readonly string[]) => first({ ...base, diffs })?.details.map(({ path }) => path);
    expect(paths(["bio", "profile"])).toEqual(["profile", "bio"]);
    expect(paths(["profile"])).toEqual(["profile"]);
  });

  it("shows secrets and what is not known yet as such", () => {
    const change = first(declared({ manager: UNKNOWN }));
    expect(change?.details).toEqual([{ kind: "manager", path: "manager", to: "[unknown]" }]);
    const hidden = first({
      name: "ada",
      stored: { ...ADA, bio: SECRET },
      declared: { ...ADA, bio: SECRET },
      diffs: ["bio"],
    });
    expect(hidden).toMatchObject({ classes: ["mover"], details: [{ path: "bio", from: "[secret]", to: "[secret]" }] });
    const password = {
      type: NERM,
      name: "ada",
      stored: { login: "ada" },
      declared: { login: "ada", initialPassword: SECRET },
      diffs: ["initialPassword"],
    };
    expect(first(password)).toBeUndefined();
  });
});

describe("somebody who comes or goes", () => {
  it("is an escalation where somebody new becomes an administrator, and no other class of what they begin with", () => {
    const joins = (more: object) => first({ name: "ada", declared: { ...ADA, ...more } })?.classes;
    expect(joins({ roles: ["Author", "Admin"] })).toEqual(["escalation", "joiner"]);
    expect(joins({ roles: ["Author"] })).toEqual(["joiner"]);
  });

  it("joins, with what the account begins with", () => {
    const { review } = reviewOf([{ name: "ada", declared: ADA }]);
    expect(review.changes[0]).toMatchObject({ classes: ["joiner"], name: "Ada Byron", naturalKey: "ada@example.com" });
    expect(review.changes[0]?.id).toBeUndefined();
    expect(review.changes[0]?.details.map(({ path }) => path)).toEqual(["email", "name", "profile", "roles"]);
  });

  it("joins again where the account is gone", () => {
    expect(first({ name: "ada", stored: ADA, observed: "gone", declared: ADA })?.classes).toEqual(["joiner"]);
  });

  it.each<[string, object, boolean, string]>([
    ["created accounts are switched off", {}, false, "deactivated"],
    ["adopted accounts are released", { origin: "adopted" }, false, "released"],
    ["the last policy counts", { onDestroy: "delete" }, false, "deleted"],
    ["the engine's own word counts first", { onDestroy: "delete" }, true, "released"],
  ])("leaves: %s", (_, outputs, retainOnDelete, departure) => {
    const change = first({ name: "ada", stored: { ...ADA, ...outputs }, retainOnDelete });
    expect(change).toMatchObject({
      classes: [departure === "released" ? "released" : "leaver"],
      departure,
      details: [],
    });
  });

  it("leaves reports behind, by name", () => {
    const bob = { email: "bob@example.com", name: "Bob", manager: "id-ada" };
    const { review } = reviewOf([
      { name: "ada", stored: ADA },
      { name: "bob", stored: bob, declared: bob },
    ]);
    expect(review.changes).toMatchObject([{ classes: ["leaver"], reports: ["Bob"] }]);
  });

  it("is nobody who leaves where another resource takes the account over", () => {
    const { review } = reviewOf([
      { name: "ada", stored: ADA },
      { name: "byron", declared: { ...ADA, email: "Ada@example.com" } },
    ]);
    expect(review.changes.map(({ classes }) => classes)).toEqual([["joiner"], ["other"]]);
    expect(review.platforms[0]?.counts.leaver).toBe(0);
  });
});

describe("a set of people", () => {
  const type = "roster:adobe:Users";
  const bob = { email: "bob@example.com", name: "Bob", manager: "ada" };
  const outputs = { users: { ada: ADA, bob }, ids: { ada: "1", bob: "2" }, origins: { bob: "adopted" }, tenant: "t" };

  it("is told person by person, with the set's own defaults", () => {
    const { review } = reviewOf([
      {
        type,
        name: "people",
        stored: outputs,
        declared: {
          users: { ada: { ...ADA, roles: ["Admin", "Author"] }, eve: { email: "eve@example.com", name: "Eve" } },
        },
        diffs: ["users"],
      },
    ]);
    expect(review.changes.map(({ key, id, classes, departure }) => [key, id, classes[0], departure])).toEqual([
      ["ada", "1", "escalation", undefined],
      ["bob", "2", "released", "released"],
      ["eve", undefined, "joiner", undefined],
    ]);
    const retained = reviewOf([
      {
        type,
        name: "people",
        stored: { ...outputs, onDestroy: "delete" },
        declared: { users: { ada: ADA }, onDestroy: "delete" },
      },
    ]);
    expect(retained.review.changes).toMatchObject([{ key: "bob", departure: "deleted" }]);
  });

  it("names managers by their keys", () => {
    const { review } = reviewOf([
      {
        type,
        name: "people",
        stored: outputs,
        declared: { users: { ada: ADA, bob: { ...bob, manager: undefined, clear: ["manager"] } } },
      },
    ]);
    expect(review.changes[0]?.details).toEqual([
      { kind: "manager", path: "manager", from: "ada", fromName: "Ada Byron" },
    ]);
  });
});

describe("a review", () => {
  it("counts people once over their platforms, and lists the dangerous first", () => {
    const grace = { email: "grace@example.com", name: "Grace" };
    const { review } = reviewOf([
      { name: "ada", stored: ADA, declared: { ...ADA, profile: "Lead" } },
      {
        type: NERM,
        name: "ada",
        stored: { login: "ada", email: "ADA@example.com" },
        declared: { login: "ada", email: "ADA@example.com" },
      },
      { name: "grace", stored: grace, declared: { ...grace, roles: ["Admin"] } },
      { type: NERM, name: "eve", stored: { login: "eve" } },
    ]);
    expect(review).toMatchObject({ people: 2, unchanged: 0 });
    expect(review.changes.map(({ key }) => key)).toEqual(["grace", "eve", "ada"]);
    expect(review.platforms).toMatchObject([
      { id: "adobe", declared: 2, same: 0, administrators: 1 },
      { id: "nerm", declared: 1, same: 1, administrators: 0 },
    ]);
  });

  it("says that other resources change, and leaves them alone where they don't", () => {
    const other = {
      type: "random:index:Pet",
      name: "pet",
      stored: { length: 1 },
      declared: { length: 2 },
      diffs: ["length"],
    };
    expect(reviewOf([other]).review.notes).toEqual([expect.stringContaining("1 resources that are no people")]);
    expect(reviewOf([other]).otherChanges).toBe(1);
  });

  it("forecasts calls and minutes by the vendors' quotas, and by the user's own", () => {
    const joiners = Array.from({ length: 60 }, (_, i) => ({
      name: `p${i}`,
      declared: { email: `p${i}@example.com`, name: "P", roles: ["Author"] },
    }));
    expect(reviewOf(joiners).review.forecast).toMatchObject({
      writes: 120,
      seconds: 120,
      platforms: [{ id: "adobe", writes: 120, perMinute: 60 }],
    });
    const nerm: Told = {
      type: NERM,
      name: "ada",
      stored: { login: "ada", roles: [] },
      declared: { login: "ada", roles: ["A", "B"], manager: "7" },
    };
    const { forecast } = reviewOf([nerm]).review;
    expect(forecast).toMatchObject({ writes: 3 });
    expect(forecast).not.toHaveProperty("seconds");
  });
});
