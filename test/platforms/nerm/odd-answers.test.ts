import { describe, expect, it } from "vitest";
import { getUser } from "../../../provider/platforms/nerm/api";
import { Logins } from "../../../provider/platforms/nerm/logins";
import { probes } from "../../../provider/platforms/nerm/probes";
import { usersByLogin } from "../../../provider/platforms/nerm/users-by";
import { type Asked, answering, ok } from "./answering";
import { ADA, SEED_USER, userRole } from "./helpers";

describe("what empty lists look like", () => {
  const rows = (asked: Asked, by: string, row: object) => ({ [by]: asked.query["user_id"] ? [] : [row] });
  it.each<[string, (asked: Asked) => object, object]>([
    [
      "is told by roles of nobody, where others have some",
      (asked) => rows(asked, "user_roles", userRole("r-1")),
      { variant: "array" },
    ],
    ["is not told where nobody's login finds somebody", () => ({ user_roles: [] }), { untold: expect.any(String) }],
  ])("%s", async (_, roles, finding) => {
    const isTold = "variant" in finding;
    const vendor = answering((asked) =>
      ok(asked.call === "GET /users" ? { users: isTold ? [] : [SEED_USER] } : roles(asked)),
    );
    const { looks } = probes(vendor.http, { context: vendor.context, timeout: 1000 });
    expect(await vendor.ended(looks["empty-lists"]?.() ?? Promise.reject())).toEqual(finding);
  });
});

it("a list of errors without any sentence beside a user is no error", async () => {
  const vendor = answering(() => ok({ user: SEED_USER, errors: [7] }));
  expect(await vendor.ended(getUser(vendor.http, ADA))).toMatchObject({ id: ADA });
});

it("nobody is looked up alone by login who is in the list", async () => {
  const vendor = answering(({ call }) => (call === "GET /users" ? ok({ users: [SEED_USER] }) : undefined));
  const found = await vendor.ended(usersByLogin(vendor.http, ["MyLogin"], new Logins(vendor.http)));
  expect([...found].map(([key, { id }]) => [key, id])).toEqual([["mylogin", ADA]]);
  expect(vendor.calls.filter(({ query }) => query["login"] !== undefined)).toEqual([]);
});
