import type { ServerResponse } from "node:http";
import type { Answer } from "./exchange";
import type { Fault } from "./faults";

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
  const text = malformed ? NOT_JSON : answer.body === undefined ? "" : JSON.stringify(answer.body);
  const bytes = Buffer.from(text);
  const empty = bytes.length === 0;
  response.writeHead(malformed && answer.status === 204 ? 200 : answer.status, {
    ...(empty ? {} : { "content-type": contentType }),
    ...(answer.status === 204 && empty ? {} : { "content-length": String(bytes.length) }),
    ...answer.headers,
  });
  if (fault?.kind === "truncated") {
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy());
    return;
  }
  response.end(bytes);
}
