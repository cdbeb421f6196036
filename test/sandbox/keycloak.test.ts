import { afterEach, describe, expect, it } from "vitest";
import { type KeycloakEmulator, startKeycloak } from "../../sandbox/index";
import { STORIES, told } from "../platforms/keycloak/exchanges";

let emulator: KeycloakEmulator | undefined;
afterEach(async () => {
  await emulator?.close();
  emulator = undefined;
});

describe("Keycloak as it was seen", () => {
  it.each(STORIES)("$name", async (story) => {
    const { realm, attributes = [], passwordLength = 0 } = story;
    const keycloak = await startKeycloak({
      ...realm,
      passwordLength,
      attributes: ["badge", "skills", "manager", ...attributes],
    });
    emulator = keycloak;
    const headers = { authorization: `Bearer ${keycloak.token}`, "content-type": "application/json" };
    await told(story, keycloak.realm, async (method, path, body) => {
      const sent = body === undefined ? "" : JSON.stringify(body);
      const answer = keycloak.answer({ method, path: `/admin/realms/acme${path}`, headers, body: sent });
      return { status: answer.status, text: answer.text, location: answer.headers["location"] };
    });
  });
});

describe("the token endpoint", () => {
  it("takes the client's own credentials, and refuses as the server does", async () => {
    const keycloak = await startKeycloak();
    emulator = keycloak;
    const { clientId, clientSecret } = keycloak;
    const ask = (form: Record<string, string>, realm = "acme") => {
      const all = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret, ...form };
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const path = `/realms/${realm}/protocol/openid-connect/token`;
      const { status, text } = keycloak.answer({ method: "POST", path, headers, body: `${new URLSearchParams(all)}` });
      return { status, body: JSON.parse(text) };
    };
    expect(ask({})).toMatchObject({ status: 200, body: { token_type: "Bearer", expires_in: 300 } });
    expect(ask({ client_secret: "x" })).toMatchObject({ status: 401, body: { error: "unauthorized_client" } });
    expect(ask({ client_id: "x" })).toMatchObject({ status: 401, body: { error: "invalid_client" } });
    expect(ask({ grant_type: "x" })).toMatchObject({ status: 400, body: { error: "unsupported_grant_type" } });
    expect(ask({ grant_type: "password" })).toMatchObject({ status: 400, body: { error: "unauthorized_client" } });
    expect(ask({}, "other")).toMatchObject({ status: 404, body: { error: "Realm does not exist" } });
    const { body } = ask({});
    const read = (token: string, realm = "acme") =>
      keycloak.answer({
        method: "GET",
        path: `/admin/realms/${realm}/users`,
        headers: { authorization: `Bearer ${token}` },
        body: "",
      });
    expect(read(body.access_token).status).toBe(200);
    expect(read("other")).toMatchObject({ status: 401, text: '{"error":"HTTP 401 Unauthorized"}' });
    expect(read(body.access_token, "other")).toMatchObject({ status: 404, text: '{"error":"Realm not found."}' });
    keycloak.expireToken();
    expect(read(body.access_token).status).toBe(401);
  });
});
