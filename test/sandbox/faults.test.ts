import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AdobeEmulator } from "../../sandbox/index";
import { startAdobe } from "../../sandbox/index";
import { jsonClient } from "./helpers";

let adobe: AdobeEmulator;
const send = jsonClient(
  () => adobe.url,
  () => ({ accept: "application/vnd.api+json", authorization: `oauth ${adobe.token}` }),
  "application/vnd.api+json",
);
const ada = { data: { type: "user", attributes: { email: "ada@example.com", name: "Ada", userType: "INTERNAL" } } };

beforeEach(async () => {
  adobe = await startAdobe({ seed: 7 });
});
afterEach(() => adobe.close());

describe("faults on an answer", () => {
  it("429 carries Retry-After and applies nothing", async () => {
    adobe.faults.add({ method: "POST", nth: 1, fault: { kind: "429", retryAfter: 0.05 } });
    const refused = await send("POST", "/users", ada);
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("0.05");
    expect(refused.headers.get("x-request-id")).not.toBeNull();
    expect(adobe.people()).toEqual([]);
    expect((await send("POST", "/users", ada)).status).toBe(200);
  });

  it("5xx comes in the vendor's shape, with the write applied only on request", async () => {
    adobe.faults.add({ nth: 1, fault: { kind: "status", status: 503 } });
    adobe.faults.add({ nth: 2, fault: { kind: "status", status: 500, applied: true, body: { oops: 1 } } });
    const first = await send("POST", "/users", ada);
    expect(first).toMatchObject({ status: 503, body: { title: expect.any(String) } });
    expect(adobe.people()).toHaveLength(0);
    expect(await send("POST", "/users", ada)).toMatchObject({ status: 500, body: { oops: 1 } });
    expect(adobe.people()).toHaveLength(1);
  });

  it("a lie answers as if applied, or shows something else", async () => {
    adobe.faults.add({ method: "POST", times: 1, fault: { kind: "lie" } });
    const { status, body } = await send("POST", "/users", ada);
    expect(status).toBe(200);
    expect((await send("GET", `/users/${body.data.id}`)).status).toBe(404);
    const { id } = adobe.create({ email: "bob@example.com", name: "Bob" });
    adobe.faults.add({ method: "GET", fault: { kind: "lie", body: { data: { attributes: { name: "Eve" } } } } });
    expect((await send("GET", `/users/${id}`)).body.data.attributes).toMatchObject({
      name: "Eve",
      email: "bob@example.com",
    });
    expect(adobe.get(id)?.name).toBe("Bob");
  });

  it("a stale read shows the state before the last write, as often as asked", async () => {
    const { id } = adobe.create({ email: "bob@example.com", name: "Bob" });
    adobe.set(id, { name: "Robert" });
    adobe.faults.add({ method: "GET", times: 2, fault: { kind: "stale" } });
    const name = async () => (await send("GET", `/users/${id}`)).body.data.attributes.name;
    expect([await name(), await name(), await name()]).toEqual(["Bob", "Bob", "Robert"]);
    adobe.faults.add({ method: "GET", fault: { kind: "stale", writes: 2 } });
    expect((await send("GET", `/users/${id}`)).status).toBe(404);
  });

  it("slow takes its time", async () => {
    adobe.faults.add({ fault: { kind: "slow", ms: 60 } });
    await send("GET", "/account");
    expect(adobe.log.entries[0]?.ms).toBeGreaterThanOrEqual(58);
  });
});

describe("faults on the wire", () => {
  it("a reset before destroys the connection and applies nothing", async () => {
    adobe.faults.add({ fault: { kind: "reset-before" } });
    await expect(send("POST", "/users", ada)).rejects.toThrow();
    expect(adobe.people()).toEqual([]);
    expect(adobe.log.entries[0]).toMatchObject({ status: 0, fault: "reset-before", kind: "write" });
  });

  it("a reset after destroys the connection with the write applied", async () => {
    adobe.faults.add({ fault: { kind: "reset-after" } });
    await expect(send("POST", "/users", ada)).rejects.toThrow();
    expect(adobe.people()).toHaveLength(1);
    expect(adobe.log.entries[0]?.status).toBe(0);
  });

  it("a malformed body is no JSON, and a truncated one ends early", async () => {
    adobe.faults.add({ nth: 1, fault: { kind: "malformed" } }, { nth: 2, fault: { kind: "truncated" } });
    await expect(send("GET", "/account")).rejects.toThrow(SyntaxError);
    await expect(send("GET", "/account")).rejects.toThrow();
    expect((await send("GET", "/account")).status).toBe(200);
  });
});

describe("the plan", () => {
  it("strikes by method, path and occurrence", async () => {
    const fault = { kind: "status", status: 500 } as const;
    adobe.faults.add({ method: ["GET", "PATCH"], path: /\/account$/g, nth: [2, 3], fault });
    const statuses = [];
    for (const path of ["/account", "/users", "/account", "/account", "/account"]) {
      statuses.push((await send("GET", path)).status);
    }
    expect(statuses).toEqual([200, 200, 500, 500, 200]);
    expect(adobe.faults.report()[0]?.struck).toBe(2);
    adobe.faults.clear();
    expect(adobe.faults.report()).toEqual([]);
  });

  it("draws the same faults from the same seed", async () => {
    const run = async () => {
      const emulator = await startAdobe({ seed: 42 });
      emulator.faults.add({ probability: 0.5, fault: { kind: "status", status: 500 } });
      const statuses = [];
      for (let i = 0; i < 20; i++) statuses.push((await fetch(`${emulator.url}/account`)).status);
      await emulator.close();
      return statuses;
    };
    const first = await run();
    expect(await run()).toEqual(first);
    expect(new Set(first)).toEqual(new Set([401, 500]));
  });

  it("leaves token endpoints alone unless a path names them", async () => {
    adobe.faults.add({ fault: { kind: "status", status: 500 } });
    const check = () => fetch(`${adobe.origin}/oauth/token/check`);
    expect((await check()).status).toBe(200);
    adobe.faults.clear();
    adobe.faults.add({ path: "/oauth/", fault: { kind: "status", status: 500 } });
    expect((await check()).status).toBe(500);
  });

  it("refuses a rule it doesn't understand", () => {
    expect(() => adobe.faults.add({ path: "(", fault: { kind: "slow", ms: 1 } })).toThrow("regular expression");
  });
});
