import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Edit, edited } from "./edits";

/** What becomes of an answer. Everything but `reset: before` happens after the vendor has carried the request out. */
export type Mutation =
  | { readonly kind: "edits"; readonly edits: readonly Edit[] }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "cut"; readonly share: number }
  | { readonly kind: "status"; readonly status: number; readonly body: string | undefined }
  | { readonly kind: "headers"; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: "reset"; readonly when: "before" | "after" | "during" }
  /** The whole answer is that to another question: about somebody else, or the one before. */
  | { readonly kind: "other"; readonly whose: "bystander" | "previous" };

/** Which answers are hit: so many of those that fit, from one of them on. */
export interface Plan {
  readonly mutation: Mutation;
  readonly from: number;
  readonly times: number;
  readonly only: "any" | "reads" | "writes";
}

export interface MutatingProxy {
  readonly origin: string;
  /** Every token that was sent, for messages to be searched. */
  readonly tokens: ReadonlySet<string>;
  /** What was asked, for a report of a failure. */
  readonly asked: readonly string[];
  arm(plan: Plan): void;
  disarm(): void;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** Headers of one connection, which the next one has its own of. */
const HOP_BY_HOP = ["host", "connection", "keep-alive", "transfer-encoding", "content-length"];

/**
 * Stands before a vendor on 127.0.0.1 and spoils its answers.
 *
 * @param elsewhere what the same question about somebody else would be, for answers that are misrouted
 */
export async function startMutatingProxy(
  upstream: string,
  elsewhere: (path: string) => string | undefined,
): Promise<MutatingProxy> {
  const tokens = new Set<string>();
  const asked: string[] = [];
  let plan: Plan | undefined;
  let matching = 0;
  let previous: Answer | undefined;

  function strikes({ method }: Asked): Mutation | undefined {
    if (!plan) return undefined;
    const fits = plan.only === "any" || (plan.only === "reads") === (method === "GET");
    if (!fits) return undefined;
    const place = matching++;
    return place >= plan.from && place < plan.from + plan.times ? plan.mutation : undefined;
  }

  async function exchange(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url: path = "/", headers } = incoming;
    const question: Asked = { method, path, headers, body: await textOf(incoming) };
    const token = headers.authorization?.split(" ").at(-1) ?? headers["x-cloud-auth-token"];
    if (typeof token === "string") tokens.add(token);
    const mutation = strikes(question);
    asked.push(`${method} ${path}${mutation ? ` (${mutation.kind})` : ""}`);
    if (mutation?.kind === "reset" && mutation.when === "before") {
      response.socket?.resetAndDestroy();
      return;
    }
    const good = await passOn(upstream, question);
    const before = previous;
    previous = good;
    if (!mutation) return deliver(response, good);
    if (mutation.kind === "reset") {
      if (mutation.when === "after") return void response.socket?.resetAndDestroy();
      const bytes = Buffer.from(good.text);
      response.writeHead(good.status, { ...good.headers, "content-length": bytes.length + 10 });
      response.write(bytes, () => response.socket?.destroy());
      return;
    }
    if (mutation.kind !== "other") return deliver(response, mutated(good, mutation));
    const other = mutation.whose === "bystander" ? elsewhere(path) : undefined;
    const answer =
      other === undefined ? before : await passOn(upstream, { ...question, method: "GET", path: other, body: "" });
    return deliver(response, answer ? { ...good, text: answer.text } : good);
  }

  const server = createServer((incoming, response) => {
    exchange(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    tokens,
    asked,
    arm(next) {
      plan = next;
      matching = 0;
    },
    disarm() {
      plan = undefined;
      asked.push("(no more mutations)");
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function mutated(good: Answer, mutation: Exclude<Mutation, { kind: "reset" | "other" }>): Answer {
  switch (mutation.kind) {
    case "edits":
      return { ...good, text: editedText(good.text, mutation.edits) };
    case "text":
      return { ...good, text: mutation.text };
    case "cut":
      return { ...good, text: good.text.slice(0, Math.floor(good.text.length * mutation.share)) };
    case "status":
      return { ...good, status: mutation.status, text: mutation.body ?? good.text };
    case "headers":
      return { ...good, headers: { ...good.headers, ...mutation.headers } };
  }
}

function editedText(text: string, edits: readonly Edit[]): string {
  if (text === "") return text;
  const value = edited(JSON.parse(text), edits);
  return typeof value === "symbol" ? "" : (JSON.stringify(value) ?? "");
}

function deliver(response: ServerResponse, { status, headers, text }: Answer): void {
  const bytes = Buffer.from(text);
  const isEmpty = status === 204 || status === 304 || bytes.length === 0;
  try {
    response.writeHead(status, { ...headers, ...(isEmpty ? {} : { "content-length": String(bytes.length) }) });
    response.end(isEmpty ? undefined : bytes);
  } catch {
    // A header that no server could send.
    response.destroy();
  }
}

function passOn(upstream: string, { method, path, headers, body }: Asked): Promise<Answer> {
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)));
  return new Promise((resolve, reject) => {
    const length = body === "" ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const sent = forward(new URL(path, upstream), { method, headers: { ...kept, ...length } }, (answer) => {
      const own = Object.entries(answer.headers).filter(([name]) => !HOP_BY_HOP.includes(name));
      const read = Object.fromEntries(own.map(([name, value]) => [name, String(value)]));
      textOf(answer).then((text) => resolve({ status: answer.statusCode ?? 502, headers: read, text }), reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

async function textOf(message: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
