import { z } from "zod";
import type { AttributeTraits } from "../../core/contract/kind.js";
import type { ValidationIssue } from "../../core/model/validation-issue.js";
import { caseless, isRecord } from "../../core/model/value.js";
import { Email } from "../email.js";

const text = (description: string) => z.string().min(1).optional().meta({ description });
const primary = z.literal(true).optional().meta({ description: "Marks the one that is preferred; at most one is." });

/** One of several values of a kind, such as a telephone number. */
const valued = (value: z.ZodType, kinds: string) =>
  z.strictObject({
    value: value.meta({ description: "The value itself." }),
    type: text(`What it is for, such as ${kinds}.`),
    primary,
  });

export const Name = z.strictObject({
  formatted: text("The whole name as it is displayed."),
  familyName: text("The family name."),
  givenName: text("The given name."),
  middleName: text("The middle names."),
  honorificPrefix: text('What stands before the name, such as "Dr.".'),
  honorificSuffix: text('What stands after the name, such as "III".'),
});

const Address = z.strictObject({
  formatted: text("The whole address as it is printed."),
  streetAddress: text("Street and number."),
  locality: text("The city or town."),
  region: text("State or region."),
  postalCode: text("The postal code."),
  country: text('Two letters of the country, such as "GB".'),
  type: text('What it is for, such as "work" or "home".'),
  primary,
});

const Scalar = z.union([z.string(), z.number(), z.boolean()]);

/**
 * What can be declared of a user, in the names of the standard.
 * Source: RFC 7643, sections 4.1 (user) and 4.3 (enterprise user); verified 2026-11-24.
 */
export const UserArguments = z.object({
  userName: z.string().min(1).meta({
    description:
      "The name the person signs in with; unique at the server, compared without regard to case. Changing it renames the account and never replaces it.",
  }),
  externalId: text("The person's identifier in your own system."),
  name: Name.optional().meta({ description: "The parts of the person's name, each managed on its own." }),
  displayName: text("The name that is shown."),
  nickName: text("The casual name."),
  profileUrl: text("The address of a page about the person."),
  title: text('The person\'s title, such as "Engineer".'),
  userType: text('The relation to the organization, such as "Employee" or "Contractor".'),
  preferredLanguage: text('Languages in the form of HTTP\'s Accept-Language, such as "en-GB".'),
  locale: text('For dates and numbers, such as "en-GB".'),
  timezone: text('The time zone by its name, such as "Europe/London".'),
  active: z.boolean().optional().meta({
    description:
      "Whether the account is switched on. A declared person is active unless this is false; switching an account on again is shown as a change of its own.",
  }),
  emails: z
    .array(valued(Email, '"work" or "home"'))
    .optional()
    .meta({ description: "E-mail addresses, as a set; compared without regard to case." }),
  phoneNumbers: z
    .array(valued(z.string().min(1), '"work" or "mobile"'))
    .optional()
    .meta({ description: "Telephone numbers, as a set." }),
  ims: z
    .array(valued(z.string().min(1), '"xmpp"'))
    .optional()
    .meta({ description: "Addresses for instant messages, as a set." }),
  photos: z
    .array(valued(z.string().min(1), '"photo" or "thumbnail"'))
    .optional()
    .meta({ description: "Addresses of pictures, as a set." }),
  addresses: z.array(Address).optional().meta({ description: "Postal addresses, as a set." }),
  entitlements: z
    .array(z.string().min(1))
    .optional()
    .meta({ description: "What the person is entitled to, by the server's values, as a set." }),
  x509Certificates: z
    .array(valued(z.string().min(1), '"signing"'))
    .optional()
    .meta({ description: "Certificates, each as base64 of its DER form, as a set." }),
  employeeNumber: text("Enterprise: the number of the employment."),
  costCenter: text("Enterprise: the cost centre."),
  organization: text("Enterprise: the organization."),
  division: text("Enterprise: the division."),
  department: text("Enterprise: the department."),
  extensions: z
    .record(z.string().min(1), z.union([Scalar, z.array(z.string())]))
    .optional()
    .meta({
      description:
        'Attributes of other extension schemas by their full names, "{urn}:{attribute}", as RFC 7644 3.10 writes them. Keys that are not named here are not managed.',
    }),
  initialPassword: text(
    "The password of a new account. It acts at creation alone: later changes of it are ignored, and an adopted account keeps its own.",
  ),
  roles: z
    .array(z.string().min(1))
    .optional()
    .meta({ description: "The person's roles by the server's values. An empty list takes every role away." }),
  groups: z.array(z.string().min(1)).optional().meta({
    description:
      "The groups that the person is a member of, by their ids, normally other resources'. Groups that other groups lead to are left alone. An empty list takes the person out of every group.",
  }),
  manager: z.string().min(1).optional().meta({
    description: "Enterprise: the id of the manager's user, normally another User's id.",
  }),
});
export type UserArguments = z.infer<typeof UserArguments>;

/** Of what only the server sets, nothing is worth keeping for each person: `meta` changes with every write. */
export const UserInfo = z.object({});

const EITHER = "it is either true or false";

export const attributes = {
  userName: { clear: "the standard requires it for every user", compareBy: caseless },
  externalId: { clear: true },
  name: { clear: true, map: true, partOfName: true },
  displayName: { clear: true },
  nickName: { clear: true, partOfName: true },
  profileUrl: { clear: true },
  title: { clear: true },
  userType: { clear: true, public: true },
  preferredLanguage: { clear: true, public: true },
  locale: { clear: true, public: true },
  timezone: { clear: true, public: true },
  active: { clear: EITHER },
  emails: { clear: true, set: true, compareBy: caseless },
  phoneNumbers: { clear: true, set: true },
  ims: { clear: true, set: true },
  photos: { clear: true, set: true },
  addresses: { clear: true, set: true },
  entitlements: { clear: true, set: true, public: true },
  x509Certificates: { clear: true, set: true },
  employeeNumber: { clear: true },
  costCenter: { clear: true },
  organization: { clear: true },
  division: { clear: true },
  department: { clear: true },
  // Names of schemas and attributes are compared without regard to case (RFC 7643, 2.1), and not all servers have types.
  extensions: { clear: true, map: true, keysBy: caseless, anyType: true },
  initialPassword: {
    clear: "it acts at creation alone; leave it out",
    writeOnly: true,
    createOnly: "ignored",
    secret: true,
  },
} satisfies Record<Exclude<keyof UserArguments, "roles" | "groups" | "manager">, AttributeTraits>;

export const CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
export const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
/** A schema's URN, a colon, an attribute and perhaps one of its parts. */
const EXTENSION_PATH = /^(urn:.+):([a-z$][\w$-]*(?:\.[a-z$][\w$-]*)?)$/i;

/** The URN and the attribute of a full name; undefined where it isn't one. */
export function extensionPath(key: string): { readonly urn: string; readonly attribute: string } | undefined {
  const [, urn, attribute] = EXTENSION_PATH.exec(key) ?? [];
  return urn === undefined || attribute === undefined ? undefined : { urn, attribute };
}

/** Rules that the schema can't say. Last verified 2026-11-24. */
export function issues(declared: Readonly<Record<string, unknown>>): readonly ValidationIssue[] {
  const found: ValidationIssue[] = [];
  const refuse = (path: ValidationIssue["path"], reason: string): void => void found.push({ path, reason });
  if (declared["password"] !== undefined) {
    refuse(["password"], "is not an argument here: declare initialPassword, which acts at creation alone");
  }
  if (Array.isArray(declared["name"]) || typeof declared["name"] === "string") {
    refuse(["name"], 'has parts: declare them, such as {givenName: "Ada", familyName: "Byron"}');
  }
  for (const name of ["emails", "phoneNumbers", "ims", "photos", "addresses", "x509Certificates"]) {
    const items = Array.isArray(declared[name]) ? declared[name] : [];
    const preferred = items.flatMap((item: unknown, i) => (isRecord(item) && item["primary"] === true ? [i] : []));
    if (preferred[1] !== undefined) refuse([name, preferred[1], "primary"], "is the second one: only one is primary");
  }
  const keys = Object.keys(isRecord(declared["extensions"]) ? declared["extensions"] : {});
  for (const [i, key] of keys.entries()) {
    const twin = keys.slice(0, i).find((other) => caseless(other) === caseless(key));
    const reason = twin === undefined ? extensionRefusal(key) : `is ${twin} in another case: declare one of them`;
    if (reason !== undefined) refuse(["extensions", key], reason);
  }
  return found;
}

function extensionRefusal(key: string): string | undefined {
  const path = extensionPath(key);
  if (path === undefined) {
    return 'must be an attribute\'s full name, such as "urn:ietf:params:scim:schemas:extension:acme:2.0:User:badge"';
  }
  const urn = path.urn.toLowerCase();
  if (urn === CORE.toLowerCase()) return `is an attribute of the user itself: declare it as ${path.attribute}`;
  return urn === ENTERPRISE.toLowerCase()
    ? `is not an extension here: declare it as ${path.attribute.split(".")[0]}`
    : undefined;
}
