import { expect, it } from "vitest";
import type { Properties } from "../../provider/core/contract/declaration";
import type { ProfileAttribute } from "../../sandbox/keycloak/settings";
import type { KeycloakAdmin, RealmAccess } from "../../scripts/servers/keycloak-admin";
import { ATTRIBUTES } from "../conformance/targets/keycloak";
import { STORIES, type Story, told } from "../platforms/keycloak/exchanges";

/** The exchanges that the emulator is held to, on the server that they were seen on. */
export function answersAsSeen(admin: () => KeycloakAdmin): void {
  it.each(STORIES.map((story, i) => ({ ...story, realmName: `story-${i}` })))("$name", async (story) => {
    const access = await realmOf(admin(), story.realmName, story);
    const { url } = admin().server;
    const headers = { authorization: `Bearer ${await tokenOf(url, access)}`, "content-type": "application/json" };
    await told(story, access.realm, async (method, path, body) => {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const answer = await fetch(`${url}/admin/realms/${access.realm}${path}`, { method, headers, ...sent });
      const location = answer.headers.get("location") ?? undefined;
      return { status: answer.status, text: await answer.text(), location };
    });
  });
}

async function realmOf(admin: KeycloakAdmin, name: string, story: Story): Promise<RealmAccess> {
  const { realm = {}, passwordLength, attributes = [] } = story;
  const policy = passwordLength === undefined ? {} : { passwordPolicy: `length(${passwordLength})` };
  const access = await admin.createRealm(name, { ...realm, ...policy });
  await admin.declareAttributes(name, ATTRIBUTES);
  const profile = (await admin.send("GET", `/${name}/users/profile`)).body as { attributes: object[] };
  const declared = [...profile.attributes, ...attributes.map(attributeOf)];
  await admin.send("PUT", `/${name}/users/profile`, { ...profile, attributes: declared });
  return access;
}

function attributeOf({ name, multivalued = true, options, required, writable = true }: ProfileAttribute): Properties {
  return {
    name,
    multivalued,
    permissions: { view: ["admin"], edit: writable ? ["admin"] : [] },
    ...(options ? { validations: { options: { options } } } : {}),
    ...(required ? { required: {} } : {}),
  };
}

async function tokenOf(url: string, { realm, clientId, clientSecret }: RealmAccess): Promise<string> {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: clientSecret,
  });
  const answer = await fetch(`${url}/realms/${realm}/protocol/openid-connect/token`, { method: "POST", body });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { access_token: string }).access_token;
}
