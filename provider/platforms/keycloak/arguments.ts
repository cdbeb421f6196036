import { z } from "zod";
import type { AttributeTraits } from "../../core/contract/kind.js";
import type { ValidationIssue } from "../../core/model/validation-issue.js";
import { caseless, isRecord } from "../../core/model/value.js";
import { Email } from "../email.js";

const text = (description: string) => z.string().min(1).optional().meta({ description });

/** An id has a digit in it, as every UUID does: a bare word is the name of a group, whose path it isn't. */
const PATH_OR_ID = /^\/|^[\w-]*\d[\w-]*$/;

/**
 * What can be declared of a user, in the names of the vendor's representation.
 * Source: Keycloak's Admin REST API, UserRepresentation; verified on 26.7.4 on 2026-11-24.
 */
export const UserArguments = z.object({
  username: z.string().min(1).meta({
    description:
      "The name the person signs in with; unique in the realm, kept in lower case and compared without regard to case. Changing it renames the account, where the realm allows that, and never replaces it.",
  }),
  email: Email.optional().meta({
    description: "The person's address; kept in lower case and compared without regard to case.",
  }),
  emailVerified: z.boolean().optional().meta({ description: "Whether the address is known to be the person's." }),
  firstName: text("The person's first name."),
  lastName: text("The person's last name."),
  enabled: z.boolean().optional().meta({
    description:
      "Whether the account is switched on. A declared person is active unless this is false; switching an account on again is shown as a change of its own.",
  }),
  attributes: z
    .record(z.string().min(1), z.union([z.string(), z.array(z.string())]))
    .optional()
    .meta({
      description:
        "Further attributes by name: a text, or a list of texts. The realm's user profile must declare them, or allow unmanaged ones. Keys that are not named here are not managed.",
    }),
  groups: z
    .array(z.string().regex(PATH_OR_ID, { error: 'must be a group\'s path, such as "/staff/engineering", or its id' }))
    .optional()
    .meta({
      description:
        'The groups that the person is a member of, by their ids or by their paths, such as "/staff". A path that two groups of the realm have is refused: declare the id then. An empty list takes the person out of every group.',
    }),
  requiredActions: z.array(z.string().min(1)).optional().meta({
    description:
      'What the person has to do when they sign in next, such as "UPDATE_PASSWORD" or "VERIFY_EMAIL", as a set. They must be switched on in the realm. Keycloak takes each away once it is done: list requiredActions in ignoreChanges where that is no drift.',
  }),
  initialPassword: text(
    "The password of a new account. It acts at creation alone: later changes of it are ignored, and an adopted account keeps its own.",
  ),
  roles: z
    .record(z.string().min(1), z.array(z.string().min(1)))
    .optional()
    .meta({
      description:
        "Roles by section: \"realm\" for the realm's roles, and a client's id for that client's. Clients have to be named in the configuration. A declared section is managed as a whole, the others stay.",
    }),
  manager: z.string().min(1).optional().meta({
    description:
      "The id of the manager's user, normally another User's id. It is kept in an attribute whose name the configuration gives.",
  }),
});
export type UserArguments = z.infer<typeof UserArguments>;

/** What only Keycloak sets. */
export const UserInfo = z.object({
  federationLink: z
    .string()
    .optional()
    .meta({ description: "The directory, such as an LDAP server, that the account comes from, where there is one." }),
});
export type UserInfo = z.infer<typeof UserInfo>;

export const REALM = "realm";
/** Where an account comes from an LDAP, Keycloak keeps these for itself, and refuses to have them changed. */
const OF_A_DIRECTORY = ["LDAP_ID", "LDAP_ENTRY_DN", "KERBEROS_PRINCIPAL", "createTimestamp", "modifyTimestamp"];
const EITHER = "it is either true or false";

export const attributes = {
  username: { clear: "Keycloak requires it for every user", compareBy: caseless },
  email: { clear: true, compareBy: caseless },
  emailVerified: { clear: EITHER },
  firstName: { clear: true },
  lastName: { clear: true },
  enabled: { clear: EITHER },
  attributes: { clear: true, map: true, vendorKeys: OF_A_DIRECTORY },
  requiredActions: { clear: true, set: true, public: true },
  initialPassword: {
    clear: "it acts at creation alone; leave it out",
    writeOnly: true,
    createOnly: "ignored",
    secret: true,
  },
} satisfies Record<Exclude<keyof UserArguments, "roles" | "groups" | "manager">, AttributeTraits>;

export const HOLDS_MANAGER =
  "holds the person's manager, as roster:keycloak.managerAttribute says: declare manager instead";

/** How Keycloak names the account of a client, which no list of users has: without it, the client can't sign in. */
const SERVICE_ACCOUNT = "service-account-";

/** Names that the vendor's own attributes have: as a further one, such a name would mean them. */
const OWN = ["username", "email", "firstName", "lastName"];

/** Where managers are kept, unless the configuration says otherwise. */
export const MANAGER_ATTRIBUTE = "manager";

/**
 * Rules that the schema can't say. Last verified 2026-11-28.
 *
 * @param settings the configuration; without it, managers are taken to be kept in the usual attribute where any are declared
 */
export function issues(
  declared: Readonly<Record<string, unknown>>,
  settings?: Readonly<Record<string, unknown>>,
): readonly ValidationIssue[] {
  const found: ValidationIssue[] = [];
  for (const name of ["password", "credentials"]) {
    if (declared[name] !== undefined) {
      const reason = "is not an argument here: declare initialPassword, which acts at creation alone";
      found.push({ path: [name], reason });
    }
  }
  for (const [name, wanted] of Object.entries({
    realmRoles: '{realm: ["..."]}',
    clientRoles: '{"a-client": ["..."]}',
  })) {
    if (declared[name] !== undefined) found.push({ path: [name], reason: `is declared as roles: ${wanted}` });
  }
  const { username } = declared;
  if (typeof username === "string" && caseless(username).startsWith(SERVICE_ACCOUNT)) {
    const reason =
      "is how Keycloak names the service account of a client, which is no person: nothing of it is managed here";
    found.push({ path: ["username"], reason });
  }
  const usual = declared["manager"] === undefined ? undefined : MANAGER_ATTRIBUTE;
  const managerAttribute = settings ? settings["managerAttribute"] : usual;
  for (const key of Object.keys(isRecord(declared["attributes"]) ? declared["attributes"] : {})) {
    const path = ["attributes", key];
    if (OWN.includes(key)) found.push({ path, reason: `is no further attribute: declare ${key} itself` });
    if (key === managerAttribute) found.push({ path, reason: HOLDS_MANAGER });
  }
  return found;
}
