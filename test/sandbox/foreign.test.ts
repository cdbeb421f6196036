import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox/index";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: object;
}

function ask(origin: string, path: string, headers: Readonly<Record<string, string>>, method = "GET"): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const call = request({ host: hostname, port, path, method, headers, setHost: false }, (response) => {
      let text = "";
      response.on("data", (part) => {
        text += part;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
    });
    call.on("error", reject);
    call.end(method === "GET" ? undefined : "{}");
  });
}

const VENDORS = ["adobe", "netex", "nerm", "scim"] as const;
const addresses = (vendor: (typeof VENDORS)[number]) => {
  const { origin } = new URL(sandbox[vendor].url);
  return { origin, port: new URL(origin).port };
};
/** The control surface, a vendor's own address, an unknown one, and one that can't be read. */
const PATHS = ["/_sandbox/accounts", "/_sandbox/requests", "/scim/v2/Users", "/nothing", "/%zz"];

describe.each(VENDORS)("the emulator of %s", (vendor) => {
  test.each([
    "evil.example.com",
    "evil.example.com:PORT",
    "127.0.0.1",
    "127.0.0.1:1",
    "0.0.0.0:PORT",
    "127.0.0.1.evil.example.com:PORT",
    "localhost:PORT@evil.example.com",
    "",
  ])("doesn't answer to the Host %j", async (host) => {
    const { origin, port } = addresses(vendor);
    for (const path of PATHS) {
      const { status, text } = await ask(origin, path, { host: host.replace("PORT", port) });
      expect([path, status]).toEqual([
        path,
        host === "" ? expect.toSatisfy((code) => code === 403 || code === 400) : 403,
      ]);
      expect(text).not.toMatch(/accounts|requests|Resources/);
    }
  });

  test.each([
    "https://evil.example.com",
    "null",
    "http://localhost",
    "https://localhost:PORT",
    "http://127.0.0.1:1",
    "http://evil.example.com:PORT",
  ])("doesn't answer a page of %s, nor its preflight", async (page) => {
    const { origin, port } = addresses(vendor);
    const headers = { host: `127.0.0.1:${port}`, origin: page.replace("PORT", port) };
    for (const method of ["GET", "POST", "DELETE", "OPTIONS"]) {
      const { status, headers: answered } = await ask(origin, "/_sandbox/faults", headers, method);
      expect(status).toBe(403);
      expect(Object.keys(answered).filter((name) => name.startsWith("access-control-"))).toEqual([]);
    }
  });

  test("doesn't answer what a page of another site loads without an Origin", async () => {
    const { origin, port } = addresses(vendor);
    const headers = { host: `127.0.0.1:${port}`, "sec-fetch-site": "cross-site" };
    expect((await ask(origin, "/_sandbox/requests", headers)).status).toBe(403);
  });

  test.each(["127.0.0.1", "localhost", "LOCALHOST"])(
    "answers to its own address as %s, and keeps no trace of the others",
    async (name) => {
      const { origin, port } = addresses(vendor);
      const own = { host: `${name}:${port}`, origin: `http://${name}:${port}`, "sec-fetch-site": "same-origin" };
      for (const headers of [own, { host: own.host }]) {
        const { status, text } = await ask(origin, "/_sandbox/requests", headers);
        expect(status).toBe(200);
        expect(JSON.parse(text)).toMatchObject({ requests: [] });
      }
    },
  );
});
