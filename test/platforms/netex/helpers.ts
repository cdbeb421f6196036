import { MockAgent } from "undici";
import type { Context } from "../../../provider/core/contract/context.js";
import { HttpClient } from "../../../provider/http/client.js";
import { fixedToken } from "../../../provider/http/credentials.js";
import { Throttle } from "../../../provider/http/throttle.js";
import { NetexConnector } from "../../../provider/platforms/netex/connector.js";
import { TITLE } from "../../../provider/platforms/netex/judge.js";
import type { WireUser } from "../../../provider/platforms/netex/wire.js";

export const ORIGIN = "https://netex.example.com";
const BASE = "/integration/ws/management/rest";
export const TOKEN = "token-for-tests";
export const ID = "ff808181556ee70e015572136a250012";

/** A clock that jumps instead of sleeping. */
export function jumpingContext(): Context {
  let now = 1_700_000_000_000;
  return {
    clock: {
      now: () => now,
      sleep: async (ms) => {
        now += ms;
      },
    },
    log: { warn: () => {}, info: () => {} },
    random: () => 0,
    environment: {},
  };
}

export interface Exchange {
  readonly expect: string;
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface Sent {
  readonly call: string;
  readonly body: unknown;
}

/** A directory whose vendor plays these exchanges in this order, and answers nothing else. */
export function scripted(...script: readonly Exchange[]) {
  const agent = new MockAgent();
  agent.disableNetConnect();
  const sent: Sent[] = [];
  const left = [...script];
  for (const method of ["GET", "POST", "PUT", "DELETE"]) {
    agent
      .get(ORIGIN)
      .intercept({ path: () => true, method })
      .reply(({ path, method, body }) => {
        const call = `${method} ${path.replace(BASE, "")}`;
        sent.push({ call, body: typeof body === "string" ? JSON.parse(body) : undefined });
        const next = left.shift();
        if (next?.expect !== call) throw new Error(`expected ${next?.expect ?? "no call"}, got ${call}`);
        const text =
          typeof next.body === "string" ? next.body : next.body === undefined ? "" : JSON.stringify(next.body);
        return { statusCode: next.status ?? 200, data: text, responseOptions: { headers: next.headers ?? {} } };
      })
      .persist();
  }
  const warned: string[] = [];
  const context: Context = {
    ...jumpingContext(),
    log: { info: () => {}, warn: (message) => void warned.push(message) },
  };
  const http = new HttpClient({
    title: TITLE,
    baseUrl: `${ORIGIN}${BASE}`,
    credentials: fixedToken(TOKEN),
    authorization: (token) => ({ "x-cloud-auth-token": token }),
    headers: {},
    dispatcher: async () => agent,
    timeout: 300_000,
    maxResponseBytes: 2 ** 25,
    settings: "roster:vendor",
    throttle: new Throttle({ maxConcurrency: 4 }, context.clock),
    context,
  });
  const connector = new NetexConnector(http, `${ORIGIN}${BASE}`, 1_000);
  return { connector, sent, left, warned };
}

/** A user as a newer version shows it, with the hash that has to be dropped. */
export function shownUser(more: Record<string, unknown> = {}): WireUser & { password: string } {
  return {
    id: ID,
    commonId: "c-1",
    username: "ada.example",
    name: "Ada",
    surname: "Example",
    language: "en",
    timezone: "Europe/London",
    email: "ada@example.com",
    officePhone: "100",
    mobilePhone: null,
    interests: null,
    aboutMe: "Hello",
    location: "Bath",
    enabled: true,
    image: { url: "/nlc/images/user/1.png" },
    roles: { management: ["user"], training: ["user"] },
    authSource: "LDAP",
    extendedFields: { costCentre: "7", shoeSize: null },
    externalId: "e-1",
    password: "$2a$10$hashhashhash",
    ...more,
  };
}

/** The vendor's answer to a write, with a status for each platform. */
export function envelope(
  platforms: Record<string, number | [number, string]>,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  const results = Object.entries(platforms).map(([name, result]) => {
    const [status, message] = Array.isArray(result) ? result : [result, null];
    return [name, { location: null, message, status }];
  });
  return { location: null, message: "", responsePlatforms: Object.fromEntries(results), status: 204, ...more };
}

export const stored = envelope({ training: 200, social: 204, play: 204, management: 204 });
export const notFound = { location: null, message: "The user does not exist", responsePlatforms: {}, status: 404 };
