import {
  ProtocolError,
  RateLimitedError,
  ResponseTooLargeError,
  UnavailableError,
  UncertainError,
  UnreachableError,
} from "../core/contract/errors.js";
import { quoter, quoteVendor } from "../core/messages/mask.js";
import { secretsIn } from "../core/messages/secret-words.js";
import { PROTOTYPE, percentDecoded, prototypeEntryIn } from "../core/model/value.js";
import { type Answer, DeadlineError } from "./exchange.js";
import { judgedPath } from "./path.js";
import type { Reply } from "./reply.js";
import type { HttpOptions, HttpRequest } from "./request.js";
import { retryAfter } from "./retry-timing.js";

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

/** A reason to try again, which is the error if there is no next try, and how long the vendor asks to wait. */
export interface Failed {
  readonly again: Error;
  readonly after?: number | undefined;
}

/** What one try brought. */
export type Try = { readonly reply: Reply } | Failed;

/** A request as it is sent. */
export function outgoing({ headers, authorization }: HttpOptions, request: HttpRequest, token: string | undefined) {
  return {
    method: request.method,
    headers: {
      ...headers,
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
}

/**
 * What an answer is worth.
 *
 * @param isRepeated an earlier try may have been carried out
 */
export function judged(options: HttpOptions, request: HttpRequest, answer: Answer, isRepeated: boolean): Try {
  const { title, context } = options;
  const { status, headers } = answer;
  const name = () => nameOf(options, request);
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
    const unavailable = new UnavailableError(`${message}; run again later`, undefined, status);
    return { again: openOutcome(request, message) ?? unavailable, after };
  }
  const body = parseJson(answer.text);
  if (status < 300 && body === UNREADABLE && !request.mayBeText) {
    const message = `${title} answers ${status} to ${name()} with a body that is not JSON`;
    const advice = "check the url in the configuration, and any proxy in between";
    return { again: openOutcome(request, message) ?? new ProtocolError(`${message}; ${advice}`) };
  }
  const readable = body === UNREADABLE ? undefined : body;
  if (/__|\\u005f/i.test(answer.text) && prototypeEntryIn(readable)) {
    const message = `${title} answers ${status} to ${name()} with an entry named ${PROTOTYPE}, which would be lost`;
    throw openOutcome(request, message) ?? new ProtocolError(`${message}; rename it there`);
  }
  return { reply: replyOf(options, request, { status, headers, body: readable, isRepeated }) };
}

/** The request in messages, without what says something of a person. Asked for by messages alone: it takes long. */
export function nameOf(options: HttpOptions, request: HttpRequest): string {
  const { pathname } = urlOf(options, request);
  return `${request.method} ${quoteVendor(pathname, hidden(options, request), { texts: options.context.people })}`;
}

function replyOf(options: HttpOptions, request: HttpRequest, answer: Omit<Reply, "request" | "quote">): Reply {
  const isToken = request.form !== undefined;
  const { grant_type: _, scope: __, ...secret } = request.form ?? {};
  const secrets = [options.credentials?.secrets() ?? [], Object.values(secret)];
  const texts = options.context.people;
  let quote: ((text: string) => string) | undefined;
  const issued = isToken ? secretsIn(answer.body) : [];
  return {
    ...answer,
    get request() {
      return nameOf(options, request);
    },
    quote: (text) => {
      quote ??= quoter([hidden(options, request), secrets, issued], { mayHoldSecrets: isToken, texts });
      return quote(text);
    },
  };
}

/** What is known of the people whom a request names. Asked for by messages alone. */
function hidden({ context: { people } }: HttpOptions, { personal, path, query, json }: HttpRequest) {
  return [personal, people?.valuesOfNamed([path.split("/").map(percentDecoded), query, json])];
}

/** What it means that there is no answer. */
export function lost(options: HttpOptions, request: HttpRequest, error: unknown): Error {
  const { title, settings, timeout, maxResponseBytes } = options;
  const name = nameOf(options, request);
  if (error instanceof ResponseTooLargeError) {
    const message = `the answer of ${title} to ${name} has more than ${maxResponseBytes} bytes, as many as ${settings}.maxResponseBytes allows, and was not read`;
    return (
      openOutcome(request, message, error) ??
      new ResponseTooLargeError(`${message}; raise it if such an answer is right`, { cause: error })
    );
  }
  if (error instanceof DeadlineError) {
    const isBounded = request.until !== undefined || options.context.operation?.until() !== undefined;
    const time = isBounded ? "in time" : `within ${timeout / 1000} s (${settings}.timeout)`;
    const message = `${title} has not answered ${name} to the end ${time}`;
    return openOutcome(request, message, error) ?? new UnavailableError(`${message}; run again later`, error);
  }
  const code = codeOf(error);
  if (NEVER_SENT.has(code)) {
    const origin = urlOf(options, request).origin;
    return new UnreachableError(
      `${title} can't be reached at ${origin} (${code}). Nothing was sent. Check the url in the configuration, the network and HTTPS_PROXY`,
      { cause: error },
    );
  }
  const message = `the connection to ${title} broke during ${name} (${code})`;
  return openOutcome(request, message, error) ?? new UnavailableError(`${message}; run again`, error);
}

export function urlOf({ baseUrl }: HttpOptions, { path, query }: HttpRequest): URL {
  const url = `${baseUrl}${judgedPath(path)}`;
  if (query === undefined) return new URL(url);
  const entries = Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]);
  return new URL(`${url}?${new URLSearchParams(entries)}`);
}

/** A POST may have created something: it is never repeated blindly. Token requests (forms) create nothing. */
function openOutcome(request: HttpRequest, message: string, cause?: unknown): UncertainError | undefined {
  return request.method === "POST" && request.form === undefined
    ? new UncertainError(`${message}; it may have been carried out all the same`, { cause })
    : undefined;
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
    if (at instanceof AggregateError) return codeOf(at.errors[0]);
  }
  return "connection lost";
}
