import { describe, expect, it } from "vitest";
import type { ScimHabit, ScimOptions } from "../../../sandbox/index";
import { HABITS } from "../../../sandbox/scim/habits";
import type { Properties } from "../../conformance/adapter";
import { connector, world, writesOf } from "./lab";

const ACME = "urn:ietf:params:scim:schemas:extension:acme:2.0:User";
const boss = { userName: "boss.acme" };
const ada = {
  userName: "ada.acme",
  title: "1815",
  name: { givenName: "Ada" },
  emails: [{ value: "ada@example.com", type: "work", primary: true }],
  phoneNumbers: [{ value: "441815" }],
  addresses: [{ postalCode: "12345", country: "GB" }],
  entitlements: ["7"],
  employeeNumber: "1815",
  extensions: { [`${ACME}:remote`]: true, [`${ACME}:building`]: "12" },
  roles: ["1"],
  manager: "boss",
};
const later = {
  ...ada,
  title: "1852",
  emails: [{ value: "ada@example.net", primary: true }, { value: "ada@example.com" }],
  extensions: { [`${ACME}:remote`]: false, [`${ACME}:building`]: "13" },
  roles: ["1", "2"],
};
const habits = Object.keys(HABITS) as ScimHabit[];
const servers: readonly (readonly [string, ScimOptions])[] = [
  ["with PATCH", {}],
  ["without PATCH", { patch: false }],
  ["without versions and filters", { etags: false, filters: false }],
];

describe.each(servers)("a server %s", (_, options) => {
  it.each<readonly [string, ScimHabit[]]>([
    ...habits.map((habit) => [habit, [habit]] as const),
    ["all that go together", ["numbers", "text booleans", "empty items", "managers by address", "capital names"]],
    ["others that go together", ["numbers", "number booleans", "single objects", "managers as texts", "small names"]],
  ] as [string, ScimHabit[]][])("that shows %s is brought to what is declared, and stays so", async (_, habits) => {
    const opened = await world({ ...options, habits, ids: "digits" });
    const names = (people: Properties) => ({ boss, ada: people });
    await opened.settled(names({ ...ada, manager: undefined }));
    const manager = opened.driver.resource("boss").id;
    await opened.settled(names({ ...ada, manager }));
    await opened.settled(names({ ...later, manager }));
    expect((await opened.account("ada")).attributes).toMatchObject({
      title: "1852",
      emails: later.emails,
      extensions: later.extensions,
    });
    expect(await opened.account("ada")).toMatchObject({ roles: ["1", "2"], manager, active: true });
    await opened.settled(names({ ...later, manager, active: false }));
    expect((await opened.account("ada")).active).toBe(false);
    const { emails, phoneNumbers, name, ...rest } = later;
    await opened.settled(names({ ...rest, manager: null, clear: ["emails", "phoneNumbers", "name.givenName"] }));
    const { attributes } = await opened.account("ada");
    expect([attributes["emails"], attributes["phoneNumbers"], attributes["name"]]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(await opened.stage.accounts()).toHaveLength(2);
    await opened.settled({});
  });
});

describe("an answer", () => {
  it("to a look-up that can't be read ends in an error before an account is made", async () => {
    const opened = await world();
    const id = await opened.stage.create({ userName: "ada.acme" });
    const lie = { kind: "lie", body: { Resources: [{ id, userName: "ada.acme", active: "inactive" }] } } as const;
    opened.stage.faults.add({ method: "GET", path: "/Users\\?", fault: lie });
    opened.stage.faults.add({ method: "GET", path: id, fault: { kind: "lie", body: { active: "inactive" } } });
    const failure = await opened.refused({ ada: { userName: "ada.acme" } });
    expect(failure).toMatchObject({ during: "create", code: "protocol" });
    expect(failure.message).toMatch(/active/);
    expect(writesOf(opened)).toEqual([]);
  });

  it.each(["id", "address"] as const)(
    "to a creation that shows no more than the %s is read back by it",
    async (creations) => {
      const opened = await world({ creations });
      const { writes } = await opened.settled({ ada: { userName: "ada.acme", title: "Engineer" } });
      expect(writes).toHaveLength(1);
      expect((await opened.account("ada")).id).toBe(opened.driver.resource("ada").id);
    },
  );

  it("to a creation that can't be read leaves no orphan: the account is kept, and the next run goes on", async () => {
    const opened = await world();
    opened.stage.faults.add({ method: "GET", path: "/Users/", fault: { kind: "lie", body: { active: "on" } } });
    const failure = await opened.refused({ ada: { userName: "ada.acme" } });
    expect(failure.message).toMatch(/active/);
    expect(opened.driver.resource("ada").initErrors).toHaveLength(1);
    opened.stage.faults.clear();
    await opened.settled({ ada: { userName: "ada.acme" } });
    expect(await opened.stage.accounts()).toHaveLength(1);
  });
});

it("a version that is no entity tag is not sent as one", async () => {
  const { emulator, connector: server } = await connector({
    etags: false,
    habits: ["numeric versions"],
    says: { features: { etags: true } },
  });
  const { id } = emulator.create({ userName: "ada" });
  const desired = { attributes: { title: "Engineer" }, sets: {}, references: {} };
  await server.update({
    id,
    changes: [{ kind: "attribute", path: ["title"], to: "Engineer" }],
    desired,
    addOnly: [],
  });
  expect(emulator.get(id)).toMatchObject({ title: "Engineer" });
  expect(emulator.log.writes()[0]?.headers["if-match"]).toBeUndefined();
});
