import { describe, expect, it } from "vitest";
import { FLAT } from "../../../provider/core/model/entity";
import type { Answer } from "../../http/scripted-vendor";
import { job, ok, QUEUED, refused } from "./answering";
import {
  about,
  account,
  complaint,
  everybody,
  IDS,
  idsIn,
  of,
  request,
  rowsIn,
  tenant,
  updated,
  type Wish,
} from "./bulk-lab";

describe("a change of several people that is queued", () => {
  it.each<[string, Answer, readonly string[], readonly string[]]>([
    ["is done where nothing is complained about", job(IDS.map((id) => of(id))), ["done", "done", "done"], []],
    ["is done where entries are missing", job([]), ["done", "done", "done"], []],
    [
      "is refused for whom a complaint names, and for nobody else",
      job([of("id-ada"), of("id-bob", complaint)]),
      ["done", "rejected", "done"],
      [],
    ],
    [
      "is made singly where a complaint is about somebody else",
      job([of("id-eve", complaint), of("id-bob", complaint)]),
      ["done", "done", "done"],
      IDS,
    ],
    ["is made singly where a complaint names nobody", job([{ errors: complaint }]), ["done", "done", "done"], IDS],
    [
      "is done where an entry without a complaint is about somebody else",
      job([of("id-eve")]),
      ["done", "done", "done"],
      [],
    ],
    [
      "is made singly where the job has failed",
      job([of("id-bob", complaint)], "failed"),
      ["done", "done", "done"],
      IDS,
    ],
    ["is made singly where the job is lost", refused("no", 403), ["done", "done", "done"], IDS],
  ])("%s", async (_, ended, ends, singly) => {
    const vendor = tenant({ "PATCH /users": QUEUED, "GET /job_status": ended });
    expect(await updated(vendor, everybody({ title: "Boss" }))).toEqual(ends);
    expect(about(vendor, /^PATCH .users.id/)).toEqual(singly);
  });

  it("looks at nobody who was refused, and sends them no role and no manager", async () => {
    const ended = job([of("id-bob", complaint)]);
    const vendor = tenant({ "PATCH /users": QUEUED, "GET /job_status": ended, "GET /users": refused("no", 403) });
    const ends = await updated(vendor, everybody({ title: "Boss", roles: ["Sponsors"], manager: "id-eve" }));
    expect(ends).toEqual(["done", "rejected", "done"]);
    expect(about(vendor, /^GET .users.id/)).toEqual(["id-ada", "id-cy"]);
    for (const call of ["POST /user_roles", "POST /user_managers"]) {
      const rows = vendor.calls.filter((asked) => asked.call === call).flatMap(({ body }) => rowsIn(body));
      expect(rows.map(({ user_id }) => user_id)).toEqual(["id-ada", "id-cy"]);
    }
  });

  it("is made singly for whom nothing shows afterwards", async () => {
    const missing = refused("no user found", 404);
    const answers = { "PATCH /users": QUEUED, "GET /job_status": job([]), "GET /users/id-cy": missing };
    const vendor = tenant({ ...answers, "GET /users": ok({ users: IDS.slice(0, 2).map(account) }) });
    expect(await updated(vendor, everybody({ title: "Boss" }))).toEqual(["done", "done", "done"]);
    expect(about(vendor, /^PATCH .users.id/)).toEqual(["id-cy"]);
  });

  it("names the argument of a complaint, and hides what was sent", async () => {
    const ended = job([of("id-bob", ["title Secret of Bob is too long"])]);
    const vendor = tenant({ "PATCH /users": QUEUED, "GET /job_status": ended });
    const requests = IDS.map((id) => request(id, { title: "Secret of Bob" }));
    const [, outcome] = await vendor.ended(vendor.connector.updateMany(requests));
    expect(outcome).toMatchObject({ error: { code: "rejected", properties: ["title"] } });
    expect(String(outcome && "error" in outcome && outcome.error)).not.toContain("Secret");
  });

  it("is waited for as long as its people have time", async () => {
    const vendor = tenant({ "PATCH /users": QUEUED, "GET /job_status": ok({ status: "queued" }) });
    await updated(vendor, everybody({ title: "Boss", until: 5000 }));
    expect(about(vendor, /^PATCH .users.id/)).toEqual(IDS);
    expect(vendor.context.clock.now()).toBeLessThan(10_000);
  });
});

describe("a change of several people that is answered at once", () => {
  it("takes each answer for the person with its id, in any order", async () => {
    const rows = ["id-cy", "id-eve", "id-ada", "id-bob"].map(account);
    const vendor = tenant({ "PATCH /users": ok({ users: rows }) });
    const outcomes = await vendor.ended(vendor.connector.updateMany(IDS.map((id) => request(id, { title: "Boss" }))));
    for (const [i, outcome] of outcomes.entries()) {
      expect(outcome).toMatchObject({
        written: {
          observed: { id: IDS[i], attributes: { title: `Title of ${IDS[i]}` } },
        },
      });
    }
    expect(vendor.writes()).toHaveLength(1);
  });

  it("is made singly for whom no answer is about, and each has an outcome of their own", async () => {
    const vendor = tenant({
      "PATCH /users": ok({ users: [account("id-ada")] }),
      "PATCH /users/id-bob": refused("Title is too long"),
      "PATCH /users/id-cy": QUEUED,
      "GET /job_status": job([]),
    });
    const outcomes = await vendor.ended(vendor.connector.updateMany(IDS.map((id) => request(id, { title: "Boss" }))));
    expect(outcomes).toEqual([
      { written: { id: "id-ada", observed: expect.objectContaining({ id: "id-ada" }) } },
      { error: expect.objectContaining({ code: "rejected", properties: ["title"] }) },
      { written: { id: "id-cy" } },
    ]);
    expect(about(vendor, /^PATCH .users.id/)).toEqual(["id-bob", "id-cy"]);
  });

  it("is made singly for everybody where it is refused", async () => {
    const vendor = tenant({
      "PATCH /users": refused("Title is too long"),
      "PATCH /users/id-bob": refused("gone", 404),
    });
    expect(await updated(vendor, everybody({ title: "Boss" }))).toEqual(["done", "not-found", "done"]);
  });

  it.each(["/users", "/user_roles", "/user_managers"])(
    "is not repeated singly after a fault of the program at %s",
    async (path) => {
      const vendor = tenant();
      const { http } = vendor;
      const usual = http.request.bind(http);
      http.request = (one) =>
        one.path === path && one.method !== "GET" ? Promise.reject(new TypeError("bug")) : usual(one);
      const requests = IDS.map((id) => request(id, { title: "Boss", roles: ["Sponsors"], manager: "id-eve" }));
      await expect(vendor.ended(vendor.connector.updateMany(requests))).rejects.toThrow("bug");
      expect(
        vendor
          .writes()
          .filter(({ call }) =>
            (path === "/users" ? /id-/ : path === "/user_roles" ? /user_role$/ : /user_manager$/).test(call),
          ),
      ).toEqual([]);
    },
  );
});

describe("somebody among several people who are changed", () => {
  const held = { sets: { roles: { members: { [FLAT]: ["Sponsors"] } } } };
  it.each<[string, Wish, boolean]>([
    ["who gets a title", { title: "Boss" }, true],
    ["who was not looked at", { title: "Boss", seen: undefined }, true],
    ["who gets another identity", { identity: "i-1" }, false],
    ["who gets a title and another identity", { title: "Boss", identity: "i-1" }, false],
    ["without roles, who gets one", { title: "Boss", roles: ["Sponsors"] }, true],
    ["with a role, who gets another", { title: "Boss", roles: ["Auditors"], seen: held }, false],
    ["whose roles nobody knows", { title: "Boss", roles: ["Auditors"], seen: undefined }, false],
    ["whose roles were not shown", { title: "Boss", roles: ["Auditors"], seen: { sets: {} } }, false],
    [
      "whose roles were shown in no section",
      { title: "Boss", roles: ["Auditors"], seen: { sets: { roles: { members: {} } } } },
      false,
    ],
    ["without a manager, who gets one", { title: "Boss", manager: "id-eve" }, true],
    [
      "with a manager, who gets another",
      { title: "Boss", manager: "id-eve", seen: { references: { manager: "id-bob" } } },
      false,
    ],
    ["whose manager was not shown", { title: "Boss", manager: "id-eve", seen: { references: {} } }, false],
    ["whose manager nobody knows", { title: "Boss", manager: "id-eve", seen: undefined }, false],
  ])("%s, is changed together with the others or alone", async (_, wish, together) => {
    const vendor = tenant();
    const ends = await updated(vendor, [
      ["id-ada", wish],
      ["id-bob", { title: "Boss" }],
    ]);
    expect(ends).toEqual(["done", "done"]);
    const sent = vendor.calls.filter(({ call }) => call === "PATCH /users").flatMap(({ body }) => idsIn(body));
    expect(sent.toSorted()).toEqual(together ? ["id-ada", "id-bob"] : ["id-bob"]);
    expect(about(vendor, /^PATCH .users.id/)).toEqual(together ? [] : ["id-ada"]);
  });

  it("who only gets roles is sent none of their attributes", async () => {
    const vendor = tenant();
    expect(await updated(vendor, everybody({ roles: ["Sponsors"] }))).toEqual(["done", "done", "done"]);
    expect(vendor.writes().map(({ call }) => call)).toEqual(["POST /user_roles"]);
  });

  it("who only gets roles is sent none of their attributes beside others who get some", async () => {
    const vendor = tenant();
    await updated(vendor, [
      ["id-ada", { roles: ["Sponsors"] }],
      ["id-bob", { title: "Boss" }],
    ]);
    expect(vendor.writes().map(({ body }) => rowsIn(body))).toMatchObject([
      [{ id: "id-bob" }],
      [{ user_id: "id-ada" }],
    ]);
  });

  it("who gets a role that is not there is refused, and nothing of theirs is sent", async () => {
    const vendor = tenant();
    const ends = await updated(vendor, [
      ["id-ada", { title: "Boss", roles: ["Wizards"] }],
      ["id-bob", { title: "Boss", roles: ["Sponsors"] }],
    ]);
    expect(ends).toEqual(["invalid-arguments", "done"]);
    expect(
      vendor
        .writes()
        .map(({ body }) => JSON.stringify(body))
        .join(),
    ).not.toContain("id-ada");
  });
});
