import { describe, expect, it } from "vitest";
import type { Connector, Wanted } from "../../../provider/core/contract/connector";
import { FLAT, type Observed } from "../../../provider/core/model/entity";
import { AskedOnce } from "../../../provider/platforms/asked-once";
import { Logins } from "../../../provider/platforms/nerm/logins";
import { probes } from "../../../provider/platforms/nerm/probes";
import { RoleBook } from "../../../provider/platforms/nerm/roles";
import type { Answer } from "../../http/scripted-vendor";
import { type Asked, answering, ok, refused } from "./answering";
import { ADA, added, BOB, changing, managedBy, NO_ROLES, removed, SEED_USER, userRole } from "./helpers";

/** What is asked for one person, and what is not: each call that is left out saves time, or hides somebody. */
type Answers = Readonly<Record<string, Answer | ((asked: Asked) => Answer | undefined)>>;
const ROLES = ok({ roles: [{ id: "r-1", uid: "sponsors", name: "Sponsors" }] });
const tenant = (answers: Answers) =>
  answering((asked) => {
    const answer = answers[asked.call];
    return typeof answer === "function" ? answer(asked) : (answer ?? (asked.call === "GET /roles" ? ROLES : undefined));
  });
async function outcome<T>(answers: Answers, act: (connector: Connector) => Promise<T>) {
  const vendor = tenant(answers);
  const result: unknown = await vendor.ended(act(vendor.connector)).catch((error: unknown) => error);
  return { result, vendor, calls: [...new Set(vendor.calls.map(({ call }) => call))] };
}
const ME = `/users/${ADA}`;
const HERE = { [`GET ${ME}`]: ok({ user: SEED_USER }), [`PATCH ${ME}`]: ok({ user: SEED_USER }) };
const HELD = { "GET /user_roles": ok({ user_roles: [userRole("r-1")] }) };
const roles = (...names: string[]) => ({ sets: { roles: { [FLAT]: names } } });
const seen: Observed = { id: ADA, active: true, attributes: {}, ...{ sets: {}, references: {} }, info: {} };
const holdsNothing = { ...seen, sets: { roles: { members: { [FLAT]: [] } } } };

describe("a creation", () => {
  const person = { attributes: { login: "ada", sailpointIdentityId: "i-1" }, sets: {}, references: {} };
  const made = { "POST /user": ok({ user: SEED_USER }) };

  it("looks at no roles where none are declared", async () => {
    const { result, calls } = await outcome({ ...made, ...HELD }, (connector) => connector.create(person));
    expect(result).toMatchObject({ id: ADA, observed: { sets: { roles: { members: { [FLAT]: [] } } } } });
    expect(calls).toEqual(["GET /users", "POST /user"]);
  });

  it("with the identity of somebody else is refused, and nobody is made", async () => {
    const users = [{ ...SEED_USER, id: BOB, sailpoint_identity_id: "i-1" }];
    const { result, vendor } = await outcome({ "GET /users": ok({ users }) }, (connector) => connector.create(person));
    expect(result).toMatchObject({ code: "rejected", properties: ["sailpointIdentityId"] });
    expect(vendor.writes()).toEqual([]);
  });

  it("is known by its id where a look at its roles is refused, and fails where the program is at fault", async () => {
    const desired = { ...person, ...roles("Sponsors"), attributes: { login: "ada" } };
    const denied = await outcome({ ...made, "GET /user_roles": refused("no", 403) }, (one) => one.create(desired));
    expect(denied.result).toEqual({ id: ADA });
    const vendor = tenant(made);
    const usual = vendor.http.request.bind(vendor.http);
    vendor.http.request = (one) => (one.path === "/user_roles" ? Promise.reject(new TypeError("bug")) : usual(one));
    await expect(vendor.ended(vendor.connector.create(desired))).rejects.toThrow("bug");
  });
});

describe("a change", () => {
  it("looks at no roles of somebody who was seen without any", async () => {
    const request = { ...changing([added("Sponsors")], roles("Sponsors")), seen: holdsNothing };
    const { calls } = await outcome(HELD, (connector) => connector.update(request));
    expect(calls).toEqual(["GET /roles", "POST /user_role"]);
  });

  it("looks at the roles of somebody who was seen without them being shown", async () => {
    const request = { ...changing([removed("Sponsors")], roles()), seen };
    const { vendor } = await outcome(HELD, (connector) => connector.update(request));
    expect(vendor.writes().map(({ call }) => call)).toEqual(["DELETE /user_role/ur-r-1"]);
  });

  it("asks for nothing of a role that nobody wants any more, where roles are only added", async () => {
    const request = { ...changing([removed("Gone")], roles("Sponsors")), addOnly: ["roles"], seen };
    const { result, calls } = await outcome({}, (connector) => connector.update(request));
    expect([result, calls]).toMatchObject([{ id: ADA }, []]);
  });

  it("leaves a manager alone who doesn't change, and one who isn't declared", async () => {
    const title = { kind: "attribute", path: ["title"], to: "Boss" } as const;
    for (const request of [
      changing([title], { references: { manager: BOB } }),
      changing([title, managedBy(BOB)], { references: {} }),
    ]) {
      const { calls } = await outcome(HERE, (connector) => connector.update(request));
      expect(calls).toEqual([`PATCH ${ME}`]);
    }
  });

  it("of a role that may not be granted is an error, also where the role is held", async () => {
    const answers = { ...HERE, ...HELD, "POST /user_role": refused("no", 403) };
    const request = { ...changing([added("Sponsors")], roles("Sponsors")), addOnly: ["roles"] };
    const { result } = await outcome(answers, (connector) => connector.update(request));
    expect(result).toMatchObject({ code: "permission-denied" });
  });

  it("of one of several managers names all of them", async () => {
    const rows = ["a", "b"].map((id) => ({ id, user_id: ADA, manager_id: `m-${id}` }));
    const answers = { ...HERE, "GET /user_managers": ok({ user_managers: rows }) };
    const request = changing([managedBy(BOB)], { references: { manager: BOB } });
    const { result } = await outcome(answers, (connector) => connector.update(request));
    expect(result).toMatchObject({ code: "ambiguous", message: expect.stringContaining("m-a, m-b") });
  });
});

describe("a list of everybody", () => {
  it.each<[Wanted, object, object]>([
    [["roles"], { roles: { members: { [FLAT]: ["Sponsors"] } } }, {}],
    [["manager"], {}, { manager: "m-1" }],
    [[], {}, {}],
  ])("shows what is wanted of each, and asks for nothing else: %j", async (wanted, sets, references) => {
    const managers = ["2", "1", "3"].map((id) => ({ id: `um-${id}`, user_id: ADA, manager_id: `m-${id}` }));
    const answers = {
      ...HELD,
      "GET /users": ok({ users: [SEED_USER] }),
      "GET /user_managers": ok({ user_managers: managers }),
    };
    const { result, calls } = await outcome(answers, async (connector) => {
      const people = [];
      for await (const page of connector.pages({}, wanted)) people.push(...page);
      return people;
    });
    expect(result).toMatchObject([{ id: ADA, sets, references }]);
    expect(calls.includes("GET /user_roles")).toBe(wanted.includes("roles"));
    expect(calls.includes("GET /user_managers")).toBe(wanted.includes("manager"));
  });
});

describe("the roles of a tenant", () => {
  it("are among the words that can be declared", async () => {
    for (const about of [undefined, ["roles"]]) {
      const { result } = await outcome({}, (connector) => connector.vocabulary?.(about) ?? Promise.reject());
      expect(JSON.stringify(result)).toContain('"Sponsors"');
    }
  });

  const SPONSORS = { id: "r-1", uid: "sponsors", name: "Sponsors", groups: [] };
  const HELP = { id: "r-2", uid: "help", name: "Help Desk", groups: [] };
  it("are asked for once where all that is looked for is among them, and once more where something is not", async () => {
    let asked = 0;
    const ask = async () => {
      asked++;
      return [SPONSORS, HELP];
    };
    const book = new RoleBook(new AskedOnce(ask));
    await book.shown(["r-2", "r-1"]);
    const { names, aliases } = await book.shown(["r-2"]);
    expect([names, aliases, asked]).toEqual([["Help Desk"], { "Help Desk": ["r-2", "help"] }, 1]);
    await book.idsOf(["help", "Sponsors"]);
    expect(asked).toBe(1);
    for (let i = 0; i < 2; i++) await book.shown(["r-9"]);
    expect(asked).toBe(2);
  });
});

describe("who has a login", () => {
  /** What the vendor finds, for a login and without one. */
  async function named(login: string, find: (login: string | undefined) => readonly object[]) {
    const vendor = answering(({ call, query }) => {
      const users = find(query["login"]);
      return call === "GET /users" && users.length > 0 ? ok({ users }) : undefined;
    });
    const found = await vendor.ended(new Logins(vendor.http).named(login));
    const whole = vendor.calls.filter(({ query }) => query["login"] === undefined && query["limit"] === "500");
    return { ids: found.map(({ id }) => id), isListed: whole.length > 0 };
  }
  const ada = { ...SEED_USER, id: "1", login: "ada" };
  const eve = { ...SEED_USER, id: "9", login: "eve" };

  it("is told by the list where the filter finds strangers alone, though it ignores case for others", async () => {
    const find = (login?: string) =>
      login === undefined ? [ada, { ...ada, id: "2", login: "cy" }] : login === "cy" ? [eve] : [ada];
    expect(await named("cy", find)).toEqual({ ids: ["2"], isListed: true });
  });

  it("is told by the filter where the first people of the list have no login", async () => {
    const nobody = { ...SEED_USER, id: "0", login: null };
    const find = (login?: string) => (login === undefined ? [nobody, ada] : login.toLowerCase() === "ada" ? [ada] : []);
    expect(await named("cy", find)).toEqual({ ids: [], isListed: false });
  });

  it("is not taken for nobody by what the filter did while nobody was there to try it with", async () => {
    let people: readonly (typeof ada)[] = [];
    const vendor = answering(({ call, query }) => {
      const users = people.filter(({ login }) => query["login"] === undefined || login === query["login"]);
      return call === "GET /users" && users.length > 0 ? ok({ users }) : undefined;
    });
    const logins = new Logins(vendor.http);
    expect(await vendor.ended(logins.named("ADA"))).toEqual([]);
    people = [ada];
    expect((await vendor.ended(logins.named("ADA"))).map(({ id }) => id)).toEqual(["1"]);
  });
});

it("the person of a trial has a text in each attribute, and the address as login", () => {
  const vendor = answering(() => ok(NO_ROLES));
  const { attributes } = probes(vendor.http, { context: vendor.context, timeout: 1 }).person("x+doctor@example.com");
  expect(attributes).toMatchObject({ email: "x+doctor@example.com", login: "x+doctor@example.com" });
  for (const text of Object.values(attributes)) expect(text).toMatch(/./);
});
