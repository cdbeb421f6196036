import type { Fault } from "./faults";
import type { Limit, Verdict } from "./rates";
import type { History, View } from "./visibility";

/** A request, as a vendor's route gets it. */
export interface Call {
  readonly method: string;
  /** Path with the query, as sent. */
  readonly path: string;
  /** Path parameters, percent-decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** Query parameters, decoded; of a repeated one the last. */
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
  /** `http://127.0.0.1:<port>`, as the client addressed it. */
  readonly origin: string;
  /** What reads see. */
  readonly view: View;
  /** The fault on this request, for those that only the vendor can act out. */
  readonly fault: Fault | undefined;
}

/** A request's body: JSON or a form's fields, by content type. */
export type Body =
  | { readonly kind: "none" }
  | { readonly kind: "parsed"; readonly value: unknown }
  | { readonly kind: "malformed"; readonly text: string };

/** What is sent back; without `body` and `text` the answer is empty. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  /** Instead of a body: what is sent as it stands, and isn't JSON. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** From the origin's root, with `:name` for parameters. */
  readonly path: string;
  /** A token endpoint: no guard, no rate limit, and neither a read nor a write in the log. */
  readonly isToken?: boolean;
  /** Synchronous, so that one request's writes are one step. */
  readonly handle: (call: Call) => Answer;
}

/** Everything that differs between the vendors, as the common server needs it. */
export interface Vendor {
  readonly routes: readonly Route[];
  readonly history: History;
  /** By method, or `*` for all methods together; none if no limit is known. */
  readonly limits: Readonly<Record<string, Limit>>;
  /** Refuses a call for its headers or an unreadable body, before its route sees it. */
  readonly guard: (call: Call) => Answer | undefined;
  /** An error in the vendor's shape for what no route of its own decides (404, 5xx). */
  readonly problem: (status: number, detail: string) => Answer;
  /** The vendor's 429; `retryAfter` is the header's text. */
  readonly tooMany: (retryAfter: string) => Answer;
  /** Seconds as the vendor writes them in Retry-After. */
  readonly retryAfter: (seconds: number) => string;
  /** Headers of every answer. */
  readonly headers: (call: Call, verdict: Verdict | undefined) => Readonly<Record<string, string>>;
  readonly contentType: string;
}

/** Thrown by a route that refuses a call: the answer is sent as it is. */
export class Refusal extends Error {
  constructor(readonly answer: Answer) {
    super(`refused with ${answer.status}`);
    this.name = "Refusal";
  }
}

/** An answer with a JSON body. */
export function ok(body: unknown, headers?: Readonly<Record<string, string>>): Answer {
  return headers === undefined ? { status: 200, body } : { status: 200, body, headers };
}

/** What an answer holds, as it is sent. */
export function textOf({ body, text }: Answer): string {
  return text ?? (body === undefined ? "" : JSON.stringify(body));
}
