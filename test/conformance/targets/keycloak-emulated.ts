import { isRecord } from "../../../provider/core/model/value";
import { type KeycloakAccount, type KeycloakEmulator, startKeycloak } from "../../../sandbox/index";
import type { Account, Group, Stage, StageOptions, Target } from "../target";
import { documentOf, keycloakTarget, PASSWORDS, shown } from "./keycloak";

const EXTRAS = ["groups", "large-groups", "slow-writes", "token-refresh"] as const;

export const target: Target = keycloakTarget({ extras: EXTRAS, start });

async function start({ clock, async, own }: StageOptions): Promise<Stage> {
  const emulator = await startKeycloak({ now: clock.now, async: async ?? 0, ...own });
  const { url, realm, clientId, clientSecret } = emulator;
  /** Those that the realm began with are none of the scenario's. */
  const known = new Set(emulator.groups().map(({ id }) => id));

  function idOf(path: string): string {
    const found = emulator.groups().find(({ id }) => emulator.pathOf(id) === path);
    if (!found) throw new Error(`the realm has no group ${path}`);
    return found.id;
  }
  const members = (group: string) => emulator.people().filter(({ groups }) => groups.includes(group));
  function shownGroup(id: string): Group | undefined {
    const group = emulator.getGroup(id);
    if (group === undefined) return undefined;
    const { name, description, parentId } = group;
    const attributes = { name, ...(description ? { description } : {}) };
    return { id, attributes, parent: parentId, members: members(id).length };
  }
  function fill(group: string, count: number): void {
    for (let i = 0; i < count; i++) emulator.join(emulator.create(addressed(`m${i}.${group}@example.com`)).id, group);
  }

  return {
    log: emulator.log,
    answer: emulator.answer,
    faults: emulator.faults,
    configuration: { url, realm, clientId, clientSecret, clients: ["app"] },
    secrets: () => [clientSecret, ...PASSWORDS],
    // Those of a directory are none of the scenario's.
    accounts: () => emulator.people().flatMap((account) => (account.federationLink ? [] : [accountOf(account)])),
    get: (id) => {
      const account = emulator.get(id);
      return account && accountOf(account);
    },
    create: (args) => emulator.create(documentOf(args)).id,
    change: (id, args) => change(emulator, id, documentOf(args)),
    grantOther: (id) => void emulator.grant(id, "realm", "auditor"),
    setManager: (id, manager) => change(emulator, id, { attributes: { manager: [manager] } }),
    group: {
      list: () => emulator.groups().flatMap(({ id }) => (known.has(id) ? [] : (shownGroup(id) ?? []))),
      get: shownGroup,
      create: ({ parent, ...args }) => emulator.createGroup(args, parent ? String(parent) : undefined).id,
      change: (id, values) => void emulator.changeGroup(id, values),
      fill,
      delete: (id) => emulator.deleteGroup(id),
    },
    // Groups at the top, by their paths.
    memberships: {
      create: (name) => emulator.pathOf(emulator.createGroup({ name }).id),
      delete: (path) => emulator.deleteGroup(idOf(path)),
      members: (path) =>
        members(idOf(path))
          .map(({ id }) => id)
          .sort(),
      add: (path, id) => void emulator.join(id, idOf(path)),
      remove: (path, id) => void emulator.leave(id, idOf(path)),
      fill: (path, count) => fill(idOf(path), count),
      otherName: idOf,
    },
    deactivate: (id) => void emulator.keep(id, { enabled: false }),
    delete: (id) => emulator.delete(id),
    expireToken: () => emulator.expireToken(),
    close: () => emulator.close(),
  };
}

/** Somebody whom a realm takes whatever it makes the username. */
function addressed(address: string): { readonly username: string; readonly email: string } {
  return { username: address, email: address };
}

/** Further attributes are replaced as a whole, so all that is there goes along. */
function change(emulator: KeycloakEmulator, id: string, document: object): void {
  const now = emulator.get(id);
  const { attributes, ...sent }: { attributes?: unknown } = { ...document };
  const { username, email, firstName, lastName } = now ?? {};
  const further = { ...now?.attributes, ...(isRecord(attributes) ? attributes : {}) };
  emulator.change(id, { username, email, firstName, lastName, ...sent, attributes: further });
}

/** Without the role that everybody has. */
function accountOf({ password, roles, ...user }: KeycloakAccount): Account {
  const { realm = [], ...ofClients } = roles;
  const own = realm.filter((name) => !name.startsWith("default-roles-"));
  const { attributes, ...account } = shown({ ...user }, { ...ofClients, realm: own });
  return {
    ...account,
    attributes: { ...attributes, ...(password === undefined ? {} : { initialPassword: password }) },
  };
}
