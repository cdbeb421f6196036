import type { KeycloakServer } from "../../scripts/servers/keycloak";
import { KeycloakAdmin, REALM_SETUP, type RealmAccess } from "../../scripts/servers/keycloak-admin";
import type { Properties } from "../conformance/adapter";
import type { Account, Group, Stage, StageOptions } from "../conformance/target";
import { ATTRIBUTES, documentOf, PASSWORDS, shown } from "../conformance/targets/keycloak";
import { startProxy } from "./recording-proxy";

interface Named {
  readonly id: string;
  readonly name: string;
  readonly path: string;
}

/** Realms of one Keycloak, lent to scenarios one at a time and emptied when they come back: making one takes a while. */
export class Realms {
  readonly admin: KeycloakAdmin;
  readonly #free: RealmAccess[] = [];
  #made = 0;

  constructor(readonly server: KeycloakServer) {
    this.admin = new KeycloakAdmin(server);
  }

  /** Makes some, while nobody waits for them. */
  async prepare(count: number): Promise<void> {
    for (let i = 0; i < count; i++) this.#free.push(await this.#make());
  }

  async take(): Promise<RealmAccess> {
    return this.#free.pop() ?? this.#make();
  }

  async #make(): Promise<RealmAccess> {
    const access = await this.admin.createRealm(`acme-${++this.#made}`);
    await this.admin.declareAttributes(access.realm, ATTRIBUTES);
    return access;
  }

  async giveBack(access: RealmAccess): Promise<void> {
    for (const { id } of await this.users(access.realm))
      await this.admin.send("DELETE", `/${access.realm}/users/${id}`);
    this.#free.push(access);
  }

  async users(realm: string): Promise<(Properties & { id: string })[]> {
    const { body } = await this.admin.send("GET", `/${realm}/users?max=1000`);
    return body as (Properties & { id: string })[];
  }
}

/** A realm for one scenario, seen through a proxy; what happens behind our back goes past the proxy. */
export async function openRealm(realms: Realms, { clock }: StageOptions): Promise<Stage> {
  const access = await realms.take();
  const { admin, server } = realms;
  const { realm, clientId, clientSecret } = access;
  const proxy = await startProxy({
    upstream: server.url,
    now: clock.now,
    isToken: (path) => path.includes("/openid-connect/token"),
    problem: (_, detail) => ({ errorMessage: detail }),
    done: 204,
  });

  async function account(id: string): Promise<Account | undefined> {
    const { status, body } = await admin.send("GET", `/${realm}/users/${id}`);
    if (status === 404) return undefined;
    const mappings = (await admin.send("GET", `/${realm}/users/${id}/role-mappings`)).body as {
      realmMappings?: Named[];
      clientMappings?: Record<string, { mappings: Named[] }>;
    };
    const names = (roles: readonly Named[] | undefined) =>
      (roles ?? []).map(({ name }) => name).filter((name) => !name.startsWith("default-roles-"));
    const { realmMappings, clientMappings } = mappings;
    return shown(body as Properties, { realm: names(realmMappings), app: names(clientMappings?.["app"]?.mappings) });
  }

  /** Further attributes are replaced as a whole, so all that is there goes along. */
  async function change(id: string, args: Properties): Promise<void> {
    const now = (await admin.send("GET", `/${realm}/users/${id}`)).body as Properties;
    const document = documentOf(args);
    const attributes = { ...(now["attributes"] as object), ...(document["attributes"] as object) };
    await admin.send("PUT", `/${realm}/users/${id}`, { ...now, ...document, attributes });
  }

  const groups = `/${realm}/groups`;
  /** Those that the realm began with are none of the scenario's. */
  const known = new Set((await groupsBelow("")).map(({ id }) => id));

  async function groupsBelow(parent: string): Promise<readonly Named[]> {
    const path = parent === "" ? groups : `${groups}/${parent}/children`;
    const found = (await admin.send("GET", `${path}?max=1000`)).body as Named[];
    return [...found, ...(await Promise.all(found.map(({ id }) => groupsBelow(id)))).flat()];
  }

  async function idOf(path: string): Promise<string> {
    const found = (await groupsBelow("")).find((one) => one.path === path);
    if (!found) throw new Error(`the realm has no group ${path}`);
    return found.id;
  }

  async function group(id: string): Promise<Group | undefined> {
    const { status, body } = await admin.send("GET", `${groups}/${id}`);
    if (status === 404) return undefined;
    const { name, description, parentId } = body as Properties;
    const members = (await admin.send("GET", `${groups}/${id}/members?max=1000`)).body as unknown[];
    const attributes = { name, ...(description ? { description } : {}) };
    return { id, attributes, parent: typeof parentId === "string" ? parentId : undefined, members: members.length };
  }

  return {
    group: {
      async list() {
        const own = (await groupsBelow("")).filter(({ id }) => !known.has(id));
        return (await Promise.all(own.map(({ id }) => group(id)))).flatMap((found) => found ?? []);
      },
      get: group,
      async create({ parent, ...args }) {
        const { id } = await admin.send("POST", parent ? `${groups}/${String(parent)}/children` : groups, args);
        return id;
      },
      async change(id, attributes) {
        const now = (await admin.send("GET", `${groups}/${id}`)).body as Properties;
        await admin.send("PUT", `${groups}/${id}`, { ...now, ...attributes });
      },
      async fill(id, people) {
        const { body } = await admin.send("GET", `${groups}/${id}`);
        for (let i = 0; i < people; i++) {
          const user = await admin.send("POST", `/${realm}/users`, { username: `m${i}.${(body as Named).name}` });
          await admin.send("PUT", `/${realm}/users/${user.id}/groups/${id}`);
        }
      },
      async delete(id) {
        await admin.send("DELETE", `${groups}/${id}`);
      },
    },
    // Groups at the top, by their paths.
    memberships: {
      async create(name) {
        await admin.send("POST", groups, { name });
        return `/${name}`;
      },
      delete: async (path) => void (await admin.send("DELETE", `${groups}/${await idOf(path)}`)),
      async members(path) {
        const { body } = await admin.send("GET", `${groups}/${await idOf(path)}/members?max=1000`);
        return (body as Named[]).map(({ id }) => id).sort();
      },
      add: async (path, id) => void (await admin.send("PUT", `/${realm}/users/${id}/groups/${await idOf(path)}`)),
      remove: async (path, id) => void (await admin.send("DELETE", `/${realm}/users/${id}/groups/${await idOf(path)}`)),
      otherName: idOf,
    },
    log: proxy.log,
    faults: proxy.faults,
    configuration: { url: proxy.origin, realm, clientId, clientSecret, clients: [REALM_SETUP.client] },
    secrets: () => [clientSecret, ...PASSWORDS],
    // Without roles, which take calls of their own for each.
    accounts: async () => (await realms.users(realm)).map((user) => shown(user, {})),
    get: account,
    async create(args) {
      const { id } = await admin.send("POST", `/${realm}/users`, { enabled: true, ...documentOf(args) });
      return id;
    },
    change,
    async grantOther(id) {
      const { body } = await admin.send("GET", `/${realm}/roles/auditor`);
      await admin.send("POST", `/${realm}/users/${id}/role-mappings/realm`, [body]);
    },
    setManager: (id, manager) => change(id, { attributes: { manager } }),
    async deactivate(id) {
      await admin.send("PUT", `/${realm}/users/${id}`, { enabled: false });
    },
    async delete(id) {
      await admin.send("DELETE", `/${realm}/users/${id}`);
    },
    expireToken: () => undefined,
    async close() {
      await proxy.close();
      for (const { id } of await groupsBelow("")) {
        if (!known.has(id)) await admin.send("DELETE", `${groups}/${id}`);
      }
      await realms.giveBack(access);
    },
  };
}
