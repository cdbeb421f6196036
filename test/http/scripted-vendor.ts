import type { Dispatcher } from "undici";
import type { Context } from "../../provider/core/contract/context";
import { HttpClient } from "../../provider/http/client";
import { fixedToken } from "../../provider/http/credentials";
import type { HttpOptions } from "../../provider/http/request";
import { type Limits, Throttle } from "../../provider/http/throttle";
import { steppedClock } from "./stepped-clock";

export const ORIGIN = "https://vendor.example";
export const TOKEN = "t0ken-value";

/** A request as it left. */
export interface Sent {
  readonly origin: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** When, on the test's clock. */
  readonly at: number;
}

export interface Answered {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text as it stands; anything else as JSON. */
  readonly body?: unknown;
}

/** More requests than any test means: whoever asks again and again is refused, and fails. */
const MOST = 2000;

/** What becomes of one request; `silence`: nothing, until its time is over. */
export type Answer = Answered | number | Error | "silence";

/** A client whose vendor answers in this process, and what it was sent. Time passes on a clock of its own. */
export function scripted(
  answers: readonly Answer[] | ((sent: Sent) => Answer),
  more: Partial<HttpOptions> = {},
  limits: Partial<Limits> = {},
) {
  const clock = steppedClock();
  const sent: Sent[] = [];
  const left = typeof answers === "function" ? undefined : [...answers];
  const answerTo = (request: Sent): Answer => {
    if (sent.length > MOST) return { status: 418, body: {} };
    if (typeof answers === "function") return answers(request);
    const next = left?.shift();
    if (next === undefined) throw new Error(`nobody expects ${request.method} ${request.path}`);
    return next;
  };
  const dispatch: Dispatcher["dispatch"] = ({ origin, path, method, headers, body }, handler) => {
    const request = { origin: String(origin), method, path, headers, body, at: clock.now() } as Sent;
    sent.push(request);
    const answer = answerTo(request);
    const controller = { abort: () => undefined } as unknown as Dispatcher.DispatchController;
    handler.onRequestStart?.(controller, undefined);
    if (answer instanceof Error) handler.onResponseError?.(controller, answer);
    else if (answer !== "silence") {
      const { status, headers: fields = {}, body: said } = typeof answer === "number" ? { status: answer } : answer;
      handler.onResponseStart?.(controller, status, fields);
      const text = said === undefined || typeof said === "string" ? (said ?? "") : JSON.stringify(said);
      handler.onResponseData?.(controller, Buffer.from(text));
      handler.onResponseEnd?.(controller, {});
    }
    return true;
  };
  const context: Context = {
    clock,
    random: () => 0,
    environment: {},
    log: { info: () => undefined, warn: () => undefined },
    ...more.context,
  };
  const http = new HttpClient({
    title: "Vendor",
    baseUrl: `${ORIGIN}/api`,
    credentials: fixedToken(TOKEN),
    authorization: (token) => ({ authorization: `Bearer ${token}` }),
    headers: { accept: "application/json" },
    dispatcher: async () => ({ dispatch }) as unknown as Dispatcher,
    timeout: 300_000,
    maxResponseBytes: 2 ** 25,
    settings: "roster:vendor",
    throttle: new Throttle({ maxConcurrency: 4, ...limits }, clock),
    ...more,
    context,
  });
  return {
    http,
    clock,
    sent,
    ask: (...request: Parameters<HttpClient["request"]>) => clock.ended(http.request(...request)),
  };
}
