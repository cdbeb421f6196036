import { describe, expect, it } from "vitest";
import { type Asked, job, ok, QUEUED, refused } from "./answering";
import { type Answers, about, complaint, everybody, of, type Row, request, rowsIn, tenant, updated } from "./bulk-lab";

describe("roles that several people get", () => {
  const row = (user_id: string, role_id: string) => ({ user_id, role_id });
  const sent = [row("id-ada", "r-1"), row("id-ada", "r-2"), row("id-bob", "r-1")];
  const wishes = [
    ["id-ada", { roles: ["Sponsors", "Auditors"] }],
    ["id-bob", { roles: ["Sponsors"] }],
  ] as const;
  const rows = (...list: readonly Row[]) => ok({ user_roles: list.map((one, i) => ({ id: `ur-${i}`, ...one })) });
  const none = { "POST /user_roles": QUEUED };

  it.each<[string, Answers, readonly string[]]>([
    ["all of them", { "POST /user_roles": rows(...sent) }, []],
    ["in another order", { "POST /user_roles": rows(...sent.toReversed()) }, []],
    ["one too few", { "POST /user_roles": rows(row("id-ada", "r-1"), row("id-bob", "r-1")) }, ["id-ada"]],
    [
      "one of them twice",
      { "POST /user_roles": rows(row("id-ada", "r-1"), row("id-ada", "r-1"), row("id-bob", "r-1")) },
      ["id-ada"],
    ],
    [
      "one as somebody else's",
      { "POST /user_roles": rows(row("id-ada", "r-1"), row("id-bob", "r-2"), row("id-bob", "r-1")) },
      ["id-ada"],
    ],
    ["none", { "POST /user_roles": refused("no") }, ["id-ada", "id-bob"]],
    ["all in a job", { ...none, "GET /job_status": job([of("id-ada"), of("id-ada"), of("id-bob")]) }, []],
    ["too few in a job", { ...none, "GET /job_status": job([of("id-ada"), of("id-bob")]) }, ["id-ada"]],
    [
      "too many in a job",
      { ...none, "GET /job_status": job([of("id-ada"), of("id-ada"), of("id-bob"), of("id-bob")]) },
      ["id-bob"],
    ],
    [
      "one with a complaint in a job",
      { ...none, "GET /job_status": job([of("id-ada"), of("id-ada", complaint), of("id-bob")]) },
      ["id-ada"],
    ],
    [
      "somebody else's in a job",
      { ...none, "GET /job_status": job([of("id-ada"), of("id-ada"), of("id-bob"), of("id-eve")]) },
      ["id-ada", "id-bob"],
    ],
    ["nothing in a job", { ...none, "GET /job_status": job([]) }, ["id-ada", "id-bob"]],
    [
      "a complaint about nobody in a job",
      { ...none, "GET /job_status": job([of("id-ada"), of("id-ada"), of("id-bob"), { errors: complaint }]) },
      ["id-ada", "id-bob"],
    ],
    [
      "all in a job that has failed",
      { ...none, "GET /job_status": job([of("id-ada"), of("id-ada"), of("id-bob")], "failed") },
      ["id-ada", "id-bob"],
    ],
  ])("are looked at where the answer doesn't say that all are granted: it says %s", async (_, answers, looked) => {
    const heldBefore = ({ query }: Asked) => ok({ user_roles: [{ id: "ur", ...row(query["user_id"] ?? "", "r-1") }] });
    const vendor = tenant({ ...answers, "GET /user_roles": heldBefore });
    expect(await updated(vendor, wishes)).toEqual(["done", "done"]);
    expect(about(vendor, /^GET .user_roles/)).toEqual(looked);
    const granted = vendor.calls.filter(({ call }) => call === "POST /user_role").map(({ body }) => body);
    expect(granted).toEqual(looked.includes("id-ada") ? [{ user_role: row("id-ada", "r-2") }] : []);
  });

  it("and that one of them is refused are that person's failure, at the role, who gets no manager then", async () => {
    const single = ({ body }: Asked) => (JSON.stringify(body).includes("id-ada") ? refused("no") : ok({}));
    const vendor = tenant({
      "POST /user_roles": refused("no"),
      "POST /user_role": single,
      "GET /user_roles": ({ query }) => {
        const id = query["user_id"] ?? "";
        return ok({ user_roles: id === "id-ada" ? [{ id: "ur", ...row(id, "r-1") }] : [] });
      },
    });
    const requests = wishes.map(([id, wish]) => request(id, { ...wish, manager: "id-eve" }));
    const outcomes = await vendor.ended(vendor.connector.updateMany(requests));
    expect(outcomes).toMatchObject([
      { error: { code: "rejected", properties: ["roles"], message: expect.stringContaining("roles[1]") } },
      { written: { id: "id-bob" } },
    ]);
    const managed = vendor.calls
      .filter(({ call }) => call === "POST /user_managers")
      .flatMap(({ body }) => rowsIn(body));
    expect(managed).toEqual([{ user_id: "id-bob", manager_id: "id-eve" }]);
  });
});

describe("managers whom several people get", () => {
  const sent = [
    { user_id: "id-ada", manager_id: "id-eve" },
    { user_id: "id-bob", manager_id: "id-cy" },
  ] as const;
  const [ofAda, ofBob] = sent;
  const rows = (...list: readonly Row[]) => ok({ user_managers: list.map((one, i) => ({ id: `um-${i}`, ...one })) });
  const none = { "POST /user_managers": QUEUED };

  it.each<[string, Answers, readonly string[]]>([
    ["both", { "POST /user_managers": rows(ofBob, ofAda) }, []],
    ["one", { "POST /user_managers": rows(ofBob) }, ["id-ada"]],
    ["one as somebody else's", { "POST /user_managers": rows({ ...ofAda, user_id: "id-dan" }, ofBob) }, ["id-ada"]],
    ["another one", { "POST /user_managers": rows({ ...ofAda, manager_id: "id-cy" }, ofBob) }, ["id-ada"]],
    ["none", { "POST /user_managers": refused("no") }, ["id-ada", "id-bob"]],
    ["both in a job", { ...none, "GET /job_status": job([ofAda, ofBob]) }, []],
    ["both in a job that names no manager", { ...none, "GET /job_status": job([of("id-ada"), of("id-bob")]) }, []],
    [
      "another one in a job",
      { ...none, "GET /job_status": job([ofAda, { ...ofBob, manager_id: "id-eve" }]) },
      ["id-ada", "id-bob"],
    ],
    [
      "one with a complaint in a job",
      { ...none, "GET /job_status": job([{ ...ofAda, errors: complaint }, ofBob]) },
      ["id-ada"],
    ],
  ])("are looked at where the answer doesn't say that all are set: it says %s", async (_, answers, looked) => {
    const vendor = tenant(answers);
    const wishes = sent.map(({ user_id, manager_id }) => [user_id, { manager: manager_id }] as const);
    expect(await updated(vendor, wishes)).toEqual(["done", "done"]);
    expect(about(vendor, /^GET .user_managers/)).toEqual(looked);
    const set = vendor.calls.filter(({ call }) => call === "POST /user_manager").map(({ body }) => body);
    expect(set).toEqual(sent.filter(({ user_id }) => looked.includes(user_id)).map((one) => ({ user_manager: one })));
  });

  it("and that are refused for one of them are that person's failure", async () => {
    const single = ({ body }: Asked) => (JSON.stringify(body).includes("id-ada") ? refused("no") : ok({}));
    const vendor = tenant({ "POST /user_managers": refused("no"), "POST /user_manager": single });
    expect(await updated(vendor, everybody({ manager: "id-eve" }))).toEqual(["rejected", "done", "done"]);
  });
});
