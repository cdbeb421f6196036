import { type IncomingMessage, request } from "node:http";

/** Headers of one connection, which the next one has its own of. */
const HOP_BY_HOP = ["connection", "keep-alive", "transfer-encoding", "content-length", "host"];

/** A request as it came in. */
export interface Question {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** An answer, read whole. */
export interface PlainAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Asks another server the same. */
export function passOn(upstream: string, { method, path, headers, body }: Question): Promise<PlainAnswer> {
  const length = body === "" && method === "GET" ? {} : { "content-length": String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, upstream), { method, headers: { ...ownOf(headers), ...length } }, (answer) => {
      const read = Object.fromEntries(Object.entries(ownOf(answer.headers)).map(([name, of]) => [name, String(of)]));
      textOf(answer).then((text) => resolve({ status: answer.statusCode ?? 502, headers: read, text }), reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

export async function textOf(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function ownOf(headers: IncomingMessage["headers"]): IncomingMessage["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)));
}
