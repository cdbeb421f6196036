import { z } from "zod";

/**
 * The standard's documents as far as they are used, open for everything else.
 * Source: RFC 7643, section 4, and RFC 7644, sections 3.4.2 (lists), 3.5.2 (PATCH) and 3.12 (errors); verified 2026-11-24.
 */
const Text = z.string().nullish();

/** A value of a multi-valued attribute; some servers write a text alone. */
const Item = z.union([z.looseObject({ value: z.unknown().optional() }), z.string()]);
export type Item = z.infer<typeof Item>;
const Items = z.array(Item).nullish();

export const WireUser = z.looseObject({
  id: z.string().min(1),
  userName: z.string().min(1),
  active: z.union([z.boolean(), z.string()]).nullish(),
  name: z.looseObject({}).nullish(),
  emails: Items,
  phoneNumbers: Items,
  ims: Items,
  photos: Items,
  addresses: Items,
  entitlements: Items,
  x509Certificates: Items,
  roles: Items,
  meta: z.looseObject({ version: Text }).nullish(),
});
export type WireUser = z.infer<typeof WireUser>;

/** Resources may be left out where there are none. */
export const UserList = z.looseObject({
  totalResults: z.number(),
  Resources: z.array(WireUser).nullish(),
});

const ERROR_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:Error";

/** The standard's own error: what tells a missing account from a wrong address. */
export const ErrorDocument = z.looseObject({
  schemas: z.array(z.string()).refine((schemas) => schemas.includes(ERROR_SCHEMA)),
  scimType: Text,
  detail: Text,
});
export type ErrorDocument = z.infer<typeof ErrorDocument>;

const Supported = z.looseObject({ supported: z.boolean() }).nullish();
export const ServiceProviderConfig = z.looseObject({ patch: Supported, etag: Supported, filter: Supported });
export type ServiceProviderConfig = z.infer<typeof ServiceProviderConfig>;

const SchemaAttribute = z.looseObject({ name: z.string(), mutability: Text });
export const SchemaList = z.looseObject({
  Resources: z.array(z.looseObject({ id: z.string(), attributes: z.array(SchemaAttribute).nullish() })),
});
export type SchemaList = z.infer<typeof SchemaList>;

/** A user as sent by POST and PUT, in the standard's names. */
export type UserDocument = Readonly<Record<string, unknown>>;

export interface PatchOperation {
  readonly op: "add" | "replace" | "remove";
  readonly path: string;
  readonly value?: unknown;
}

export function patchDocument(operations: readonly PatchOperation[]): object {
  return { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations: operations };
}
