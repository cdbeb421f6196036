import { z } from "zod";
import { WireId } from "../wire-id.js";

/**
 * The vendor's documents as far as they are used, open for everything else.
 * Source: "Update a user by id", NERM Lifecycle API 1.0.0, and SailPoint's public specification (sailpoint-oss/api-specs,
 * folder nerm); verified 2026-11-23.
 */
const Text = z.string().nullish();
const Id = WireId;

/** Which keys an answer has depends on its age: an absent one says nothing, null or "" says empty. */
export const WireUser = z.object({
  id: Id,
  uid: Text,
  name: Text,
  email: Text,
  type: Text,
  title: Text,
  status: Text,
  login: Text,
  preferred_language: Text,
  locale: Text,
  group_strings: Text,
  sailpoint_identity_id: Text,
});
export type WireUser = z.infer<typeof WireUser>;

/** A role; `uid` is a name of its own (`sponsors_role`), `groups` are those of the identity provider that give it. */
export const WireRole = z.object({ id: Id, uid: Text, name: Text, groups: z.array(z.string()).nullish() });
export type WireRole = z.infer<typeof WireRole>;

/** A role that a user holds; its own id is what a deletion names. */
export const WireUserRole = z.object({ id: Id, user_id: Id, role_id: Id });
export type WireUserRole = z.infer<typeof WireUserRole>;

export const WireUserManager = z.object({ id: Id, user_id: Id, manager_id: Id });
export type WireUserManager = z.infer<typeof WireUserManager>;

export const UserDocument = z.object({ user: WireUser });
/** A write may be answered with a job instead of its result. */
export const StartedJob = z.object({ job_status: z.object({ job_id: Id }) });
export const WriteAnswer = z.union([UserDocument, StartedJob]);

export const JobDocument = z.object({
  status: z.string(),
  job_data: z.array(z.object({ user_id: Text, manager_id: Text, errors: z.array(z.unknown()).nullish() })).nullish(),
});
export type JobDocument = z.infer<typeof JobDocument>;

export const UsersPage = z.object({ users: z.array(WireUser) });
/** A bulk call is answered with its records, or with a job. */
export const UsersAnswer = z.union([UsersPage, StartedJob]);
export const UserRolesAnswer = z.union([z.object({ user_roles: z.array(WireUserRole) }), StartedJob]);
export const UserManagersAnswer = z.union([z.object({ user_managers: z.array(WireUserManager) }), StartedJob]);

/** Beside a page's rows, where the query has metadata=true. */
export const Paged = z.object({
  _metadata: z
    .object({ limit: z.number().nullish(), offset: z.number().nullish(), total: z.number().nullish() })
    .nullish(),
});

/**
 * `{error}`; `{error, errors}` with a text or a list of texts an attribute; or `{errors}`, a list of sentences, as the vendor
 * answers for delegations.
 */
export const ErrorDocument = z.union([
  z.object({
    error: z.string(),
    errors: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]).nullish(),
  }),
  z.object({
    error: z.null().optional(),
    errors: z.array(z.unknown()).refine((errors) => errors.some((item) => typeof item === "string")),
  }),
]);

/** The body of a POST or PATCH of a user; a PATCH repeats the id. */
export interface UserBody {
  readonly user: { readonly id?: string } & Readonly<Record<string, unknown>>;
}
