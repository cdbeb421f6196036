import type { Dispatcher } from "undici";
import { ResponseTooLargeError } from "../core/contract/errors.js";

/** Longer than any timer of the platform can wait, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** What one request may take. */
export interface ExchangeLimits {
  /** From the first byte sent to the last one received, the connection included; in milliseconds. */
  readonly timeout: number;
  /** Of the answer's body. */
  readonly maxBytes: number;
}

/** An answer, read whole. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** The answer had not come, or not ended, when the request's time was over. */
export class DeadlineError extends Error {}

const UTF8 = new TextDecoder();

/**
 * Sends one request and reads its answer. One deadline holds for all of it: a vendor that sends a byte now and then is
 * as silent as one that sends none. It is counted by the runtime's own timers, which no change of the clock moves.
 * Nothing of a request stays when it is over: a timer or a signal would hold it until its time has passed.
 *
 * Rejects with a DeadlineError, a ResponseTooLargeError as soon as the body is longer than allowed, or says that it will be,
 * and otherwise the error of the connection.
 */
export function exchange(
  url: URL,
  {
    dispatcher,
    ...options
  }: Pick<Dispatcher.DispatchOptions, "method" | "headers" | "body"> & { readonly dispatcher: Dispatcher },
  { timeout, maxBytes }: ExchangeLimits,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let connection: Dispatcher.DispatchController | undefined;
    let givenUp: Error | undefined;
    let status = 0;
    let headers: Answer["headers"] = {};
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(
      () => giveUp(new DeadlineError()),
      Math.min(LONGEST_TIMER, Math.max(1, Math.ceil(timeout))),
    );
    const giveUp = (reason: Error): void => {
      clearTimeout(timer);
      givenUp = reason;
      reject(reason);
      // What is still on its way is not read: the connection goes with it.
      connection?.abort(reason);
    };
    const refuseBeyondLimit = (bytes: number): void => {
      if (bytes > maxBytes) giveUp(new ResponseTooLargeError(`more than ${maxBytes} bytes`));
    };
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(controller) {
        connection = controller;
        // Whoever has waited for a connection until their time was over is not sent any more.
        if (givenUp) controller.abort(givenUp);
      },
      onResponseStart(_, code, fields) {
        // Of several the last one counts: interim ones come before it.
        status = code;
        headers = firstValues(fields);
        refuseBeyondLimit(Number(headers["content-length"] ?? 0));
      },
      onResponseData(_, chunk) {
        size += chunk.length;
        chunks.push(chunk);
        refuseBeyondLimit(size);
      },
      onResponseEnd() {
        clearTimeout(timer);
        resolve({ status, headers, text: UTF8.decode(Buffer.concat(chunks, size)) });
      },
      onResponseError(_, error) {
        clearTimeout(timer);
        reject(error);
      },
    };
    dispatcher.dispatch({ origin: url.origin, path: url.pathname + url.search, ...options }, handler);
  });
}

/** Each header's value; of one that was sent several times, the first. */
function firstValues(
  fields: Readonly<Record<string, string | string[] | undefined>>,
): Readonly<Record<string, string>> {
  // Nearly always: then there is nothing to copy, in each of thousands of answers.
  if (areSingle(fields)) return fields;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) {
    const first = typeof value === "string" ? value : value?.[0];
    if (first !== undefined) headers[name] = first;
  }
  return headers;
}

function areSingle(fields: Readonly<Record<string, unknown>>): fields is Readonly<Record<string, string>> {
  for (const name in fields) if (typeof fields[name] !== "string") return false;
  return true;
}
