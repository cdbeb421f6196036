import { afterEach, describe, expect, it } from "vitest";
import type { Tenant } from "../../../provider/core/contract/platform";
import { create, read, remove, update } from "../../../provider/core/lifecycle/reconcile";
import { createUsers } from "../../../provider/core/many/reconcile";
import { Ownership } from "../../../provider/core/session/ownership";
import { RemovalLimit } from "../../../provider/core/session/removal-limit";
import type { Session } from "../../../provider/core/session/session";
import { nerm } from "../../../provider/platforms/nerm/index";
import type { NermEmulator, NermOptions } from "../../../sandbox/index";
import { startNerm } from "../../../sandbox/index";
import { testContext } from "./helpers";

/** The whole way from arguments to the vendor's state, against the emulator. */
let vendor: NermEmulator;
let session: Session;
let tenant: Tenant;
afterEach(async () => {
  await tenant.close();
  await vendor.close();
});

async function start(options: NermOptions = {}, configure = (v: NermEmulator): object => ({ token: v.token })) {
  const context = testContext();
  vendor = await startNerm({ now: context.clock.now, ...options });
  const configuration = nerm.configuration.parse({ url: vendor.url, ...configure(vendor) });
  tenant = nerm.open(configuration, context);
  session = {
    kind: nerm.kinds.user,
    connector: tenant.connectors.user,
    context,
    ownership: new Ownership(),
    removalLimit: new RemovalLimit(10, "roster:nerm.maxRemovals"),
    readOnly: false,
    timeout: 60_000,
    canImport: true,
  };
}

const ADA = { name: "Ada Example", email: "ada@example.com", login: "ada" };
const roleId = (name: string) => vendor.roles.find((role) => role.name === name)?.id ?? "";
/** Runs are further apart than a slow tenant is late. */
const settled = () => session.context.clock.sleep(10_000);
const calls = () =>
  vendor.log.entries.map(({ method, path }) => `${method} ${path.split("?")[0]?.replace(/[0-9a-f-]{36}/g, ":id")}`);

describe.each<[string, NermOptions]>([
  ["with newer answers", {}],
  ["with older answers", { newerAnswers: false }],
  ["that says 400 of who is missing and of empty lists", { missing: 400, emptyList: 400 }],
  ["that answers empty lists with a list", { emptyList: "array" }],
  ["that answers changes with jobs", { jobs: "always", async: 800 }],
  ["that shows writes late", { async: 3000 }],
])("a tenant %s", (_, options) => {
  it("takes a person from creation to deactivation", async () => {
    await start(options);
    const boss = await create(session, { ...ADA, login: "boss" }, "boss");
    const first = {
      ...ADA,
      admin: true,
      title: "Engineer",
      groupStrings: "a_group,b_group",
      locale: "fr-CA",
      initialPassword: "U*bF7hy9fW",
      manager: boss.id,
      roles: ["Reviewers", "Sponsors"],
    };
    const { id, outputs } = await create(session, first, "ada");
    expect(outputs).toMatchObject({ ...first, status: "Active", origin: "created", tenant: vendor.url });
    expect(vendor.get("ada")).toMatchObject({ admin: true, password: "U*bF7hy9fW", manager: boss.id });

    await settled();
    const other = await create(session, { ...ADA, login: "other" }, "other");
    const { title, groupStrings, ...kept } = first;
    const second = { ...kept, roles: ["Auditors", "Sponsors"], manager: other.id, clear: ["groupStrings", "title"] };
    const updated = await update(session, id, outputs, second, "ada");
    expect(updated.outputs).toMatchObject(second);
    expect(vendor.get("ada")).toMatchObject({
      title: null,
      group_strings: null,
      manager: other.id,
      roles: expect.arrayContaining([roleId("Auditors"), roleId("Sponsors")]),
    });
    expect(vendor.get("ada")?.roles).toHaveLength(2);

    await settled();
    const found = await read(session, id, updated.outputs, "ada");
    expect(found?.inputs).toEqual(second);
    expect(await remove(session, id, updated.outputs, "ada")).toBe("deactivated");
    await settled();
    expect(vendor.get("ada")?.status).toBe("Disabled");
    expect(await read(session, id, updated.outputs, "ada")).toMatchObject({ inputs: { status: "Disabled" } });
    expect(await remove(session, id, { ...updated.outputs, onDestroy: "delete" }, "ada")).toBe("deleted");
    await settled();
    expect(await remove(session, id, { ...updated.outputs, onDestroy: "delete" }, "ada")).toBe("already-gone");
    expect(await read(session, id, updated.outputs, "ada")).toBeUndefined();
  });
});

it("creates a person with a role and a manager in four calls once the tenant is known, and changes an attribute in one", async () => {
  await start();
  const boss = await create(session, { ...ADA, login: "boss" }, "boss");
  const first = calls().length;
  await create(session, { ...ADA, login: "first", roles: ["Sponsors"], manager: boss.id }, "first");
  expect(
    calls()
      .slice(first)
      .filter((call) => call.startsWith("GET")),
  ).toEqual([
    "GET /api/users",
    // Whether the filter ignores case: the first look-up in a run that finds nobody tells.
    "GET /api/users",
    "GET /api/users",
    "GET /api/roles",
    // Whether NERM gives roles to new accounts.
    "GET /api/user_roles",
  ]);
  const before = calls().length;
  const inputs = { ...ADA, roles: ["Sponsors"], manager: boss.id };
  const { id, outputs } = await create(session, inputs, "ada");
  expect(calls().slice(before)).toEqual([
    "GET /api/users",
    "POST /api/user",
    "POST /api/user_role",
    "POST /api/user_manager",
  ]);
  await update(session, id, outputs, { ...inputs, title: "Engineer" }, "ada");
  expect(calls().slice(before + 4)).toEqual(["PATCH /api/users/:id"]);
});

it("takes roles by their ids, also where a name is not unique", async () => {
  await start();
  const roles = [roleId("Help Desk"), roleId("Sponsors")].sort();
  const { outputs } = await create(session, { ...ADA, roles }, "ada");
  expect(outputs).toMatchObject({ roles });
  expect([...(vendor.get("ada")?.roles ?? [])].sort()).toEqual(roles);
});

it("names a role that nobody knows, or that is refused, by its place and its text, for one person and for many", async () => {
  await start();
  const unknown = { ...ADA, roles: ["Auditors", "Wizards"] };
  await expect(create(session, unknown, "ada")).rejects.toThrow(
    /^roles\[1\]: there is no role "Wizards" at SailPoint NERM; there are "/,
  );
  await expect(createUsers(session, { users: { ada: unknown } }, { owner: "set" })).rejects.toThrow(
    /users\.ada: roles\[1\]: there is no role "Wizards"/,
  );
  const refused = { ...ADA, roles: ["Auditors", "Sponsors"] };
  vendor.faults.add({ method: "POST", path: "/user_role$", nth: [2], fault: { kind: "status", status: 400 } });
  await expect(create(session, refused, "ada")).rejects.toThrow(/^roles\[1\]: "Sponsors" was not granted\. /);
  vendor.faults.clear();
  vendor.faults.add({ method: "POST", path: "/user_role", nth: [2], fault: { kind: "status", status: 400 } });
  const bob = { name: "Bob Noyce", email: "bob@example.com", login: "bob", roles: ["Auditors", "Sponsors"] };
  await expect(createUsers(session, { users: { bob } }, { owner: "set" })).rejects.toThrow(
    /users\.bob: roles\[1\]: "Sponsors" was not granted\. /,
  );
});

it("adopts a leaver under the same id, switching them on and bringing their roles in line", async () => {
  await start();
  vendor.create({ ...ADA, login: "Ada", status: "Disabled" });
  vendor.addRole("ada", "Auditors");
  const left = vendor.get("ada")?.id;
  await expect(create(session, { ...ADA, roles: ["Sponsors"] }, "ada")).rejects.toMatchObject({
    code: "inactive-exists",
  });
  const { id } = await create(session, { ...ADA, roles: ["Sponsors"], adopt: true }, "ada");
  expect(id).toBe(left);
  expect(vendor.get("ada")).toMatchObject({ status: "Active", roles: [roleId("Sponsors")] });
});

it("tells a pending person from a disabled one", async () => {
  await start();
  const { id, outputs } = await create(session, { ...ADA, status: "Active" }, "ada");
  vendor.set("ada", { status: "Pending" });
  expect(await session.connector.read(id)).toMatchObject({ active: true, attributes: { status: "Pending" } });
  const found = await read(session, id, outputs, "ada");
  expect(found?.outputs).toMatchObject({ status: "Active" });
  const off = await update(session, id, outputs, { ...ADA, status: "Disabled" }, "ada");
  expect(off.outputs).toMatchObject({ status: "Disabled" });
});

it("fetches access tokens with the client's credentials, and again when they are refused", async () => {
  await start({}, ({ clientId, clientSecret, tokenUrl }) => ({ clientId, clientSecret, tokenUrl }));
  const { id } = await create(session, ADA, "ada");
  vendor.expireToken();
  expect(await session.connector.read(id)).toMatchObject({ id });
  expect(calls().filter((call) => call === "POST /oauth/token")).toHaveLength(2);
});

it("names the settings of credentials that are refused", async () => {
  await start({}, ({ clientId, tokenUrl }) => ({ clientId, clientSecret: "wrong-secret", tokenUrl }));
  await expect(session.connector.read("x")).rejects.toMatchObject({
    code: "unauthenticated",
    message: expect.stringMatching(/clientSecret \(401\).*address of the token endpoint/),
  });
});

it("reads a role declared by its id in that form", async () => {
  await start();
  const inputs = { ...ADA, roles: [roleId("Sponsors"), "Reviewers"].sort() };
  const { id, outputs } = await create(session, inputs, "ada");
  const found = await read(session, id, outputs, "ada");
  expect(found?.inputs).toEqual(inputs);
  const again = await create(session, { ...inputs, adopt: "identical" }, "ada");
  expect(again.id).toBe(id);
  const spelt = { ...inputs, roles: ["Reviewers", "Sponsors"] };
  const updated = await update(session, id, outputs, spelt, "ada");
  expect(updated.outputs).toMatchObject({ roles: spelt.roles });
});
