import type { KeycloakServer } from "./keycloak";
import { LDAP_SETUP } from "./ldap";

/** An administrator's token is renewed after so long, in milliseconds: it lives for a minute. */
const TOKEN_AGE = 30_000;

/** The realm that tests and trials work in: what a company's administrator would set up. */
export const REALM_SETUP = {
  roles: ["auditor", "contractor", "reviewer"],
  groups: ["engines", "notes"],
  client: "app",
  clientRoles: ["reader", "writer"],
} as const;

export interface RealmAccess {
  readonly realm: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Speaks to a Keycloak as its administrator, past every provider. */
export class KeycloakAdmin {
  #token: { readonly value: string; readonly at: number } | undefined;

  constructor(readonly server: Pick<KeycloakServer, "url" | "admin">) {}

  /** A JSON answer, with the status; throws for every status but 2xx and 404. */
  async send(method: string, path: string, body?: unknown) {
    const headers = { authorization: `Bearer ${await this.#accessToken()}`, "content-type": "application/json" };
    const payload = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${this.server.url}/admin/realms${path}`, { method, headers, ...payload });
    const text = await response.text();
    if (!response.ok && response.status !== 404) {
      throw new Error(`${method} ${path} is answered ${response.status}: ${text.slice(0, 300)}`);
    }
    const location = response.headers.get("location") ?? "";
    const content: unknown = text === "" ? undefined : JSON.parse(text);
    return { status: response.status, body: content, id: location.split("/").at(-1) ?? "" };
  }

  /** Makes a realm with roles, groups, a client with roles, and a service account that may administer its users. */
  async createRealm(realm: string, more: Readonly<Record<string, unknown>> = {}): Promise<RealmAccess> {
    const secret = `${realm}-secret-0123456789`;
    const { roles, groups, client, clientRoles } = REALM_SETUP;
    await this.send("POST", "", {
      realm,
      enabled: true,
      editUsernameAllowed: true,
      roles: {
        realm: roles.map((name) => ({ name })),
        client: { [client]: clientRoles.map((name) => ({ name })) },
      },
      groups: groups.map((name) => ({ name })),
      clients: [
        { clientId: client, enabled: true },
        { clientId: "roster", enabled: true, secret, serviceAccountsEnabled: true, standardFlowEnabled: false },
      ],
      users: [
        {
          username: "service-account-roster",
          enabled: true,
          serviceAccountClientId: "roster",
          clientRoles: {
            "realm-management": [
              "manage-users",
              "view-users",
              "query-users",
              "query-groups",
              "view-realm",
              "view-clients",
            ],
          },
        },
      ],
      ...more,
    });
    return { realm, clientId: "roster", clientSecret: secret };
  }

  /** Lets the realm's users have these attributes. */
  async declareAttributes(realm: string, names: readonly string[]): Promise<void> {
    const { body } = await this.send("GET", `/${realm}/users/profile`);
    const profile = body as { attributes: object[] };
    const permissions = { view: ["admin"], edit: ["admin"] };
    const attributes = names.map((name) => ({ name, permissions, multivalued: true }));
    await this.send("PUT", `/${realm}/users/profile`, {
      ...profile,
      attributes: [...profile.attributes, ...attributes],
    });
  }

  /**
   * Takes people of a realm from an LDAP; answers the id that their accounts name as their federation.
   *
   * @param more settings beside those of a read-only directory that Keycloak copies its people from
   */
  async connectLdap(realm: string, url: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
    const settings = {
      enabled: "true",
      editMode: "READ_ONLY",
      importEnabled: "true",
      vendor: "other",
      usernameLDAPAttribute: "uid",
      rdnLDAPAttribute: "uid",
      uuidLDAPAttribute: "entryUUID",
      userObjectClasses: "inetOrgPerson",
      connectionUrl: url,
      ...LDAP_SETUP,
      searchScope: "1",
      pagination: "true",
      batchSizeForSync: "1000",
      ...more,
    };
    const { id } = await this.send("POST", `/${realm}/components`, {
      name: "ldap",
      providerId: "ldap",
      providerType: "org.keycloak.storage.UserStorageProvider",
      config: Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, [value]])),
    });
    return id;
  }

  async #accessToken(): Promise<string> {
    if (this.#token && Date.now() - this.#token.at < TOKEN_AGE) return this.#token.value;
    const { url, admin } = this.server;
    const form = new URLSearchParams({ grant_type: "password", client_id: "admin-cli", ...admin });
    const response = await fetch(`${url}/realms/master/protocol/openid-connect/token`, { method: "POST", body: form });
    if (!response.ok) throw new Error(`the administrator's token is refused with ${response.status}`);
    const { access_token: value } = (await response.json()) as { access_token: string };
    this.#token = { value, at: Date.now() };
    return value;
  }
}
