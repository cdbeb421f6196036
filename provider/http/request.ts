import type { Dispatcher } from "undici";
import type { Context } from "../core/contract/context.js";
import type { Allowance } from "./bucket.js";
import type { Credentials } from "./credentials.js";
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
  /** An answer below 300 that isn't JSON is an answer all the same; its body is undefined then. */
  readonly mayBeText?: true;
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
  /** Opened by the first request. */
  dispatcher(): Promise<Dispatcher>;
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
