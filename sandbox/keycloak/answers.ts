import { STATUS_CODES } from "node:http";
import { type Answer, ok, Refusal } from "../exchange";

/** What an answer with content says of it; refusals leave the charset out. */
const CONTENT_TYPE = { "content-type": "application/json;charset=UTF-8" };

export function shown(body: unknown): Answer {
  return ok(body, CONTENT_TYPE);
}

export function created(location: string, body?: unknown): Answer {
  return { status: 201, headers: { location }, ...(body === undefined ? {} : { body }) };
}

export const DONE: Answer = { status: 204 };

/** A status that the server itself answers, such as for an address that it doesn't have. */
export function statusAnswer(status: number): Answer {
  return { status, body: { error: `HTTP ${status} ${STATUS_CODES[status] ?? ""}` } };
}

/** What isn't there. */
export function missing(error: string): Refusal {
  return new Refusal({ status: 404, body: { error } });
}

/** A refusal in a sentence for people. */
export function refusal(status: number, errorMessage: string): Refusal {
  return new Refusal({ status, body: { errorMessage } });
}

/** What the server fails at without saying why. */
export function failure(): Refusal {
  const body = { error: "unknown_error", error_description: "For more on this error consult the server log." };
  return new Refusal({ status: 500, body });
}

/** What is wrong with one attribute. */
export interface Complaint {
  readonly field: string;
  readonly errorMessage: string;
  readonly params: readonly unknown[];
}

/** One complaint is the document itself; several are a list. */
export function complaintsRefusal(complaints: readonly Complaint[]): Refusal {
  const [first, ...others] = complaints;
  return new Refusal({ status: 400, body: others.length === 0 ? first : { errors: complaints } });
}
