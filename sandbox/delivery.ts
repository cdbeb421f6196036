import type { ServerResponse } from "node:http";
import { type Answer, textOf } from "./exchange";
import type { Fault } from "./faults";

const PLAIN = "text/plain; charset=utf-8";
const NOT_JSON = '{"data": <html>Bad gateway</html>';

/** True if this fault destroys the connection instead of answering. */
export function isReset(fault: Fault | undefined): boolean {
  return fault?.kind === "reset-before" || fault?.kind === "reset-after";
}

/** Puts an answer on the wire, whole or damaged as the fault says. */
export function deliver(response: ServerResponse, answer: Answer, contentType: string, fault?: Fault): void {
  if (isReset(fault)) {
    response.socket?.resetAndDestroy();
    return;
  }
  const malformed = fault?.kind === "malformed";
  // Half of nothing is no fault, so an empty answer gets something to be halved.
  const text = malformed ? NOT_JSON : textOf(answer) || (fault?.kind === "truncated" ? "{}" : "");
  const bytes = Buffer.from(text);
  const empty = bytes.length === 0;
  const slowly = fault?.kind === "drip" || (fault?.kind === "large" && fault.announced !== true);
  const length = bytes.length + (fault?.kind === "large" ? fault.bytes : 0);
  response.writeHead(malformed && answer.status === 204 ? 200 : answer.status, {
    ...(empty ? {} : { "content-type": answer.text === undefined ? contentType : PLAIN }),
    ...((answer.status === 204 && empty) || slowly ? {} : { "content-length": String(length) }),
    ...answer.headers,
  });
  if (fault?.kind === "truncated") {
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy());
    return;
  }
  if (fault?.kind === "drip") drip(response, bytes, fault.ms);
  else if (fault?.kind === "large") flood(response, bytes, fault.bytes);
  else response.end(bytes);
}

function drip(response: ServerResponse, bytes: Buffer, ms: number): void {
  let at = 0;
  const timer = setInterval(() => {
    if (response.destroyed || at >= bytes.length) {
      clearInterval(timer);
      response.end();
    } else response.write(bytes.subarray(at, ++at));
  }, ms);
}

/** No faster than the reader takes it. */
function flood(response: ServerResponse, bytes: Buffer, blanks: number): void {
  const piece = Buffer.alloc(65_536, " ");
  let left = blanks;
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      const size = Math.min(left, piece.length);
      left -= size;
      if (!response.write(piece.subarray(0, size))) return void response.once("drain", more);
    }
    response.end(bytes);
  };
  more();
}
