import { describe, expect, it } from "vitest";
import type { Change } from "../../../provider/core/model/change";
import { ADA, changing, FIRST, HELD, MANAGED, NO_MANAGERS, NO_ROLES, SEED_USER, scripted } from "./helpers";

describe("jobs", () => {
  const STARTED = { info: "job has started", job_status: { job_id: "j-1", status: "queued" }, status: 200 };
  const JOB = "GET /job_status?job_id=j-1";
  const started = { call: `PATCH /users/${ADA}`, answer: STARTED } as const;
  const title: Change = { kind: "attribute", path: ["title"], to: "Boss" };
  const request = changing([title], { attributes: { title: "Boss" } });
  const desired = { attributes: { login: "mylogin" }, sets: {}, references: {} };
  const job = (status: string, record: object = {}) =>
    ({ call: JOB, answer: { uid: "x", status, job_type: "import", job_data: [{ errors: [], ...record }] } }) as const;

  it("are waited for with growing pauses, and leave it to core to look", async () => {
    const missing = { call: JOB, status: 400, answer: { error: "no job found" } } as const;
    const vendor = scripted(started, missing, job("queued"), job("processing"), job("complete", { user_id: ADA }));
    const before = vendor.context.clock.now();
    expect(await vendor.connector.update(request)).toEqual({ id: ADA });
    vendor.done();
    expect(vendor.context.clock.now() - before).toBe(100 + 170 + 289);
  });

  it("that complain are refusals at the argument", async () => {
    const vendor = scripted(started, job("complete", { errors: ["title is too long"] }));
    await expect(vendor.connector.update(request)).rejects.toMatchObject({ code: "rejected", properties: ["title"] });
  });

  it("that fail are refusals", async () => {
    await expect(scripted(started, job("failed")).connector.update(request)).rejects.toMatchObject({
      code: "rejected",
    });
  });

  it("that take too long are named", async () => {
    const vendor = scripted(started, ...Array.from({ length: 30 }, () => job("queued")));
    await expect(vendor.connector.update(request)).rejects.toMatchObject({ code: "not-converged" });
  });

  it("create the account that they name", async () => {
    const vendor = scripted({ call: "POST /user", answer: STARTED }, job("complete", { user_id: ADA }));
    expect(await vendor.connector.create(desired)).toEqual({ id: ADA });
  });

  it("create the account that has the login, where they name none", async () => {
    const vendor = scripted(
      { call: "POST /user", answer: STARTED },
      job("complete"),
      { call: `GET /users?login=mylogin&${FIRST}`, answer: { users: [SEED_USER] } },
      { call: HELD, answer: NO_ROLES },
      { call: MANAGED, answer: NO_MANAGERS },
    );
    expect(await vendor.connector.create(desired)).toMatchObject({ id: ADA, observed: { id: ADA } });
  });

  it("leave a creation uncertain where their outcome is not known", async () => {
    const lost = scripted({ call: "POST /user", answer: STARTED }, { call: JOB, status: 403, answer: {} });
    await expect(lost.connector.create(desired)).rejects.toMatchObject({ code: "uncertain" });
  });
});
