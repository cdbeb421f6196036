import { describe, expect, it } from "vitest";
import { getUser } from "../../../provider/platforms/nerm/api";
import { refuseTakenIdentity } from "../../../provider/platforms/nerm/identities";
import { endedJob, finishedJob } from "../../../provider/platforms/nerm/jobs";
import { Logins } from "../../../provider/platforms/nerm/logins";
import { usersById, usersByLogin } from "../../../provider/platforms/nerm/users-by";
import type { Answer } from "../../http/scripted-vendor";
import { type Asked, answering, job, ok, refused } from "./answering";
import { ADA, BOB, SEED_USER } from "./helpers";

const person = (id: string, login: string | null, more: object = {}) => ({ ...SEED_USER, id, login, ...more });
const DELEGATE = { type: "DelegateUser" };
const loginOf = ({ query }: Asked) => query["login"];

describe("who has a login", () => {
  type Vendor = (login: string) => readonly object[];
  /** @param filter what the vendor finds for a login @param everybody its list */
  async function named(login: string, filter: Vendor, everybody: readonly object[]) {
    const vendor = answering((asked) => {
      if (asked.call !== "GET /users") return undefined;
      const asking = loginOf(asked);
      const users = asking === undefined ? everybody : filter(asking);
      return users.length === 0 ? undefined : ok({ users });
    });
    const logins = new Logins(vendor.http);
    const ids = (await vendor.ended(logins.named(login))).map(({ id }) => id);
    return {
      ids,
      lists: vendor.calls.filter((asked) => loginOf(asked) === undefined && asked.query["limit"] === "500"),
    };
  }
  const exact = (people: readonly { login: string | null }[]) => (login: string) =>
    people.filter((one) => one.login === login);
  const ANY = [person("1", "ada"), person("2", "bob")];
  const nobody: Vendor = () => [];

  it.each<[string, string, Vendor, readonly object[], readonly string[]]>([
    ["is told by the filter", "ada", exact(ANY), ANY, ["1"]],
    ["is told by the list, where the filter minds the case", "ADA", exact(ANY), ANY, ["1"]],
    ["is told by the list, where the filter finds strangers alone", "ada", () => [person("9", "eve")], ANY, ["1"]],
    [
      "is nobody where the filter finds others in another case",
      "cy",
      (login) => ANY.filter((one) => one.login === login.toLowerCase()),
      [...ANY, person("3", "cy")],
      [],
    ],
    [
      "is told by the list, where the filter finds nobody and finds others by another case",
      "cy",
      (login) => (login === "ADA" ? [person("9", "eve")] : []),
      [...ANY, person("3", "cy")],
      ["3"],
    ],
    ["is nobody where nobody is there", "ada", nobody, [], []],
    ["is nobody where everybody's login is without letters", "ada", nobody, [person("1", "7"), person("2", null)], []],
    ["is no delegate", "ada", () => [person("1", "ada", DELEGATE)], ANY, []],
    ["is nobody without one", "ada", () => [person("1", null), person("2", "ada")], ANY, ["2"]],
  ])("%s", async (_, login, filter, everybody, ids) => {
    expect((await named(login, filter, everybody)).ids).toEqual(ids);
  });

  it("needs no whole list where the filter is known to ignore case", async () => {
    const filter: Vendor = (login) => ANY.filter((one) => one.login === login.toLowerCase());
    expect((await named("cy", filter, ANY)).lists).toEqual([]);
  });

  it("is asked again where the filter could not be tried, and not taken for nobody", async () => {
    let isDown = true;
    let tries = 0;
    const vendor = answering((asked) => {
      if (asked.call !== "GET /users" || loginOf(asked) === "cy") return undefined;
      if (loginOf(asked) === undefined) return isDown ? refused("no", 403) : ok({ users: ANY });
      tries++;
      return ok({ users: [ANY[0]] });
    });
    const logins = new Logins(vendor.http);
    await expect(vendor.ended(logins.named("cy"))).rejects.toMatchObject({ code: "permission-denied" });
    isDown = false;
    for (let i = 0; i < 2; i++) expect(await vendor.ended(logins.named("cy"))).toEqual([]);
    expect(tries).toBe(1);
  });
});

describe("an identity", () => {
  const refusal = async (users: readonly object[], self: string | undefined, identity: unknown) => {
    const vendor = answering(({ call, query }) => {
      if (call !== "GET /users") return undefined;
      return ok({
        users:
          query["sailpoint_identity_id"] === "i-1" ? users : [person("9", "eve", { sailpoint_identity_id: "i-1" })],
      });
    });
    return vendor.ended(refuseTakenIdentity(vendor.http, identity, self)).then(
      () => undefined,
      (error: unknown) => error,
    );
  };
  const of = (id: string, more: object = {}) => person(id, "x", { sailpoint_identity_id: "i-1", ...more });

  it.each<[string, readonly object[], string | undefined, boolean]>([
    ["of somebody else is refused", [of(BOB)], ADA, true],
    ["of somebody is refused to a new account", [of(BOB)], undefined, true],
    ["of oneself is not", [of(ADA)], ADA, false],
    ["of oneself and somebody else is refused", [of(ADA), of(BOB)], ADA, true],
    ["of nobody is not", [], ADA, false],
    ["of a delegate is not", [of(BOB, DELEGATE)], ADA, false],
    ["that is another one is not", [of(BOB, { sailpoint_identity_id: "i-12" })], ADA, false],
    ["that is not shown is not", [of(BOB, { sailpoint_identity_id: undefined })], ADA, false],
  ])("%s", async (_, users, self, isRefused) => {
    const error = await refusal(users, self, "i-1");
    if (isRefused)
      expect(error).toMatchObject({
        code: "rejected",
        properties: ["sailpointIdentityId"],
        message: expect.stringContaining(BOB),
      });
    else expect(error).toBeUndefined();
  });

  it.each([undefined, null])("that is %s is nobody's", async (identity) => {
    expect(await refusal([of(BOB)], undefined, identity)).toBeUndefined();
  });
});

describe("people who are looked up together", () => {
  /** A tenant with a list that may leave some out, and with looks at each. */
  const tenant = (listed: readonly object[], there: readonly { id: string; login: string | null }[] = []) =>
    answering((asked) => {
      const { call } = asked;
      const one = there.find(({ id }) => call === `GET /users/${id}`);
      if (one) return ok({ user: one });
      if (/^GET .users./.test(call)) return refused("no user found", 404);
      const login = loginOf(asked);
      if (call !== "GET /users") return undefined;
      const users = login === undefined ? listed : there.filter((user) => user.login === login);
      return users.length === 0 ? undefined : ok({ users });
    });
  const pairs = (found: ReadonlyMap<string, { id: string }>) => [...found].map(([key, { id }]) => [key, id]).sort();

  it("by id are those of the list, and whoever a look shows", async () => {
    const vendor = tenant([person("1", "a"), person("2", "b", DELEGATE)], [person("3", "c")]);
    const found = await vendor.ended(usersById(vendor.http, ["1", "2", "3", "4", "3"]));
    expect(pairs(found)).toEqual([
      ["1", "1"],
      ["3", "3"],
    ]);
    expect(vendor.calls.filter(({ call }) => call === "GET /users/1")).toEqual([]);
    expect(vendor.calls.filter(({ call }) => call === "GET /users/3")).toHaveLength(1);
  });

  it("by login are those who have it alone, as it is written or in another case", async () => {
    const there = [person("3", "Cy"), person("4", "dan"), person("5", "dan"), person("6", "eve", DELEGATE)];
    const vendor = tenant([person("1", "ADA"), person("9", null)], there);
    const logins = new Logins(vendor.http);
    const found = await vendor.ended(usersByLogin(vendor.http, ["ada", "Cy", "dan", "eve", "nobody"], logins));
    expect(pairs(found)).toEqual([
      ["ada", "1"],
      ["cy", "3"],
    ]);
  });

  it("are nobody without a call", async () => {
    const vendor = tenant([]);
    expect(await vendor.ended(usersById(vendor.http, []))).toEqual(new Map());
    expect(vendor.calls).toEqual([]);
  });

  it("are never somebody else", async () => {
    const vendor = answering(() => ok({ user: person(BOB, "b") }));
    await expect(vendor.ended(getUser(vendor.http, ADA))).rejects.toMatchObject({ code: "protocol" });
  });
});

describe("a job that is over", () => {
  const vendorOf = (answer: Answer) => answering(() => answer);
  it.each<[unknown, boolean, readonly unknown[]]>([
    [{ status: "complete" }, true, []],
    [{ status: "Completed", job_data: null }, true, []],
    [{ status: "failed", job_data: [{}] }, false, [{ userId: undefined, managerId: undefined, errors: [] }]],
    [{ status: "error" }, false, []],
    [{ status: "aborted" }, false, []],
    [{ status: "Cancelled" }, false, []],
    [
      {
        status: "complete",
        job_data: [
          { user_id: ADA, manager_id: BOB, errors: ["x", 7] },
          { user_id: null, manager_id: null, errors: null },
        ],
      },
      true,
      [
        { userId: ADA, managerId: BOB, errors: ["x", "7"] },
        { userId: undefined, managerId: undefined, errors: [] },
      ],
    ],
  ])("says of its records %j", async (body, isComplete, records) => {
    const vendor = vendorOf(ok(body));
    const ended = await vendor.ended(endedJob(vendor.http, "j-1", { context: vendor.context, timeout: 1000 }));
    expect(ended).toMatchObject({ isComplete, records });
  });

  it.each(["queued", "in progress", "incomplete", "not completed", "completely new"])(
    "is not over while it is %s",
    async (status) => {
      const vendor = vendorOf(ok({ status }));
      const work = vendor.ended(endedJob(vendor.http, "j-1", { context: vendor.context, timeout: 20_000 }));
      await expect(work).rejects.toMatchObject({
        code: "not-converged",
        message: expect.stringMatching(/\bj-1\b.* 20 s/),
      });
      expect(vendor.context.clock.now()).toBeLessThanOrEqual(20_000);
    },
  );

  it.each<[string, Answer, unknown]>([
    ["names its person", job([{ user_id: ADA }]), ADA],
    ["names nobody", job([]), undefined],
    ["names nobody in its record", job([{}]), undefined],
  ])("%s", async (_, answer, expected) => {
    const vendor = vendorOf(answer);
    expect(await vendor.ended(finishedJob(vendor.http, "j-1", { context: vendor.context, timeout: 1000 }))).toBe(
      expected,
    );
  });
});
