import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { altered, misroutedPath } from "../../sandbox/altered";
import { deliver } from "../../sandbox/delivery";
import type { Answer } from "../../sandbox/exchange";
import { createFaultPlan, type Fault, type FaultPlan } from "../../sandbox/faults";
import { merged } from "../../sandbox/json";
import { createRandom } from "../../sandbox/prng";
import { createRequestLog, type RequestLog } from "../../sandbox/request-log";
import { passOn, type Question, textOf } from "./forwarding";

/** Stands before a real server on 127.0.0.1: counts, keeps what was asked, and makes answers go wrong on demand. */
export interface RecordingProxy {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly log: RequestLog;
  readonly faults: FaultPlan;
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** The real server's origin. */
  readonly upstream: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whether a path is that of a token endpoint, whose calls are neither reads nor writes. */
  readonly isToken?: (path: string) => boolean;
  /** An error in the server's own shape. */
  readonly problem: (status: number, detail: string) => unknown;
  /** The status of a write other than POST that is answered as done. */
  readonly done: number;
}

/** The answer to what a server can't do: nothing was written, so it counts as a question. */
const NOT_SUPPORTED = 501;
const WRITES = new Set(["POST", "PUT", "PATCH", "DELETE"]);

export async function startProxy(options: ProxyOptions): Promise<RecordingProxy> {
  const { log, add } = createRequestLog();
  const { plan, take } = createFaultPlan(createRandom(1));

  async function exchange(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url: path = "/" } = incoming;
    const [at, started] = [options.now(), performance.now()];
    const isToken = options.isToken?.(path) ?? false;
    const body = await textOf(incoming);
    const fault = take({ method, path, isToken });
    const pass = () => asked(options.upstream, { method, path, headers: incoming.headers, body });
    const misrouted = () => asked(options.upstream, elsewhere(path, fault, incoming.headers));
    const answer = await answered(fault, method, { pass, misrouted }, options);
    const lost = answer === undefined || fault?.kind === "reset-after";
    add({
      method,
      path,
      status: lost ? 0 : answer.status,
      body: parsed(body, String(incoming.headers["content-type"])),
      headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
      at,
      ms: Math.round(performance.now() - started),
      kind: isToken ? "token" : WRITES.has(method) && answer?.status !== NOT_SUPPORTED ? "write" : "read",
      ...(fault === undefined ? {} : { fault: fault.kind }),
    });
    deliver(response, answer ?? { status: 500 }, "application/json", fault);
  }

  const server = createServer((incoming, response) => {
    exchange(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    log,
    faults: plan,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What is sent back; undefined where the connection breaks before anything has happened. */
async function answered(
  fault: Fault | undefined,
  method: string,
  { pass, misrouted }: { readonly pass: () => Promise<Answer>; readonly misrouted: () => Promise<Answer> },
  { problem, done }: ProxyOptions,
): Promise<Answer | undefined> {
  switch (fault?.kind) {
    case "reset-before":
      return undefined;
    case "429": {
      const headers = { "retry-after": String(fault.retryAfter ?? 1) };
      return { status: 429, body: problem(429, "Too many requests"), headers };
    }
    case "status":
      if (fault.applied === true) await pass();
      return { status: fault.status, body: fault.body ?? problem(fault.status, "This error was asked for") };
    case "lie": {
      if (method === "GET") {
        const answer = await pass();
        return answer.status < 400 ? { ...answer, body: merged(answer.body, fault.body) } : answer;
      }
      const status = method === "POST" ? 201 : done;
      return fault.body === undefined ? { status } : { status, body: fault.body };
    }
    case "misrouted":
      if (WRITES.has(method)) await pass();
      return misrouted();
    case "hides":
    case "rewritten":
      return altered(await pass(), fault);
    case "slow":
      await pause(fault.ms);
      return pass();
    default:
      return pass();
  }
}

/** A GET of somebody else. */
function elsewhere(path: string, fault: Fault | undefined, headers: IncomingMessage["headers"]): Question {
  return { method: "GET", path: fault?.kind === "misrouted" ? misroutedPath(path, fault) : path, headers, body: "" };
}

async function asked(upstream: string, question: Question): Promise<Answer> {
  const { status, headers, text } = await passOn(upstream, question);
  return { status, body: parsed(text, "json"), headers };
}

/** JSON, or a form's fields; the text itself where it is neither. */
function parsed(text: string, type: string): unknown {
  if (text === "") return undefined;
  if (type.startsWith("application/x-www-form-urlencoded")) return Object.fromEntries(new URLSearchParams(text));
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
