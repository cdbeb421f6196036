import { z } from "zod";
import type { AttributeTraits } from "../../core/contract/kind.js";
import type { ValidationIssue } from "../../core/model/validation-issue.js";
import { decodedCaseless, isRecord } from "../../core/model/value.js";
import { Email } from "../email.js";

/**
 * What can be declared of a user, in the names of the vendor's attributes.
 * Source: "How to Update User Details in ALM using API", 26 May 2024, and the developer manual; verified 2026-11-23.
 */
export const UserArguments = z.object({
  email: Email.meta({
    description:
      "The address that names the person in the account; unique, compared without regard to case. Changing it renames the account and never replaces it.",
  }),
  name: z.string().min(1).meta({ description: "The person's full name." }),
  profile: z.string().min(1).optional().meta({
    description:
      'The person\'s designation, such as "Engineer". Adobe wants it in every change; where it is not declared, the present one is read just before the write.',
  }),
  bio: z.string().optional().meta({ description: "A text about the person, shown in their profile." }),
  uiLocale: z
    .string()
    .min(2)
    .optional()
    .meta({ description: 'Language of the interface, such as "en-US" or "fr-FR".' }),
  contentLocale: z
    .string()
    .min(2)
    .optional()
    .meta({ description: 'Preferred language of learning content, such as "en-US".' }),
  timeZoneCode: z.string().min(1).optional().meta({
    description: "The numeric code of the person's time zone, as text, from the list that GET /account shows.",
  }),
  enrollOnClick: z.boolean().optional().meta({ description: "Whether a click on a course enrols the person in it." }),
  gamificationEnabled: z.boolean().optional().meta({ description: "Whether the person takes part in gamification." }),
  preferredResolution: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Preferred video resolution; Adobe fills in "AUTO".' }),
  userUniqueId: z.string().min(1).optional().meta({
    description:
      "An identifier of your own, unique in the account. Adobe compares it without regard to case, percent-encoded or not.",
  }),
  externalProfile: z.string().min(1).optional().meta({
    description:
      "The id of the external profile that the person comes in by, such as a partner's; without it they are internal. Only a creation sets it: nobody is moved there, or from there.",
  }),
  fields: z
    .record(z.string().min(1), z.union([z.string(), z.array(z.string())]))
    .optional()
    .meta({
      description:
        "Active fields by their names in the account: a text, or a list of texts for a multi-valued one. An account has three multi-valued fields at most. Keys that are not named here are not managed.",
    }),
  roles: z.array(z.string().min(1)).optional().meta({
    description:
      'The person\'s roles, such as "Learner", "Author", "Instructor", "Admin" or "Integration Admin". Adobe grants Learner to everybody and Manager to whoever has reports: both are left alone unless declared.',
  }),
  groups: z.array(z.string().min(1)).optional().meta({
    description:
      "The custom user groups that the person is a member of, by their ids, normally other resources'. Groups that the account keeps by itself are left alone. An empty list takes the person out of every custom group.",
  }),
  manager: z.string().min(1).optional().meta({
    description: "The id of the manager's user, normally another User's id.",
  }),
});
export type UserArguments = z.infer<typeof UserArguments>;

/**
 * What only Adobe sets, where it says something: nearly everybody is ACTIVE and Internal, and that is left out, as each
 * output is kept for each person. Points and the last login change by themselves and are nobody's declaration.
 */
export const UserInfo = z.object({
  state: z
    .string()
    .optional()
    .meta({ description: "The account's state as Adobe shows it, where it is another one than ACTIVE." }),
  userType: z.string().optional().meta({ description: "The kind of user, where it is another one than Internal." }),
});
export type UserInfo = z.infer<typeof UserInfo>;

const REQUIRED = "Adobe requires it for every user";
const NO_DEFAULT = "Adobe has no empty value for it; declare the value you want";

export const attributes = {
  email: { clear: REQUIRED, compareBy: decodedCaseless },
  name: { clear: REQUIRED },
  profile: { clear: REQUIRED },
  bio: { clear: true },
  uiLocale: { clear: NO_DEFAULT, public: true },
  contentLocale: { clear: NO_DEFAULT, public: true },
  timeZoneCode: { clear: NO_DEFAULT, public: true },
  enrollOnClick: { clear: "it is either true or false" },
  gamificationEnabled: { clear: "it is either true or false" },
  preferredResolution: { clear: NO_DEFAULT, public: true },
  userUniqueId: {
    clear: "an identifier that others rely on is not taken away; declare another one",
    compareBy: decodedCaseless,
  },
  externalProfile: {
    clear: "Adobe makes nobody internal who is external; leave it out so that it is not managed",
    createOnly: "refused",
    public: true,
  },
  fields: { clear: true, map: true },
} satisfies Record<Exclude<keyof UserArguments, "roles" | "groups" | "manager">, AttributeTraits>;

/** Rules that the schema can't say. Last verified 2026-11-23. */
export function issues(declared: Readonly<Record<string, unknown>>): readonly ValidationIssue[] {
  const found: ValidationIssue[] = [];
  if (declared["state"] !== undefined) {
    found.push({
      path: ["state"],
      reason:
        "can't be declared: Adobe's interface does not change it. A declared person is active; to deactivate someone, remove the resource or set onDestroy first",
    });
  }
  // The page that this follows has both: in its prose, and in its working example.
  if (declared["userRoles"] !== undefined) {
    found.push({ path: ["userRoles"], reason: "is not an argument here: declare roles" });
  }
  const { email } = declared;
  if (typeof email === "string" && !email.includes("@") && /[^@]%40./.test(email)) {
    found.push({ path: ["email"], reason: "is percent-encoded; declare it plain, such as ada@example.com" });
  }
  if (Array.isArray(declared["roles"]) && declared["roles"].length === 0) {
    found.push({
      path: ["roles"],
      reason:
        'can\'t be empty: every Adobe user keeps at least Learner. Declare ["Learner"] to take all other roles away',
    });
  }
  const fields = isRecord(declared["fields"]) ? declared["fields"] : {};
  const lists = Object.entries(fields).filter(([, value]) => Array.isArray(value));
  if (lists.length > 3) {
    found.push({
      path: ["fields", lists[3]?.[0] ?? ""],
      reason: "is a fourth multi-valued field, and an Adobe account has three at most",
    });
  }
  return found;
}
