import { MockAgent } from "undici";
import type { UpdateRequest } from "../../../provider/core/contract/connector";
import type { Context } from "../../../provider/core/contract/context";
import type { Change } from "../../../provider/core/model/change";
import { HttpClient } from "../../../provider/http/client";
import { fixedToken } from "../../../provider/http/credentials";
import { Throttle } from "../../../provider/http/throttle";
import { NermConnector } from "../../../provider/platforms/nerm/connector";

export const ADA = "db6f8e8b-65c2-47d5-a0db-90bcc4e9df9e";
export const BOB = "bba9cfb2-96c1-4acb-ac79-a21732527265";

/** A context whose clock only moves when somebody sleeps. */
export function testContext(): Context & { readonly said: string[] } {
  let time = 1_700_000_000_000;
  const said: string[] = [];
  return {
    clock: {
      now: () => time,
      sleep: async (ms) => {
        time += ms;
      },
    },
    log: { warn: (message) => void said.push(message), info: (message) => void said.push(message) },
    random: () => 0,
    environment: {},
    said,
  };
}

/** One call and its answer; `body` is what must be sent. */
export interface Exchange {
  readonly call: `${"GET" | "POST" | "PATCH" | "DELETE"} /${string}`;
  readonly body?: unknown;
  readonly status?: number;
  readonly answer: object;
}

/** The query of a page from the start. */
export const FIRST = "limit=100&offset=0&metadata=true";

/** A directory whose vendor answers these calls and no others; `done` fails where one of them was not made. */
export function scripted(...exchanges: readonly Exchange[]) {
  const agent = new MockAgent();
  agent.disableNetConnect();
  const vendor = agent.get("https://acme.nonemployee.com");
  const calls: string[] = [];
  const sent: { readonly actual: unknown; readonly expected: unknown }[] = [];
  for (const { call, body, status = 200, answer } of exchanges) {
    const [method = "", path = ""] = call.split(" ");
    vendor.intercept({ method, path: `/api${path}` }).reply(status, (request) => {
      calls.push(call);
      sent.push({ actual: request.body ? JSON.parse(String(request.body)) : undefined, expected: body });
      return path.includes("metadata=true") ? counted(answer) : answer;
    });
  }
  const context = testContext();
  const http = new HttpClient({
    title: "SailPoint NERM",
    baseUrl: "https://acme.nonemployee.com/api",
    credentials: fixedToken("key-1234"),
    authorization: (token) => ({ authorization: `Bearer ${token}` }),
    headers: { accept: "application/json" },
    dispatcher: async () => agent,
    timeout: 300_000,
    maxResponseBytes: 2 ** 25,
    settings: "roster:vendor",
    throttle: new Throttle({ maxConcurrency: 8 }, context.clock),
    context,
  });
  const connector = new NermConnector(http, {
    baseUrl: "https://acme.nonemployee.com/api",
    context,
    timeout: 60_000,
  });
  return { connector, calls, sent, context, done: () => agent.assertNoPendingInterceptors() };
}

/** A page with the total that the vendor tells beside its rows. */
function counted(answer: object): object {
  const [rows] = Object.values(answer);
  return Array.isArray(rows) ? { _metadata: { total: rows.length }, ...answer } : answer;
}

/** The user of the vendor's own page, in the shape that it answers with. */
export const SEED_USER = {
  id: ADA,
  uid: "db6f8e8b65c247d5a0db90bcc4e9df9e",
  name: "myusername",
  email: "test@sailpoint.com",
  type: "NeprofileUser",
  title: "mytitle",
  status: "Active",
  login: "mylogin",
  last_login: "2023-05-01T09:12:28Z",
  cookies_accepted_at: "2023-05-01T09:12:28Z",
  preferred_language: "en-US",
};

export const NO_ROLES = { error: "no user roles found" };
export const NO_MANAGERS = { error: "no user managers found" };

export const ROLES = {
  roles: [
    { id: "r-1", name: "Sponsors" },
    { id: "r-2", name: "Help Desk" },
    { id: "r-3", name: "Help Desk" },
  ],
};
export const LIST_ROLES = { call: `GET /roles?${FIRST}`, answer: ROLES } as const;
export const GET_ADA = { call: `GET /users/${ADA}`, answer: { user: SEED_USER } } as const;
export const HELD = `GET /user_roles?user_id=${ADA}&${FIRST}` as const;
export const MANAGED = `GET /user_managers?user_id=${ADA}&${FIRST}` as const;
export const userRole = (role: string) => ({ id: `ur-${role}`, user_id: ADA, role_id: role });

export function changing(changes: readonly Change[], desired: Partial<UpdateRequest["desired"]>): UpdateRequest {
  return {
    id: ADA,
    changes,
    desired: { attributes: {}, sets: {}, references: {}, ...desired },
    addOnly: [],
  };
}
export const added = (name: string): Change => ({ kind: "member", path: ["roles", 0], to: name });
export const removed = (name: string): Change => ({ kind: "member", path: ["roles", 0], from: name });
export const managedBy = (id: string): Change => ({ kind: "reference", path: ["manager"], to: id });
