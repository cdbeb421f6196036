import { z } from "zod";
import type { AttributeTraits } from "../../core/contract/kind.js";
import type { Sections } from "../../core/model/entity.js";
import type { ValidationIssue } from "../../core/model/validation-issue.js";
import { caseless, isRecord } from "../../core/model/value.js";
import { Email } from "../email.js";

/**
 * Roles by section, each with the values it takes.
 * Source: "Web Services API | User web services | Update user", 13 April 2023; verified 2026-11-23.
 */
export const RoleSections = z.strictObject({
  management: z
    .array(z.enum(["user", "groupadmin", "admin"]))
    .min(1)
    .optional()
    .meta({
      description:
        "Roles in the management platform; at least one. Where not declared, a new person gets user and an existing one keeps what they have.",
    }),
  training: z
    .array(z.enum(["user", "trainer", "groupadmin", "admin"]))
    .optional()
    .meta({ description: "Roles in the training platform." }),
  social: z
    .array(z.enum(["user", "admin"]))
    .optional()
    .meta({ description: "Roles in the social platform." }),
  play: z
    .array(z.enum(["user", "author", "validator", "admin", "groupadmin"]))
    .optional()
    .meta({ description: "Roles in the play platform." }),
  talent: z
    .array(z.enum(["admin", "employee"]))
    .optional()
    .meta({ description: "Roles in the talent platform." }),
  content: z
    .array(z.enum(["author", "manager", "reviewer", "projectowner"]))
    .optional()
    .meta({ description: "Roles in the content platform." }),
});
export type RoleSections = z.infer<typeof RoleSections>;

/** A picture, by its address or as data; `refusals` holds the two forms apart. */
export const Image = z.strictObject({
  url: z.string().min(1).optional().meta({ description: "Where Netex finds the picture." }),
  base64Image: z
    .string()
    .min(1)
    .optional()
    .meta({ description: "The picture itself in base64, together with mimeType." }),
  mimeType: z.string().min(1).optional().meta({ description: 'The kind of base64Image, such as "image/png".' }),
});
export type Image = z.infer<typeof Image>;

const text = (description: string) => z.string().optional().meta({ description });
const filledText = (description: string) => z.string().min(1).optional().meta({ description });

/** What can be declared of a user, in the names of the vendor's fields. Same source. */
export const UserArguments = z.object({
  username: z.string().min(1).meta({
    description:
      "The name that the person signs in with; unique, compared without regard to case. Changing it renames the account and never replaces it.",
  }),
  name: z.string().min(1).meta({ description: "The person's first name." }),
  surname: z.string().min(1).meta({ description: "The person's surname." }),
  language: z.string().min(1).meta({ description: 'Code of the person\'s language, such as "en".' }),
  timezone: z.string().min(1).meta({ description: 'Code of the person\'s time zone, such as "Europe/Madrid".' }),
  email: Email.meta({ description: "The person's address; compared without regard to case." }),
  officePhone: text("Office phone number."),
  mobilePhone: text("Mobile phone number."),
  interests: text("The person's interests, as a text."),
  aboutMe: text("A text about the person."),
  location: text("Where the person works."),
  authSource: filledText('The system that checks the person\'s credentials; Netex fills in "LOCAL".'),
  image: Image.optional().meta({
    description:
      "The person's picture: {url}, or {base64Image, mimeType}. Netex never shows what was sent, so no drift can be seen on it. Where it isn't declared, a change of anything else may take the picture away.",
  }),
  enabled: z.boolean().optional().meta({
    description:
      "Whether the account is active. A declared person is active unless this is false; switching an account on again is shown as a change of its own.",
  }),
  roles: RoleSections.optional().meta({
    description:
      "The person's roles by section. A declared section is managed as a whole, a section that is not declared stays as it is.",
  }),
  groups: z.array(z.string().min(1)).optional().meta({
    description:
      "The groups that the person is a member of, each by its id, normally another resource's, or by its code (codGroup). Groups can give roles to their members. An empty list takes the person out of every group.",
  }),
  extendedFields: z
    .record(z.string().min(1), z.string())
    .optional()
    .meta({ description: "Extended fields of the customer, as texts. Keys that are not named here are not managed." }),
  externalId: text("An identifier of your own for the person. Sent in a second call after the creation."),
  extra: z.record(z.string(), z.unknown()).optional().meta({
    description:
      "Further data as Netex agreed them with you, a JSON object. No drift is seen on it. Where it isn't declared, a change of anything else sends back what Netex shows of it; where Netex shows none, that may empty it.",
  }),
  initialPassword: filledText(
    "The password of a new account. It acts at creation alone: later changes of it are ignored, and an adopted account keeps its own.",
  ),
});
export type UserArguments = z.infer<typeof UserArguments>;

/** What only Netex sets. */
export const UserInfo = z.object({
  commonId: z.string().optional().meta({ description: "The id that all platforms share, where Netex shows it." }),
  imageUrl: z.string().optional().meta({ description: "The picture's path on Netex's server." }),
});
export type UserInfo = z.infer<typeof UserInfo>;

const REQUIRED = "Netex requires it for every user";
const EITHER = "it is either true or false";

export const attributes = {
  username: { clear: REQUIRED, compareBy: caseless },
  name: { clear: REQUIRED },
  surname: { clear: REQUIRED },
  language: { clear: REQUIRED, public: true },
  timezone: { clear: REQUIRED, public: true },
  email: { clear: REQUIRED, compareBy: caseless },
  officePhone: { clear: true },
  mobilePhone: { clear: true },
  interests: { clear: true },
  aboutMe: { clear: true },
  location: { clear: true },
  authSource: { clear: 'somebody has to check the credentials; declare "LOCAL" for Netex itself', public: true },
  image: { clear: "Netex documents no way to take a picture away; declare another one", writeOnly: true },
  enabled: { clear: EITHER },
  extendedFields: { clear: true, map: true, afterCreate: true },
  externalId: { clear: true, afterCreate: true },
  extra: { clear: "Netex documents no empty value for it; declare {}", writeOnly: true, afterCreate: true },
  initialPassword: {
    clear: "it acts at creation alone; leave it out",
    writeOnly: true,
    createOnly: "ignored",
    secret: true,
  },
} satisfies Record<Exclude<keyof UserArguments, "roles" | "groups">, AttributeTraits>;

/** Roles with power over other people or over a platform's settings. */
export const administrativeRoles: Sections = {
  management: ["admin", "groupadmin"],
  training: ["admin", "groupadmin"],
  social: ["admin"],
  play: ["admin", "groupadmin"],
  talent: ["admin"],
};

export const NO_MANAGER =
  "Netex learningCloud has no manager attribute; leave it out, and use groups and groupadmin roles there";

/** Rules that the schema can't say, or not as clearly. Last verified 2026-11-23. */
export function issues(declared: Readonly<Record<string, unknown>>): readonly ValidationIssue[] {
  const found: ValidationIssue[] = [];
  const refuse = (path: ValidationIssue["path"], reason: string): void => void found.push({ path, reason });
  if (declared["password"] !== undefined) {
    refuse(["password"], "is not an argument here: declare initialPassword, which acts at creation alone");
  }
  // An address would lose these as path segments and ask for something else.
  if (declared["username"] === "." || declared["username"] === "..") {
    refuse(["username"], "can't be made of dots alone: it is part of Netex's addresses");
  }
  const roles = isRecord(declared["roles"]) ? declared["roles"] : {};
  if (Array.isArray(roles["management"]) && roles["management"].length === 0) {
    refuse(
      ["roles", "management"],
      "can't be empty: Netex requires at least one of user, groupadmin and admin; to keep what is there, leave the section out",
    );
  }
  const image = imageRefusal(declared["image"]);
  if (image) refuse(["image"], image);
  return found;
}

function imageRefusal(image: unknown): string | undefined {
  if (!isRecord(image)) return undefined;
  const has = (name: keyof Image): boolean => image[name] !== undefined;
  if (has("url") && (has("base64Image") || has("mimeType"))) {
    return "is given both by url and as data; keep either url, or base64Image with mimeType";
  }
  if (has("url") || (has("base64Image") && has("mimeType"))) return undefined;
  return "needs either url, or base64Image together with mimeType";
}
