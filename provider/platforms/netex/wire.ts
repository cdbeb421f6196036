import { z } from "zod";
import { WireId } from "../wire-id.js";

/**
 * The vendor's documents as far as they are used, open for everything else. What isn't named here is dropped when an
 * answer is parsed: so the password's hash, which newer answers show, goes no further.
 * Source: "User web services", update, create, get and list, 13 April 2023; verified 2026-11-23.
 */
const Text = z.string().nullish();
const RoleMap = z.record(z.string(), z.array(z.string()).nullish()).nullish();

export const WireUser = z.object({
  id: WireId,
  username: z.string().min(1),
  enabled: z.boolean(),
  name: Text,
  surname: Text,
  language: Text,
  timezone: Text,
  email: Text,
  officePhone: Text,
  mobilePhone: Text,
  interests: Text,
  aboutMe: Text,
  location: Text,
  image: z.object({ url: Text }).nullish(),
  /** What a customer has agreed with Netex, in whatever form. */
  extra: z.unknown().optional(),
  roles: RoleMap,
  /** From here on, older answers lack the names altogether. */
  authSource: Text,
  commonId: Text,
  externalId: Text,
  extendedFields: z.record(z.string(), z.unknown()).nullish(),
});
export type WireUser = z.infer<typeof WireUser>;

export const UserList = z.array(WireUser);

/**
 * Groups that a user is in, which name themselves by their codes. Whether they show the roles they grant is not documented.
 * Source: "User Web services | List userGroups"; its example has no ids; verified 2026-11-28.
 */
export const UserGroup = z.object({ id: WireId.optional(), codGroup: Text, commonId: Text, roles: RoleMap });
export type UserGroup = z.infer<typeof UserGroup>;
export const UserGroupList = z.array(UserGroup);

/** A group as it is shown by itself, and in a search; open, as what is not named here is sent back as it was shown. */
export const WireGroup = z.looseObject({
  id: WireId,
  codGroup: Text,
  name: Text,
  description: Text,
  parentId: Text,
  roles: RoleMap,
});
export type WireGroup = z.infer<typeof WireGroup>;
export const GroupList = z.array(WireGroup);
/** Members of a group, of whom nothing but the id is wanted. */
export const MemberList = z.array(z.object({ id: WireId }));

const PlatformResult = z.object({ status: z.number(), location: Text, message: Text });
export type PlatformResult = z.infer<typeof PlatformResult>;

/**
 * The answer to a write, and the shape of a refusal. A bare `{status, message}` is not enough: servers in front of
 * Netex answer like that too.
 */
export const Envelope = z
  .object({
    status: z.number(),
    location: Text,
    message: Text,
    responsePlatforms: z.record(z.string(), PlatformResult).nullish(),
  })
  .refine(({ location, responsePlatforms }) => location !== undefined || responsePlatforms !== undefined);
export type Envelope = z.infer<typeof Envelope>;

/** What a refusal outside the envelope says. */
export const ErrorDocument = z.object({ message: z.string().min(1) });

/** A user as sent by POST and PUT, in the vendor's names. */
export type UserWrite = Readonly<Record<string, unknown>>;
