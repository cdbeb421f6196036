import { adobe } from "../../../provider/platforms/adobe/index";
import { type AdobeAccount, type AdobeEmulator, type AdobeGroup, startAdobe } from "../../../sandbox/index";
import type { Properties } from "../adapter";
import type { Account, Group, GroupSamples, Stage, StageOptions, Target } from "../target";

const NAMES = { ada: "Ada Byron", bob: "Bob Noyce", cleo: "Cleo Murphy", dan: "Dan Bricklin" };
/** Enough of an emulator's account to change it from arguments. */
type Change = Parameters<AdobeEmulator["set"]>[1];

const ATTRIBUTES = [
  "email",
  "name",
  "profile",
  "bio",
  "uiLocale",
  "contentLocale",
  "timeZoneCode",
  "enrollOnClick",
  "gamificationEnabled",
  "preferredResolution",
  "userUniqueId",
  "externalProfile",
  "fields",
] as const satisfies readonly (keyof AdobeAccount)[];

const GROUPS: GroupSamples = {
  group: (key) => ({ name: { payroll: "Payroll", legal: "Legal" }[key] }),
  naming: "name",
  plain: "description",
  twins: true,
  parents: "none",
  requests: {
    create: { method: "POST", path: "/userGroups$" },
    update: { method: "PUT", path: "/userGroups/\\d+$" },
    remove: { method: "DELETE", path: "/userGroups/\\d+$" },
    read: { method: "GET", path: "/userGroups/\\d+$" },
  },
};

export const target: Target = {
  platform: adobe,
  group: GROUPS,
  extras: [
    "beside",
    "decomposed",
    "slow-writes",
    "token-refresh",
    "derived-manager-role",
    "implied-groups",
    "refused-members",
    "large-groups",
  ],
  start,
  person: (key) => ({ email: `${key}@example.com`, name: NAMES[key], profile: "Engineer" }),
  samples: {
    email: { values: ["ada@example.com", "ada.lovelace@example.com"] },
    name: { values: ["Ada Byron", "Ada Lovelace"] },
    profile: { values: ["Engineer", "Mathematician"] },
    bio: { values: ["Wrote the first program", "Analyst & metaphysician"] },
    uiLocale: { values: ["en-US", "fr-FR"] },
    contentLocale: { values: ["en-US", "de-DE"] },
    timeZoneCode: { values: ["3", "4"] },
    enrollOnClick: { values: [true, false] },
    gamificationEnabled: { values: [false, true] },
    preferredResolution: { values: ["HIGH", "LOW"] },
    userUniqueId: { values: ["ada-1815", "ada-1852"] },
    externalProfile: { values: ["7", "8"] },
    fields: { values: [{ Department: "Engines" }, { Department: "Notes" }], otherKey: "Region" },
  },
  roles: {
    one: ["Author"],
    two: ["Author", "Instructor"],
    swapped: ["Instructor"],
    none: ["Learner"],
    stored: {
      one: ["Author", "Learner"],
      two: ["Author", "Instructor", "Learner"],
      swapped: ["Instructor", "Learner"],
      none: ["Learner"],
      oneAndOther: ["Admin", "Author", "Learner"],
    },
    refused: [
      { roles: [], path: "roles" },
      { roles: [""], path: "roles[0]" },
    ],
    writes: () => 1,
  },
  vocabulary: {
    own: {
      activeFields: [
        { name: "Department", allowedValues: ["Engines", "Notes"] },
        { name: "Skills", isMultiValue: true },
      ],
    },
    right: { fields: { Department: "Engines", Skills: ["Mathematics", "Poetry"] }, timeZoneCode: "4" },
    wrong: [
      {
        name: "a field with a slip in its name",
        args: { fields: { Departement: "Engines" } },
        path: "fields.Departement",
        says: /there is no such key at .*; did you mean "Department"\?/,
      },
      {
        name: "a value outside those of its field",
        args: { fields: { Department: "Engine" } },
        path: "fields.Department",
        says: /is not among the values that .* takes; did you mean "Engines"\?/,
      },
      {
        name: "several values of a field that takes one",
        args: { fields: { Department: ["Engines", "Notes"] } },
        path: "fields.Department",
        says: /takes one value at .*, and 2 are declared/,
      },
      {
        name: "a time zone by its name",
        args: { timeZoneCode: "Europe/Berlin" },
        path: "timeZoneCode",
        says: /"Europe\/Berlin" is not among the values that .* takes; did you mean "4", which is Europe\/Berlin\?/,
      },
      {
        name: "a locale in another case",
        args: { uiLocale: "en-us" },
        path: "uiLocale",
        says: /it is written "en-US" there/,
      },
      {
        name: "a language that the account lacks",
        args: { contentLocale: "xx-XX" },
        path: "contentLocale",
        says: /"xx-XX" is not among .*; there are "en-US" \(English \(United States\)\), /,
      },
      {
        name: "a group by its name, where an id is wanted",
        args: { groups: ["All Users"] },
        path: "groups[0]",
        says: /there is no group "All Users" at .*; did you mean "\d+", which is All Users\?/,
      },
    ],
    look: { method: "GET", path: "/account/fields$" },
  },
  plain: "bio",
  writes: { create: 1, createFull: 2 },
  requests: {
    create: { method: "POST", path: "/users$" },
    update: { method: "PATCH", path: "/users/" },
    deactivate: { method: "DELETE", path: "/users/" },
    remove: { method: "DELETE", path: "/users/" },
    read: { method: "GET", path: "/users/" },
    list: { method: "GET", path: "/users\\?page" },
  },
  afterCreate: { args: { roles: ["Author"] }, request: { method: "PATCH", path: "/users/" } },
  memberRequests: {
    writeOf: (group) => ({ method: ["POST", "DELETE"], path: `/userGroups/${group}/users$` }),
    whole: /userGroups\/[^/]+\/users/,
  },
  late: { args: { bio: "Late" }, path: "bio" },
  lie: (bio) => ({ kind: "lie", body: { data: { attributes: { bio } } } }),
  refused: [
    {
      name: "a state, which Adobe's interface doesn't change",
      args: { state: "DELETED" },
      path: "state",
      says: /onDestroy/,
    },
    {
      name: "a fourth multi-valued field",
      args: { fields: { a: ["1"], b: ["1"], c: ["1"], d: ["1"] } },
      path: "fields.d",
      says: /three at most/,
    },
    {
      name: "roles by the name that the vendor's page gives them in prose",
      args: { userRoles: ["Admin", "Learner"] },
      path: "userRoles",
      says: /declare roles/,
    },
    {
      name: "an address as the vendor's page encodes it",
      args: { email: "email_updates%40example.com" },
      path: "email",
      says: /percent-encoded; declare it plain/,
    },
    { name: "an empty profile", args: { profile: "" }, path: "profile", says: /must not be empty/ },
    { name: "half a locale", args: { uiLocale: "e" }, path: "uiLocale", says: /must have at least 2 characters/ },
  ],
};

async function start({ clock, async, foreign, own }: StageOptions): Promise<Stage> {
  const emulator = await startAdobe({
    now: clock.now,
    ...(foreign ? { accountId: "209999" } : {}),
    externalProfiles: [
      { id: "7", name: "Partners" },
      { id: "8", name: "Customers" },
    ],
    ...own,
    // A scenario's own delay is longer than that of a variant.
    ...(async === undefined ? {} : { async }),
  });
  const { clientId, clientSecret, refreshToken } = emulator;
  return {
    log: emulator.log,
    answer: emulator.answer,
    faults: emulator.faults,
    configuration: { url: emulator.url, clientId, clientSecret, refreshToken },
    secrets: () => [clientSecret, refreshToken, emulator.token],
    accounts: () => emulator.people().map(shown),
    get: (id) => {
      const account = emulator.get(id);
      return account && shown(account);
    },
    create: (attributes) => emulator.create(changeOf(attributes) as Parameters<AdobeEmulator["create"]>[0]).id,
    change: (id, attributes) => {
      const fields = { ...emulator.get(id)?.fields, ...(attributes["fields"] as Properties | undefined) };
      const filled = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
      emulator.set(id, changeOf({ ...attributes, ...("fields" in attributes ? { fields: filled } : {}) }));
    },
    group: {
      list: () => emulator.groups().filter(isOwn).map(shownGroup),
      get: (id) => {
        const group = emulator.getGroup(id);
        return group && isOwn(group) ? shownGroup(group) : undefined;
      },
      create: (args) => emulator.createGroup(args as Parameters<AdobeEmulator["createGroup"]>[0]).id,
      change: (id, attributes) => void emulator.setGroup(id, attributes),
      fill: (id, people) => {
        const userIds = Array.from({ length: people }, (_, i) => {
          return emulator.create({ email: `m${i}@example.org`, name: `Member ${i}` }).id;
        });
        emulator.setGroup(id, { userIds });
      },
      delete: (id) => void emulator.deleteGroup(id),
    },
    grantOther: (id) => void emulator.addRole(id, "Admin"),
    setManager: (id, manager) => void emulator.set(id, { manager }),
    memberships: {
      create: (name) => emulator.createGroup({ name }).id,
      delete: (group) => void emulator.deleteGroup(group),
      members: (group) => [...membersOf(emulator, group)].sort(),
      add: (group, id) => void emulator.setGroup(group, { userIds: [...membersOf(emulator, group), id] }),
      remove: (group, id) =>
        void emulator.setGroup(group, { userIds: membersOf(emulator, group).filter((other) => other !== id) }),
      fill(group, count) {
        const others = Array.from({ length: count }, (_, i) => String(9_000_000 + i));
        emulator.setGroup(group, { userIds: [...membersOf(emulator, group), ...others] });
      },
      imply: (id) => emulator.createGroup({ name: "Direct reports of Ada", readOnly: true, userIds: [id] }).id,
    },
    beside: {
      set: (id) => void emulator.set(id, { metadata: { badge: "7" }, fields: { Floor: "3" } }),
      get: (id) => [emulator.get(id)?.metadata, emulator.get(id)?.fields["Floor"]],
    },
    deactivate: (id) => void emulator.deactivate(id),
    delete: (id) => void emulator.delete(id),
    expireToken: () => emulator.expireToken(),
    close: () => emulator.close(),
  };
}

function isOwn({ readOnly, state }: AdobeGroup): boolean {
  return !readOnly && state === "Active";
}

function shownGroup({ id, name, description, userIds }: AdobeGroup): Group {
  const attributes = { name, ...(description ? { description } : {}) };
  return { id, attributes, parent: undefined, members: userIds.length };
}

function shown(account: AdobeAccount): Account {
  const filled = ATTRIBUTES.flatMap((name) => (account[name] === undefined ? [] : [[name, account[name]]]));
  return {
    id: account.id,
    active: account.state === "ACTIVE",
    attributes: Object.fromEntries(filled) as Properties,
    roles: [...account.roles].sort(),
    manager: account.manager,
  };
}

function changeOf(attributes: Properties): Change {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, value === null ? undefined : value]),
  ) as Change;
}

function membersOf(emulator: AdobeEmulator, group: string): readonly string[] {
  const ids = emulator.getGroup(group)?.userIds ?? [];
  return ids === "everybody" ? [] : ids;
}
