import type { AttributeTraits } from "../core/contract/kind.js";
import { isRecord } from "../core/model/value.js";

/** What documents hold beside attributes that says nothing of a person: ids, kinds, and roles and groups, which the tenant names. */
const NEVER_PERSONAL = ["id", "schemas", "type", "primary", "roles", "groups", "manager"];

/** Names of attributes that may be shown in messages. */
export function publicNames(
  attributes: Readonly<Record<string, AttributeTraits>>,
  wireNames: Readonly<Record<string, string>> = {},
  also: readonly string[] = [],
): ReadonlySet<string> {
  const named = Object.entries(attributes).flatMap(([name, { public: isPublic }]) =>
    isPublic ? [Object.hasOwn(wireNames, name) ? (wireNames[name] ?? name) : name] : [],
  );
  return new Set([...NEVER_PERSONAL, ...named, ...also]);
}

/** The texts of a document that must not show in a message: all but those under public names, at any depth. */
export function personalIn(document: unknown, isPublic: ReadonlySet<string>): readonly unknown[] {
  if (Array.isArray(document)) return document.flatMap((item) => personalIn(item, isPublic));
  if (!isRecord(document)) return [document];
  return Object.entries(document).flatMap(([name, value]) => (isPublic.has(name) ? [] : personalIn(value, isPublic)));
}
