import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { Platform } from "../../provider/core/contract/platform";
import { platforms } from "../../provider/platforms/registry";
import { systemContext } from "../../provider/system-context";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

async function opened(platform: Platform, answer: (method: string, path: string) => Answer) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    request.resume();
    asked.push(`${request.method} ${request.url}`);
    const { status = 200, body, headers = {} } = answer(request.method ?? "", request.url ?? "");
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body ?? {}));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const realm = platform.id === "keycloak" ? { realm: "acme" } : {};
  const settings = platform.configuration.parse({ url, ...realm, token: "t0ken-value", timeout: 20 });
  const tenant = platform.open(settings, { ...systemContext(), environment: {} });
  const connector = tenant.connectors.user;
  closing.push(
    () => tenant.close(),
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return { connector, asked };
}

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "done",
    (error: { code?: unknown }) => error.code ?? error,
  );

const all = Object.values(platforms) as readonly Platform[];
const IDS = [
  "",
  ".",
  "..",
  "%2e",
  "%2E%2e",
  ".%2e",
  "a/b",
  "../roles",
  "a\\b",
  "a\0",
  "a\u007f",
  "\ud800",
  "x".repeat(5_000),
];

describe.each(all)("an id at $title", (platform) => {
  it.each(IDS)("that would mean another address is refused: %j", async (id) => {
    const { connector, asked } = await opened(platform, () => ({}));
    for (const call of ["read", "deactivate", "remove"] as const) {
      expect(await codeOf(connector[call](id))).toBe("invalid-arguments");
    }
    expect(asked.filter((call) => /\/users\/(?!profile)/i.test(call))).toEqual([]);
  });
});

/** A person as each vendor answers a look-up, and the answer to a creation that names this id. */
const created: Readonly<Record<string, (id: string) => (method: string, path: string) => Answer>> = {
  adobe: (id) => () => ({ body: { data: { id, type: "user", attributes: { email: "a@example.com" } } } }),
  nerm: (id) => () => ({ body: { user: { id, login: "a" } } }),
  netex: (id) => (method) =>
    method === "POST"
      ? { status: 201, body: { status: 201, location: `https://x.example/users/${id}`, message: null } }
      : { body: { id, username: "a", enabled: true } },
  scim: (id) => (method) => (method === "POST" ? { status: 201, body: { id, userName: "a" } } : { status: 404 }),
  keycloak: (id) => (method, path) => {
    if (method === "POST")
      return { status: 201, body: "", headers: { location: `https://x.example/users/${encodeURI(id)}` } };
    return path.includes("/profile") ? { status: 403 } : { body: [] };
  },
};
const desired = (platform: Platform) => ({
  attributes: { [platform.kinds.user.capabilities.naturalKey]: platform.id === "adobe" ? "a@example.com" : "a" },
  sets: {},
  references: {},
});

describe.each(all)("an answer of $title to a creation", (platform) => {
  it.each(["..", ".", "%2e%2e", ""])("that names the id %j leaves its outcome open", async (id) => {
    const { connector } = await opened(platform, created[platform.id]?.(id) ?? (() => ({})));
    expect(await codeOf(connector.create(desired(platform)))).toMatch(/^(protocol|uncertain)$/);
  });
});

describe.each(all)("an answer of $title", (platform) => {
  it("with an entry that would be taken for a prototype is an error, and not asked for again", async () => {
    const body = '{"id":"1","data":{"id":"1","fields":{"__proto__":"x"}},"user":{"\\u005f_proto__":"x"}}';
    const { connector, asked } = await opened(platform, () => ({ body }));
    expect(await codeOf(connector.read("1", []))).toBe("protocol");
    expect(asked).toHaveLength(1);
  });

  it.each([
    ["text", "null"],
    ["a number", "3"],
    ["a list", "[null]"],
    ["nested emptily", '{"data":{"attributes":null},"user":null,"Resources":[null],"error":{}}'],
    [
      "full of names that objects have",
      '{"constructor":1,"toString":[],"user":{"constructor":{}},"data":{"valueOf":1}}',
    ],
  ])("that is %s is a typed error", async (_, body) => {
    const { connector } = await opened(platform, () => ({ body }));
    expect(await codeOf(connector.read("1", []))).toBe("protocol");
  });

  it("with headers that make no sense is read", async () => {
    const headers = {
      "retry-after": "Infinity",
      "x-rate-limit": `${"9".repeat(400)}r/m`,
      "x-burst": "1e999",
      date: "never",
    };
    let tries = 0;
    const { connector } = await opened(platform, () =>
      ++tries === 1 ? { status: 503, headers } : { status: 403, headers, body: { error: "no" } },
    );
    expect(await codeOf(connector.read("1", []))).toBe("permission-denied");
  });
});

it.each(["http://[bad", "http://%zz/", "http://a b:c/", "//", "http://x:99999999/"])(
  "a next page of Adobe's at %j is a typed error or the first page again",
  async (next) => {
    const { connector } = await opened(platforms.adobe, () => ({ body: { data: [], links: { next } } }));
    const pages = async (): Promise<void> => {
      for await (const _ of connector.pages());
    };
    expect(await codeOf(pages())).toBe("protocol");
  },
);

it.each(["%E0%A4%A", "%zz", "..", "%2e%2e", "a%2Fb", "?", "#"])(
  "a Location of Keycloak's that ends in %j leaves the creation open",
  async (last) => {
    const { connector } = await opened(platforms.keycloak, (method, path) => {
      if (method === "POST") return { status: 201, body: "", headers: { location: `https://x.example/users/${last}` } };
      return path.includes("/profile") ? { status: 403 } : { body: [] };
    });
    expect(await codeOf(connector.create(desired(platforms.keycloak)))).toMatch(/^(uncertain|done)$/);
  },
);
