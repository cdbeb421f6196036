import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { NermEmulator, NermOptions } from "../../sandbox/index";
import { startNerm } from "../../sandbox/index";
import { handClock, jsonClient } from "./helpers";

let nerm: NermEmulator;
const clock = handClock();
const send = jsonClient(
  () => nerm.url,
  () => ({ authorization: `Bearer ${nerm.token}` }),
  "application/json",
);

async function restart(options: NermOptions): Promise<void> {
  await nerm.close();
  nerm = await startNerm({ now: clock.now, ...options });
}

const person = (login: string, more: object = {}) => ({
  name: "Ada Example",
  email: `${login}@example.com`,
  type: "NeprofileUser",
  login,
  ...more,
});

async function created(login: string, more: object = {}): Promise<string> {
  const reply = await send("POST", "/user", { user: person(login, more) });
  expect(reply.status).toBe(200);
  return reply.body.user.id;
}

beforeEach(async () => {
  nerm = await startNerm({ now: clock.now });
});
afterEach(() => nerm.close());

it("lists by id, where the tenant does so", async () => {
  await restart({ listOrder: "id" });
  for (const login of ["ada", "bob", "cleo", "dan"]) await created(login);
  const { users } = (await send("GET", "/users")).body;
  const ids = users.map(({ id }: { id: string }) => id);
  expect(ids).toEqual(ids.toSorted());
  expect(ids.toSorted()).toEqual(
    nerm
      .people()
      .map(({ id }) => id)
      .toSorted(),
  );
  expect(ids).not.toEqual(nerm.people().map(({ id }) => id));
});

describe("creating", () => {
  it("answers the user without the write-only values", async () => {
    const more = { password: "initial", profile_id: "db6f8e8b-65c2-47d5-a0db-90bcc4e9df9e", admin: true, locale: "de" };
    const { status, body } = await send("POST", "/user", { user: person("ada", more) });
    expect(status).toBe(200);
    expect(body.user).toMatchObject({ login: "ada", status: "Active", title: null, locale: "de" });
    expect(body.user.uid).toHaveLength(32);
    for (const hidden of ["password", "profile_id", "admin"]) expect(body.user).not.toHaveProperty(hidden);
    expect(nerm.get("ada")).toMatchObject(more);
  });

  it("names what is missing or wrong, by attribute", async () => {
    await created("ada");
    const refused = async (user: object) => {
      const { status, body } = await send("POST", "/user", { user });
      expect(status).toBe(400);
      expect(body.error).toEqual(expect.any(String));
      return body.errors;
    };
    expect(await refused({})).toEqual({
      name: "can't be blank",
      email: "can't be blank",
      login: "can't be blank",
      type: "can't be blank",
    });
    expect(await refused(person("ADA"))).toEqual({ login: "has already been taken" });
    expect(await refused(person("bob", { type: "Robot" }))).toEqual({ type: "is not included in the list" });
    expect(await refused(person("bob", { status: "Gone" }))).toEqual({ status: "is not included in the list" });
    expect(await refused(person("bob", { email: "bob" }))).toEqual({ email: "is invalid" });
    expect(await refused(person("bob", { type: "NeaccessUser" }))).toEqual({ profile_id: "can't be blank" });
  });
});

describe("updating and deleting", () => {
  it("changes what is sent, and keeps the rest", async () => {
    const id = await created("ada", { locale: "de" });
    const change = { id, title: "Director", admin: true, locale: "fr", status: "Disabled" };
    const { status, body } = await send("PATCH", `/users/${id}`, { user: change });
    expect(status).toBe(200);
    expect(body.user).toMatchObject({ title: "Director", status: "Disabled", locale: "fr", login: "ada" });
    expect(nerm.get(id)?.admin).toBe(true);
  });

  it("needs no other id in the body, or the same one where that is asked for", async () => {
    const id = await created("ada");
    const patch = (user: object) => send("PATCH", `/users/${id}`, { user });
    expect((await patch({ title: "Director" })).status).toBe(200);
    expect((await patch({ id: "b", title: "Director" })).status).toBe(400);
    await restart({ idInBody: true });
    await created("ada");
    const again = nerm.get("ada")?.id;
    const { status, body } = await send("PATCH", `/users/${again}`, { user: { title: "Director" } });
    expect(status).toBe(400);
    expect(body.errors.id).toBeDefined();
  });

  it("deletes, and then answers 404 or 400 as configured", async () => {
    const id = await created("ada");
    expect(await send("DELETE", `/users/${id}`)).toMatchObject({ status: 200, body: { info: expect.any(String) } });
    expect(await send("GET", `/users/${id}`)).toMatchObject({ status: 404, body: { error: "no user found" } });
    await restart({ missing: 400 });
    expect((await send("GET", `/users/${id}`)).status).toBe(400);
  });

  it("leaves the newer values out of older answers", async () => {
    await restart({ newerAnswers: false });
    const id = await created("ada", { group_strings: "a,b" });
    const { body } = await send("GET", `/users/${id}`);
    for (const newer of ["group_strings", "locale", "sailpoint_identity_id"]) {
      expect(body.user).not.toHaveProperty(newer);
    }
  });
});

describe("listing", () => {
  it("pages with metadata until there is no next", async () => {
    for (let i = 0; i < 5; i++) nerm.create({ name: `P${i}`, email: `p${i}@example.com`, login: `p${i}` });
    const { body } = await send("GET", "/users?limit=2&metadata=true");
    expect(body.users).toHaveLength(2);
    expect(body._metadata).toMatchObject({ limit: 2, offset: 0, total: 5, previous: null });
    const second = await send("GET", body._metadata.next);
    expect(second.body.users.map((user: { login: string }) => user.login)).toEqual(["p2", "p3"]);
    const last = await send("GET", "/users?limit=2&offset=4&metadata=true");
    expect(last.body._metadata.next).toBeNull();
  });

  it("gives 100 by default and 500 at most", async () => {
    for (let i = 0; i < 520; i++) nerm.create({ name: `P${i}`, email: `p${i}@example.com`, login: `p${i}` });
    expect((await send("GET", "/users")).body.users).toHaveLength(100);
    expect((await send("GET", "/users?limit=1000")).body.users).toHaveLength(500);
  });

  it("filters by one name of the status, and ignores the other", async () => {
    for (const [statusFilter, other] of [
      ["user_status", "status"],
      ["status", "user_status"],
    ] as const) {
      await restart({ statusFilter });
      await created("ada");
      await created("bob", { status: "Disabled" });
      const { body } = await send("GET", `/users?${statusFilter}=Disabled`);
      expect(body.users.map((user: { login: string }) => user.login)).toEqual(["bob"]);
      expect((await send("GET", `/users?${other}=Disabled`)).body.users).toHaveLength(2);
    }
    expect((await send("GET", "/users?login=ADA")).body.users).toHaveLength(1);
  });

  it.each([
    [200, 200, { error: "no users found" }],
    [400, 400, { error: "no users found" }],
    [404, 404, { error: "no users found" }],
    ["mixed", 404, { error: "no users found" }],
    ["array", 200, { users: [] }],
  ] as const)("with %s answers an empty list by %i", async (emptyList, status, body) => {
    await restart({ emptyList });
    expect(await send("GET", "/users")).toMatchObject({ status, body });
  });
});

describe("bulk calls", () => {
  const people = (count: number) => Array.from({ length: count }, (_, i) => person(`p${i}`));

  it("answer few records at once, and refuse all for one faulty record", async () => {
    expect((await send("POST", "/users", { users: people(3) })).body.users).toHaveLength(3);
    const twins = await send("POST", "/users", { users: [person("twin"), person("Twin")] });
    expect(twins).toMatchObject({ status: 400, body: { errors: { login: "has already been taken" } } });
    expect(nerm.get("twin")).toBeUndefined();
  });

  it("answer many by a job that is queued, then complete with each record's errors", async () => {
    await restart({ async: 1000 });
    const { body } = await send("POST", "/users", { users: [...people(11), person("P0")] });
    expect(body).toMatchObject({ status: 200, job_status: { status: "queued" } });
    const poll = () => send("GET", `/job_status?job_id=${body.job_status.job_id}`);
    expect((await poll()).body).toMatchObject({ status: "queued", job_data: [] });
    clock.forward(1000);
    const done = (await poll()).body;
    expect(done.status).toBe("complete");
    expect(done.job_data.at(-1).errors).toEqual(["login has already been taken"]);
    expect(done.job_data[0].user_id).toBe(nerm.get("p0")?.id);
    expect((await send("GET", "/job_status?job_id=nope")).status).toBe(400);
  });

  it("update by id", async () => {
    const id = await created("ada");
    const { body } = await send("PATCH", "/users", { users: [{ id, title: "Boss" }] });
    expect(body.users[0].title).toBe("Boss");
  });

  it("can be jobs always, a single PATCH included", async () => {
    await restart({ jobs: "always" });
    const id = await created("ada");
    const { body } = await send("PATCH", `/users/${id}`, { user: { id, title: "Boss" } });
    expect(body.job_status.job_id).toEqual(expect.any(String));
    expect(nerm.get(id)?.title).toBe("Boss");
  });
});

describe("roles and managers", () => {
  it("has a handful of roles, two of one name", async () => {
    const { body } = await send("GET", "/roles");
    const names: string[] = body.roles.map((role: { name: string }) => role.name);
    expect(names.length).toBeGreaterThan(new Set(names).size);
    expect(() =>
      nerm.addRole(nerm.create({ name: "A", email: "a@example.com", login: "a" }).id, "Help Desk"),
    ).toThrow();
  });

  it("assigns a role once, lists assignments, and deletes one", async () => {
    const user_id = await created("ada");
    const role_id = nerm.roles[0]?.id;
    const made = await send("POST", "/user_role", { user_role: { user_id, role_id } });
    expect(made.body.user_role).toMatchObject({ user_id, role_id });
    const again = await send("POST", "/user_role", { user_role: { user_id, role_id } });
    expect(again).toMatchObject({ status: 400, body: { errors: { role_id: "has already been taken" } } });
    const unknown = await send("POST", "/user_role", { user_role: { user_id, role_id: "nope" } });
    expect(unknown.body.errors).toEqual({ role: "must exist" });
    expect((await send("GET", `/user_roles?user_id=${user_id}`)).body.user_roles).toHaveLength(1);
    expect((await send("DELETE", `/user_role/${made.body.user_role.id}`)).status).toBe(200);
    expect(nerm.get(user_id)?.roles).toEqual([]);
  });

  it("gives a user one manager, who can be changed but not deleted", async () => {
    const [user_id, boss, other] = [await created("ada"), await created("boss"), await created("other")];
    const made = await send("POST", "/user_manager", { user_manager: { user_id, manager_id: boss } });
    const { id } = made.body.user_manager;
    const second = await send("POST", "/user_manager", { user_manager: { user_id, manager_id: other } });
    expect(second.body.errors).toEqual({ user_id: "has already been taken" });
    const self = await send("PATCH", `/user_managers/${id}`, { user_manager: { manager_id: user_id } });
    expect(self.status).toBe(400);
    await send("PATCH", `/user_managers/${id}`, { user_manager: { manager_id: other } });
    expect(nerm.get("ada")?.manager).toBe(other);
    expect((await send("DELETE", `/user_managers/${id}`)).status).toBe(404);
    await send("DELETE", `/users/${other}`);
    expect((await send("GET", `/user_managers/${id}`)).status).toBe(404);
  });
});

describe("access", () => {
  const grant = async (more: Record<string, string> = {}) => {
    const form = { grant_type: "client_credentials", client_id: nerm.clientId, client_secret: nerm.clientSecret };
    const reply = await fetch(nerm.tokenUrl, { method: "POST", body: new URLSearchParams({ ...form, ...more }) });
    return { status: reply.status, body: (await reply.json()) as { access_token: string; expires_in: number } };
  };
  const status = async (token: string) =>
    (await send("GET", "/roles", undefined, { authorization: `Bearer ${token}` })).status;

  it("takes a key, or a token for client credentials until it expires", async () => {
    const { body } = await grant();
    expect(body.expires_in).toBe(749);
    expect(await status(body.access_token)).toBe(200);
    clock.forward(750_000);
    expect(await status(body.access_token)).toBe(401);
    expect((await grant({ client_secret: "wrong" })).status).toBe(401);
    expect((await send("GET", "/roles")).status).toBe(200);
  });

  it("refuses everything issued so far once tokens are expired", async () => {
    const { token } = nerm;
    nerm.expireToken();
    expect(await status(token)).toBe(401);
    expect(await status((await grant()).body.access_token)).toBe(200);
  });

  it("answers broken JSON in the vendor's shape", async () => {
    expect(await send("POST", "/user", "{")).toMatchObject({ status: 400, body: { error: expect.any(String) } });
    expect((await send("POST", "/user", [])).status).toBe(400);
  });

  it("limits to 100 calls in ten seconds, with Retry-After in whole seconds", async () => {
    await restart({ rates: "vendor" });
    const statuses = await Promise.all(Array.from({ length: 101 }, async () => (await send("GET", "/roles")).status));
    expect(statuses.filter((code) => code === 429)).toHaveLength(1);
    expect((await send("GET", "/roles")).headers.get("retry-after")).toBe("1");
    clock.forward(1000);
    expect((await send("GET", "/roles")).status).toBe(200);
  });
});
