import { isRecord } from "../../../provider/core/model/value";
import { keycloak } from "../../../provider/platforms/keycloak/index";
import type { Properties } from "../adapter";
import type { Account, GroupSamples, Target } from "../target";

const NAMES = { ada: ["Ada", "Byron"], bob: ["Bob", "Noyce"], cleo: ["Cleo", "Murphy"], dan: ["Dan", "Bricklin"] };
export const PASSWORDS = ["Difference-1822", "Analytical-1837"] as const;
export const ATTRIBUTES = ["badge", "skills", "manager"] as const;

const GROUPS: GroupSamples = {
  group: (key) => ({ name: { payroll: "Payroll", legal: "Legal" }[key] }),
  naming: "name",
  plain: "description",
  twins: false,
  parents: "moved",
  // Each is an account of a real server.
  many: 25,
  requests: {
    create: { method: "POST", path: "/groups$" },
    update: { method: "PUT", path: "/groups/[^/]+$" },
    remove: { method: "DELETE", path: "/groups/[^/]+$" },
    read: { method: "GET", path: "/groups/[^/?]+$" },
  },
};

/** The target of a Keycloak, real or emulated. */
export function keycloakTarget(server: Pick<Target, "start"> & Partial<Pick<Target, "extras">>): Target {
  return {
    platform: keycloak,
    group: GROUPS,
    person: (key) => ({ username: `${key}.acme`, firstName: NAMES[key][0], lastName: NAMES[key][1] }),
    samples: {
      username: { values: ["ada.acme", "lovelace.acme"] },
      email: { values: ["ada@example.com", "ada.lovelace@example.com"] },
      emailVerified: { values: [false, true] },
      firstName: { values: ["Ada", "Augusta"] },
      lastName: { values: ["Byron", "Lovelace"] },
      enabled: { values: [true, false] },
      attributes: { values: [{ badge: "blue" }, { badge: "red" }], otherKey: "skills" },
      requiredActions: { values: [["UPDATE_PASSWORD"], ["UPDATE_PASSWORD", "VERIFY_EMAIL"]] },
      initialPassword: { values: PASSWORDS },
    },
    roles: {
      one: { realm: ["reviewer"], app: ["reader"] },
      two: { realm: ["contractor", "reviewer"], app: ["reader"] },
      swapped: { realm: ["contractor"], app: ["reader"] },
      none: { realm: [], app: [] },
      stored: {
        one: { realm: ["reviewer"], app: ["reader"] },
        two: { realm: ["contractor", "reviewer"], app: ["reader"] },
        swapped: { realm: ["contractor"], app: ["reader"] },
        none: {},
        oneAndOther: { realm: ["auditor", "reviewer"], app: ["reader"] },
      },
      refused: [
        { roles: { realm: [""] }, path: "roles.realm[0]" },
        { roles: { realm: "reviewer" }, path: "roles.realm" },
      ],
      writes: (added, removed) => Math.min(added, 1) + Math.min(removed, 1),
    },
    vocabulary: {
      right: { attributes: { badge: "blue" } },
      wrong: [
        {
          name: "a role in another case",
          args: { roles: { realm: ["Reviewer"] } },
          path: "roles.realm[0]",
          says: /there is no role "Reviewer" in realm of Keycloak; it is written "reviewer" there/,
        },
        {
          name: "a client's role with a slip in it",
          args: { roles: { app: ["raeder"] } },
          path: "roles.app[0]",
          says: /there is no role "raeder" in app of Keycloak; did you mean "reader"\?/,
        },
        {
          name: "an attribute that the user profile lacks",
          args: { attributes: { badeg: "blue" } },
          path: "attributes.badeg",
          says: /did you mean "badge"\?\. Keycloak would drop it without a word: .*User profile/,
        },
        {
          name: "a required action that the realm lacks",
          args: { requiredActions: ["UPDATE_PASSWROD"] },
          path: "requiredActions[0]",
          says: /did you mean "UPDATE_PASSWORD"\?/,
        },
        {
          name: "a group that isn't there",
          args: { groups: ["/nobody/here"] },
          path: "groups[0]",
          says: /there is no group "\/nobody\/here" at Keycloak; /,
        },
      ],
      look: { method: "GET", path: "/users/profile$" },
    },
    plain: "lastName",
    writes: { create: 1, createFull: 3 },
    requests: {
      create: { method: "POST", path: "/users$" },
      update: { method: "PUT", path: "/users/[^/]+$" },
      deactivate: { method: "PUT", path: "/users/[^/]+$" },
      remove: { method: "DELETE", path: "/users/[^/]+$" },
      read: { method: "GET", path: "/users/" },
      list: { method: "GET", path: "/users\\?.*first=" },
    },
    afterCreate: {
      args: { roles: { realm: ["reviewer"] } },
      request: { method: "POST", path: "/role-mappings/realm$" },
    },
    memberRequests: {
      writeOf: () => ({ method: ["PUT", "DELETE"], path: "/users/[^/]+/groups/" }),
      whole: /\/groups\/[^/]+\/members/,
    },
    lie: () => ({ kind: "lie" }),
    refused: [
      { name: "a group that is no path", args: { groups: ["engines"] }, path: "groups[0]", says: /path/ },
      {
        name: "an attribute of the account itself in the wrong place",
        args: { attributes: { email: "ada@example.com" } },
        path: "attributes.email",
        says: /declare email itself/,
      },
      {
        name: "a client's service account",
        args: { username: "Service-Account-roster" },
        path: "username",
        says: /service account of a client/,
      },
      { name: "roles in another form", args: { realmRoles: ["a"] }, path: "realmRoles", says: /roles: \{realm/ },
      { name: "a password that isn't the first", args: { password: "x" }, path: "password", says: /initialPassword/ },
    ],
    extras: [],
    ...server,
  };
}

/** A user's document from arguments; what null empties is sent as an empty value. */
export function documentOf(args: Properties): Properties {
  const { initialPassword, attributes, ...rest } = args;
  const texts = Object.entries(rest).map(([name, value]) => [name, value ?? (name === "requiredActions" ? [] : "")]);
  const further = isRecord(attributes) ? Object.entries(attributes).map(([name, value]) => [name, [value].flat()]) : [];
  return {
    ...Object.fromEntries(texts),
    ...(further.length > 0 ? { attributes: Object.fromEntries(further) } : {}),
    ...(initialPassword === undefined ? {} : { credentials: [{ type: "password", value: initialPassword }] }),
  };
}

/** A document and the roles that are known beside it, as the suite compares accounts. */
export function shown(user: Properties, held: Readonly<Record<string, readonly string[]>>): Account {
  const { id, username, email, emailVerified, firstName, lastName, enabled, requiredActions } = user;
  const { manager, ...further } = isRecord(user["attributes"]) ? user["attributes"] : {};
  const actions = Array.isArray(requiredActions) ? [...requiredActions].sort() : [];
  const filled = Object.entries({ username, email, firstName, lastName }).filter(([, value]) => Boolean(value));
  const others = Object.entries(further).map(([name, value]) => {
    const values = value as readonly string[];
    return [name, values.length === 1 ? values[0] : values];
  });
  const roles = Object.entries(held).filter(([, names]) => names.length > 0);
  return {
    id: String(id),
    active: enabled === true,
    attributes: {
      ...(Object.fromEntries(filled) as Properties),
      emailVerified: emailVerified === true,
      enabled: enabled === true,
      ...(others.length > 0 ? { attributes: Object.fromEntries(others) } : {}),
      ...(actions.length > 0 ? { requiredActions: actions } : {}),
    },
    roles: Object.fromEntries(roles.map(([section, names]) => [section, [...names].sort()])),
    manager: Array.isArray(manager) ? String(manager[0]) : undefined,
  };
}
