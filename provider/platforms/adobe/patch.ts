import { respeller } from "../../core/compare/respell.js";
import type { UpdateRequest } from "../../core/contract/connector.js";
import { declaredMembers } from "../../core/contract/declaration.js";
import { RejectedError } from "../../core/contract/errors.js";
import { isAbout } from "../../core/model/change.js";
import { FLAT } from "../../core/model/entity.js";
import { isRecord, own } from "../../core/model/value.js";
import { TITLE } from "./api.js";
import type { Configuration } from "./configuration.js";
import { filledFields, managerRelation } from "./convert.js";
import type { WireUser, WriteDocument } from "./wire.js";

/** Adobe wants these in every PATCH, changed or not. */
const MANDATORY = ["email", "name", "profile"] as const;

/**
 * The body of a PATCH: the mandatory attributes, of the others those that change, and whole what it could empty.
 *
 * @param current the account as just read
 */
export function toPatch(
  { id, changes, desired, addOnly }: UpdateRequest,
  current: WireUser,
  emptyFields: Configuration["emptyFields"],
): WriteDocument {
  const attributes: Record<string, unknown> = {};
  for (const name of MANDATORY) attributes[name] = desired.attributes[name] ?? current.attributes[name];
  const keys: string[] = [];
  for (const { kind, path } of changes) {
    const [name, key] = path as [string, string | undefined];
    if (kind !== "attribute") continue;
    if (name === "fields" && key !== undefined) keys.push(key);
    else attributes[name] = desired.attributes[name];
  }
  if (keys.length > 0) attributes["fields"] = wholeFields(current, desired.attributes["fields"], keys, emptyFields);
  const { metadata } = current.attributes;
  if (metadata && Object.keys(metadata).length > 0) attributes["metadata"] = metadata;
  const roles = declaredMembers(desired, "roles")?.[FLAT];
  if (roles && changes.some(isAbout("roles"))) {
    const held = current.attributes.roles ?? [];
    attributes["roles"] = addOnly.includes("roles") ? [...new Set([...held, ...roles])] : roles;
  }
  const movesManager = changes.some(isAbout("manager"));
  return {
    data: {
      id,
      type: "user",
      attributes,
      ...(movesManager ? managerRelation(desired.references["manager"] as string | null) : {}),
    },
  };
}

/**
 * The account's fields with the keys that change, null where they are emptied: right whether a PATCH merges them or replaces
 * them all.
 */
function wholeFields(
  { id, attributes: { fields } }: WireUser,
  declared: unknown,
  keys: readonly string[],
  emptyFields: Configuration["emptyFields"],
): Readonly<Record<string, unknown>> {
  if (fields === undefined && emptyFields === "shown") {
    throw new RejectedError(
      `fields: ${TITLE} shows account ${id} without any, so that those which are not declared could be lost. Nothing was written. ` +
        'If it shows none of somebody who has none, set roster:adobe.emptyFields to "left-out"',
      ["fields"],
    );
  }
  const whole = new Map<string, unknown>(Object.entries(filledFields(fields ?? {})));
  const spelt = respeller([...whole.keys()]);
  for (const key of keys) whole.set(spelt(key), isRecord(declared) ? (own(declared, key) ?? null) : null);
  return Object.fromEntries(whole);
}
