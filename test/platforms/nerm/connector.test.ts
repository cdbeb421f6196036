import { describe, expect, it } from "vitest";
import type { Connector } from "../../../provider/core/contract/connector";
import type { Change } from "../../../provider/core/model/change";
import { FLAT } from "../../../provider/core/model/entity";
import type { Answer } from "../../http/scripted-vendor";
import { type Asked, answering, job, ok, QUEUED, refused } from "./answering";
import { ADA, added, BOB, changing, managedBy, NO_ROLES, removed, SEED_USER, userRole } from "./helpers";

type Answers = Readonly<Record<string, Answer | ((asked: Asked) => Answer | undefined)>>;
const tenant = (answers: Answers) =>
  answering((asked) => {
    const answer = answers[asked.call];
    return typeof answer === "function" ? answer(asked) : answer;
  });
const ME = `/users/${ADA}`;
const gone = refused("no user found", 404);
/** What a call of a connector comes to. */
async function outcome<T>(answers: Answers, act: (connector: Connector) => Promise<T>) {
  const vendor = tenant(answers);
  const result: unknown = await vendor.ended(act(vendor.connector)).catch((error: unknown) => error);
  return { result, vendor };
}

describe("an account that is switched off", () => {
  const shows = (status: string) => ok({ user: { ...SEED_USER, status } });
  it.each<[string, Answers, unknown]>([
    ["is off where the answer shows that", { [`PATCH ${ME}`]: shows("Disabled") }, "done"],
    ["is to be looked at where the answer shows it on", { [`PATCH ${ME}`]: shows("Active") }, "accepted"],
    ["is to be looked at where nothing was to be changed", { [`PATCH ${ME}`]: ok({ info: "No Change" }) }, "accepted"],
    ["is to be looked at after a job", { [`PATCH ${ME}`]: QUEUED, "GET /job_status": job([]) }, "accepted"],
    ["is gone already where nobody is there", { [`PATCH ${ME}`]: gone }, "already"],
    ["stays on where a job has failed", { [`PATCH ${ME}`]: QUEUED, "GET /job_status": job([], "failed") }, "rejected"],
    ["is another one's in the answer", { [`PATCH ${ME}`]: ok({ user: { ...SEED_USER, id: BOB } }) }, "protocol"],
  ])("%s", async (_, answers, expected) => {
    const { result } = await outcome(answers, (connector) => connector.deactivate(ADA));
    if (typeof result === "string") expect(result).toBe(expected);
    else expect(result).toMatchObject({ code: expected });
  });
});

describe("a read", () => {
  it("proves absence by the vendor's word, and takes nobody else's account", async () => {
    const read = (answer: Answer) => outcome({ [`GET ${ME}`]: answer }, (connector) => connector.read(ADA, []));
    expect((await read(gone)).result).toMatchObject({ absent: true, proof: expect.stringMatching(/./) });
    expect((await read(ok({ user: { ...SEED_USER, id: BOB } }))).result).toMatchObject({ code: "protocol" });
  });

  it("takes roles and managers of others alone for no answer", async () => {
    for (const [call, row] of [
      ["GET /user_roles", userRole("r-1")],
      ["GET /user_managers", { id: "um-1", manager_id: ADA }],
    ] as const) {
      const rows = { [call.replace("GET /", "")]: [{ ...row, user_id: BOB }] };
      const answers = { [`GET ${ME}`]: ok({ user: SEED_USER }), [call]: ok(rows) };
      expect((await outcome(answers, (connector) => connector.read(ADA))).result).toMatchObject({ code: "protocol" });
    }
  });
});

describe("a creation that is queued", () => {
  const desired = { attributes: { login: "mylogin" }, sets: {}, references: {} };
  const another = { ...SEED_USER, id: BOB };
  it.each<[string, Answer, readonly object[], unknown]>([
    [
      "is refused where the job complains",
      job([{ errors: ["login is odd"] }]),
      [SEED_USER],
      { code: "rejected", properties: ["login"] },
    ],
    ["is refused where the job has failed", job([], "failed"), [SEED_USER], { code: "rejected" }],
    [
      "is refused where one of its entries complains",
      job([{ user_id: ADA }, { errors: ["login is odd"] }]),
      [],
      { code: "rejected" },
    ],
    [
      "is uncertain, with the reason, where the job is lost",
      refused("no", 403),
      [SEED_USER],
      { code: "uncertain", cause: { code: "permission-denied" } },
    ],
    ["has made whom the job names", job([{ user_id: BOB }]), [SEED_USER], { id: BOB }],
    ["has made who has the login, where the job names nobody", job([]), [SEED_USER], { id: ADA }],
    ["is uncertain where nobody has the login", job([]), [], { code: "uncertain" }],
    ["is uncertain where two have the login", job([]), [SEED_USER, another], { code: "uncertain" }],
    [
      "is uncertain where a delegate has the login",
      job([]),
      [{ ...SEED_USER, type: "DelegateUser" }],
      { code: "uncertain" },
    ],
  ])("%s", async (_, ended, users, expected) => {
    const answers = { "POST /user": QUEUED, "GET /job_status": ended, "GET /users": ok({ users }) };
    const { result, vendor } = await outcome(answers, (connector) => connector.create(desired));
    expect(result).toMatchObject(expected as object);
    expect(vendor.writes()).toHaveLength(1);
  });
});

describe("a change", () => {
  const roles = (...names: string[]) => ({ sets: { roles: { [FLAT]: names } } });
  const HOLDS = { "GET /user_roles": ok({ user_roles: [userRole("r-1")] }) };
  const HERE = { [`GET ${ME}`]: ok({ user: SEED_USER }) };
  const untitled: Change = { kind: "attribute", path: ["title"], from: "x" };

  it("of somebody who is gone is not-found, and grants nothing", async () => {
    const { result, vendor } = await outcome({ [`GET ${ME}`]: gone }, (connector) =>
      connector.update(changing([added("Sponsors")], roles("Sponsors"))),
    );
    expect(result).toMatchObject({ code: "not-found" });
    expect(vendor.writes()).toEqual([]);
  });

  it("that is answered with somebody else's account is an error, and grants nothing", async () => {
    const answers = { ...HERE, [`PATCH ${ME}`]: ok({ user: { ...SEED_USER, id: BOB } }) };
    const { result, vendor } = await outcome(answers, (connector) =>
      connector.update(changing([untitled, added("Sponsors")], roles("Sponsors"))),
    );
    expect(result).toMatchObject({ code: "protocol" });
    expect(vendor.writes()).toHaveLength(1);
  });

  it("that adds roles takes none away, also where one is no longer wanted", async () => {
    const request = changing([added("Sponsors"), removed("Auditors")], roles("Sponsors"));
    const { result, vendor } = await outcome({ ...HERE, ...HOLDS }, (connector) =>
      connector.update({ ...request, addOnly: ["roles"] }),
    );
    expect(result).toMatchObject({ id: ADA });
    expect(vendor.writes().map(({ call }) => call)).toEqual(["POST /user_role"]);
  });

  it("of a role that is not there is refused at its place among those that are declared", async () => {
    const request = changing([added("Wizards")], roles("Sponsors", "Wizards"));
    for (const addOnly of [[], ["roles"]]) {
      const { result } = await outcome(HERE, (connector) => connector.update({ ...request, addOnly }));
      expect(result).toMatchObject({ code: "invalid-arguments", issues: [{ path: ["roles", 1] }] });
    }
  });

  it("takes away what is held, whatever section the last look showed it in", async () => {
    const seen = { id: ADA, active: true, attributes: {}, sets: { roles: { members: {} } }, references: {}, info: {} };
    const request = { ...changing([removed("Sponsors")], roles()), seen };
    const { vendor } = await outcome(HOLDS, (connector) => connector.update(request));
    expect(vendor.writes().map(({ call }) => call)).toEqual(["DELETE /user_role/ur-r-1"]);
  });

  it("is answered as declared where every role that was to go is gone, and left to a look where one was not there", async () => {
    const answers = { [`PATCH ${ME}`]: ok({ user: SEED_USER }), ...HOLDS };
    const update = (...gone: Change[]) =>
      outcome(answers, (connector) => connector.update(changing([untitled, ...gone], roles())));
    expect((await update(removed("Sponsors"))).result).toMatchObject({ observed: { id: ADA } });
    expect((await update(removed("Sponsors"), removed("Auditors"))).result).toEqual({ id: ADA });
  });

  it.each<[string, Answer, Answer, unknown]>([
    [
      "one is there meanwhile, the same",
      refused("failed"),
      ok({ user_managers: [{ id: "um-1", user_id: ADA, manager_id: BOB }] }),
      [],
    ],
    [
      "one is there meanwhile, another one",
      refused("failed"),
      ok({ user_managers: [{ id: "um-1", user_id: ADA, manager_id: "m-1" }] }),
      ["PATCH /user_managers/um-1"],
    ],
    ["nobody is there", refused("failed"), ok({ user_managers: [] }), "rejected"],
    ["nobody is there after a lost answer", { status: 502 }, ok({ user_managers: [] }), "uncertain"],
    [
      "the call may not be made",
      refused("no", 403),
      ok({ user_managers: [{ id: "um-1", user_id: ADA, manager_id: BOB }] }),
      "permission-denied",
    ],
  ])("of a manager that is refused is done or not: %s", async (_, answer, after, expected) => {
    const looks: Answer[] = [ok({ user_managers: [] }), after];
    const answers = {
      ...HERE,
      "POST /user_manager": answer,
      "GET /user_managers": ({ query }: Asked) => (query["offset"] === "0" ? looks.shift() : undefined),
    };
    const { result, vendor } = await outcome(answers, (connector) =>
      connector.update(changing([managedBy(BOB)], { references: { manager: BOB } })),
    );
    if (typeof expected === "string") expect(result).toMatchObject({ code: expected });
    const patched = vendor
      .writes()
      .map(({ call }) => call)
      .filter((call) => call.startsWith("PATCH"));
    expect(patched).toEqual(typeof expected === "string" ? [] : expected);
  });

  it("to the manager who is there already changes nothing", async () => {
    const there = { "GET /user_managers": ok({ user_managers: [{ id: "um-1", user_id: ADA, manager_id: BOB }] }) };
    const { vendor } = await outcome({ ...HERE, ...there }, (connector) =>
      connector.update(changing([managedBy(BOB)], { references: { manager: BOB } })),
    );
    expect(vendor.writes()).toEqual([]);
  });

  it.each([
    ["refused", refused("failed"), "rejected"],
    ["not allowed", refused("no", 403), "permission-denied"],
    ["lost", { status: 502 }, "uncertain"],
  ])(
    "of a role that is %s fails where the role is not held, and is no failure of another role",
    async (_, answer, code) => {
      const answers = { ...HERE, "POST /user_role": answer, "GET /user_roles": ok({ user_roles: [userRole("r-9")] }) };
      const request = { ...changing([added("Sponsors")], roles("Sponsors")), addOnly: ["roles"] };
      expect((await outcome(answers, (connector) => connector.update(request))).result).toMatchObject({ code });
    },
  );
});

describe("a list of everybody", () => {
  const pageOf = async (answers: Answers, ...args: Parameters<Connector["pages"]>) => {
    const { result, vendor } = await outcome(answers, async (connector) => {
      const people = [];
      for await (const page of connector.pages(...args)) people.push(...page);
      return people;
    });
    return { people: result, query: vendor.calls.find(({ call }) => call === "GET /users")?.query };
  };
  const USERS = { "GET /users": ok({ users: [SEED_USER] }) };

  it("shows all roles of each, and of several managers the one whose relation has the smallest id", async () => {
    const managers = ["3", "1", "2"].map((id) => ({ id: `um-${id}`, user_id: ADA, manager_id: `m-${id}` }));
    const { people } = await pageOf({
      ...USERS,
      "GET /user_roles": ok({ user_roles: [userRole("r-1"), userRole("r-2")] }),
      "GET /user_managers": ok({ user_managers: managers }),
    });
    expect(people).toMatchObject([
      { id: ADA, sets: { roles: { members: { [FLAT]: ["Sponsors", "r-2"] } } }, references: { manager: "m-1" } },
    ]);
  });

  it.each<[string, Record<string, string | boolean>, Record<string, string>]>([
    [
      "name, title and type",
      { name: "Ada", title: "Boss", type: "NeprofileUser" },
      { name: "Ada", title: "Boss", type: "NeprofileUser" },
    ],
    ["nothing that is written in two ways", { name: "Zoë", title: "Boss" }, { title: "Boss" }],
    ["no login, address and status", { login: "ada", email: "a@example.com", status: "Active" }, {}],
    ["no other values than texts", { name: true, title: "Boss" }, { title: "Boss" }],
  ])("leaves to the vendor's filter %s", async (_, filter, expected) => {
    const { query } = await pageOf(USERS, filter, []);
    const { limit: __, offset: ___, metadata: ____, ...sent } = query ?? {};
    expect(sent).toEqual(expected);
  });
});

describe("roles that the vendor gives to new accounts by itself", () => {
  const person = (login: string) => ({ attributes: { login }, sets: { roles: { [FLAT]: [] } }, references: {} });
  /** Creates people one after the other; answers who was looked at, and what each is said to have. */
  async function created(lists: readonly Answer[]) {
    const left = [...lists];
    const looked: string[] = [];
    const shown: unknown[] = [];
    await outcome(
      {
        "POST /user": ({ body }) =>
          ok({ user: { ...SEED_USER, id: (body as { user: { login: string } }).user.login } }),
        "GET /user_roles": ({ query }) => {
          looked.push(query["user_id"] ?? "");
          return left.shift();
        },
      },
      async (connector) => {
        for (const login of ["a", "b", "c"]) {
          const { observed } = await connector.create(person(login));
          shown.push(observed?.sets["roles"]?.members[FLAT]);
        }
      },
    );
    return { looked: [...new Set(looked)], shown };
  }
  const given = (user_id: string) =>
    ok({ user_roles: [{ id: "ur", user_id, role_id: "r-1" }], _metadata: { total: 1 } });

  it.each<[string, readonly Answer[], string[], unknown[]]>([
    ["are looked for at the first account alone, where it has none", [ok(NO_ROLES)], ["a"], [[], [], []]],
    [
      "are looked for at everybody, where the first account has one",
      [given("a"), given("b"), given("c")],
      ["a", "b", "c"],
      [["Sponsors"], ["Sponsors"], ["Sponsors"]],
    ],
    [
      "are looked for at the next account, where the first look fails",
      [refused("no", 403), given("b"), ok(NO_ROLES)],
      ["a", "b", "c"],
      [undefined, ["Sponsors"], []],
    ],
  ])("%s", async (_, lists, looked, shown) => {
    expect(await created(lists)).toEqual({ looked, shown });
  });
});
