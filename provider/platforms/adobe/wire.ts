import { z } from "zod";
import { IssuedToken } from "../token.js";
import { WireId } from "../wire-id.js";

/**
 * The vendor's documents as far as they are used, open for everything else.
 * Source: "How to Update User Details in ALM using API", 26 May 2024, response class and sample; verified 2026-11-23.
 */
const Text = z.string().nullish();
const Reference = z.object({ data: z.object({ id: z.string() }).nullish() }).nullish();

export const WireUser = z.object({
  id: WireId,
  type: z.string(),
  attributes: z.object({
    email: Text,
    name: Text,
    profile: Text,
    bio: Text,
    uiLocale: Text,
    contentLocale: Text,
    timeZoneCode: z.union([z.string(), z.number()]).nullish(),
    enrollOnClick: z.boolean().nullish(),
    gamificationEnabled: z.boolean().nullish(),
    preferredResolution: Text,
    userUniqueId: Text,
    fields: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.null()])).nullish(),
    metadata: z.record(z.string(), z.unknown()).nullish(),
    roles: z.array(z.string()).nullish(),
    state: Text,
    userType: Text,
    lastLoginDate: Text,
    pointsEarned: z.number().nullish(),
  }),
  relationships: z.object({ account: Reference, manager: Reference }).nullish(),
});
export type WireUser = z.infer<typeof WireUser>;

export const UserDocument = z.object({ data: WireUser });
/** A large account may answer a write with nothing, or with another resource, such as a job with an id of its own. */
const OtherResource = z
  .object({ type: z.string().refine((type) => type !== "user") })
  .transform((): undefined => undefined);
export const AcceptedDocument = z.object({ data: z.union([OtherResource, WireUser]).nullish() }).nullish();
export const UserList = z.object({
  data: z.array(WireUser),
  links: z.object({ next: z.string().nullish() }).nullish(),
});
/** Source: Adobe's reference client for learners, `GET /account/fields`; not in the manual; verified 2026-11-28. */
export const WireField = z.object({
  name: z.string(),
  allowedValues: z.array(z.string()).nullish(),
  isMultiValue: z.boolean().nullish().catch(undefined),
});
export type WireField = z.infer<typeof WireField>;
export const FieldList = z.object({ fields: z.array(WireField) });
const Locales = z
  .array(z.object({ locale: z.string().min(1), name: Text.catch(undefined) }))
  .nullish()
  .catch(undefined);
/** Source: the models of Adobe's reference client for learners; codes are in the manual; verified 2026-11-28. */
const Zone = z.object({
  timeZoneCode: z.union([z.string().min(1), z.number()]).transform(String),
  name: Text.catch(undefined),
  zoneId: Text.catch(undefined),
});
/** What an account offers is told by the way: whatever of it can't be read is not told. */
export const WireAccount = z.object({
  id: z.string(),
  attributes: z
    .object({ timeZones: z.array(Zone).nullish().catch(undefined), contentLocales: Locales, uiLocales: Locales })
    .nullish()
    .catch(undefined),
});
export type WireAccount = z.infer<typeof WireAccount>;
export const AccountDocument = z.object({ data: z.union([WireAccount, z.array(WireAccount).min(1)]) });

/** Both error shapes: `{meta: {error, detail}}` of the page above, `{status, title, source: {info}}` of the manual; 429 has `{message}`. */
export const ErrorDocument = z.object({
  meta: z.object({ error: Text, detail: Text }).nullish(),
  title: Text,
  source: z.object({ info: Text }).nullish(),
  message: Text,
});

export const TokenDocument = z.object({
  access_token: IssuedToken,
  refresh_token: z.string().nullish(),
  expires_in: z.coerce.number().positive(),
});

/** The body of a POST or PATCH. */
export interface WriteDocument {
  readonly data: {
    readonly id?: string;
    readonly type: "user";
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly relationships?: {
      readonly manager: { readonly data: { readonly id: string; readonly type: "user" } | null };
    };
  };
}
