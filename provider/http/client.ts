import {
  CancelledError,
  OverdueError,
  RateLimitedError,
  ResponseTooLargeError,
  UncertainError,
  UnreachableError,
} from "../core/contract/errors.js";
import { inTime } from "../core/contract/in-time.js";
import { type Answer, exchange } from "./exchange.js";
import type { Reply } from "./reply.js";
import type { HttpOptions, HttpRequest, Method } from "./request.js";
import { nextTry } from "./retry-timing.js";
import { type Failed, judged, lost, nameOf, outgoing, type Try, urlOf } from "./single-try.js";

/** What was read longer ago is read again before it is sent, in milliseconds. */
const OLD = 30_000;

/** An operation that is over still gets an answer to its last look, if one comes at once; in milliseconds. */
const SHORTEST_TRY = 1_000;

/**
 * JSON over HTTP to one tenant. It repeats what may be repeated: a 429 always (the vendor did nothing), lost, broken
 * and 5xx answers but 501 for every method but POST, and once after a 401 with a renewed token. A POST whose outcome
 * is open is an UncertainError at once. Where the operation that is under way has an end, no write is sent after it, and
 * what is under way then is given up: an OverdueError says what may have happened.
 *
 * @returns every other answer, whatever its status: what it means is the platform's business
 */
export class HttpClient {
  constructor(readonly options: HttpOptions) {}

  async request(first: HttpRequest): Promise<Reply> {
    let request = first;
    const { credentials, throttle, context } = this.options;
    const { clock, signal } = context;
    const rateLimitKey = this.#rateLimitKey(request.method);
    const kind = { rateLimitKey, isWrite: request.method !== "GET", since: clock.now() };
    const end = this.#endOf(request);
    let renewed = false;
    let isRepeated = false;
    let left = this.#timeFor(request);
    let mayBeLate = true;
    for (let tries = 1; ; tries++) {
      refuseIfCancelled(signal);
      if (tries > 1) request = await mergedAnew(request);
      const sent = request;
      const overdue = () => this.#overdue(sent, isRepeated);
      let token = await inTime(clock, Promise.resolve(credentials?.token()), { end, overdue });
      let hasBegun = false;
      const turn = throttle.run(
        kind,
        async () => {
          if (mayBeLate && sent.merged && clock.now() - sent.merged.readAt > OLD) return "late";
          const timeout = Math.min(left, end === undefined ? left : end - clock.now());
          // Whoever waited may have stopped waiting.
          if (timeout <= 0) throw overdue();
          hasBegun = true;
          // While this one waited for its turn, another may have been told that the token is no longer good.
          token = credentials?.newest() ?? token;
          const started = performance.now();
          const result = await this.#try(sent, token, isRepeated, timeout);
          left -= performance.now() - started;
          return "reply" in result
            ? result
            : { again: result.again, wait: this.#waitAfter(result, tries, rateLimitKey) };
        },
        (result) => result === "late",
      );
      const outcome = await inTime(clock, turn, { end, overdue, hasBegun: () => hasBegun });
      // Once: a vendor that lets few requests through makes each turn late.
      mayBeLate = false;
      if (outcome === "late") continue;
      if ("reply" in outcome) {
        if (credentials === undefined || token === undefined) return outcome.reply;
        if (outcome.reply.status !== 401) credentials.accepted(token);
        if (outcome.reply.status !== 401 || renewed || !(await credentials.renew(token))) return outcome.reply;
        renewed = true;
        continue;
      }
      const { again, wait } = outcome;
      if (wait === undefined || isFinal(again)) throw again;
      isRepeated ||= !(again instanceof UnreachableError || again instanceof RateLimitedError);
      if (end !== undefined && clock.now() + wait >= end) throw this.#overdue(sent, isRepeated, again);
      // Of a refusal the throttle knows, and lets nobody start.
      if (again instanceof RateLimitedError) continue;
      left -= wait;
      if (left <= 0) throw again;
      await clock.sleep(wait, signal);
    }
  }

  /** Requests of this method that may start in a minute, as far as anybody has said; undefined: unlimited so far. */
  perMinute(method: Method): number | undefined {
    return this.options.throttle.perMinute(this.#rateLimitKey(method));
  }

  #timeFor({ until }: HttpRequest): number {
    const { timeout, context } = this.options;
    return until === undefined ? timeout : Math.min(timeout, Math.max(SHORTEST_TRY, until - context.clock.now()));
  }

  /** When it has to be over for the operation that it is a part of. A token is everybody's. */
  #endOf({ method, form }: HttpRequest): number | undefined {
    const { clock, operation } = this.options.context;
    const end = form === undefined ? operation?.until() : undefined;
    return end === undefined || method !== "GET" ? end : Math.max(end, clock.now() + SHORTEST_TRY);
  }

  /** @param mayBeDone an earlier try, or this one, may have been carried out */
  #overdue(request: HttpRequest, mayBeDone: boolean, cause?: Error): OverdueError {
    const { title } = this.options;
    const name = nameOf(this.options, request);
    const isRead = request.method === "GET";
    const what = isRead
      ? "was not answered, and it changes nothing"
      : mayBeDone
        ? "was not answered as done, and may have been carried out all the same"
        : "was not sent";
    return new OverdueError(
      `the time that customTimeouts grants this operation is over: ${name} ${what}. Nothing more is sent to ${title}. Run up again ` +
        "(after a refresh, to see what has changed), and grant more time",
      { cause },
    );
  }

  /** How long to wait before the next try; undefined: there is none. Called before the turn ends and another one's begins. */
  #waitAfter({ again, after }: Failed, tries: number, rateLimitKey: string | undefined): number | undefined {
    const { throttle, context } = this.options;
    const wait = nextTry(tries, after, context.random());
    // What is refused to one is refused to all: they wait together, and in line.
    if (wait !== undefined && again instanceof RateLimitedError) throttle.refused(rateLimitKey, wait);
    return wait;
  }

  /** Vendors that announce no rate may well count all methods together. */
  #rateLimitKey(method: Method): string | undefined {
    return this.options.allowance ? method : undefined;
  }

  async #try(request: HttpRequest, token: string | undefined, isRepeated: boolean, timeout: number): Promise<Try> {
    const { throttle, maxResponseBytes } = this.options;
    const url = urlOf(this.options, request);
    const sent = outgoing(this.options, request, token);
    let answer: Answer;
    try {
      const dispatcher = await this.options.dispatcher();
      answer = await exchange(url, { ...sent, dispatcher }, { timeout, maxBytes: maxResponseBytes });
    } catch (error) {
      return { again: lost(this.options, request, error) };
    }
    const allowance = this.options.allowance?.(answer.headers);
    if (answer.status !== 429 || allowance) throttle.answered(this.#rateLimitKey(request.method), allowance);
    return judged(this.options, request, answer, isRepeated);
  }
}

async function mergedAnew(request: HttpRequest): Promise<HttpRequest> {
  return request.merged ? { ...request, json: await request.merged.again() } : request;
}

function refuseIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CancelledError("the run was cancelled; what was done so far stays done");
}

/** What no further try would change, or must not risk. */
function isFinal(error: Error): boolean {
  return error instanceof UncertainError || error instanceof ResponseTooLargeError;
}
