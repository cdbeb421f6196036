import { Agent, request } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Properties } from "../../provider/core/contract/declaration";
import { create, read, remove, update } from "../../provider/core/lifecycle/reconcile";
import { createUsers, readUsers, removeUsers, updateUsers } from "../../provider/core/many/reconcile";
import { Ownership } from "../../provider/core/session/ownership";
import type { Session } from "../../provider/core/session/session";
import { openTenant } from "../../provider/open-tenant";
import { keycloak } from "../../provider/platforms/keycloak/index";
import { systemClock } from "../../provider/system-context";
import { type KeycloakServer, keycloakLacks, startKeycloak } from "../../scripts/servers/keycloak";
import { KeycloakAdmin, type RealmAccess } from "../../scripts/servers/keycloak-admin";
import { type RecordingProxy, startProxy } from "./recording-proxy";

const PEOPLE = 1000;
const CHANGED = 10;
const AT_ONCE = 16;
const STEPS = ["create", "look", "change", "refresh", "destroy"] as const;
/** The most requests that a set of 1,000 people may take. */
const GOALS: Readonly<Record<Step, number>> = { create: 3020, look: 16, change: 23, refresh: 16, destroy: 1013 };

type Step = (typeof STEPS)[number];
/** Requests that reached the server, tokens aside, and seconds. */
type Figures = Record<Step, { readonly requests: number; readonly seconds: number }>;
type Work = Record<Step, () => Promise<unknown>>;

const lacks = keycloakLacks();

describe.skipIf(lacks !== undefined)(`1,000 people on Keycloak${lacks ? ` (${lacks})` : ""}`, () => {
  const measured: Record<string, Figures> = {};
  let server: KeycloakServer;
  let proxy: RecordingProxy;

  beforeAll(async () => {
    server = await startKeycloak();
    proxy = await startProxy({
      upstream: server.url,
      now: Date.now,
      isToken: (path) => path.includes("/openid-connect/token"),
      problem: (_, detail) => ({ errorMessage: detail }),
      done: 204,
    });
    // The first requests of a Java server are slow, whoever sends them.
    await bareLoop(await newRealm("warm-up"), 100).create();
  });
  afterAll(async () => {
    await proxy?.close();
    await server?.stop();
    if (Object.keys(measured).length > 0) console.log(tableOf(measured));
  });

  it("a bare loop: the calls alone, 16 at once", async () => {
    measured["bare loop"] = await measure(bareLoop(await newRealm("bare"), PEOPLE));
  }, 900_000);

  it("Users: one resource, within the goals", async () => {
    const figures = await measure(asSet(await newRealm("set")));
    measured["Users"] = figures;
    for (const step of STEPS) expect(figures[step].requests, step).toBeLessThanOrEqual(GOALS[step]);
  }, 900_000);

  it("User: a resource each", async () => {
    measured["User"] = await measure(oneByOne(await newRealm("each")));
  }, 900_000);

  async function newRealm(realm: string): Promise<RealmAccess> {
    const admin = new KeycloakAdmin(server);
    const access = await admin.createRealm(realm);
    await admin.declareAttributes(realm, ["badge", "skills"]);
    return access;
  }

  async function measure(work: Work): Promise<Figures> {
    const figures: Partial<Figures> = {};
    for (const step of STEPS) {
      const [before, start] = [countOf(proxy), performance.now()];
      await work[step]();
      figures[step] = { requests: countOf(proxy) - before, seconds: (performance.now() - start) / 1000 };
    }
    return figures as Figures;
  }

  /** As a new process for each command would open it. */
  function session({ realm, clientId, clientSecret }: RealmAccess): Session {
    const log = { info: () => undefined, warn: () => undefined };
    const context = { clock: systemClock, random: Math.random, environment: {}, log };
    const settings = { maxConcurrency: AT_ONCE, maxRemovals: PEOPLE };
    const raw = { url: proxy.origin, realm, clientId, clientSecret, ...settings };
    return openTenant(keycloak, raw, { context, ownership: new Ownership(), canImport: true }).session("user");
  }

  function asSet(access: RealmAccess): Work {
    const options = { onDestroy: "delete", maxRemovals: "all" };
    const set = (which: number) => ({
      users: Object.fromEntries(people(PEOPLE).map((person, i) => [`p${i}`, changedIf(person, i < which)])),
      ...options,
    });
    const run = { owner: "set" };
    let state: Properties = {};
    const kept = async (result: Promise<{ outputs: Properties }>) => {
      state = (await result).outputs;
    };
    return {
      create: () => kept(createUsers(session(access), set(0), run)),
      look: () => kept(readUsers(session(access), state, run)),
      change: () => kept(updateUsers(session(access), state, set(CHANGED), run)),
      refresh: () => kept(readUsers(session(access), state, run)),
      destroy: () => removeUsers(session(access), state, run),
    };
  }

  function oneByOne(access: RealmAccess): Work {
    const all = people(PEOPLE).map((person) => ({ ...person, onDestroy: "delete" }));
    const state: { id: string; outputs: Properties }[] = [];
    const look = async (): Promise<void> => {
      const now = session(access);
      await each(PEOPLE, async (i) => {
        const { id, outputs } = state[i] ?? missing(i);
        await read(now, id, outputs, `p${i}`);
      });
    };
    return {
      create: () => {
        const now = session(access);
        return each(PEOPLE, async (i) => {
          state[i] = await create(now, all[i] ?? {}, `p${i}`);
        });
      },
      look,
      change: () => {
        const now = session(access);
        return each(CHANGED, async (i) => {
          const { id, outputs } = state[i] ?? missing(i);
          state[i] = await update(now, id, outputs, changedIf(all[i] ?? {}, true), `p${i}`);
        });
      },
      refresh: look,
      destroy: () => {
        const now = session(access);
        return each(PEOPLE, async (i) => {
          const { id, outputs } = state[i] ?? missing(i);
          await remove(now, id, outputs, `p${i}`);
        });
      },
    };
  }

  /** The fewest calls that could do it, without a look at what they did. */
  function bareLoop({ realm, clientId, clientSecret }: RealmAccess, count: number): Work {
    const dispatcher = new Agent({ connections: AT_ONCE });
    const base = `${proxy.origin}/admin/realms/${realm}`;
    const ids: string[] = [];
    let token: Promise<string> | undefined;
    const fetchToken = async (): Promise<string> => {
      const form = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
      const url = `${proxy.origin}/realms/${realm}/protocol/openid-connect/token`;
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const answer = await request(url, { method: "POST", headers, body: new URLSearchParams(form).toString() });
      return ((await answer.body.json()) as { access_token: string }).access_token;
    };
    const send = async (method: "GET" | "POST" | "PUT" | "DELETE", path: string, json?: unknown) => {
      token ??= fetchToken();
      const headers = { authorization: `Bearer ${await token}`, "content-type": "application/json" };
      const body = json === undefined ? null : JSON.stringify(json);
      const answer = await request(`${base}${path}`, { dispatcher, method, headers, body });
      const text = await answer.body.text();
      if (answer.statusCode >= 300) throw new Error(`${method} ${path} is answered ${answer.statusCode}: ${text}`);
      return { text, location: String(answer.headers["location"]) };
    };
    const look = async (): Promise<void> => {
      for (let first = 0; first < count; first += 1000) await send("GET", `/users?first=${first}&max=1000`);
      for (let first = 0; first < count; first += 1000)
        await send("GET", `/roles/reviewer/users?first=${first}&max=1000`);
    };
    const all = people(count);
    return {
      async create() {
        const role: unknown = JSON.parse((await send("GET", "/roles/reviewer")).text);
        await each(count, async (i) => {
          const { username, firstName, lastName, email, attributes } = all[i] ?? {};
          const lists = Object.entries(attributes as Properties).map(([name, value]) => [name, [value]]);
          const user = { username, firstName, lastName, email, enabled: true, attributes: Object.fromEntries(lists) };
          ids[i] = (await send("POST", "/users", user)).location.split("/").at(-1) ?? "";
        });
        await each(count, async (i) => void (await send("POST", `/users/${ids[i]}/role-mappings/realm`, [role])));
      },
      look,
      change: () => each(CHANGED, async (i) => void (await send("PUT", `/users/${ids[i]}`, { lastName: "Changed" }))),
      refresh: look,
      destroy: () => each(count, async (i) => void (await send("DELETE", `/users/${ids[i]}`))),
    };
  }
});

function people(count: number): readonly Properties[] {
  return Array.from({ length: count }, (_, i) => ({
    username: `person.${i}`,
    firstName: "Person",
    lastName: `Number ${i}`,
    email: `person.${i}@example.com`,
    attributes: { badge: `b${i % 7}`, skills: `s${i % 11}` },
    roles: { realm: ["reviewer"] },
  }));
}

function changedIf(person: Properties, isChanged: boolean): Properties {
  return isChanged ? { ...person, lastName: "Changed" } : person;
}

/** So many pieces of work, 16 at once. */
async function each(count: number, work: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function missing(i: number): never {
  throw new Error(`person ${i} was not created`);
}

function countOf({ log }: RecordingProxy): number {
  const { reads, writes } = log.counts();
  return reads + writes;
}

function tableOf(measured: Readonly<Record<string, Figures>>): string {
  const lines = Object.entries(measured).map(([name, figures]) => {
    const cells = STEPS.map((step) => {
      const { requests, seconds } = figures[step];
      const bare = measured["bare loop"]?.[step].seconds;
      const ratio = bare === undefined || name === "bare loop" ? "" : `, ${(seconds / bare).toFixed(2)} x`;
      return `${requests} requests, ${seconds.toFixed(2)} s${ratio}`;
    });
    return `| ${[name, ...cells].join(" | ")} |`;
  });
  return [`| 1,000 people | ${STEPS.join(" | ")} |`, ...lines].join("\n");
}
