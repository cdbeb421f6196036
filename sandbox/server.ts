import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import { fastify } from "fastify";
import { altered, misroutedPath } from "./altered";
import type { Controlled } from "./control";
import { addControlRoutes } from "./control";
import { decide } from "./decision";
import { deliver, isReset } from "./delivery";
import { type Answer, type Body, type Call, type Route, textOf, type Vendor } from "./exchange";
import type { Fault, FaultPlan } from "./faults";
import { createFaultPlan } from "./faults";
import { asObject, percentDecoded } from "./json";
import type { Settings } from "./options";
import { foreignness } from "./own-address";
import { createRandom } from "./prng";
import { createLimiter } from "./rates";
import type { RequestLog } from "./request-log";
import { createRequestLog } from "./request-log";

/** A vendor that listens. */
export interface Server {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly log: RequestLog;
  readonly faults: FaultPlan;
  /** Answers as to a request, without a connection: for whoever asks very often. Neither logged nor hit by faults. */
  answer(question: Question): PlainAnswer;
  /** From now on the vendor allows this share of its rates, above 0; 1 is what it began with. */
  setRateShare(share: number): void;
  /** Stops listening and drops open connections. */
  close(): Promise<void>;
}

/** A request as it would be sent. */
interface Question {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: FastifyRequest["headers"];
  readonly body: string;
}

/** An answer as it would be sent, without the headers of its connection. */
interface PlainAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const BODY_LIMIT = 32 * 1024 * 1024;
const WRITES = new Set(["POST", "PUT", "PATCH", "DELETE"]);

function texts(value: unknown): Record<string, string> {
  const entries = Object.entries(asObject(value) ?? {}).map(([key, item]) => {
    const last: unknown = Array.isArray(item) ? item.at(-1) : item;
    return [key, typeof last === "string" ? last : undefined] as const;
  });
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
}

function parseBody(text: unknown, contentType: string): Body {
  if (typeof text !== "string" || text === "") return { kind: "none" };
  if (contentType.startsWith("application/x-www-form-urlencoded")) {
    return { kind: "parsed", value: Object.fromEntries(new URLSearchParams(text)) };
  }
  try {
    return { kind: "parsed", value: JSON.parse(text) };
  } catch {
    return { kind: "malformed", text };
  }
}

/** Answers a request that is not meant for this server; it enters no log, and no fault is used up. */
function refuseForeign(request: FastifyRequest, reply: FastifyReply): boolean {
  const reason = foreignness(request.headers, request.socket.localPort ?? 0);
  if (reason === undefined) return false;
  const body = { error: `the sandbox answers its own address alone: ${reason}` };
  reply.code(403).header("content-type", "application/json").send(JSON.stringify(body));
  return true;
}

function loggedBody(body: Body): unknown {
  if (body.kind === "none") return undefined;
  return body.kind === "parsed" ? body.value : body.text;
}

/** One value for each header, as a vendor reads them. */
function plainHeaders(headers: FastifyRequest["headers"]): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, [value].flat().join(", ")] as const],
  );
  return Object.fromEntries(entries);
}

/** The route that answers a request for this path, with the path's parameters. */
function addressed(
  routes: readonly Route[],
  method: string,
  path: string,
): [Route, Record<string, string>] | undefined {
  for (const route of routes) {
    const pattern = route.path.replace(/:(\w+)/g, "(?<$1>[^/]+)");
    const found = route.method === method ? new RegExp(`^${pattern}$`).exec(path) : null;
    if (!found) continue;
    const params = Object.entries(found.groups ?? {}).map(([name, text]) => [name, percentDecoded(text)]);
    return [route, Object.fromEntries(params) as Record<string, string>];
  }
  return undefined;
}

/** Serves a vendor on 127.0.0.1, with its log, its fault plan, its rates and the control surface. */
export async function startServer(vendor: Vendor, controlled: Controlled, settings: Settings): Promise<Server> {
  const { log, add } = createRequestLog();
  const { plan, take } = createFaultPlan(createRandom(settings.seed));
  const limiter = createLimiter(vendor.limits, settings.rates, settings.now);
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 2000 },
    frameworkErrors: (_error, request, reply) => {
      if (!refuseForeign(request, reply)) void exchange(request, reply, refusing(400, "The URL can't be read"));
    },
  });
  // Before every route, those of the control surface and the unknown ones too.
  app.addHook("onRequest", async (request, reply) => {
    if (refuseForeign(request, reply)) return reply;
    return undefined;
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, text, done) => done(null, text));

  function refusing(status: number, detail: string): Route {
    return { method: "GET", path: "", handle: () => vendor.problem(status, detail) };
  }

  function callOf(request: FastifyRequest, fault: Fault | undefined): Call {
    const headers = plainHeaders(request.headers);
    const staleWrites = fault?.kind === "stale" && request.method === "GET" ? (fault.writes ?? 1) : 0;
    return {
      method: request.method,
      path: request.raw.url ?? "/",
      params: texts(request.params),
      query: texts(request.query),
      headers,
      body: parseBody(request.body, headers["content-type"] ?? ""),
      origin: `http://${headers["host"] ?? "127.0.0.1"}`,
      view: vendor.history.view(staleWrites),
      fault,
    };
  }

  function answerTo(route: Route, call: Call): Answer {
    if (call.fault?.kind !== "misrouted") return decide(vendor, limiter, route, call);
    if (WRITES.has(call.method)) decide(vendor, limiter, route, call);
    const url = new URL(misroutedPath(call.path, call.fault), call.origin);
    const [elsewhere, params] = addressed(vendor.routes, "GET", url.pathname) ?? [
      refusing(404, "There is nothing there"),
      {},
    ];
    const query = Object.fromEntries(url.searchParams);
    return decide(vendor, limiter, elsewhere, { ...call, method: "GET", path: url.pathname, params, query });
  }

  async function exchange(request: FastifyRequest, reply: FastifyReply, route: Route): Promise<void> {
    const at = settings.now();
    const started = performance.now();
    const method = request.method;
    const isToken = route.isToken === true;
    const fault = take({ method, path: request.raw.url ?? "/", isToken });
    reply.hijack();
    if (settings.latency > 0) await sleep(settings.latency);
    const call = callOf(request, fault);
    const answer = fault?.kind === "reset-before" ? undefined : altered(answerTo(route, call), fault);
    if (fault?.kind === "slow") await sleep(fault.ms);
    add({
      method,
      path: call.path,
      status: isReset(fault) || answer === undefined ? 0 : answer.status,
      body: loggedBody(call.body),
      headers: call.headers,
      at,
      ms: Math.round(performance.now() - started),
      kind: isToken ? "token" : WRITES.has(method) ? "write" : "read",
      ...(fault === undefined ? {} : { fault: fault.kind }),
    });
    deliver(reply.raw, answer ?? { status: 500 }, vendor.contentType, fault);
  }

  function answer({ method, path, headers: sent, body }: Question): PlainAnswer {
    const url = new URL(path, origin);
    const [route, params] = addressed(vendor.routes, method, url.pathname) ?? [unknown, {}];
    const headers = plainHeaders(sent);
    const call: Call = {
      ...{ method, path, params, headers, origin, fault: undefined },
      query: Object.fromEntries(url.searchParams),
      body: parseBody(body, headers["content-type"] ?? ""),
      view: vendor.history.view(0),
    };
    const answer = decide(vendor, limiter, route, call);
    const { status, headers: own } = answer;
    const text = textOf(answer);
    return { status, text, headers: { ...(text ? { "content-type": vendor.contentType } : {}), ...own } };
  }

  for (const route of vendor.routes) {
    app.route({ method: route.method, url: route.path, handler: (request, reply) => exchange(request, reply, route) });
  }
  const unknown = refusing(404, "There is nothing at this address");
  app.setNotFoundHandler((request, reply) => exchange(request, reply, unknown));
  app.setErrorHandler((error: { statusCode?: number; message: string }, request, reply) =>
    exchange(request, reply, refusing(error.statusCode ?? 500, error.message)),
  );
  addControlRoutes(app, { log, faults: plan, controlled });

  const origin = await app.listen({ host: "127.0.0.1", port: settings.port });
  return { origin, log, faults: plan, answer, setRateShare: limiter.setShare, close: () => app.close() };
}
