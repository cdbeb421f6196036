import { isRecord } from "../../../provider/core/model/value";
import { scim } from "../../../provider/platforms/scim/index";
import { type ScimAccount, startScim } from "../../../sandbox/index";
import type { Properties } from "../adapter";
import type { Account, Group, GroupSamples, Stage, StageOptions, Target } from "../target";

const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const ACME = "urn:ietf:params:scim:schemas:extension:acme:2.0:User";
const ENTERPRISE_NAMES = ["employeeNumber", "costCenter", "organization", "division", "department"];
const PASSWORDS = ["Difference-1822", "Analytical-1837"] as const;

/** What differs between the SCIM servers that are tested. */
export type Server = Pick<Target, "start"> &
  Partial<Pick<Target, "extras" | "requests" | "lacks">> & { readonly group?: Partial<GroupSamples> };

export const groupSamples: GroupSamples = {
  group: (key) => ({ displayName: { payroll: "Payroll", legal: "Legal" }[key] }),
  naming: "displayName",
  plain: "externalId",
  twins: true,
  parents: "none",
  requests: {
    create: { method: "POST", path: "/Groups$" },
    update: { method: "PATCH", path: "/Groups/" },
    remove: { method: "DELETE", path: "/Groups/" },
    read: { method: "GET", path: "/Groups/" },
  },
};

/** The target of one SCIM server. */
export function scimTarget({ group, ...server }: Server): Target {
  return {
    platform: scim,
    group: { ...groupSamples, ...group },
    extras: [],
    person: (key) => ({ userName: `${key}.acme` }),
    samples: {
      userName: { values: ["ada.acme", "lovelace.acme"] },
      externalId: { values: ["hr-1815", "hr-1852"] },
      name: { values: [{ givenName: "Ada" }, { givenName: "Augusta" }], otherKey: "middleName" },
      displayName: { values: ["Ada Byron", "Ada Lovelace"] },
      nickName: { values: ["Ada", "Countess"] },
      profileUrl: { values: ["https://example.com/ada", "https://example.com/lovelace"] },
      title: { values: ["Engineer", 'Analyst & "metaphysician"'] },
      userType: { values: ["Employee", "Contractor"] },
      preferredLanguage: { values: ["en-GB", "fr"] },
      locale: { values: ["en-GB", "fr-FR"] },
      timezone: { values: ["Europe/London", "Europe/Paris"] },
      active: { values: [true, false] },
      emails: {
        values: [
          [{ value: "ada@example.com", type: "work", primary: true }],
          [
            { value: "ada.lovelace@example.com", type: "work", primary: true },
            { value: "ada@example.net", type: "home" },
          ],
        ],
      },
      phoneNumbers: {
        values: [[{ value: "+44 20 1815", type: "work" }], [{ value: "+44 7 1852", type: "mobile" }]],
      },
      ims: { values: [[{ value: "ada@chat.example.com", type: "xmpp" }], [{ value: "lovelace", type: "xmpp" }]] },
      photos: {
        values: [
          [{ value: "https://example.com/1.png", type: "photo" }],
          [{ value: "https://example.com/2.png", type: "thumbnail" }],
        ],
      },
      addresses: {
        values: [
          [{ streetAddress: "12 St James's Square", locality: "London", country: "GB", type: "work" }],
          [{ locality: "Ockham", postalCode: "GU23", country: "GB", type: "home" }],
        ],
      },
      entitlements: { values: [["engine"], ["engine", "notes"]] },
      x509Certificates: { values: [[{ value: "MIIBkTCB" }], [{ value: "MIIBkTCC" }]] },
      employeeNumber: { values: ["1815", "1852"] },
      costCenter: { values: ["4130", "4131"] },
      organization: { values: ["Acme", "Acme Engines"] },
      division: { values: ["Research", "Engines"] },
      department: { values: ["Analysis", "Notes"] },
      extensions: {
        values: [{ [`${ACME}:badge`]: "blue" }, { [`${ACME}:badge`]: "red" }],
        otherKey: `${ACME}:building`,
      },
      initialPassword: { values: PASSWORDS },
    },
    roles: {
      one: ["reviewer"],
      two: ["contractor", "reviewer"],
      swapped: ["contractor"],
      none: [],
      stored: {
        one: ["reviewer"],
        two: ["contractor", "reviewer"],
        swapped: ["contractor"],
        none: [],
        oneAndOther: ["auditor", "reviewer"],
      },
      refused: [{ roles: [""], path: "roles[0]" }],
      writes: () => 1,
    },
    plain: "title",
    badEmail: { args: { emails: [{ value: "ada" }] }, path: "emails[0].value" },
    writes: { create: 1, createFull: 1 },
    requests: {
      create: { method: "POST", path: "/Users$" },
      update: { method: "PATCH", path: "/Users/" },
      deactivate: { method: "PATCH", path: "/Users/" },
      remove: { method: "DELETE", path: "/Users/" },
      read: { method: "GET", path: "/Users/" },
      list: { method: "GET", path: "/Users\\?(?!.*filter=)" },
    },
    memberRequests: {
      writeOf: (group) => ({ method: ["PATCH", "PUT"], path: `/Groups/${group}$` }),
      whole: /\/Groups(\/|\?(?!.*(attributes=id|excludedAttributes=members)))/,
    },
    lie: () => ({ kind: "lie" }),
    refused: [
      {
        name: "two primary addresses",
        args: {
          emails: [
            { value: "ada@example.com", primary: true },
            { value: "ada@example.net", primary: true },
          ],
        },
        path: "emails[1].primary",
        says: /only one is primary/,
      },
      {
        name: "an extension's attribute without its schema",
        args: { extensions: { badge: "blue" } },
        path: "extensions.badge",
        says: /full name/,
      },
      {
        name: "an attribute of the enterprise extension in the wrong place",
        args: { extensions: { [`${ENTERPRISE}:department`]: "Analysis" } },
        path: `extensions["${ENTERPRISE}:department"]`,
        says: /declare it as department/,
      },
      { name: "a name in one piece", args: { name: "Ada Byron" }, path: "name", says: /givenName/ },
      {
        name: "an attribute of addresses that nobody can set",
        args: { emails: [{ value: "ada@example.com", shoe: "x" }] },
        path: "emails[0].shoe",
        says: /there are value, (?!.*rolesMode)/,
      },
      { name: "a password that isn't the first", args: { password: "x" }, path: "password", says: /initialPassword/ },
    ],
    ...server,
  };
}

export const target: Target = {
  ...scimTarget({
    start,
    extras: ["slow-writes", "token-refresh", "decomposed", "large-groups", "implied-groups", "refused-members"],
  }),
  vocabulary: {
    own: { says: { roles: { auditor: "Auditors", contractor: "Contractors", reviewer: "Reviewers" } } },
    right: { roles: ["reviewer"], extensions: { [`${ACME}:badge`]: "blue", [`${ACME}:desk.floor`]: "2" } },
    wrong: [
      {
        name: "a role in another case",
        args: { roles: ["Reviewer"] },
        path: "roles[0]",
        says: /there is no role "Reviewer" at .*; it is written "reviewer" there/,
      },
      {
        name: "a role by what it is called",
        args: { roles: ["Auditors"] },
        path: "roles[0]",
        says: /did you mean "auditor", which is Auditors\?/,
      },
      {
        name: "an attribute of an extension with a slip in it",
        args: { extensions: { [`${ACME}:bagde`]: "blue" } },
        path: `extensions["${ACME}:bagde"]`,
        says: /there is no such key at .*; did you mean "urn:[^"]+:badge"\?/,
      },
    ],
    look: { method: "GET", path: "/Roles$" },
  },
};

async function start({ clock, async, own }: StageOptions): Promise<Stage> {
  const emulator = await startScim({ now: clock.now, async: async ?? 0, ...own });
  const { clientId, clientSecret, tokenUrl } = emulator;
  return {
    log: emulator.log,
    answer: emulator.answer,
    faults: emulator.faults,
    configuration: { url: emulator.url, clientId, clientSecret, tokenUrl },
    secrets: () => [clientSecret, ...PASSWORDS],
    accounts: () => emulator.people().map(shown),
    get: (id) => {
      const account = emulator.get(id);
      return account && shown(account);
    },
    create: (attributes) => emulator.create(documentOf(attributes)).id,
    change: (id, attributes) => void emulator.patch(id, operationsOf(attributes)),
    group: {
      list: () => emulator.groups().map(shownGroup),
      get: (id) => {
        const group = emulator.getGroup(id);
        return group && shownGroup(group);
      },
      create: (args) => emulator.createGroup(args).id,
      change: (id, attributes) => void emulator.patchGroup(id, [{ op: "replace", value: attributes }]),
      fill: (id, people) => {
        // Ids of nobody would be no members.
        const value = Array.from({ length: people }, (_, i) => ({
          value: emulator.create({ userName: `m${i}.${id}` }).id,
        }));
        emulator.patchGroup(id, [{ op: "add", path: "members", value }]);
      },
      delete: (id) => emulator.deleteGroup(id),
    },
    grantOther: (id) => void emulator.patch(id, [{ op: "add", path: "roles", value: [{ value: "auditor" }] }]),
    setManager: (id, manager) => void emulator.patch(id, [managerOperation(manager)]),
    memberships: {
      create: (name) => emulator.createGroup({ displayName: name }).id,
      delete: (group) => emulator.deleteGroup(group),
      members: (group) => membersOf(emulator.getGroup(group)).sort(),
      add: (group, id) => void emulator.patchGroup(group, [{ op: "add", path: "members", value: [{ value: id }] }]),
      remove: (group, id) => void emulator.patchGroup(group, [{ op: "remove", path: `members[value eq "${id}"]` }]),
      fill: (group, count) => {
        const value = Array.from({ length: count }, (_, i) => ({ value: `other-${i}` }));
        emulator.patchGroup(group, [{ op: "add", path: "members", value }]);
      },
      imply(id) {
        const inner = emulator.groups().find((group) => membersOf(group).includes(id))?.id;
        return emulator.createGroup({ displayName: "Outer", members: [{ value: inner, type: "Group" }] }).id;
      },
    },
    deactivate: (id) => void emulator.deactivate(id),
    delete: (id) => emulator.delete(id),
    expireToken: () => emulator.expireToken(),
    close: () => emulator.close(),
  };
}

/** A group's document as the suite compares groups. */
export function shownGroup({ id, displayName, externalId, members }: Properties): Group {
  const attributes = { displayName, ...(externalId ? { externalId } : {}) };
  return { id: String(id), attributes, parent: undefined, members: Array.isArray(members) ? members.length : 0 };
}

export function managerOperation(manager: string) {
  return { op: "replace", path: `${ENTERPRISE}:manager`, value: { value: manager } };
}

/** A user's document from arguments. */
export function documentOf(attributes: Properties): Properties {
  const document: Properties = { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"] };
  for (const [path, value] of placesOf(attributes)) {
    const [, urn, name = path] = /^(urn:.+):(\w+)$/.exec(path) ?? [];
    if (urn === undefined) document[name] = value;
    else document[urn] = { ...(document[urn] as object | undefined), [name]: value };
  }
  return document;
}

/** Operations of a PATCH from arguments. */
export function operationsOf(attributes: Properties): readonly object[] {
  return placesOf(attributes).flatMap(([path, value]): object[] => {
    if (path === "name" && isRecord(value)) {
      return Object.entries(value).map(([part, text]) => ({ op: "replace", path: `name.${part}`, value: text }));
    }
    return [value === null ? { op: "remove", path } : { op: "replace", path, value }];
  });
}

function placesOf(attributes: Properties): readonly (readonly [path: string, value: unknown])[] {
  return Object.entries(attributes).flatMap(([name, value]): [string, unknown][] => {
    if (name === "extensions" && isRecord(value)) return Object.entries(value);
    if (name === "entitlements" && Array.isArray(value))
      return [[name, value.map((text: unknown) => ({ value: text }))]];
    if (name === "initialPassword") return [["password", value]];
    return [[ENTERPRISE_NAMES.includes(name) ? `${ENTERPRISE}:${name}` : name, value]];
  });
}

function membersOf(group: Properties | undefined): string[] {
  return values(group?.["members"]);
}

/** A document as the suite compares accounts, whatever a server adds to items. */
export function shown(document: ScimAccount | Properties): Account {
  const { id, schemas, meta, active, roles, entitlements, password, groups, ...rest } = document as Properties;
  const { [ENTERPRISE]: enterprise, [ACME]: acme, ...core } = rest;
  const { manager, ...own } = isRecord(enterprise) ? enterprise : {};
  const extensions = Object.entries(isRecord(acme) ? acme : {}).map(([name, value]) => [`${ACME}:${name}`, value]);
  const lists = Object.entries(core).map(([name, value]) => [name, Array.isArray(value) ? value.map(plain) : value]);
  const granted = values(entitlements);
  return {
    id: String(id),
    active: active !== false,
    attributes: {
      ...(Object.fromEntries(lists) as Properties),
      ...own,
      active: active !== false,
      ...(granted.length > 0 ? { entitlements: granted } : {}),
      ...(extensions.length > 0 ? { extensions: Object.fromEntries(extensions) } : {}),
      ...(password === undefined ? {} : { initialPassword: password }),
    },
    roles: values(roles),
    manager: isRecord(manager) && typeof manager["value"] === "string" ? manager["value"] : undefined,
  };
}

function plain(item: unknown): unknown {
  if (!isRecord(item)) return item;
  return Object.fromEntries(Object.entries(item).filter(([name, value]) => name !== "display" && value !== false));
}

function values(items: unknown): string[] {
  return Array.isArray(items) ? items.map((item) => String((item as Properties)["value"])).sort() : [];
}
