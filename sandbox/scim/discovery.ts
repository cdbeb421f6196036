import type { Answer, Call, Route } from "../exchange";
import { ok } from "../exchange";
import { BASE_PATH, errorAnswer, listAnswer } from "./answers";
import { type Attribute, CORE, GROUPS, type ResourceType, SCHEMAS, USERS } from "./schemas";

/** What this server says that it can. */
export interface ScimFeatures {
  readonly patch: boolean;
  readonly etags: boolean;
  readonly filters: boolean;
  readonly largestPage: number;
}

/** Where these pages are not as the standard has them, or not true. */
export interface ScimClaims {
  /** Features that are told otherwise than they are. */
  readonly features?: Partial<Pick<ScimFeatures, "patch" | "etags" | "filters">>;
  /** Booleans of the configuration as texts. */
  readonly asTexts?: boolean;
  /** Attributes of users that the schema doesn't have, or has with other properties; sub-attributes with a dot. */
  readonly attributes?: Readonly<Record<string, "absent" | Readonly<Record<string, unknown>>>>;
  /** Roles that are listed as resources of their own, by value with what they are called; default: none are. */
  readonly roles?: Readonly<Record<string, string>>;
  /** There are no such pages. */
  readonly absent?: boolean;
  /** /Schemas as a plain list, or as the schema of users alone. */
  readonly schemas?: "list" | "plain" | "single";
}

/** The discovery endpoints of RFC 7644, 4, which take nothing but GET. */
export function discoveryRoutes(can: ScimFeatures, claims: ScimClaims = {}): Route[] {
  const features = { ...can, ...claims.features };
  const told = (value: boolean): boolean | string => (claims.asTexts ? String(value) : value);
  const meta = (call: Call, resourceType: string, path: string) => ({
    resourceType,
    location: `${call.origin}${BASE_PATH}${path}`,
  });
  const schema = (call: Call, { id, name, description, attributes }: (typeof SCHEMAS)[number]) => ({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
    id,
    name,
    description,
    attributes: id === CORE ? claimed(attributes, claims.attributes) : attributes,
    meta: meta(call, "Schema", `/Schemas/${id}`),
  });
  const resourceType = (call: Call, { name, description, endpoint, core, extensions }: ResourceType) => ({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
    id: name,
    name,
    description,
    endpoint,
    schema: core.id,
    schemaExtensions: extensions.map(({ id }) => ({ schema: id, required: false })),
    meta: meta(call, "ResourceType", `/ResourceTypes/${name}`),
  });
  const types = [USERS, GROUPS];
  const { roles } = claims;
  const roleType = (call: Call) => ({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
    id: "Role",
    name: "Role",
    endpoint: "/Roles",
    schema: "urn:ietf:params:scim:schemas:core:2.0:Role",
    meta: meta(call, "ResourceType", "/ResourceTypes/Role"),
  });
  const config = (call: Call) => ({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
    documentationUri: "https://www.rfc-editor.org/rfc/rfc7644",
    patch: { supported: told(features.patch) },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: told(features.filters), maxResults: features.largestPage },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: told(features.etags) },
    authenticationSchemes: [
      {
        type: "oauthbearertoken",
        name: "OAuth Bearer Token",
        description: "A bearer token, as RFC 6750 describes it",
        specUri: "https://www.rfc-editor.org/rfc/rfc6750",
        primary: true,
      },
    ],
    meta: meta(call, "ServiceProviderConfig", "/ServiceProviderConfig"),
  });
  const pages: Readonly<Record<string, (call: Call) => Answer>> = {
    "/ServiceProviderConfig": (call) => ok(config(call)),
    "/ResourceTypes": (call) =>
      listed(call, [...types.map((type) => resourceType(call, type)), ...(roles ? [roleType(call)] : [])]),
    ...(roles
      ? {
          "/Roles": (call) =>
            listed(
              call,
              Object.entries(roles).map(([value, display]) => ({ value, display })),
            ),
        }
      : {}),
    "/ResourceTypes/:id": (call) => {
      const found = types.find(({ name }) => name === call.params["id"]);
      return found === undefined ? errorAnswer(404, "There is no such resource type") : ok(resourceType(call, found));
    },
    "/Schemas": (call) => {
      const schemas = SCHEMAS.map((found) => schema(call, found));
      if (claims.schemas === "plain") return ok(schemas);
      return claims.schemas === "single" ? ok(schemas.find(({ id }) => id === CORE)) : listed(call, schemas);
    },
    "/Schemas/:id": (call) => {
      const found = SCHEMAS.find(({ id }) => id === call.params["id"]);
      return found === undefined ? errorAnswer(404, "There is no such schema") : ok(schema(call, found));
    },
  };
  return Object.entries(claims.absent ? {} : pages).flatMap(([path, handle]): Route[] => [
    { method: "GET", path: `${BASE_PATH}${path}`, handle },
    ...(["POST", "PUT", "PATCH", "DELETE"] as const).map((method) => ({
      method,
      path: `${BASE_PATH}${path}`,
      handle: () => errorAnswer(405, "Only GET is allowed here"),
    })),
  ]);
}

function claimed(
  attributes: readonly Attribute[],
  claims: ScimClaims["attributes"] = {},
  above = "",
): readonly object[] {
  return attributes.flatMap((attribute) => {
    const claim = claims[`${above}${attribute.name}`];
    if (claim === "absent") return [];
    const parts = attribute.subAttributes && claimed(attribute.subAttributes, claims, `${attribute.name}.`);
    return [{ ...attribute, ...(parts ? { subAttributes: parts } : {}), ...claim }];
  });
}

/** Filters on these pages are forbidden (RFC 7644, 4). */
function listed(call: Call, resources: readonly object[]): Answer {
  if (call.query["filter"] !== undefined) return errorAnswer(403, "These pages can't be filtered");
  return ok(listAnswer(resources));
}
