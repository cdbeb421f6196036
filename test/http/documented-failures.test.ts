import { expect, it } from "vitest";
import type { Context } from "../../provider/core/contract/context";
import { PartlyRejectedError } from "../../provider/core/contract/errors";
import { create, update } from "../../provider/core/lifecycle/reconcile";
import type { Credentials } from "../../provider/http/credentials";
import type { HttpRequest, Method } from "../../provider/http/request";
import { account, FakeConnector, sessionOf } from "../core/fake-connector";
import { textOf } from "../repository/files";
import { scripted } from "./scripted-vendor";

const PAGE = "docs/operations/failures.md";
const CHANGES = ["PUT", "PATCH", "DELETE"] as const;
const LOST = Object.assign(new Error("lost"), { code: "ECONNRESET" });

const to = (method: Method, more: Partial<HttpRequest> = {}): HttpRequest => ({ method, path: "/users/1", ...more });
const ada = { login: "ada", bio: "a" };
const stored = { ...ada, status: "on", tenant: "here", origin: "created" };

/** What a request comes to, and what was sent until then. */
async function outcomeOf(
  method: Method,
  ...[answers, options]: Parameters<typeof scripted>
): Promise<{ readonly code: string; readonly times: readonly number[] }> {
  const { ask, sent } = scripted(answers, options);
  const code = await ask(to(method)).then(
    ({ status }) => String(status),
    (error) => error.code,
  );
  return { code, times: sent.map(({ at }) => at) };
}

/** A token that can be renewed once. */
function renewable(): Credentials {
  let token = "old";
  return {
    token: async () => token,
    newest: () => token,
    accepted: () => undefined,
    renew: async () => {
      token = "new";
      return true;
    },
    secrets: () => [],
  };
}

const ROWS: Readonly<Record<string, () => Promise<void>>> = {
  "the credentials are refused (401, 403)": async () => {
    const { ask, sent } = scripted([401, 401], { credentials: renewable() });
    expect(await ask(to("PATCH"))).toMatchObject({ status: 401 });
    expect(sent.map(({ headers }) => headers["authorization"])).toEqual(["Bearer old", "Bearer new"]);
    expect(await outcomeOf("PATCH", [403], { credentials: renewable() })).toEqual({ code: "403", times: [0] });
  },
  "too many requests (429)": async () => {
    const busy = { status: 429, headers: { "retry-after": "7" } };
    for (const method of ["GET", "POST", ...CHANGES] as const) {
      const { code, times } = await outcomeOf(method, [busy, busy, busy, busy, 200]);
      expect(code, method).toBe("200");
      for (const [i, at] of times.slice(1).entries()) expect(at - (times[i] ?? 0)).toBeGreaterThanOrEqual(7000);
      expect(await outcomeOf(method, [busy, busy, busy, busy, busy])).toMatchObject({ code: "rate-limited" });
    }
  },
  "5xx or a lost answer, to a change": async () => {
    for (const method of CHANGES) {
      for (const failure of [502, LOST]) {
        const { code, times } = await outcomeOf(method, [failure, 200]);
        expect([code, times.length], method).toEqual(["200", 2]);
      }
    }
  },
  "an answer that is not whole within `timeout`": async () => {
    const { code, times } = await outcomeOf("PATCH", ["silence"], { timeout: 20 });
    expect([code, times.length]).toEqual(["unavailable", 1]);
  },
  "the time of `customTimeouts` is over": async () => {
    const operation = { until: () => 20, apart: <T>(work: () => T) => work() };
    const { code, times } = await outcomeOf("PATCH", ["silence"], { context: { operation } as Context });
    expect([code, times.length]).toEqual(["overdue", 1]);
  },
  "an answer longer than `maxResponseBytes`": async () => {
    const long = { status: 200, body: "x".repeat(100) };
    expect(await outcomeOf("PATCH", [long], { maxResponseBytes: 99 })).toEqual({ code: "too-large", times: [0] });
    expect(await outcomeOf("PATCH", [{ ...long, body: "{}" }], { maxResponseBytes: 99 })).toMatchObject({
      code: "200",
    });
  },
  "the same, to a creation": async () => {
    for (const failure of [502, LOST])
      expect(await outcomeOf("POST", [failure])).toEqual({ code: "uncertain", times: [0] });
    const vendor = new FakeConnector();
    const { ask } = scripted([502]);
    vendor.create = async () => {
      vendor.calls.push("create");
      await ask(to("POST"));
      throw new Error("it should have failed");
    };
    const session = sessionOf(vendor);
    await expect(create(session, ada, "urn")).rejects.toMatchObject({ code: "uncertain" });
    expect(vendor.calls.filter((call) => call === "create")).toHaveLength(1);
    expect(vendor.calls.filter((call) => call === "find").length).toBeGreaterThan(2);
  },
  "the vendor accepts a change and doesn't show it": async () => {
    for (const timeout of [20_000, 60_000]) {
      const vendor = new FakeConnector();
      vendor.account = account({ ...ada, status: "on" });
      vendor.update = async () => ({ id: "9" });
      const session = sessionOf(vendor, { timeout });
      const error = await update(session, "9", stored, { ...ada, bio: "b" }, "urn").catch((failure) => failure);
      expect(error.message).toMatch(/bio/);
      expect(session.context.clock.now()).toBeGreaterThan(timeout / 2);
      expect(session.context.clock.now()).toBeLessThanOrEqual(timeout);
    }
  },
  "one of several systems behind it fails": async () => {
    const vendor = new FakeConnector();
    vendor.account = account({ ...ada, status: "on" });
    vendor.update = async () => {
      vendor.account = account({ ...ada, bio: "b", status: "on" });
      throw new PartlyRejectedError("training: down", ["training"]);
    };
    const session = sessionOf(vendor);
    const news = { ...ada, bio: "b" };
    const { outputs } = await update(session, "9", stored, news, "urn").catch((failure) => failure);
    expect(outputs).toMatchObject({ pendingOn: ["training"] });
    vendor.update = FakeConnector.prototype.update.bind(vendor);
    const { outputs: taken } = await update(session, "9", outputs, news, "urn");
    expect(vendor.sent.flat().map(({ path }) => path[0])).toEqual(["login", "bio"]);
    expect(taken).not.toHaveProperty("pendingOn");
  },
};

it(`each request that fails and that ${PAGE} names is tried here`, () => {
  const [, table = ""] = textOf(PAGE).split("## Requests that fail");
  const [rows = ""] = table.split("\n## ");
  const [, , ...names] = [...rows.matchAll(/^\| (.+?) +\|/gm)].map(([, what]) => what);
  expect(Object.keys(ROWS)).toEqual(names);
});

it.each(Object.entries(ROWS))("%s: it goes as the page says", (_, tried) => tried());
