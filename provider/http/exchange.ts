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

/**
 * Sends one request and reads its answer. One deadline holds for all of it: a vendor that sends a byte now and then is
 * as silent as one that sends none. It is counted by the runtime's own timers, which no change of the clock moves.
 *
 * Throws a DeadlineError, a ResponseTooLargeError as soon as the body is longer than allowed, or says that it will be,
 * and otherwise the error of the connection.
 */
export async function exchange(
  url: URL,
  options: Pick<Dispatcher.RequestOptions, "method" | "headers" | "body"> & { readonly dispatcher: Dispatcher },
  { timeout, maxBytes }: ExchangeLimits,
): Promise<Answer> {
  // Loaded with the first request: a preview makes none.
  const { request: send } = await import("undici");
  const signal = AbortSignal.timeout(Math.min(LONGEST_TIMER, Math.max(1, Math.ceil(timeout))));
  try {
    const sent = send(url, { ...options, signal });
    // A request that waits for its connection doesn't hear the signal. Once it has one, it is not sent any more.
    sent.catch(() => undefined);
    const answer = await Promise.race([sent, abortOf(signal)]);
    const text = await bodyWithin(answer, maxBytes);
    return { status: answer.statusCode, headers: headersOf(answer), text };
  } catch (error) {
    if (signal.aborted && !(error instanceof ResponseTooLargeError)) throw new DeadlineError();
    throw error;
  }
}

function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

async function bodyWithin({ body, headers }: Dispatcher.ResponseData, maxBytes: number): Promise<string> {
  const announced = Number([headers["content-length"]].flat()[0] ?? 0);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    if (announced > maxBytes) throw new ResponseTooLargeError(`more than ${maxBytes} bytes`);
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) throw new ResponseTooLargeError(`more than ${maxBytes} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    // What is still on its way is not read: the connection goes with it.
    body.on("error", () => undefined).destroy();
    throw error;
  }
  return new TextDecoder().decode(Buffer.concat(chunks, size));
}

/** Each header's value; of one that was sent several times, the first. */
function headersOf(answer: Dispatcher.ResponseData): Readonly<Record<string, string>> {
  const entries = Object.entries(answer.headers).flatMap(([name, value]) => {
    const [first] = [value].flat();
    return first === undefined ? [] : [[name, first] as const];
  });
  return Object.fromEntries(entries);
}
