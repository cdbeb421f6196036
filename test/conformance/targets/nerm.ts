import { nerm } from "../../../provider/platforms/nerm/index";
import { type NermAccount, type NermEmulator, startNerm } from "../../../sandbox/index";
import type { Properties } from "../adapter";
import type { Account, Stage, StageOptions, Target } from "../target";

const NAMES = { ada: "Ada Byron", bob: "Bob Noyce", cleo: "Cleo Murphy", dan: "Dan Bricklin" };

/** The emulator's names of the arguments. */
const STORED = {
  name: "name",
  email: "email",
  login: "login",
  type: "type",
  profileId: "profile_id",
  title: "title",
  status: "status",
  admin: "admin",
  groupStrings: "group_strings",
  locale: "locale",
  sailpointIdentityId: "sailpoint_identity_id",
  initialPassword: "password",
} as const satisfies Record<string, keyof NermAccount>;

export const target: Target = {
  platform: nerm,
  extras: ["decomposed", "slow-writes", "token-refresh", "many-writes"],
  start,
  person: (key) => ({ name: NAMES[key], email: `${key}@example.com`, login: `${key}.of.acme` }),
  samples: {
    name: { values: ["Ada Byron", "Ada Lovelace"] },
    email: { values: ["ada@example.com", "ada.lovelace@example.com"] },
    login: { values: ["ada.of.acme", "lovelace.of.acme"] },
    type: {
      values: ["NeprofileUser", "NeaccessUser"],
      with: { profileId: "db6f8e8b-65c2-47d5-a0db-90bcc4e9df9e" },
    },
    profileId: {
      values: ["db6f8e8b-65c2-47d5-a0db-90bcc4e9df9e", "0b4cf1a6-6d0c-4b4c-9a3a-3d0a1f0c2b11"],
    },
    title: { values: ["Engineer", "Mathematician"] },
    status: { values: ["Active", "Disabled"] },
    admin: { values: [false, true] },
    groupStrings: { values: ["Engines_group,Notes_group", "Notes_group"] },
    locale: { values: ["en-US", "fr-CA"] },
    sailpointIdentityId: { values: ["2c9180867624cbd7017642d8c8c81f67", "2c9180867624cbd7017642d8c8c81f68"] },
    initialPassword: { values: ["Difference-1822", "Analytical-1837"] },
  },
  roles: {
    one: ["Reviewers"],
    two: ["Contractors", "Reviewers"],
    swapped: ["Contractors"],
    none: [],
    stored: {
      one: ["Reviewers"],
      two: ["Contractors", "Reviewers"],
      swapped: ["Contractors"],
      none: [],
      oneAndOther: ["Auditors", "Reviewers"],
    },
    refused: [{ roles: [""], path: "roles[0]" }],
    writes: (added, removed) => added + removed,
  },
  vocabulary: {
    right: { roles: ["Reviewers"] },
    wrong: [
      {
        name: "a role with a slip in it",
        args: { roles: ["Contractors", "Revievers"] },
        path: "roles[1]",
        says: /there is no role "Revievers" at .*; did you mean "Reviewers"\?/,
      },
      {
        name: "a role in another case",
        args: { roles: ["reviewers"] },
        path: "roles[0]",
        says: /it is written "Reviewers" there/,
      },
      {
        name: "a role like no other",
        args: { roles: ["No Such Role"] },
        path: "roles[0]",
        says: /there is no role "No Such Role" at .*; there are ".*"Reviewers"/,
      },
    ],
    // Of a list of several pages the first.
    look: { method: "GET", path: "/roles\\?.*offset=0" },
    isNeeded: true,
  },
  plain: "title",
  writes: { create: 1, createFull: 3 },
  requests: {
    create: { method: "POST", path: "/user$" },
    update: { method: "PATCH", path: "/users/" },
    deactivate: { method: "PATCH", path: "/users/" },
    remove: { method: "DELETE", path: "/users/" },
    read: { method: "GET", path: "/users/" },
    list: { method: "GET", path: "/users\\?limit" },
  },
  afterCreate: { args: { roles: ["Reviewers"] }, request: { method: "POST", path: "/user_role$" } },
  lie: (title) => ({ kind: "lie", body: { user: { title } } }),
  refused: [
    {
      name: "an unknown type",
      args: { type: "DelegateUser" },
      path: "type",
      says: /"NeprofileUser" or "NeaccessUser"/,
    },
    { name: "an unknown status", args: { status: "Gone" }, path: "status", says: /"Active", "Pending" or "Disabled"/ },
    {
      name: "a NeaccessUser without a profile",
      args: { type: "NeaccessUser" },
      path: "profileId",
      says: /is required/,
    },
    { name: "a password that isn't the first", args: { password: "x" }, path: "password", says: /initialPassword/ },
  ],
};

async function start({ clock, async, own }: StageOptions): Promise<Stage> {
  const emulator = await startNerm({ now: clock.now, async: async ?? 0, ...own });
  const { clientId, clientSecret, tokenUrl } = emulator;
  return {
    log: emulator.log,
    answer: emulator.answer,
    faults: emulator.faults,
    configuration: { url: emulator.url, clientId, clientSecret, tokenUrl },
    secrets: () => [clientSecret, "Difference-1822", "Analytical-1837"],
    accounts: () => emulator.people().map((account) => shown(emulator, account)),
    get: (id) => {
      const account = emulator.get(id);
      return account && shown(emulator, account);
    },
    create: (attributes) => emulator.create(changeOf(attributes) as Parameters<NermEmulator["create"]>[0]).id,
    change: (id, attributes) => void emulator.set(id, changeOf(attributes)),
    grantOther: (id) => void emulator.addRole(id, "Auditors"),
    setManager: (id, manager) => void emulator.setManager(id, manager),
    deactivate: (id) => void emulator.deactivate(id),
    delete: (id) => emulator.delete(id),
    expireToken: () => emulator.expireToken(),
    close: () => emulator.close(),
  };
}

function shown({ roles }: NermEmulator, account: NermAccount): Account {
  const filled = Object.entries(STORED).flatMap(([name, stored]) =>
    account[stored] === null || account[stored] === undefined ? [] : [[name, account[stored]]],
  );
  return {
    id: account.id,
    active: account.status !== "Disabled",
    attributes: Object.fromEntries(filled) as Properties,
    roles: account.roles.map((id) => roles.find((role) => role.id === id)?.name ?? id).sort(),
    manager: account.manager,
  };
}

function changeOf(attributes: Properties): Parameters<NermEmulator["set"]>[1] {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [STORED[name as keyof typeof STORED], value]),
  );
}
