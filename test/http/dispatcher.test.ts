import { beforeEach, describe, expect, it, vi } from "vitest";
import { dispatcher } from "../../provider/http/dispatcher";

interface Told {
  readonly kind: "direct" | "proxied";
  readonly connections: number;
  readonly headersTimeout: number;
  readonly bodyTimeout: number;
  readonly connect: { readonly timeout: number };
  readonly httpProxy?: string;
  readonly httpsProxy?: string;
  readonly noProxy?: string;
}

const told = vi.hoisted((): unknown[] => []);
vi.mock("undici", async (original) => {
  const keeping = (kind: string) =>
    class {
      constructor(options: object) {
        told.push({ kind, ...options });
      }
    };
  return {
    ...(await original<typeof import("undici")>()),
    Agent: keeping("direct"),
    EnvHttpProxyAgent: keeping("proxied"),
  };
});

beforeEach(() => {
  told.length = 0;
});

function opened(environment: Readonly<Record<string, string>> = {}, timeout = 300_000): Told {
  dispatcher(environment, 8, timeout);
  return told.at(-1) as Told;
}

it("no more connections are opened than may be used at once", () => {
  expect(opened().connections).toBe(8);
});

it("an answer may begin after a minute and a half, and a dead connection leaves time for another try", () => {
  const { headersTimeout, bodyTimeout } = opened();
  for (const silence of [headersTimeout, bodyTimeout]) {
    expect(silence).toBeGreaterThan(90_000);
    expect(silence).toBeLessThan(150_000);
  }
});

it.each([
  [300_000, 10_000],
  [20_000, 10_000],
  [19_001, 9_501],
  [500, 250],
])("a request of %i ms waits for its connection for %i ms", (timeout, ms) => {
  expect(opened({}, timeout).connect.timeout).toBe(ms);
});

describe("the environment's proxies", () => {
  const PROXY = "http://proxy.example:8080";
  const OTHER = "http://other.example:8080";

  it.each<[string, Record<string, string>, Partial<Told>]>([
    ["none", {}, { kind: "direct" }],
    ["an empty one", { HTTPS_PROXY: "", http_proxy: "" }, { kind: "direct" }],
    ["exceptions alone", { NO_PROXY: "x" }, { kind: "direct" }],
    ["one for https", { HTTPS_PROXY: PROXY }, { kind: "proxied", httpsProxy: PROXY, noProxy: "" }],
    ["one for http", { HTTP_PROXY: PROXY }, { kind: "proxied", httpProxy: PROXY, noProxy: "" }],
    ["lower case", { http_proxy: PROXY, no_proxy: "x" }, { kind: "proxied", httpProxy: PROXY, noProxy: "x" }],
    ["both cases: the lower one", { HTTPS_PROXY: OTHER, https_proxy: PROXY }, { kind: "proxied", httpsProxy: PROXY }],
    [
      "all of them",
      { HTTP_PROXY: OTHER, HTTPS_PROXY: PROXY, NO_PROXY: "a,b" },
      { kind: "proxied", httpProxy: OTHER, httpsProxy: PROXY, noProxy: "a,b" },
    ],
  ])("are honoured: %s", (_, environment, expected) => {
    const { kind, httpProxy, httpsProxy, noProxy, connections } = opened(environment);
    const shown = Object.fromEntries(
      Object.entries({ kind, httpProxy, httpsProxy, noProxy }).filter(([, value]) => value !== undefined),
    );
    if (expected.kind === "proxied") expect(shown).toMatchObject(expected);
    else expect(shown).toEqual(expected);
    for (const name of ["httpProxy", "httpsProxy"] as const) expect(shown[name]).toBe(expected[name]);
    expect(connections).toBe(8);
  });
});
