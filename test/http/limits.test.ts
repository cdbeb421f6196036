import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from "node:net";
import { Agent, type Dispatcher } from "undici";
import { afterEach, describe, expect, it } from "vitest";
import { HttpClient } from "../../provider/http/client";
import { dispatcher } from "../../provider/http/dispatcher";
import type { HttpRequest } from "../../provider/http/request";
import { Throttle } from "../../provider/http/throttle";
import { systemContext } from "../../provider/system-context";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function listening(server: Server) {
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

async function vendor(answer: RequestListener): Promise<{ url: string; requests: string[] }> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.method ?? "");
    request.resume();
    answer(request, response);
  });
  closing.push(() => server.closeAllConnections());
  return { url: `http://127.0.0.1:${await listening(server)}`, requests };
}

interface Limits {
  readonly timeout?: number;
  readonly maxResponseBytes?: number;
  readonly dispatcher?: Dispatcher;
}

function client(baseUrl: string, { timeout = 500, maxResponseBytes = 2 ** 25, dispatcher = agent() }: Limits = {}) {
  const context = systemContext();
  return new HttpClient({
    title: "Vendor",
    baseUrl,
    headers: {},
    dispatcher: async () => dispatcher,
    timeout,
    maxResponseBytes,
    settings: "roster:vendor",
    throttle: new Throttle({ maxConcurrency: 4 }, context.clock),
    context,
  });
}

function agent(): Agent {
  const own = new Agent();
  closing.push(() => own.destroy());
  return own;
}

const get: HttpRequest = { method: "GET", path: "/users/1" };
const post: HttpRequest = { method: "POST", path: "/users", json: {} };

/** The error and how long it took, in milliseconds. */
async function failed(request: Promise<unknown>) {
  const started = performance.now();
  const error = await request.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { error, ms: performance.now() - started };
}

function drip(write: () => boolean): void {
  const timer = setInterval(() => write() || clearInterval(timer), 50);
  closing.push(() => clearInterval(timer));
}

/** Bytes in pieces, as fast as they are taken; stops with the connection. */
const flood =
  (headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(200, headers);
    const piece = Buffer.alloc(65_536, " ");
    const more = (): void => {
      while (!response.destroyed && response.write(piece));
    };
    response.on("drain", more);
    more();
  };

describe("a request has one deadline", () => {
  const silent: [string, RequestListener][] = [
    ["answers nothing", () => undefined],
    [
      "drips its headers",
      ({ socket }) => {
        socket.write("HTTP/1.1 200 OK\r\nx: ");
        drip(() => !socket.destroyed && socket.write("a"));
      },
    ],
    [
      "drips its body",
      (_, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        drip(() => !response.destroyed && response.write(" "));
      },
    ],
    ["sends without end", flood()],
    [
      "stops in the middle of its body",
      (_, response) => {
        response.writeHead(200, { "content-length": "100" }).write("{");
      },
    ],
  ];

  it.each(silent)("at a vendor that %s", async (_, answer) => {
    const { url, requests } = await vendor(answer);
    const { error, ms } = await failed(client(url, { maxResponseBytes: 2 ** 40 }).request(get));
    expect(error).toMatchObject({
      code: "unavailable",
      message: "Vendor has not answered GET /users/1 to the end within 0.5 s (roster:vendor.timeout); run again later",
    });
    expect(ms).toBeLessThan(5_000);
    expect(requests).toEqual(["GET"]);
  });

  it("and a POST that has none by then has an open outcome", async () => {
    const { url, requests } = await vendor(() => undefined);
    const { error } = await failed(client(url).request(post));
    expect(error).toMatchObject({ code: "uncertain", message: expect.stringMatching(/within 0\.5 s.*may have been/) });
    expect(requests).toEqual(["POST"]);
  });

  it("which the wait for a turn is no part of", async () => {
    const { url } = await vendor((_, response) => void setTimeout(() => response.end("{}"), 100));
    const http = client(url, { timeout: 400 });
    // Twelve requests, four at a time: the last ones wait for longer than any may take.
    const replies = await Promise.all(Array.from({ length: 24 }, () => http.request(get)));
    expect(replies.map(({ status }) => status)).toEqual(Array(24).fill(200));
  });

  it.each(["http", "https"])("in which a connection that is never made counts too (%s)", async (scheme) => {
    const sockets: Socket[] = [];
    const server = createSocketServer((socket) => void sockets.push(socket.on("error", () => undefined).resume()));
    closing.push(() => sockets.forEach((socket) => void socket.destroy()));
    const url = `${scheme}://127.0.0.1:${await listening(server)}`;
    const own = dispatcher({}, 4, 500);
    closing.push(() => own.destroy());
    const { ms, error } = await failed(client(url, { dispatcher: own }).request(get));
    expect(error).toMatchObject({ code: expect.stringMatching(/^(unavailable|unreachable)$/) });
    expect(ms).toBeLessThan(5_000);
  });

  it("through a proxy that never opens the way", async () => {
    const sockets: Socket[] = [];
    const server = createSocketServer((socket) => void sockets.push(socket.on("error", () => undefined).resume()));
    closing.push(() => sockets.forEach((socket) => void socket.destroy()));
    const own = dispatcher({ HTTPS_PROXY: `http://127.0.0.1:${await listening(server)}` }, 4, 500);
    closing.push(() => own.destroy());
    const { ms, error } = await failed(client("https://vendor.example", { dispatcher: own }).request(get));
    expect(error).toMatchObject({ code: expect.stringMatching(/^(unavailable|unreachable)$/) });
    expect(ms).toBeLessThan(5_000);
  });
});

describe("an answer that is too large", () => {
  const large: [string, RequestListener][] = [
    ["by its own word", (_, response) => void response.writeHead(200, { "content-length": "2049" }).write("{}")],
    ["as it comes", flood()],
    ["whatever its status", (_, response) => void response.writeHead(503).end(" ".repeat(2049))],
  ];
  const limits = { timeout: 60_000, maxResponseBytes: 2048 };

  it.each(large)("%s is an error that is not asked for again", async (_, answer) => {
    const { url, requests } = await vendor(answer);
    const { error } = await failed(client(url, limits).request(get));
    expect(error).toMatchObject({
      code: "too-large",
      message: expect.stringMatching(/GET \/users\/1 has more than 2048 bytes.*roster:vendor\.maxResponseBytes/),
    });
    expect(requests).toEqual(["GET"]);
  });

  it.each(large)("%s leaves the outcome of a POST open", async (_, answer) => {
    const { url, requests } = await vendor(answer);
    const { error } = await failed(client(url, limits).request(post));
    expect(error).toMatchObject({
      code: "uncertain",
      message: expect.stringMatching(/roster:vendor\.maxResponseBytes/),
    });
    expect(requests).toEqual(["POST"]);
  });

  it("is not held in memory", async () => {
    const { url } = await vendor(flood({ "content-type": "application/json" }));
    const before = process.memoryUsage().rss;
    await failed(client(url, { timeout: 60_000, maxResponseBytes: 2 ** 20 }).request(get));
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 27);
  });

  it("one that is just as long as allowed is read", async () => {
    const { url } = await vendor((_, response) => void response.end(`{}${" ".repeat(2046)}`));
    expect((await client(url, limits).request(get)).body).toEqual({});
  });
});
