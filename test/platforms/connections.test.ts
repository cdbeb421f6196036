import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { Platform } from "../../provider/core/contract/platform";
import { platforms } from "../../provider/platforms/registry";
import { systemContext } from "../../provider/system-context";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const PERSON = {
  userName: "ada",
  username: "ada",
  login: "ada",
  email: "ada@example.com",
  name: "Ada",
  surname: "Byron",
};

/** What each vendor wants to be told with a request that has a body. */
const wanted: Readonly<Record<string, object>> = {
  adobe: {
    accept: "application/vnd.api+json",
    "content-type": "application/vnd.api+json;charset=UTF-8",
    authorization: "oauth t0ken-value",
  },
  netex: { accept: "application/vnd.netex.nlc-api+json", "x-cloud-auth-token": "t0ken-value" },
  nerm: { accept: "application/json", "content-type": "application/json", authorization: "Bearer t0ken-value" },
  keycloak: { accept: "application/json", "content-type": "application/json", authorization: "Bearer t0ken-value" },
  scim: {
    accept: "application/scim+json, application/json;q=0.9",
    "content-type": "application/scim+json",
    authorization: "Bearer t0ken-value",
  },
};

/** A tenant whose vendor answers each request so, and the headers of what it was sent. */
async function opened(platform: Platform, settings: object, answer: { status: number; body: string }) {
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    request.resume();
    headers.push(request.headers);
    response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const realm = platform.id === "keycloak" ? { realm: "acme" } : {};
  const given = { url, ...realm, timeout: 20, ...settings };
  const tokens = "clientId" in settings && ["nerm", "scim"].includes(platform.id) ? { tokenUrl: `${url}/token` } : {};
  const tenant = platform.open(platform.configuration.parse({ ...given, ...tokens }), {
    ...systemContext(),
    environment: {},
  });
  closing.push(
    () => server.close(),
    () => server.closeAllConnections(),
    () => tenant.close(),
  );
  const own = platform.kinds.user.capabilities.attributes;
  const attributes = Object.fromEntries(Object.entries(PERSON).filter(([name]) => Object.hasOwn(own, name)));
  const created = tenant.connectors.user.create({ attributes, sets: { roles: {} }, references: {} });
  const error = await created.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { error: error as { code: string; message: string }, headers };
}

describe.each(Object.entries(platforms))("a request to %s", (id, platform) => {
  it("says what is sent, what is understood, and by whose token", async () => {
    const { headers } = await opened(platform, { token: "t0ken-value" }, { status: 403, body: "{}" });
    const sent = headers.filter((one) => one["content-length"] !== undefined && one["content-length"] !== "0");
    expect(sent.length).toBeGreaterThan(0);
    for (const one of sent) expect(one).toMatchObject(wanted[id] ?? {});
  });

  it("that is answered by more than is allowed names this platform's setting", async () => {
    const settings = { token: "t0ken-value", maxResponseBytes: 1024 };
    const { error } = await opened(platform, settings, { status: 200, body: JSON.stringify("x".repeat(5000)) });
    expect(error.message).toContain(`roster:${id}.maxResponseBytes`);
  });

  it.skipIf(!("clientId" in (platform.configuration as unknown as { shape: object }).shape))(
    "for a token that is refused names this platform's client",
    async () => {
      const settings = { clientId: "c", clientSecret: "s3cret", ...(id === "adobe" ? { refreshToken: "r" } : {}) };
      const said = "the client s3cret is unknown";
      const body = { error: said, error_description: said, meta: { error: said } };
      const { error, headers } = await opened(platform, settings, { status: 401, body: JSON.stringify(body) });
      expect(headers[0]?.accept).toBe("application/json");
      expect(error.message).toContain("is unknown");
      expect(error.message).not.toContain("s3cret");
      expect(error).toMatchObject({
        code: "unauthenticated",
        message: expect.stringMatching(new RegExp(`roster:${id}\\.|clientSecret`)),
      });
      expect(error.message).toContain(`roster:${id}.`);
    },
  );
});
