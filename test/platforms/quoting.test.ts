import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { Platform } from "../../provider/core/contract/platform";
import { type DesiredValue, FLAT } from "../../provider/core/model/entity";
import { platforms } from "../../provider/platforms/registry";
import { systemContext } from "../../provider/system-context";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Answer = readonly [status: number, body: unknown];

/** How each vendor refuses a creation in these words, and what has to be answered before it. */
const refusing: Readonly<Record<string, (said: string) => (method: string, path: string) => Answer>> = {
  adobe: (said) => () => [400, { meta: { error: said } }],
  nerm: (said) => (method, path) => {
    if (method === "POST") return [400, { error: said }];
    const isFirst = new URL(path, "http://vendor.example").searchParams.get("offset") === "0";
    if (!path.includes("roles")) return [200, { error: "No users found" }];
    return [200, isFirst ? { roles: [{ id: "r1", name: "Autor" }] } : { error: "No roles found" }];
  },
  netex: (said) => () => [400, { status: 400, location: null, message: said }],
  scim: (said) => (method) => {
    if (method !== "POST") return [404, {}];
    return [400, { schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], detail: said }];
  },
  keycloak: (said) => (method, path) => {
    if (method === "POST") return [400, { errorMessage: said }];
    if (path.includes("/groups")) return [200, [{ id: "g1", path: "/Autoren", name: "Autoren" }]];
    if (path.includes("/roles")) return [200, [{ id: "r1", name: "Autor" }]];
    return [404, {}];
  },
};

const settings: Readonly<Record<string, (url: string) => object>> = {
  adobe: (url) => ({ url }),
  nerm: (url) => ({ url }),
  netex: (url) => ({ url }),
  scim: (url) => ({ url }),
  keycloak: (url) => ({ url, realm: "acme" }),
};

async function opened(platform: Platform, answer: (method: string, path: string) => Answer, credentials: object) {
  const server = createServer((request, response) => {
    request.resume();
    const [status, body] = answer(request.method ?? "", request.url ?? "");
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const parsed = platform.configuration.parse({
    ...settings[platform.id]?.(url),
    ...credentials,
    ...atThis(credentials, url),
  });
  const tenant = platform.open(parsed, { ...systemContext(), environment: {} });
  const connector = tenant.connectors.user;
  closing.push(
    () => tenant.close(),
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return connector;
}

const atThis = (credentials: object, url: string): object =>
  "tokenUrl" in credentials ? { tokenUrl: `${url}/token` } : {};

/** Attributes that only a person has, and those that every tenant has, with the roles. */
const people: Readonly<
  Record<string, { personal: Record<string, string>; shared: Record<string, DesiredValue>; roles: unknown }>
> = {
  adobe: {
    personal: { email: "ada@example.com", name: "Ada Byron", profile: "Countess of Lovelace", bio: "wrote programs" },
    shared: { uiLocale: "en_XX", contentLocale: "de_XX", timeZoneCode: "Moon/Base" },
    roles: { [FLAT]: ["Autor"] },
  },
  nerm: {
    personal: { login: "ada.byron", name: "Ada Byron", email: "ada@example.com", title: "Countess" },
    shared: { type: "NeprofileUser", locale: "xx", groupStrings: "Autoren" },
    roles: { [FLAT]: ["Autor"] },
  },
  netex: {
    personal: {
      username: "ada.byron",
      name: "Adalina",
      surname: "Byron",
      email: "ada@example.com",
      location: "Ockham",
    },
    shared: { language: "xx", timezone: "Moon/Base", authSource: "LDAPX" },
    roles: { management: ["Autor"] },
  },
  scim: {
    personal: { userName: "ada.byron", displayName: "Ada Byron", title: "Countess", department: "Analysis" },
    shared: { userType: "Externe", locale: "xx-XX", timezone: "Moon/Base", preferredLanguage: "xx" },
    roles: { [FLAT]: ["Autor"] },
  },
  keycloak: {
    personal: { username: "ada.byron", firstName: "Adalina", lastName: "Byron", email: "ada@example.com" },
    shared: { groups: ["/Autoren"], requiredActions: ["UPDATE_PROFIL"] },
    roles: { realm: ["Autor"] },
  },
};

const messageOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "no error",
    (error: Error) => error.message,
  );

describe.each(Object.values(platforms) as readonly Platform[])("a refusal of $title", (platform) => {
  const { personal = {}, shared = {}, roles } = people[platform.id] ?? {};
  const created = async (said: string) => {
    const connector = await opened(platform, refusing[platform.id]?.(said) ?? (() => [500, {}]), {
      token: "t0ken-value",
    });
    const desired = {
      attributes: { ...personal, ...shared },
      sets: roles ? { roles: roles as never } : {},
      references: {},
    };
    return messageOf(connector.create(desired));
  };

  it("tells what the tenant names for everybody", async () => {
    const named = Object.values(shared).flat().map(String);
    for (const text of [...named, "Autor"]) expect(await created(`the value ${text} is not known`)).toContain(text);
  });

  it("tells nothing of the person", async () => {
    for (const text of Object.values(personal)) {
      const message = await created(`the value ${text} is not known`);
      expect(message).toContain("the value ***");
      expect(message).not.toContain(text);
    }
  });
});

const clients: Readonly<Record<string, object>> = {
  adobe: { clientId: "c", clientSecret: "s3cret-value", refreshToken: "r3fresh-value" },
  nerm: { clientId: "c", clientSecret: "s3cret-value", tokenUrl: "" },
  scim: { clientId: "c", clientSecret: "s3cret-value", tokenUrl: "" },
  keycloak: { clientId: "c", clientSecret: "s3cret-value" },
};

describe.each(Object.keys(clients))("the token endpoint of %s", (id) => {
  const platform = platforms[id as keyof typeof platforms];
  const texts = [
    "the refresh token r3fresh-value is not good, nor is s3cret-value",
    "take access_token=brandnew instead",
    'take {"access_token":"brandnew"} instead',
    "take the token brand-new-token-0123456789abcdef",
    "the session 0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f is over",
    "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln is expired",
    "the one called brandnewone is there already",
  ];

  it.each(texts)("quotes no credential: %s", async (said) => {
    const body = { error: "invalid_grant", error_description: said, message: said, access_token: "brandnewone" };
    const connector = await opened(platform, () => [400, body], clients[id] ?? {});
    const message = await messageOf(connector.read("1"));
    expect(message).toContain("***");
    expect(message).not.toMatch(/r3fresh-value|s3cret-value|brand-?new|0a1b2c3d|eyJ/);
  });

  it("tells why it refuses", async () => {
    const body = { error: "invalid_client", error_description: "Invalid client or Invalid client credentials" };
    const connector = await opened(
      platform,
      () => [401, { ...body, message: body.error_description }],
      clients[id] ?? {},
    );
    expect(await messageOf(connector.read("1"))).toContain("Invalid client or Invalid client credentials");
  });
});
