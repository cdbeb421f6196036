import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type PlainAnswer, passOn, textOf } from "../servers/forwarding";
import { Spoiler, type Spoilt } from "./spoiler";

/** A vendor whose answers are spoilt while it is armed. */
export interface MutatingProxy extends Pick<Spoiler, "tokens" | "asked" | "arm" | "disarm"> {
  readonly origin: string;
  close(): Promise<void>;
}

/**
 * Stands before a vendor on 127.0.0.1 and spoils its answers.
 *
 * @param elsewhere what the same question about somebody else would be, for answers that are misrouted
 */
export async function startMutatingProxy(
  upstream: string,
  elsewhere: (path: string) => string | undefined,
): Promise<MutatingProxy> {
  const spoiler = new Spoiler((question) => passOn(upstream, question), elsewhere);
  const server = createServer((incoming, response) => {
    const { method = "GET", url: path = "/", headers } = incoming;
    textOf(incoming)
      .then((body) => spoiler.answer({ method, path, headers, body }))
      .then((spoilt) => deliver(response, spoilt))
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    tokens: spoiler.tokens,
    asked: spoiler.asked,
    arm: (plan) => spoiler.arm(plan),
    disarm: () => spoiler.disarm(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function deliver(response: ServerResponse, spoilt: Spoilt): void {
  if (!("reset" in spoilt)) send(response, spoilt);
  else if (spoilt.reset !== "during") response.socket?.resetAndDestroy();
  else {
    const bytes = Buffer.from(spoilt.good.text);
    response.writeHead(spoilt.good.status, { ...spoilt.good.headers, "content-length": bytes.length + 10 });
    response.write(bytes, () => response.socket?.destroy());
  }
}

function send(response: ServerResponse, { status, headers, text }: PlainAnswer): void {
  const bytes = Buffer.from(text);
  const isEmpty = hasNoBody(status) || bytes.length === 0;
  try {
    response.writeHead(status, { ...headers, ...(isEmpty ? {} : { "content-length": String(bytes.length) }) });
    response.end(isEmpty ? undefined : bytes);
  } catch {
    // A header that no server could send.
    response.destroy();
  }
}

/** Statuses whose answers end with their headers (RFC 9110, 15). */
export function hasNoBody(status: number): boolean {
  return status === 204 || status === 304;
}
