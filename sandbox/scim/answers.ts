import { type Answer, Refusal } from "../exchange";
import type { JsonObject } from "../json";

export const BASE_PATH = "/scim/v2";

export type ScimType =
  | "uniqueness"
  | "invalidFilter"
  | "invalidPath"
  | "noTarget"
  | "invalidValue"
  | "invalidSyntax"
  | "mutability";

/** The error of RFC 7644, 3.12. */
export function errorAnswer(status: number, detail: string, scimType?: ScimType): Answer {
  const schemas = ["urn:ietf:params:scim:api:messages:2.0:Error"];
  return { status, body: { schemas, status: String(status), ...(scimType ? { scimType } : {}), detail } };
}

export function refusal(status: number, detail: string, scimType?: ScimType): Refusal {
  return new Refusal(errorAnswer(status, detail, scimType));
}

export function listAnswer(
  resources: readonly object[],
  total = resources.length,
  startIndex = 1,
  itemsPerPage = resources.length,
): JsonObject {
  return {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
    totalResults: total,
    startIndex,
    itemsPerPage,
    Resources: resources,
  };
}
