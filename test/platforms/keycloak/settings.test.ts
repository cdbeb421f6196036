import { describe, expect, it } from "vitest";
import { type Desired, NOTHING } from "../../../provider/core/model/entity";
import { Realm } from "../../../provider/platforms/keycloak/realm";
import { WireUser } from "../../../provider/platforms/keycloak/wire";
import { type Answer, ORIGIN, scripted } from "../../http/scripted-vendor";

const DENIED: Answer = { status: 403, body: {} };
const PROFILE = "/users/profile";
const METADATA = "/users/profile/metadata";

/** A realm that gives these answers, by address; they may be changed while it runs. */
function realm(answers: Record<string, unknown>, managerAttribute = "manager") {
  const calls: string[] = [];
  const { http, clock } = scripted(({ path }): Answer => {
    const { pathname, searchParams } = new URL(path, ORIGIN);
    const own = pathname.replace("/api", "");
    calls.push(own);
    const answer = answers[own];
    if (answer === DENIED || answer === undefined) return DENIED;
    return { status: 200, body: (searchParams.get("first") ?? "0") === "0" ? answer : [] };
  });
  const known = new Realm(http, { realm: "acme", clients: ["portal"], managerAttribute });
  return { known, calls, told: <T>(work: Promise<T>) => clock.ended(work) };
}

const declared = (attributes: Desired["attributes"], more: Partial<Desired> = {}): Desired => ({
  ...NOTHING,
  attributes,
  ...more,
});
const boss = declared({}, { references: { manager: "u-9" } });

describe("where the address is the username", () => {
  const ADDRESS = { "": { registrationEmailAsUsername: true } };
  const both = { username: "ada@example.com", email: "ADA@example.com" };

  it.each<[string, Desired["attributes"], Desired["attributes"], boolean]>([
    ["both are one address, in whatever case", both, both, false],
    ["the username is another one", { username: "ada" }, { username: "ada", email: "ada@example.com" }, true],
    [
      "the address becomes another one",
      { email: "a@example.com" },
      { username: "ada@example.com", email: "a@example.com" },
      true,
    ],
    ["there is no address", { username: "ada" }, { username: "ada" }, true],
    ["only something else is written", { firstName: "Ada" }, { username: "ada" }, false],
  ])("a person is refused only where they would get another username: %s", async (_, written, desired, isRefused) => {
    const { known, told } = realm(ADDRESS);
    const outcome = await told(known.refuseUnknown(declared(written), declared(desired))).catch(
      (error: { issues: unknown }) => error.issues,
    );
    expect(outcome).toEqual(isRefused ? [{ path: ["username"], reason: expect.any(String) }] : undefined);
  });

  it.each([
    { "": { registrationEmailAsUsername: false } },
    { "": { registrationEmailAsUsername: null } },
    { "": DENIED },
  ])("is nothing to anybody where the realm says otherwise, or nothing: %j", async (answers) => {
    const { known, told } = realm(answers);
    await told(known.refuseUnknown(declared({ username: "ada", email: "ada@example.com" })));
  });

  it("is asked of nobody whose address is their username", async () => {
    const { known, told, calls } = realm(ADDRESS);
    await told(known.refuseUnknown(declared(both)));
    expect(calls).toEqual([]);
  });
});

describe("the attribute in which managers are kept", () => {
  it.each<[string, Record<string, unknown>, boolean]>([
    ["the profile has it", { [PROFILE]: { attributes: [{ name: "boss" }] } }, false],
    [
      "the realm's settings add it",
      { [PROFILE]: { attributes: [] }, [METADATA]: { attributes: [{ name: "boss" }] } },
      false,
    ],
    ["administrators may set any", { [PROFILE]: { unmanagedAttributePolicy: "ADMIN_EDIT" } }, false],
    ["anybody may set any", { [PROFILE]: { unmanagedAttributePolicy: "ENABLED" } }, false],
    ["the profile may not be seen", { [PROFILE]: DENIED }, false],
    ["others may only be seen", { [PROFILE]: { unmanagedAttributePolicy: "ADMIN_VIEW" }, [METADATA]: {} }, true],
    [
      "nobody has it",
      { [PROFILE]: { attributes: [{ name: "badge" }] }, [METADATA]: { attributes: [{ name: "locale" }] } },
      true,
    ],
    ["nobody has it, and the settings may not be seen", { [PROFILE]: {}, [METADATA]: DENIED }, true],
  ])("is refused before anything is sent where it would be dropped: %s", async (_, answers, isRefused) => {
    const { known, told } = realm(answers, "boss");
    const outcome = told(known.refuseUnknown(boss));
    if (isRefused) await expect(outcome).rejects.toMatchObject({ code: "rejected", properties: ["manager"] });
    else await outcome;
  });

  it("may have been added in this same run", async () => {
    const answers: Record<string, unknown> = { [PROFILE]: { attributes: [] }, [METADATA]: {} };
    const { known, told, calls } = realm(answers, "boss");
    await expect(told(known.refuseUnknown(boss))).rejects.toMatchObject({ code: "rejected" });
    answers[PROFILE] = { attributes: [{ name: "boss" }] };
    await told(known.refuseUnknown(boss));
    const before = calls.length;
    await told(known.refuseUnknown(boss));
    expect(calls).toHaveLength(before);
  });

  it("is asked for where a manager is declared alone", async () => {
    const { known, told, calls } = realm({}, "boss");
    for (const manager of [null, undefined]) {
      await told(
        known.refuseUnknown(declared({ firstName: "Ada" }, { references: manager === undefined ? {} : { manager } })),
      );
    }
    expect(calls).toEqual([]);
  });

  it("is no attribute that can be declared beside the manager", async () => {
    const { known, told } = realm({}, "boss");
    await expect(told(known.refuseUnknown(declared({ attributes: { boss: "u-9" } })))).rejects.toMatchObject({
      issues: [{ path: ["attributes", "boss"] }],
    });
    await told(known.refuseUnknown(declared({ attributes: { manager: "u-9" } })));
  });
});

describe("roles and groups that are declared", () => {
  const answers = {
    "/roles": [{ id: "r-1", name: "reviewer" }],
    "/clients": [{ id: "c-1", clientId: "portal" }],
    "/clients/c-1/roles": [{ id: "r-2", name: "reader" }],
    "/groups": [{ id: "g-1", path: "/staff" }],
  };

  it.each<[string, Desired["sets"], (string | number)[] | undefined]>([
    [
      "that are all there",
      { roles: { realm: ["reviewer"], portal: ["reader"] }, groups: { "": ["/staff"] } },
      undefined,
    ],
    [
      "of which a role of the realm is not",
      { roles: { portal: ["reader"], realm: ["wizard"] } },
      ["roles", "realm", 0],
    ],
    ["of which a client's role is not", { roles: { portal: ["reviewer"] } }, ["roles", "portal", 0]],
    ["of which a group is not", { groups: { "": ["/staff", "/gone"] } }, ["groups", 1]],
  ])("are refused by their place where they are not there: %s", async (_, sets, path) => {
    const { known, told } = realm(answers);
    const outcome = await told(known.refuseUnknown(declared({}, { sets }))).catch(
      (error: { issues: unknown }) => error.issues,
    );
    expect(outcome).toEqual(path ? [{ path, reason: expect.any(String) }] : undefined);
  });
});

describe("the directory that somebody comes from", () => {
  const user = (more: object) => WireUser.parse({ id: "u-1", username: "ada", ...more });

  it.each<[string, unknown, object, string | undefined]>([
    ["by its link", [{ id: "ldap-1" }, { id: "ldap-2" }], { federationLink: "ldap-2" }, "ldap-2"],
    ["by their origin", [{ id: "ldap-1" }], { origin: "ldap-1" }, "ldap-1"],
    [
      "by its link where there is an origin too",
      [{ id: "ldap-1" }, { id: "ldap-2" }],
      { federationLink: "ldap-1", origin: "ldap-2" },
      "ldap-1",
    ],
    ["as long as it is there", [{ id: "ldap-2" }], { federationLink: "ldap-1" }, undefined],
    ["also where directories may not be seen", DENIED, { federationLink: "ldap-1" }, "ldap-1"],
    ["and nobody's who is the realm's own", [{ id: "ldap-1" }], { federationLink: null }, undefined],
    ["and nobody's who is the realm's own, where directories may not be seen", DENIED, {}, undefined],
  ])("is told %s", async (_, federations, more, expected) => {
    const { known, told } = realm({ "/components": federations });
    expect(await told(known.federationOf(user(more)))).toBe(expected);
  });

  it("is not looked for of the realm's own people", async () => {
    const { known, told, calls } = realm({ "/components": [] });
    await told(known.federationOf(user({})));
    expect(calls).toEqual([]);
  });

  it.each<[unknown, boolean]>([
    [[], false],
    [[{ id: "ldap-1" }], true],
    [DENIED, true],
  ])("may be there unless the realm says that it has none: %j", async (federations, expected) => {
    const { known, told } = realm({ "/components": federations });
    expect(await told(known.isFederated())).toBe(expected);
  });
});

describe("a value that can be written in two forms", () => {
  const [composed, apart] = ["Qualité", "Qualité".normalize("NFD")];
  const listing = (name: string, options: readonly string[]) => ({
    [PROFILE]: { attributes: [{ name, validations: { options: { options } } }] },
  });
  const further = (attributes: Record<string, string | string[] | null>) =>
    declared({ firstName: "é", attributes: attributes as never });
  const spelt = async (answers: Record<string, unknown>, desired: Desired) => {
    const { known, told, calls } = realm(answers);
    return { attributes: (await told(known.profile.spelt(desired))).attributes, calls };
  };

  it.each<[string, Record<string, string | string[] | null>, Record<string, string | string[] | null>]>([
    ["a text", { team: composed }, { team: apart }],
    ["one in a list", { team: ["x", composed] }, { team: ["x", apart] }],
    ["of another attribute stays", { team: composed, site: composed }, { team: apart, site: composed }],
    ["beside one that is cleared", { team: composed, site: null }, { team: apart, site: null }],
  ])("is sent as the profile lists it, and nothing else changes: %s", async (_, given, expected) => {
    const { attributes } = await spelt(listing("team", ["x", apart]), further(given));
    expect(attributes).toEqual({ firstName: "é", attributes: expected });
  });

  it.each<[string, Record<string, unknown>]>([
    ["nothing is listed", { [PROFILE]: { attributes: [{ name: "team" }] } }],
    ["there are no attributes", { [PROFILE]: {} }],
    ["the profile may not be seen", {}],
  ])("is sent as declared where %s", async (_, answers) => {
    expect((await spelt(answers, further({ team: composed }))).attributes).toEqual({
      firstName: "é",
      attributes: { team: composed },
    });
  });

  it("is asked about alone", async () => {
    expect((await spelt(listing("team", [apart]), further({ team: "a", site: ["b"], gone: null }))).calls).toEqual([]);
    expect((await spelt(listing("team", [apart]), declared({ firstName: composed }))).calls).toEqual([]);
  });
});
