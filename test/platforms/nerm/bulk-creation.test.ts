import { describe, expect, it } from "vitest";
import type { Outcome } from "../../../provider/core/contract/connector";
import type { Desired } from "../../../provider/core/model/entity";
import { FLAT } from "../../../provider/core/model/entity";
import type { Answer } from "../../http/scripted-vendor";
import { answering, job, ok, QUEUED, refused } from "./answering";
import { SEED_USER } from "./helpers";

/** Who belongs to which answer, where several people are created in one call. */
const NAMES = ["ada", "bob", "cy"];
const desired = (login: string, roles?: readonly string[]): Desired => ({
  attributes: { login, name: `${login} Example`, email: `${login}@example.com` },
  sets: roles ? { roles: { [FLAT]: roles } } : {},
  references: {},
});
/** The account that a creation makes. */
const account = (login: string, more: object = {}) => ({
  ...SEED_USER,
  id: `id-${login}`,
  login,
  name: `${login} Example`,
  email: `${login}@example.com`,
  ...more,
});
const EVERYBODY = NAMES.map((login) => account(login));

interface Tenant {
  /** The answer to the bulk call. */
  readonly answer: Answer;
  readonly job?: Answer;
  /** Who is there after it. */
  readonly there?: readonly object[];
  /** Whether the list shows them, or only a look at each login. */
  readonly isListed?: boolean;
  readonly roles?: readonly string[];
}

function tenant({ answer, job: ended, there = [], isListed = true }: Tenant) {
  return answering(({ call, query }) => {
    if (call === "POST /users") return answer;
    if (call === "GET /job_status") return ended;
    if (call === "POST /user") return refused("The user failed to create");
    const { login } = query;
    if (call !== "GET /users") return undefined;
    if (login === undefined && !isListed) return undefined;
    const users = there.filter((user) => login === undefined || ("login" in user && user.login === login));
    return users.length === 0 ? undefined : ok({ users });
  });
}

/** What became of each: the account that is taken for theirs, or the code of the error. */
async function ends(options: Tenant) {
  const vendor = tenant(options);
  const people = NAMES.map((login) => desired(login, options.roles));
  const outcomes = await vendor.ended(vendor.connector.createMany(people));
  return { ends: outcomes.map(endOf), outcomes, vendor };
}
const endOf = (outcome: Outcome): unknown =>
  "error" in outcome ? (outcome.error as { code?: string }).code : outcome.written.id;

const complaint = { errors: ["email is invalid"] };
const of = (login: string) => ({ user_id: `id-${login}`, errors: [] });

describe("a creation by a job", () => {
  it.each<[string, Answer, readonly object[], readonly string[]]>([
    [
      "in the order of the request",
      job([of("ada"), complaint, of("cy")]),
      [account("ada"), account("cy")],
      ["id-ada", "rejected", "id-cy"],
    ],
    [
      "without an id",
      job([{}, complaint, { errors: null }]),
      [account("ada"), account("cy")],
      ["id-ada", "rejected", "id-cy"],
    ],
    ["in another order", job([of("bob"), of("ada"), complaint]), EVERYBODY, ["id-ada", "id-bob", "id-cy"]],
    [
      "in another order, one of them without an id",
      job([complaint, of("cy"), of("bob")]),
      [account("bob"), account("cy")],
      ["uncertain", "id-bob", "id-cy"],
    ],
    [
      "with a complaint, and more of them than people",
      job([complaint, of("ada"), {}, {}]),
      EVERYBODY,
      ["id-ada", "id-bob", "id-cy"],
    ],
    [
      "with a complaint and too many, without ids",
      job([complaint, {}, {}, {}]),
      EVERYBODY,
      ["id-ada", "id-bob", "id-cy"],
    ],
    ["with a complaint and too few, without ids", job([{}, complaint]), EVERYBODY, ["id-ada", "id-bob", "id-cy"]],
    [
      "that are too few, of somebody who is not there",
      job([of("ada")]),
      [account("ada")],
      ["id-ada", "uncertain", "uncertain"],
    ],
    [
      "about a stranger",
      job([{ user_id: "id-eve", ...complaint }, of("bob"), of("cy")]),
      EVERYBODY,
      ["id-ada", "id-bob", "id-cy"],
    ],
    [
      "of a job that has failed",
      job([complaint, complaint, complaint], "failed"),
      [account("ada")],
      ["id-ada", "uncertain", "uncertain"],
    ],
    ["of a job that tells nothing", ok({ status: "failed" }), [account("ada")], ["id-ada", "uncertain", "uncertain"]],
    [
      "in order, of somebody who doesn't show yet",
      job([of("ada"), {}, of("cy")]),
      [account("ada"), account("cy")],
      ["id-ada", "uncertain", "id-cy"],
    ],
    [
      "in order, with a complaint about a login that somebody else has",
      job([of("ada"), complaint, of("cy")]),
      EVERYBODY,
      ["id-ada", "rejected", "id-cy"],
    ],
  ])("with records %s", async (_, ended, there, expected) => {
    for (const isListed of [true, false]) {
      expect((await ends({ answer: QUEUED, job: ended, there, isListed })).ends).toEqual(expected);
    }
  });

  it("tells a complaint at the argument that it is about", async () => {
    const { outcomes } = await ends({
      answer: QUEUED,
      job: job([of("ada"), complaint, of("cy")]),
      there: [account("ada"), account("cy")],
    });
    expect(outcomes[1]).toMatchObject({ error: { properties: ["email"] } });
  });

  it("leaves everybody in doubt, and says why, where the job is lost or nobody can be looked at", async () => {
    for (const lost of ["GET /job_status", "GET /users"]) {
      const vendor = answering(({ call }) => {
        if (call === lost) return refused("no", 403);
        return call === "POST /users" ? QUEUED : call === "GET /job_status" ? job([]) : undefined;
      });
      const outcomes = await vendor.ended(vendor.connector.createMany(NAMES.map((login) => desired(login))));
      for (const outcome of outcomes) {
        expect(outcome).toMatchObject({ error: { code: "uncertain", cause: { code: "permission-denied" } } });
      }
    }
  });
});

describe("an account with the login of a creation of which nobody knows whether it was carried out", () => {
  it.each<[string, object, string]>([
    ["as it was sent", {}, "id-bob"],
    ["as it was sent, in another case", { login: "bob", name: "BOB EXAMPLE", email: "Bob@Example.com" }, "id-bob"],
    ["with another name", { name: "Bob Other" }, "rejected"],
    ["with another address", { email: "bob.other@example.com" }, "rejected"],
    ["without a name", { name: null }, "rejected"],
    ["without an address", { email: undefined }, "rejected"],
  ])("is taken for ours or not: %s", async (_, more, expected) => {
    const there = [account("ada"), account("bob", more), account("cy")];
    for (const options of [
      { answer: refused("The users failed to create") },
      { answer: QUEUED, job: job([], "failed") },
    ]) {
      const { ends: actual, outcomes } = await ends({ ...options, there });
      expect(actual).toEqual(["id-ada", expected, "id-cy"]);
      if (expected === "rejected") expect(outcomes[1]).toMatchObject({ error: { properties: ["login"] } });
    }
  });
});

describe("a creation of several that is answered at once", () => {
  it("takes each answer for the person who has its login, in any order and case", async () => {
    const rows = [account("cy"), account("eve"), account("ada", { login: "ADA" }), account("x", { login: null })];
    const { ends: actual } = await ends({ answer: ok({ users: rows }) });
    expect(actual).toEqual(["id-ada", "uncertain", "id-cy"]);
  });

  it("that is refused is repeated singly for whoever is not there, and for nobody else", async () => {
    const { ends: actual, vendor } = await ends({ answer: refused("no"), there: [account("ada")] });
    expect(actual).toEqual(["id-ada", "rejected", "rejected"]);
    const sent = vendor.writes().map(({ call, body }) => [call, (body as { user?: object }).user]);
    expect(sent.slice(1)).toMatchObject([
      ["POST /user", { login: "bob" }],
      ["POST /user", { login: "cy" }],
    ]);
  });

  it.each([401, 429, 500])("and fails with %i is not repeated singly", async (status) => {
    const { vendor } = await ends({ answer: refused("no", status) });
    expect(vendor.writes().filter(({ call }) => call === "POST /user")).toEqual([]);
  });

  it.each<[string, readonly string[] | undefined, string[]]>([
    ["have none, without a look, where none are declared", undefined, []],
    ["are looked at where some are declared", ["Sponsors"], ["Sponsors"]],
    ["are looked at where none shall be", [], ["Sponsors"]],
  ])("shows which roles they have: they %s", async (_, roles, shown) => {
    const vendor = answering(({ call, query }) => {
      if (call === "POST /users") return ok({ users: EVERYBODY });
      const { user_id } = query;
      return call === "GET /user_roles"
        ? ok({ user_roles: [{ id: `ur-${user_id}`, user_id, role_id: "r-1" }] })
        : undefined;
    });
    const outcomes = await vendor.ended(vendor.connector.createMany(NAMES.map((login) => desired(login, roles))));
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ written: { observed: { sets: { roles: { members: { [FLAT]: shown } } } } } });
    }
  });

  it("refuses whoever shall have the identity of somebody else, and creates the others", async () => {
    const identity = (login: string, sailpointIdentityId: string): Desired => {
      const { attributes, ...person } = desired(login);
      return { ...person, attributes: { ...attributes, sailpointIdentityId } };
    };
    const vendor = answering(({ call, query }) => {
      if (call === "POST /users") return ok({ users: [account("bob")] });
      const users = [account("eve", { sailpoint_identity_id: "i-1" })];
      return call === "GET /users" && query["sailpoint_identity_id"] === "i-1" ? ok({ users }) : undefined;
    });
    const outcomes = await vendor.ended(vendor.connector.createMany([identity("ada", "i-1"), identity("bob", "i-2")]));
    expect(outcomes).toMatchObject([
      { error: { code: "rejected", properties: ["sailpointIdentityId"] } },
      { written: { id: "id-bob" } },
    ]);
    expect(vendor.writes().map(({ body }) => body)).toMatchObject([{ users: [{ login: "bob" }] }]);
  });

  it("sends nothing where nobody is left to create", async () => {
    const vendor = tenant({ answer: ok({ users: [] }) });
    expect(await vendor.ended(vendor.connector.createMany([]))).toEqual([]);
    const outcomes = await vendor.ended(vendor.connector.createMany([desired("ada", ["Wizards"])]));
    expect(outcomes.map(endOf)).toEqual(["invalid-arguments"]);
    expect(vendor.writes()).toEqual([]);
  });
});
