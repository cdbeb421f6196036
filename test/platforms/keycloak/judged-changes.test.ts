import { describe, expect, it } from "vitest";
import type { Change } from "../../../provider/core/model/change";
import type { Desired } from "../../../provider/core/model/entity";
import type { Answer } from "../../http/scripted-vendor";
import { ADA, attribute, declared, inGroups, member, realm, request, seen, type Told } from "./small-realm";

const MANAGER: Change = { kind: "reference", path: ["manager"], to: "u-9" };
const RENAMED = attribute("firstName");
/** A realm whose users have no attribute for managers. */
const WITHOUT_MANAGERS: Told = {
  instead: { "GET /users/profile": { status: 200, body: { attributes: [{ name: "badge" }] } } },
};
const ADDRESSED: Told = { instead: { "GET ": { status: 200, body: { registrationEmailAsUsername: true } } } };

describe("a change at Keycloak is held against the realm by what is about to be written", () => {
  it.each<[string, Told, readonly Change[], Partial<Desired>, Desired["attributes"]]>([
    ["not by a group that is not there and doesn't change", {}, [RENAMED], { sets: { groups: inGroups("/gone") } }, {}],
    ["not by a role that is not there and doesn't change", {}, [RENAMED], { sets: { roles: { realm: ["x"] } } }, {}],
    ["not by a manager who doesn't change", WITHOUT_MANAGERS, [RENAMED], { references: { manager: "u-9" } }, {}],
    ["not by a username that doesn't change", ADDRESSED, [RENAMED], {}, { email: "ada@example.com" }],
    [
      "not by further attributes that don't change",
      {},
      [attribute("attributes", "badge")],
      {},
      { attributes: { badge: "red", manager: "u-9" } },
    ],
    [
      "not by further attributes that don't change beside something else",
      {},
      [RENAMED, attribute("attributes", "badge")],
      {},
      { attributes: { badge: "red", manager: "u-9" } },
    ],
    ["not by further attributes that are to be none", {}, [attribute("attributes", "badge")], {}, { attributes: null }],
    ["not by further attributes where none change", {}, [RENAMED], {}, { attributes: { manager: "u-9" } }],
  ])("%s", async (_, told, changes, more, attributes) => {
    const { connector, told: ended, writes } = realm(told);
    const desired = declared({ username: "ada", firstName: "Augusta", ...attributes }, more);
    await ended(connector.update(request("u-1", changes, desired)));
    expect(writes()).toEqual(["PUT /users/u-1"]);
  });

  it.each<[string, Told, readonly Change[], Partial<Desired>, Desired["attributes"]]>([
    ["by a group", {}, [RENAMED, member("groups", "0")], { sets: { groups: inGroups("/gone") } }, {}],
    ["by a role", {}, [RENAMED, member("roles", "realm", "0")], { sets: { roles: { realm: ["x"] } } }, {}],
    ["by a manager", WITHOUT_MANAGERS, [RENAMED, MANAGER], { references: { manager: "u-9" } }, {}],
    ["by a username", ADDRESSED, [attribute("username")], {}, { email: "ada@example.com" }],
    ["by the address", ADDRESSED, [attribute("email")], {}, { email: "ada@example.com" }],
    [
      "by one of the further attributes",
      {},
      [attribute("attributes", "manager")],
      {},
      { attributes: { badge: "red", manager: "u-9" } },
    ],
    ["by all further attributes", {}, [attribute("attributes")], {}, { attributes: { manager: "u-9" } }],
  ])("%s, before anything is sent", async (_, told, changes, more, attributes) => {
    const {
      connector,
      told: ended,
      writes,
    } = realm({
      ...told,
      instead: { ...told.instead, "GET /users/profile/metadata": { status: 200, body: {} } },
    });
    const desired = declared({ username: "ada", firstName: "Augusta", ...attributes }, more);
    const code = await ended(connector.update(request("u-1", changes, desired))).catch(
      (error: { code: string }) => error.code,
    );
    expect(code).toMatch(/^(invalid-arguments|rejected)$/);
    expect(writes()).toEqual([]);
  });
});

describe("a change of roles at Keycloak", () => {
  const shown = seen({ roles: { members: { realm: ["auditor"] } }, groups: { members: inGroups("/old") } });
  const roles = { realm: ["reviewer"] };

  it.each<[string, readonly Change[], Desired]>([
    ["in their own document", [RENAMED], declared({ username: "ada", firstName: "Augusta" }, { sets: { roles } })],
    [
      "in their groups",
      [member("groups", "0")],
      declared({ username: "ada" }, { sets: { roles, groups: inGroups("/staff") } }),
    ],
  ])("of somebody who changes %s as well is followed by a look", async (_, changes, desired) => {
    const { connector, told, calls } = realm();
    const asked = request("u-1", [member("roles", "realm"), ...changes], desired, { seen: shown });
    const { observed } = await told(connector.update(asked));
    expect(observed?.attributes).toMatchObject({ firstName: desired.attributes["firstName"] ?? "Ada" });
    expect(observed?.sets["roles"]?.members).toEqual(roles);
    expect(calls().at(-1)).toMatch(/^GET .users.u-1/);
  });
});

it("what Keycloak refuses of the realm's own people is told in its words alone", async () => {
  const refused: Answer = { status: 400, body: { errorMessage: "no" } };
  const { connector, told } = realm({ people: [ADA], instead: { "PUT /users/u-1": refused } });
  const error = await told(connector.update(request("u-1", [RENAMED], declared({ username: "ada" })))).catch(
    (reason) => reason,
  );
  expect(error).toMatchObject({ code: "rejected", message: expect.stringMatching(/: no$/) });
});
