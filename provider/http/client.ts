import type { Dispatcher } from "undici";
import type { Context } from "../core/contract/context.js";
import {
  CancelledError,
  ProtocolError,
  RateLimitedError,
  ResponseTooLargeError,
  UnavailableError,
  UncertainError,
  UnreachableError,
} from "../core/contract/errors.js";
import { quoter, quoteVendor } from "../core/messages/mask.js";
import { secretsIn } from "../core/messages/secret-words.js";
import { PROTOTYPE, prototypeEntryIn } from "../core/model/value.js";
import type { Allowance } from "./bucket.js";
import type { Credentials } from "./credentials.js";
import { type Answer, DeadlineError, exchange } from "./exchange.js";
import { judgedPath } from "./path.js";
import type { Reply } from "./reply.js";
import { nextTry, retryAfter } from "./retry-timing.js";
import type { Throttle } from "./throttle.js";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface HttpRequest {
  readonly method: Method;
  /** Below the base URL, beginning with a slash. A vendor's link to another page is never followed as it stands. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** Where the body was merged from a read: how it is made once more. */
  readonly merged?: Merged | undefined;
  /** Form fields, for token endpoints. */
  readonly form?: Readonly<Record<string, string>>;
  /** The person's values, masked in whatever is quoted from the answer. */
  readonly personal?: unknown;
  /** When the operation that this is part of ends, in milliseconds of the clock, where that is known. */
  readonly until?: number | undefined;
}

/**
 * A body that repeats what the vendor showed may undo what others have changed since. It is made anew before every further
 * try, and once where its turn comes late.
 */
export interface Merged<Body = unknown> {
  /** When the vendor showed it, in milliseconds of the clock. */
  readonly readAt: number;
  /** Reads once more. */
  again(): Promise<Body>;
}

export interface HttpOptions {
  /** The vendor's name, for messages. */
  readonly title: string;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Absent for token endpoints. */
  readonly credentials?: Credentials;
  /** The header that carries the token. */
  authorization?(token: string): Readonly<Record<string, string>>;
  /** How much the vendor allows of the method that was asked with, as an answer's headers tell, if they do. */
  allowance?(headers: Readonly<Record<string, string>>): Allowance | undefined;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly dispatcher: Dispatcher;
  /**
   * How long one request may take, in milliseconds: all its tries together, with the pauses between them, each from the
   * connection to the last byte of the answer. Waiting for its turn, and for as long as a 429 asks, is not counted.
   */
  readonly timeout: number;
  /** How many bytes of an answer are read. */
  readonly maxResponseBytes: number;
  /** The configuration that holds these limits, for messages: `roster:adobe`. */
  readonly settings: string;
  /** Shared by all clients of one tenant. */
  readonly throttle: Throttle;
  readonly context: Context;
}

/** Network errors before anything was sent. */
const NEVER_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** Not Implemented (RFC 9110, 15.6.2): nothing was done, and another try brings the same. */
const NOT_SUPPORTED = 501;

/** What one try brought: an answer for the caller, or a reason to try again and the error if there is no next try. */
type Try = { readonly reply: Reply } | { readonly again: Error; readonly after?: number | undefined };

/** What was read longer ago is read again before it is sent, in milliseconds. */
const OLD = 5_000;

/** An operation that is over still gets an answer to its last look, if one comes at once; in milliseconds. */
const SHORTEST_TRY = 1_000;

/**
 * JSON over HTTP to one tenant. It repeats what may be repeated: a 429 always (the vendor did nothing), lost, broken
 * and 5xx answers but 501 for every method but POST, and once after a 401 with a renewed token. A POST whose outcome
 * is open is an UncertainError at once.
 *
 * @returns every other answer, whatever its status: what it means is the platform's business
 */
export class HttpClient {
  constructor(readonly options: HttpOptions) {}

  async request(first: HttpRequest): Promise<Reply> {
    let request = first;
    const { credentials, throttle, context } = this.options;
    const { clock, random, signal } = context;
    const lane = this.#lane(request.method);
    const kind = { lane, isWrite: request.method !== "GET", since: clock.now() };
    let renewed = false;
    let isRepeated = false;
    let left = this.#timeFor(request);
    let mayBeLate = true;
    for (let tries = 1; ; tries++) {
      refuseIfCancelled(signal);
      if (tries > 1) request = await mergedAnew(request);
      let token = await credentials?.token();
      const outcome = await throttle.run(kind, async () => {
        if (mayBeLate && request.merged && clock.now() - request.merged.readAt > OLD) return "late";
        // While this one waited for its turn, another may have been told that the token is no longer good.
        token = credentials?.newest() ?? token;
        const started = performance.now();
        const result = await this.#try(request, token, isRepeated, left);
        left -= performance.now() - started;
        return result;
      });
      // Once: a vendor that lets few requests through makes each turn late.
      mayBeLate = false;
      if (outcome === "late") continue;
      if ("reply" in outcome) {
        if (token === undefined) return outcome.reply;
        if (outcome.reply.status !== 401) credentials?.accepted(token);
        if (outcome.reply.status !== 401 || renewed || !(await credentials?.renew(token))) return outcome.reply;
        renewed = true;
        continue;
      }
      const wait = nextTry(tries, outcome.after, random());
      if (wait === undefined || isFinal(outcome.again)) throw outcome.again;
      // What is refused to one is refused to all: they wait together, and in line.
      if (outcome.again instanceof RateLimitedError) throttle.refused(lane, wait);
      else {
        left -= wait;
        if (left <= 0) throw outcome.again;
        isRepeated ||= !(outcome.again instanceof UnreachableError);
        await clock.sleep(wait, signal);
      }
    }
  }

  /** Requests of this method that may start in a minute, as far as anybody has said; undefined: unlimited so far. */
  perMinute(method: Method): number | undefined {
    return this.options.throttle.perMinute(this.#lane(method));
  }

  #timeFor({ until }: HttpRequest): number {
    const { timeout, context } = this.options;
    return until === undefined ? timeout : Math.min(timeout, Math.max(SHORTEST_TRY, until - context.clock.now()));
  }

  /** Vendors that announce no rate may well count all methods together. */
  #lane(method: Method): string | undefined {
    return this.options.allowance ? method : undefined;
  }

  async #try(request: HttpRequest, token: string | undefined, isRepeated: boolean, timeout: number): Promise<Try> {
    const { title, dispatcher, authorization, context, maxResponseBytes } = this.options;
    const url = this.#url(request);
    // Asked for by messages alone: masking a person for each request would be wasted.
    const name = () =>
      `${request.method} ${quoteVendor(url.pathname, this.#hidden(request), { texts: context.people })}`;
    let answer: Answer;
    try {
      const options = {
        dispatcher,
        method: request.method,
        headers: {
          ...this.options.headers,
          ...(token !== undefined ? authorization?.(token) : {}),
          ...request.headers,
          ...(request.form ? { "content-type": "application/x-www-form-urlencoded" } : {}),
        },
        body: request.form
          ? new URLSearchParams(request.form).toString()
          : request.json === undefined
            ? null
            : JSON.stringify(request.json),
      };
      answer = await exchange(url, options, { timeout, maxBytes: maxResponseBytes });
    } catch (error) {
      return { again: this.#lost(request, name, error) };
    }
    const { status, headers } = answer;
    const allowance = this.options.allowance?.(headers);
    if (status !== 429 || allowance) this.options.throttle.answered(this.#lane(request.method), allowance);
    if (status === 429) {
      const message = `${title} still answers 429 (too many requests) to ${name()}; lower roster requestsPerMinute or maxConcurrency, or run again later`;
      return {
        again: new RateLimitedError(message),
        after: retryAfter(headers["retry-after"], context.clock.now(), headers["date"]),
      };
    }
    if (status >= 500 && status !== NOT_SUPPORTED) {
      const message = `${title} answers ${status} to ${name()}`;
      const after = retryAfter(headers["retry-after"], context.clock.now(), headers["date"]);
      const unavailable = new UnavailableError(`${message}; run again later`, status);
      return { again: openOutcome(request, message) ?? unavailable, after };
    }
    const body = parseJson(answer.text);
    if (status < 300 && body === UNREADABLE) {
      const message = `${title} answers ${status} to ${name()} with a body that is not JSON`;
      const advice = "check the url in the configuration, and any proxy in between";
      return { again: openOutcome(request, message) ?? new ProtocolError(`${message}; ${advice}`) };
    }
    const readable = body === UNREADABLE ? undefined : body;
    if (/__|\\u005f/i.test(answer.text) && prototypeEntryIn(readable)) {
      const message = `${title} answers ${status} to ${name()} with an entry named ${PROTOTYPE}, which would be lost`;
      throw openOutcome(request, message) ?? new ProtocolError(`${message}; rename it there`);
    }
    return { reply: this.#reply(request, name, { status, headers, body: readable, isRepeated }) };
  }

  #reply(request: HttpRequest, name: () => string, answer: Omit<Reply, "request" | "quote">): Reply {
    const isToken = request.form !== undefined;
    const { grant_type: _, scope: __, ...secret } = request.form ?? {};
    const secrets = [this.options.credentials?.secrets() ?? [], Object.values(secret)];
    const texts = this.options.context.people;
    let quote: ((text: string) => string) | undefined;
    const issued = isToken ? secretsIn(answer.body) : [];
    return {
      ...answer,
      get request() {
        return name();
      },
      quote: (text) => {
        quote ??= quoter([this.#hidden(request), secrets, issued], { mayHoldSecrets: isToken, texts });
        return quote(text);
      },
    };
  }

  /** What is known of the people whom a request names. Asked for by messages alone. */
  #hidden({ personal, path, query, json }: HttpRequest): readonly unknown[] {
    const { people } = this.options.context;
    return [personal, people?.valuesOfNamed([path.split("/").map(decoded), query, json])];
  }

  #lost(request: HttpRequest, name: () => string, error: unknown): Error {
    const { title, settings, timeout, maxResponseBytes } = this.options;
    if (error instanceof ResponseTooLargeError) {
      const message = `the answer of ${title} to ${name()} has more than ${maxResponseBytes} bytes, as many as ${settings}.maxResponseBytes allows, and was not read`;
      return (
        openOutcome(request, message) ?? new ResponseTooLargeError(`${message}; raise it if such an answer is right`)
      );
    }
    if (error instanceof DeadlineError) {
      const time = request.until === undefined ? `within ${timeout / 1000} s (${settings}.timeout)` : "in time";
      const message = `${title} has not answered ${name()} to the end ${time}`;
      return openOutcome(request, message) ?? new UnavailableError(`${message}; run again later`);
    }
    const code = codeOf(error);
    if (NEVER_SENT.has(code)) {
      const origin = this.#url(request).origin;
      return new UnreachableError(
        `${title} can't be reached at ${origin} (${code}). Nothing was sent. Check the url in the configuration, the network and HTTPS_PROXY`,
      );
    }
    const message = `the connection to ${title} broke during ${name()} (${code})`;
    return openOutcome(request, message) ?? new UnavailableError(`${message}; run again`);
  }

  #url({ path, query }: HttpRequest): URL {
    const url = new URL(`${this.options.baseUrl}${judgedPath(path)}`);
    for (const [key, value] of Object.entries(query ?? {})) url.searchParams.set(key, String(value));
    return url;
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

/** A POST may have created something: it is never repeated blindly. Token requests (forms) create nothing. */
function openOutcome(request: HttpRequest, message: string): UncertainError | undefined {
  return request.method === "POST" && request.form === undefined
    ? new UncertainError(`${message}; it may have been carried out all the same`)
    : undefined;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const UNREADABLE = Symbol("unreadable");

function parseJson(text: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return UNREADABLE;
  }
}

/** The code of a network error, which undici and Node nest in causes. */
function codeOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = (at as NodeJS.ErrnoException).code;
    if (code !== undefined) return code;
    if (at instanceof AggregateError && at.errors.length > 0) return codeOf(at.errors[0]);
  }
  return "connection lost";
}
