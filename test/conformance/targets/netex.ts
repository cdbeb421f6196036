import { isRecord } from "../../../provider/core/model/value";
import { netex } from "../../../provider/platforms/netex/index";
import { type NetexAccount, type NetexEmulator, type NetexGroup, startNetex } from "../../../sandbox/index";
import type { Properties } from "../adapter";
import type { Account, Group, GroupSamples, Stage, StageOptions, Target } from "../target";

const NAMES = { ada: ["Ada", "Byron"], bob: ["Bob", "Noyce"], cleo: ["Cleo", "Murphy"], dan: ["Dan", "Bricklin"] };

const ATTRIBUTES = [
  "username",
  "name",
  "surname",
  "language",
  "timezone",
  "email",
  "officePhone",
  "mobilePhone",
  "interests",
  "aboutMe",
  "location",
  "authSource",
  "enabled",
  "externalId",
  "extra",
] as const satisfies readonly (keyof NetexAccount)[];

const GROUPS: GroupSamples = {
  group: (key) => ({ codGroup: key, name: { payroll: "Payroll", legal: "Legal" }[key] }),
  naming: "name",
  plain: "description",
  twins: false,
  parents: "fixed",
  requests: {
    create: { method: "POST", path: "/groups$" },
    update: { method: "PUT", path: "/groups/[^/]+$" },
    remove: { method: "DELETE", path: "/groups/[^/]+$" },
    read: { method: "GET", path: "/groups/[^/]+$" },
  },
};

export const target: Target = {
  platform: netex,
  group: GROUPS,
  extras: ["decomposed", "slow-writes", "granted-elsewhere", "refused-members", "large-groups"],
  start,
  person: (key) => ({
    username: `${key}.acme`,
    name: NAMES[key][0],
    surname: NAMES[key][1],
    language: "en",
    timezone: "Europe/London",
    email: `${key}@example.com`,
  }),
  samples: {
    username: { values: ["ada.acme", "lovelace.acme"] },
    name: { values: ["Ada", "Augusta"] },
    surname: { values: ["Byron", "Lovelace"] },
    language: { values: ["en", "es"] },
    timezone: { values: ["Europe/London", "Europe/Madrid"] },
    email: { values: ["ada@example.com", "ada.lovelace@example.com"] },
    officePhone: { values: ["+44 20 1815", "+44 20 1852"] },
    mobilePhone: { values: ["+44 7 1815", "+44 7 1852"] },
    interests: { values: ["engines", "notes & engines"] },
    aboutMe: { values: ["Wrote the first program", "Analyst & metaphysician"] },
    location: { values: ["London", "Ockham"] },
    authSource: { values: ["LOCAL", "LDAP"] },
    image: { values: [{ url: "https://example.com/1.png" }, { base64Image: "aGVsbG8=", mimeType: "image/png" }] },
    enabled: { values: [true, false] },
    extendedFields: { values: [{ costCentre: "1815" }, { costCentre: "1852" }], otherKey: "contractType" },
    externalId: { values: ["hr-1815", "hr-1852"] },
    extra: { values: [{ badge: "blue" }, { badge: "red" }] },
    initialPassword: { values: ["Difference-1822", "Analytical-1837"] },
  },
  lostWhileUndeclared: ["image"],
  roles: {
    one: { management: ["user"], training: ["user"] },
    two: { management: ["user"], training: ["trainer", "user"] },
    swapped: { management: ["user"], training: ["trainer"] },
    none: { management: ["user"], training: [] },
    stored: {
      one: { management: ["user"], training: ["user"] },
      two: { management: ["user"], training: ["trainer", "user"] },
      swapped: { management: ["user"], training: ["trainer"] },
      none: { management: ["user"] },
      oneAndOther: { management: ["user"], training: ["admin", "user"] },
    },
    refused: [
      { roles: { management: [] }, path: "roles.management" },
      { roles: { training: ["wizard"] }, path: "roles.training[0]" },
      { roles: { sports: ["user"] }, path: "roles.sports" },
    ],
    writes: () => 1,
  },
  vocabulary: {
    right: { extendedFields: { costCentre: "7" } },
    prepare: async ({ memberships }) => {
      await memberships?.create("Trainers");
    },
    wrong: [
      {
        name: "a group's code in another case",
        args: { groups: ["trainers"] },
        path: "groups[0]",
        says: /there is no group "trainers" at .*; did you mean "[^"]+", which is Trainers\?/,
      },
      {
        name: "a group that isn't there",
        args: { groups: ["g-000000"] },
        path: "groups[0]",
        says: /there is no group "g-000000" at .*; there is "[^"]+" \(Trainers\)/,
      },
    ],
    look: { method: "GET", path: "/users\\?startIndex=0&count=1$" },
  },
  plain: "aboutMe",
  writes: { create: 1, createFull: 2 },
  requests: {
    create: { method: "POST", path: "/users$" },
    update: { method: "PUT", path: "/users/[^/]+$" },
    deactivate: { method: "PUT", path: "/deactivate$" },
    remove: { method: "DELETE", path: "/users/" },
    read: { method: "GET", path: "/users/" },
    list: { method: "GET", path: "/users\\?startIndex" },
  },
  systems: ["training", "social"],
  systemFault: (platform) => ({ kind: "platform", platform, status: 500, message: "down" }),
  elsewhere: { method: "GET", path: "/groups$" },
  readsToLookUp: 1,
  afterCreate: {
    args: { extendedFields: { costCentre: "1815" } },
    request: { method: "PUT", path: "/users/[^/]+$" },
  },
  memberRequests: {
    writeOf: (group) => ({ method: "POST", path: `/groups/${group}/users` }),
    whole: /groups\/[^/]+\/users/,
  },
  late: { args: { roles: { management: ["user"], training: ["trainer"] } }, path: "roles.training" },
  lie: () => ({ kind: "lie" }),
  refused: [
    {
      name: "an image in two forms",
      args: { image: { url: "https://example.com/1.png", base64Image: "aGVsbG8=", mimeType: "image/png" } },
      path: "image",
      says: /either url, or base64Image/,
    },
    {
      name: "image data without its type",
      args: { image: { base64Image: "aGVsbG8=" } },
      path: "image",
      says: /mimeType/,
    },
    { name: "a password that isn't the first", args: { password: "x" }, path: "password", says: /initialPassword/ },
  ],
};

async function start({ clock, async, own }: StageOptions): Promise<Stage> {
  const emulator = await startNetex({ now: clock.now, async: async ?? 0, ...own });
  return {
    log: emulator.log,
    answer: emulator.answer,
    faults: emulator.faults,
    // Only asynchronous writes are late here.
    configuration: { url: emulator.url, token: emulator.token, ...(async ? { synchronization: "asynchronous" } : {}) },
    secrets: () => [emulator.token, "Difference-1822", "Analytical-1837"],
    accounts: () => emulator.people().map((account) => shown(emulator, account)),
    get: (id) => {
      const account = emulator.get(id);
      return account && shown(emulator, account);
    },
    create: (attributes) => emulator.create(attributes as Parameters<NetexEmulator["create"]>[0]).id,
    change: (id, attributes) => {
      const { image, extendedFields, ...plain } = attributes;
      const fields = { ...emulator.get(id)?.extendedFields, ...(isRecord(extendedFields) ? extendedFields : {}) };
      emulator.set(id, { ...plain, extendedFields: fields, ...(image ? { image: "/nlc/images/user/other.png" } : {}) });
    },
    grantOther: (id) => void emulator.addRole(id, "training", "admin"),
    grantElsewhere: (id) => {
      const group = emulator.createGroup({ name: "Trainers", roles: { training: ["groupadmin"] } });
      emulator.addToGroup(group.id, id);
    },
    group: {
      list: () => emulator.groups().map(shownGroup),
      get: (id) => {
        const group = emulator.getGroup(id);
        return group && shownGroup(group);
      },
      create: ({ parent, ...args }) =>
        emulator.createGroup({ ...(args as { name: string }), ...(parent ? { parentId: String(parent) } : {}) }).id,
      change: (id, attributes) => void emulator.setGroup(id, attributes),
      fill: (id, people) => {
        const userIds = Array.from({ length: people }, (_, i) => {
          const person = { username: `m${i}`, name: "Member", surname: String(i), email: `m${i}@example.org` };
          return emulator.create(person).id;
        });
        emulator.setGroup(id, { userIds });
      },
      delete: (id) => emulator.deleteGroup(id),
    },
    setManager: () => undefined,
    memberships: {
      create: (name) => emulator.createGroup({ name }).id,
      delete: (group) => emulator.deleteGroup(group),
      members: (group) => [...(emulator.getGroup(group)?.userIds ?? [])].sort(),
      add: (group, id) => void emulator.addToGroup(group, id),
      remove: (group, id) => void emulator.setGroup(group, { userIds: without(emulator.getGroup(group)?.userIds, id) }),
      fill: (group, count) =>
        void emulator.setGroup(group, {
          userIds: [
            ...(emulator.getGroup(group)?.userIds ?? []),
            ...Array.from({ length: count }, (_, i) => `other${i}`),
          ],
        }),
      otherName: (group) => emulator.getGroup(group)?.codGroup ?? "",
    },
    deactivate: (id) => void emulator.deactivate(id),
    delete: (id) => emulator.delete(id),
    expireToken: () => emulator.expireToken(),
    close: () => emulator.close(),
  };
}

function shownGroup({ id, codGroup, name, description, parentId, userIds }: NetexGroup): Group {
  const attributes = { codGroup, name, ...(description ? { description } : {}) };
  return { id, attributes, parent: parentId ?? undefined, members: userIds.length };
}

function shown({ log }: NetexEmulator, account: NetexAccount): Account {
  const filled = ATTRIBUTES.filter((name) => account[name] !== null).map((name) => [name, account[name]]);
  const fields = Object.entries(account.extendedFields).filter(([, value]) => value !== null && value !== "");
  const roles = Object.entries(account.roles).filter(([, names]) => names.length > 0);
  // The emulator keeps a path of its own; what was sent is in the log.
  const images = log
    .writes()
    .flatMap(({ body }) => (isRecord(body) && isRecord(body["user"]) ? [body["user"]["image"]] : []));
  const image = account.image === null ? undefined : (images.findLast(Boolean) ?? account.image);
  return {
    id: account.id,
    active: account.enabled,
    attributes: {
      ...(Object.fromEntries(filled) as Properties),
      ...(fields.length > 0 ? { extendedFields: Object.fromEntries(fields) } : {}),
      ...(image === undefined ? {} : { image }),
    },
    roles: Object.fromEntries(roles.map(([section, names]) => [section, [...names].sort()])),
    manager: undefined,
  };
}

function without(ids: readonly string[] = [], id: string): readonly string[] {
  return ids.filter((other) => other !== id);
}
