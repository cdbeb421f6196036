import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { Connector } from "../../provider/core/contract/connector";
import type { Context } from "../../provider/core/contract/context";
import type { Platform } from "../../provider/core/contract/platform";
import { platforms } from "../../provider/platforms/registry";
import { systemContext } from "../../provider/system-context";

const PEOPLE = 60;
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A person as each vendor shows them, and how a client of theirs is configured. */
const vendors: Readonly<Record<string, { settings: (url: string) => object; shown: (id: string) => object }>> = {
  adobe: {
    settings: (url) => ({ url: `${url}/primeapi/v2`, clientId: "c", clientSecret: "s3cret", refreshToken: "r3fresh" }),
    shown: (id) => ({ data: { id, type: "user", attributes: { email: `${id}@example.com` } } }),
  },
  nerm: {
    settings: (url) => ({ url: `${url}/api`, clientId: "c", clientSecret: "s3cret", tokenUrl: `${url}/oauth/token` }),
    shown: (id) => ({ user: { id, login: id, type: "NeprofileUser" } }),
  },
  scim: {
    settings: (url) => ({ url: `${url}/scim`, clientId: "c", clientSecret: "s3cret", tokenUrl: `${url}/oauth/token` }),
    shown: (id) => ({ id, userName: id }),
  },
  keycloak: {
    settings: (url) => ({ url, realm: "acme", clientId: "c", clientSecret: "s3cret" }),
    shown: (id) => ({ id, username: id, enabled: true }),
  },
};

interface Behaviour {
  /** The n-th token, counted from 1. */
  readonly token?: (n: number) => string;
  readonly isGood?: (token: string) => boolean;
  /** Answers in place of the token endpoint. */
  readonly refuses?: (n: number) => number | undefined;
  /** Milliseconds until a token, and until an answer to a person. */
  readonly delays?: readonly [token: number, answer: (n: number) => number];
  readonly expiresIn?: number;
}

async function tenant(platform: Platform, behaviour: Behaviour) {
  const { token = (n) => `token-${n}`, isGood = () => true, refuses = () => undefined, expiresIn = 3600 } = behaviour;
  const [slow, answerDelay] = behaviour.delays ?? [0, () => 0];
  const vendor = vendors[platform.id];
  if (!vendor) throw new Error(`${platform.id} has no client`);
  let grants = 0;
  let answers = 0;
  const reply = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    request.resume();
    if (request.method === "POST") {
      grants++;
      const status = refuses(grants);
      const body = status ? { error: "invalid_grant" } : { access_token: token(grants), expires_in: expiresIn };
      setTimeout(() => reply(response, status ?? 200, body), slow);
      return;
    }
    const sent = request.headers.authorization?.split(" ")[1] ?? "";
    const [path = ""] = (request.url ?? "").split("?");
    const id = path.split("/users/")[1] ?? path.split("/Users/")[1] ?? "";
    const isGroups = path.endsWith("/groups");
    // Judged when the answer goes out: an old token may be refused long after a new one was issued.
    setTimeout(() => {
      if (!isGood(sent)) reply(response, 401, { error: "invalid_token" });
      else reply(response, 200, isGroups ? [] : vendor.shown(id));
    }, answerDelay(++answers));
  };
  const server = createServer(handle);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const context: Context = { ...systemContext(), environment: {} };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const settings = platform.configuration.parse({ ...vendor.settings(url), maxConcurrency: 8 });
  const tenant = platform.open(settings, context);
  const connector: Connector = tenant.connectors.user;
  closing.push(
    () => tenant.close(),
    () => server.closeAllConnections(),
    () => server.close(),
  );
  /** Everybody at once, or so many at a time, each new one when another is done. */
  const readAll = async (atOnce = PEOPLE): Promise<readonly PromiseSettledResult<unknown>[]> => {
    const results: PromiseSettledResult<unknown>[] = [];
    let next = 0;
    const work = async (): Promise<void> => {
      while (next < PEOPLE) {
        const read = connector.read(`p${next++}`, []);
        results.push(...(await Promise.allSettled([read])));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return results;
  };
  return { connector, readAll, granted: () => grants };
}

const fulfilled = (results: readonly PromiseSettledResult<unknown>[]) =>
  results.filter(({ status }) => status === "fulfilled").length;
const codes = (results: readonly PromiseSettledResult<unknown>[]) => [
  ...new Set(results.map((result) => (result.status === "rejected" ? result.reason.code : "fulfilled"))),
];

const ways = Object.keys(vendors).flatMap((id) => [
  { id, atOnce: PEOPLE },
  { id, atOnce: 5 },
]);

describe.each(ways)("60 people at $id, $atOnce at once", ({ id, atOnce }) => {
  const platform = platforms[id as keyof typeof platforms];

  it.each([
    ["all at once", [0, () => 0]],
    ["while the new token takes its time", [150, () => 0]],
    ["while answers come in any order", [30, (n: number) => (n * 37) % 60]],
    ["while the first refusal comes last", [0, (n: number) => (n <= 2 ? 120 : 5)]],
  ] as const)("whose token has expired are served by one renewal, %s", async (_, delays) => {
    let isExpired = false;
    const good = (token: string): boolean => !isExpired || token !== "token-1";
    const { connector, readAll, granted } = await tenant(platform, { isGood: good, delays });
    await connector.read("p0", []);
    isExpired = true;
    expect(fulfilled(await readAll(atOnce))).toBe(PEOPLE);
    expect(granted()).toBe(2);
  });

  it("get one renewal where the endpoint issues the expired token again", async () => {
    let isExpired = false;
    const { connector, readAll, granted } = await tenant(platform, { token: () => "same", isGood: () => !isExpired });
    await connector.read("p0", []);
    isExpired = true;
    expect(codes(await readAll(atOnce))).toEqual(["unauthenticated"]);
    expect(granted()).toBe(2);
  });

  it("get one renewal where every token is refused", async () => {
    const { readAll, granted } = await tenant(platform, { isGood: () => false });
    expect(codes(await readAll(atOnce))).toEqual(["unauthenticated"]);
    expect(granted()).toBe(2);
  });

  it("share a refusal of the client", async () => {
    const { readAll, granted } = await tenant(platform, { refuses: () => 400 });
    expect(codes(await readAll(atOnce))).toEqual(["unauthenticated"]);
    expect(codes(await readAll(atOnce))).toEqual(["unauthenticated"]);
    expect(granted()).toBe(1);
  });

  it("share a refusal of the renewal", async () => {
    let isExpired = false;
    const refuses = (n: number) => (n > 1 ? 400 : undefined);
    const { connector, readAll, granted } = await tenant(platform, { isGood: () => !isExpired, refuses });
    await connector.read("p0", []);
    isExpired = true;
    expect(codes(await readAll(atOnce))).toEqual(["unauthenticated"]);
    expect(granted()).toBe(2);
  });

  it("keep a token that can't be replaced early for as long as it lives", async () => {
    // Half of its life is over at once; the endpoint refuses to issue another.
    const refuses = (n: number) => (n > 1 ? 400 : undefined);
    const { connector, readAll, granted } = await tenant(platform, { expiresIn: 20, refuses });
    await connector.read("p0", []);
    expect(fulfilled(await readAll(atOnce))).toBe(PEOPLE);
    expect(granted()).toBe(1);
  });
});
