import { z } from "zod";
import { WireId } from "../wire-id.js";

/**
 * The vendor's documents as far as they are used, open for everything else.
 * Source: Keycloak's Admin REST API; seen on 26.7.4 on 2026-11-24.
 */
const Text = z.string().nullish();
const Id = WireId;

export const WireUser = z.object({
  id: Id,
  username: z.string().min(1),
  email: Text,
  emailVerified: z.boolean().nullish(),
  firstName: Text,
  lastName: Text,
  enabled: z.boolean().nullish(),
  attributes: z.record(z.string(), z.array(z.string())).nullish(),
  requiredActions: z.array(z.string()).nullish(),
  /** The directory that the account is a copy from; `origin` says it too, of accounts that Keycloak keeps no copy of. */
  federationLink: Text,
  origin: Text,
});
export type WireUser = z.infer<typeof WireUser>;

export const UserList = z.array(WireUser);
/** A bare number. */
export const UserCount = z.int().nonnegative();
/** Members of a role or a group, of whom nothing but the id is wanted. */
export const MemberList = z.array(z.object({ id: Id }));

export const WireRole = z.object({ id: Id, name: z.string().min(1), composite: z.boolean().nullish() });
export type WireRole = z.infer<typeof WireRole>;
export const RoleList = z.array(WireRole);

export const WireClient = z.object({ id: Id, clientId: z.string() });
export const ClientList = z.array(WireClient);

/** Roles that are granted to a user directly. */
export const RoleMappings = z.object({
  realmMappings: RoleList.nullish(),
  clientMappings: z.record(z.string(), z.object({ mappings: RoleList.nullish() })).nullish(),
});
export type RoleMappings = z.infer<typeof RoleMappings>;

/** Names can have slashes in them, so that one path can stand for two groups. */
export const WireGroup = z.object({ id: Id, path: z.string(), name: Text, subGroupCount: z.number().nullish() });
export type WireGroup = z.infer<typeof WireGroup>;
export const GroupList = z.array(WireGroup);

/** Of a list of which only matters whether anything is in it. */
export const IdList = z.array(z.object({ id: Id }));

/** Which attributes users of the realm can have; without a policy, all others are dropped. */
/** The values that an attribute may have, where the realm lists them: the validator `options`. */
const Validations = z.object({ options: z.object({ options: z.array(z.string()) }) });
const ProfileAttribute = z.object({
  name: z.string(),
  validations: Validations.optional().catch(undefined),
  multivalued: z.boolean().nullish().catch(undefined),
});
export const UserProfile = z.object({
  attributes: z.array(ProfileAttribute).nullish(),
  unmanagedAttributePolicy: Text,
});
export type UserProfile = z.infer<typeof UserProfile>;

/** As `UserProfile`, with the attributes that the realm's settings add. */
export const ProfileMetadata = z.object({ attributes: z.array(z.object({ name: z.string() })).nullish() });
export type ProfileMetadata = z.infer<typeof ProfileMetadata>;

export const RealmDocument = z.object({
  /** The role that every account of the realm has. Absent where the credentials may not see the realm whole. */
  defaultRole: z.object({ id: Id, name: z.string() }).nullish(),
  /** Languages of the realm, where it has several. */
  internationalizationEnabled: z.boolean().nullish().catch(undefined),
  supportedLocales: z.array(z.string()).nullish().catch(undefined),
  /** The address is the username: another one is dropped without a word. */
  registrationEmailAsUsername: z.boolean().nullish(),
});
export type RealmDocument = z.infer<typeof RealmDocument>;

export const RequiredAction = z.object({ alias: z.string(), enabled: z.boolean().nullish() });
export type RequiredAction = z.infer<typeof RequiredAction>;
export const RequiredActionList = z.array(RequiredAction);

export const ComponentList = z.array(z.object({ id: Id }));

const Complaint = { field: Text, errorMessage: Text, params: z.array(z.unknown()).nullish() };

/** `{error}`, `{errorMessage}`, or one or several complaints about fields. */
export const ErrorDocument = z.object({
  error: Text,
  error_description: Text,
  ...Complaint,
  errors: z.array(z.object(Complaint)).nullish(),
});
export type ErrorDocument = z.infer<typeof ErrorDocument>;

/** A user as sent by POST and PUT, in the vendor's names. */
export type UserWrite = Readonly<Record<string, unknown>>;
