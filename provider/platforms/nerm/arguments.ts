import { z } from "zod";
import type { AttributeTraits } from "../../core/contract/kind.js";
import type { ValidationIssue } from "../../core/model/validation-issue.js";
import { caseless } from "../../core/model/value.js";
import { Email } from "../email.js";

/**
 * What can be declared of a user, in camelCase of the vendor's attributes.
 * Source: "Update a user by id", NERM Lifecycle API 1.0.0, and SailPoint's public specification; verified 2026-11-23.
 */
export const UserArguments = z.object({
  name: z.string().min(1).meta({ description: "The person's full name." }),
  email: Email.meta({ description: "The person's address; compared without regard to case." }),
  login: z.string().min(1).meta({
    description:
      "The name the person signs in with; unique in the tenant, compared without regard to case. Changing it renames the account and never replaces it.",
  }),
  type: z.enum(["NeprofileUser", "NeaccessUser"]).optional().meta({
    description:
      'The kind of user: "NeprofileUser" or "NeaccessUser". Where it is not declared, an account is created as NeprofileUser.',
  }),
  profileId: z
    .guid({ error: "must be the id of a profile, such as db6f8e8b-65c2-47d5-a0db-90bcc4e9df9e" })
    .optional()
    .meta({
      description:
        "The id of the profile behind a NeaccessUser, who needs one. NERM never shows it again, so no drift can be seen on it.",
    }),
  title: z.string().min(1).optional().meta({ description: "The person's title." }),
  status: z.enum(["Active", "Pending", "Disabled"]).optional().meta({
    description:
      'Whether the account is switched on: "Active" (where it is not declared), "Pending" or "Disabled". A pending person has not signed in yet and becomes active by that, so the two are no difference.',
  }),
  admin: z.boolean().optional().meta({
    description:
      "Whether the person is an administrator. NERM never shows it again, so no drift can be seen on it, and newer tenants may ignore it.",
  }),
  groupStrings: z.string().min(1).optional().meta({
    description:
      'Group names in one text, joined by commas, such as "Administrator_group,Developer_group". The identity provider overwrites them when the person signs in: list groupStrings in ignoreChanges where it does.',
  }),
  locale: z.string().min(2).optional().meta({
    description: 'The person\'s language, such as "fr-CA".',
  }),
  sailpointIdentityId: z.string().min(1).optional().meta({
    description:
      "The id of the person's identity in SailPoint Identity Security Cloud. Accounts of one identity may be merged when the person signs in.",
  }),
  initialPassword: z.string().min(1).optional().meta({
    description:
      "The password that the account is created with. It acts at creation and never again: later changes are ignored.",
  }),
  roles: z.array(z.string().min(1)).optional().meta({
    description:
      "The person's roles, each by its id, its uid or its name. A name that several roles have is refused. An empty list takes every role away.",
  }),
  manager: z.string().min(1).optional().meta({
    description:
      "The id of the manager's user, normally another User's id. NERM can change a manager and has no call that takes one away.",
  }),
});
export type UserArguments = z.infer<typeof UserArguments>;

/** What only NERM sets. Times of the last sign-in and the like change by themselves and are left out. */
export const UserInfo = z.object({
  uid: z.string().optional().meta({ description: "NERM's second identifier of the user." }),
  preferredLanguage: z.string().optional().meta({ description: "The language that the person has chosen." }),
});
export type UserInfo = z.infer<typeof UserInfo>;

const REQUIRED = "NERM requires it for every user";
const NOT_DOCUMENTED = "NERM documents no way to empty it";
const AT_CREATION = "NERM takes it when the account is created and not later";

export const attributes = {
  name: { clear: REQUIRED },
  email: { clear: REQUIRED, compareBy: caseless },
  login: { clear: REQUIRED, compareBy: caseless },
  type: { clear: "every user is of one type or the other", public: true },
  profileId: { clear: "NERM never shows it, so nobody could tell whether it is empty", writeOnly: true, public: true },
  title: { clear: true },
  status: { clear: 'an account is "Active", "Pending" or "Disabled"', compareBy: switchedOn, public: true },
  admin: { clear: "it is either true or false", writeOnly: true, afterCreate: true },
  groupStrings: { clear: true, compareBy: groupSet, public: true },
  locale: { clear: NOT_DOCUMENTED, public: true },
  sailpointIdentityId: { clear: NOT_DOCUMENTED },
  initialPassword: { clear: AT_CREATION, createOnly: "ignored", writeOnly: true, secret: true },
} satisfies Record<Exclude<keyof UserArguments, "roles" | "manager">, AttributeTraits>;

/** Rules that the schema can't say. Last verified 2026-11-23. */
export const NO_GROUPS =
  "SailPoint NERM has no groups with members; what its identity provider calls groups is groupStrings";

export function issues(declared: Readonly<Record<string, unknown>>): readonly ValidationIssue[] {
  const found: ValidationIssue[] = [];
  if (declared["type"] === "NeaccessUser" && (declared["profileId"] ?? null) === null) {
    found.push({
      path: ["profileId"],
      reason:
        "is required for a NeaccessUser. For an account that exists already, leaving type out works too: it is then not managed",
    });
  }
  if (declared["password"] !== undefined) {
    found.push({
      path: ["password"],
      reason: "is not an argument here; initialPassword is set when the account is created, and never again",
    });
  }
  return found;
}

/** A comparison key for states: a pending person is on their way to active, and pushing them there is not ours. */
function switchedOn(status: string): string {
  return status === "Pending" ? "Active" : status;
}

/** A comparison key for comma-joined names, which NERM may show with spaces between them or in another order. */
function groupSet(text: string): string {
  const names = text.normalize("NFC").split(",");
  return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ""))].sort().join(",");
}
