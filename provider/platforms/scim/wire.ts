import { z } from "zod";
import { isRecord } from "../../core/model/value.js";
import { WireId } from "../wire-id.js";
import { ENTERPRISE } from "./arguments.js";
import { asList, inStandardForm, inStandardNames, readFlag, readNumber, readText } from "./reading.js";

/**
 * The standard's documents as far as they are used, open for everything else.
 * Source: RFC 7643, section 4, and RFC 7644, sections 3.4.2 (lists), 3.5.2 (PATCH) and 3.12 (errors); verified 2026-11-24.
 */
const Text = z.string().nullish();

const Flag = z.boolean().nullish();

/** A value of a multi-valued attribute. */
const Item = z.looseObject({ primary: Flag });
const Items = z.array(Item).nullish();
const Complex = z.looseObject({}).nullish();
const Manager = z.looseObject({ value: Text, $ref: Text }).nullish();

const shown = {
  active: Flag,
  name: Complex,
  emails: Items,
  phoneNumbers: Items,
  ims: Items,
  photos: Items,
  addresses: Items,
  entitlements: Items,
  x509Certificates: Items,
  roles: Items,
  meta: Complex,
  [ENTERPRISE]: z.looseObject({ manager: Manager }).nullish(),
};
const Id = WireId;

/** A user in the standard's form, whatever form the server has shown. */
export const WireUser = z.preprocess(inStandardForm, z.looseObject({ id: Id, userName: z.string().min(1), ...shown }));
export type WireUser = z.infer<typeof WireUser>;

/** The same of a server that may keep back whose account it is. */
export const AnyUser = z.preprocess(inStandardForm, z.looseObject({ id: Id, userName: Text, ...shown }));
export type AnyUser = z.infer<typeof AnyUser>;

/** What a row of a list, or the answer to a creation, tells of whom it is about; each absent where it doesn't. */
export const Identity = z.preprocess(
  inStandardForm,
  z.looseObject({ id: Id.optional().catch(undefined), userName: z.string().min(1).optional().catch(undefined) }),
);
export type Identity = z.infer<typeof Identity>;

const LIST_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
const inListForm = (body: unknown): unknown =>
  isRecord(body) ? inStandardNames(body, { schemas: asList, totalResults: readNumber, Resources: asList }) : body;

/** A list: `totalResults` or its schema shows that it is one. Resources may be left out where there are none. */
export const ListDocument = z.preprocess(
  inListForm,
  z
    .looseObject({
      schemas: z.array(z.unknown()).optional(),
      totalResults: z.number().int().min(0).optional(),
      itemsPerPage: z.unknown().optional(),
      Resources: z.array(z.unknown()).default([]),
    })
    .refine(({ schemas, totalResults }) => totalResults !== undefined || names(schemas, LIST_SCHEMA)),
);

const ERROR_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:Error";
const inErrorForm = (body: unknown): unknown =>
  isRecord(body) ? inStandardNames(body, { schemas: asList, scimType: readText, detail: readText }) : body;

/** The standard's own error: what tells a missing account from a wrong address. */
export const ErrorDocument = z.preprocess(
  inErrorForm,
  z.looseObject({
    schemas: z.array(z.unknown()).refine((schemas) => names(schemas, ERROR_SCHEMA)),
    scimType: Text.catch(undefined),
    detail: Text.catch(undefined),
  }),
);
export type ErrorDocument = z.infer<typeof ErrorDocument>;

const isSupported = (value: unknown): unknown =>
  readFlag(isRecord(value) ? inStandardNames(value, { supported: readFlag })["supported"] : value);
const inConfigForm = (body: unknown): unknown =>
  isRecord(body) ? inStandardNames(body, { patch: isSupported, etag: isSupported, filter: isSupported }) : body;
const Supported = Flag.catch(undefined);
/** What is not said, or not readable, is undefined. */
export const ServiceProviderConfig = z.preprocess(
  inConfigForm,
  z.looseObject({ patch: Supported, etag: Supported, filter: Supported }),
);
export type ServiceProviderConfig = z.infer<typeof ServiceProviderConfig>;

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

function names(schemas: readonly unknown[] | undefined, urn: string): boolean {
  return schemas?.some((shown) => typeof shown === "string" && shown.toLowerCase() === urn.toLowerCase()) ?? false;
}

/** A type of resources that are roles. Source: draft-ietf-scim-roles-entitlements, whose roles have a `value`; verified 2026-11-28. */
export const RoleType = z.looseObject({ endpoint: z.string(), schema: z.string().regex(/:role$/i) });
export const WireRole = z.looseObject({ value: z.string().min(1), display: z.string().nullish().catch(undefined) });
export type WireRole = z.infer<typeof WireRole>;
export interface RoleList {
  readonly roles: readonly WireRole[];
  /** Whether the answer shows all that it counts. */
  readonly isComplete: boolean;
}
