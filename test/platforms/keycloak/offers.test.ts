import { describe, expect, it } from "vitest";
import type { Vocabulary } from "../../../provider/core/contract/vocabulary";
import { FLAT } from "../../../provider/core/model/entity";
import { Realm } from "../../../provider/platforms/keycloak/realm";
import { sourcesOf } from "../../../provider/platforms/keycloak/vocabulary";
import { Vocabularies } from "../../../provider/platforms/vocabulary";
import { type Answer, ORIGIN, scripted } from "../../http/scripted-vendor";

const DENIED: Answer = { status: 403, body: {} };

/** What a realm offers that gives these answers, by address. */
function realm(answers: Readonly<Record<string, unknown>>) {
  const calls: string[] = [];
  const { http, clock } = scripted(({ path }): Answer => {
    const { pathname, searchParams } = new URL(path, ORIGIN);
    const own = pathname.replace("/api", "");
    calls.push(own);
    const answer = answers[own];
    if (answer === DENIED || answer === undefined) return DENIED;
    return { status: 200, body: (searchParams.get("first") ?? "0") === "0" ? answer : [] };
  });
  const options = { realm: "acme", clients: ["portal"], managerAttribute: "manager" };
  const vocabularies = new Vocabularies(sourcesOf(new Realm(http, options)));
  const told = (about: string, since?: Vocabulary) => clock.ended(vocabularies.told([about], since));
  return { told, calls };
}

describe("a realm of Keycloak offers", () => {
  it("the roles of the realm and of each client that is managed", async () => {
    const answers = {
      "/roles": [{ id: "r-1", name: "reviewer" }],
      "/clients": [{ id: "c-1", clientId: "portal" }],
      "/clients/c-1/roles": [{ id: "r-2", name: "reader" }],
    };
    const { told, calls } = realm(answers);
    expect(await told("roles.realm")).toMatchObject({
      sets: { roles: { realm: { terms: [{ name: "reviewer" }], isComplete: true } } },
    });
    expect(calls.filter((call) => call.includes("clients"))).toEqual([]);
    expect(await told("roles.portal")).toMatchObject({
      sets: { roles: { portal: { terms: [{ name: "reader" }], isComplete: true } } },
    });
  });

  it("its groups, each by its path and by its id", async () => {
    const { told } = realm({
      "/groups": [{ id: "g-1", path: "/staff", subGroupCount: 1 }],
      "/groups/g-1/children": [{ id: "g-2", path: "/staff/notes" }],
    });
    expect(await told("groups")).toMatchObject({
      sets: {
        groups: {
          [FLAT]: {
            terms: [
              { name: "/staff", aliases: ["g-1"] },
              { name: "/staff/notes", aliases: ["g-2"] },
            ],
            isComplete: true,
          },
        },
      },
    });
  });

  it("required actions, and says of those that are switched off that they are", async () => {
    const { told } = realm({
      "/authentication/required-actions": [
        { alias: "VERIFY_EMAIL", enabled: true },
        { alias: "TERMS", enabled: false },
        { alias: "UNSAID" },
      ],
    });
    const unusable = expect.any(String);
    expect((await told("requiredActions")).attributes).toEqual({
      requiredActions: {
        terms: [{ name: "VERIFY_EMAIL" }, { name: "TERMS", unusable }, { name: "UNSAID", unusable }],
        isComplete: true,
      },
    });
  });

  it.each([
    ["nothing where it lists no required action: that would be no proof", "requiredActions", []],
    ["nothing where the answer is another one's", "attributes.locale", 5],
  ])("%s", async (_, about, answer) => {
    const { told } = realm({ "/authentication/required-actions": answer, "": answer });
    expect(await told(about)).toEqual({ attributes: {}, maps: {}, sets: {}, untold: [] });
  });

  it.each([["requiredActions"], ["attributes"]])(
    "nothing of %s where these credentials may not see it, and says so",
    async (about) => {
      const { told } = realm({});
      expect(await told(about)).toEqual({
        attributes: {},
        maps: {},
        sets: {},
        untold: [{ about: [about], reason: expect.any(String), isDenied: true }],
      });
    },
  );

  it.each<[string, unknown, readonly string[] | undefined]>([
    [
      "its languages, where it has several",
      { internationalizationEnabled: true, supportedLocales: ["de", "en"] },
      ["de", "en"],
    ],
    ["none where that is switched off", { internationalizationEnabled: false, supportedLocales: ["de"] }, undefined],
    ["none where none are listed", { internationalizationEnabled: true }, undefined],
    ["none where nothing is said", {}, undefined],
    ["none where the realm may not be seen", DENIED, undefined],
  ])("%s, and refuses no other language for it", async (_, document, languages) => {
    const { told } = realm({ "": document });
    const values = { terms: languages?.map((name) => ({ name })), isComplete: false };
    const keys = { attributes: { terms: [{ name: "locale", values }], isComplete: false } };
    expect((await told("attributes.locale")).maps).toEqual(languages ? keys : {});
  });

  const PROFILE = [
    { name: "badge", multivalued: null },
    { name: "team", validations: { options: { options: ["a", "b"] } }, multivalued: true },
    { name: "site", multivalued: false },
  ];
  const KEYS = [
    { name: "badge" },
    { name: "team", values: { terms: [{ name: "a" }, { name: "b" }], isComplete: true }, takesSeveral: true },
    { name: "site", takesSeveral: false },
  ];
  const METADATA = { attributes: [{ name: "locale" }] };

  it.each<[string, string | undefined, boolean]>([
    ["those of the profile alone, where it takes no others", undefined, true],
    ["those alone, where administrators may only see others", "ADMIN_VIEW", true],
    ["those among others that administrators may set", "ADMIN_EDIT", false],
    ["those among others that anybody may set", "ENABLED", false],
  ])("attributes with their values: %s", async (_, unmanagedAttributePolicy, isComplete) => {
    const { told, calls } = realm({
      "/users/profile": { attributes: PROFILE, unmanagedAttributePolicy },
      "/users/profile/metadata": METADATA,
    });
    const first = await told("attributes");
    expect(first.maps["attributes"]).toStrictEqual({ terms: KEYS, isComplete, advice: expect.any(String) });
    expect(calls).toEqual(["/users/profile"]);
    // Whoever missed one gets those of the realm's settings too, and so does everybody after them.
    const again = await told("attributes", first);
    const added = isComplete ? [{ name: "locale" }] : [];
    expect(again.maps["attributes"]?.terms).toEqual([...KEYS, ...added]);
    expect((await told("attributes")).maps["attributes"]?.terms).toEqual([...KEYS, ...added]);
    expect(calls).toEqual(["/users/profile", "/users/profile", ...(isComplete ? ["/users/profile/metadata"] : [])]);
  });

  it("attributes of a profile that shows none, and of settings that may not be seen", async () => {
    const { told } = realm({ "/users/profile": {} });
    const first = await told("attributes");
    expect(first.maps["attributes"]?.terms).toEqual([]);
    expect((await told("attributes", first)).maps["attributes"]?.terms).toEqual([]);
  });
});
