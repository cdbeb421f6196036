import { declaredReference } from "../../core/contract/declaration.js";
import { type Change, isAbout } from "../../core/model/change.js";
import type { Desired, Observed, ObservedSet } from "../../core/model/entity.js";
import { isRecord, type Value } from "../../core/model/value.js";
import { publicNames } from "../personal.js";
import { attributes as traits } from "./arguments.js";
import type { UserWrite, WireUser } from "./wire.js";

const TEXTS = ["username", "email", "firstName", "lastName"] as const;

/** Attributes of a document that may be shown in messages. */
export const PUBLIC = publicNames(traits);

/** What is known of an account beside its own document. */
export interface Relations {
  /** Absent: nobody asked. */
  readonly roles?: ObservedSet | undefined;
  readonly groups?: ObservedSet | undefined;
}

/**
 * The account as its document shows it.
 *
 * @param managerAttribute holds the manager's id, and is no attribute of its own then
 */
export function toObserved(user: WireUser, managerAttribute: string, { roles, groups }: Relations): Observed {
  const attributes: Record<string, Value> = {
    emailVerified: user.emailVerified ?? false,
    enabled: user.enabled ?? true,
  };
  for (const name of TEXTS) if (user[name]) attributes[name] = user[name];
  if (user.requiredActions?.length) attributes["requiredActions"] = user.requiredActions;
  const { [managerAttribute]: manager = [], ...others } = user.attributes ?? {};
  const filled = Object.entries(others).flatMap(([name, values]) => entryOf(name, values));
  if (filled.length > 0) attributes["attributes"] = Object.fromEntries(filled);
  const link = user.federationLink ?? user.origin;
  return {
    id: user.id,
    active: user.enabled ?? true,
    attributes,
    sets: { ...(roles ? { roles } : {}), ...(groups ? { groups } : {}) },
    references: { manager: manager[0] || null },
    info: link ? { federationLink: link } : {},
  };
}

/**
 * The document that creates a person; roles follow, and the other groups.
 *
 * @param groups paths of declared groups
 */
export function toCreate(desired: Desired, managerAttribute: string, groups: readonly string[]): UserWrite {
  const { attributes } = desired;
  const manager = declaredReference(desired, "manager");
  const user: Record<string, unknown> = { enabled: attributes["enabled"] ?? true };
  if (groups.length > 0) user["groups"] = groups;
  for (const name of [...TEXTS, "emailVerified", "requiredActions"]) {
    const value = attributes[name];
    if (value !== undefined && value !== null) user[name] = value;
  }
  const further = furtherOf(attributes["attributes"], {});
  if (manager !== undefined) further[managerAttribute] = [manager];
  if (Object.keys(further).length > 0) user["attributes"] = further;
  const password = attributes["initialPassword"];
  if (password) user["credentials"] = [{ type: "password", value: password, temporary: false }];
  return user;
}

/** Whether the document of a change can't be written without a look: further attributes are replaced as a whole. */
export function needsCurrent(changes: readonly Change[]): boolean {
  return changes.some(({ path }) => path[0] === "manager" || path[0] === "attributes");
}

/**
 * The document of a PUT: what changes, and nothing else. Where a further attribute changes, everything that the vendor
 * would take away otherwise goes with it, as it stands in `current`. Undefined: the document itself doesn't change.
 */
export function toPut(
  changes: readonly Change[],
  desired: Desired,
  managerAttribute: string,
  current: WireUser | undefined,
): UserWrite | undefined {
  const { attributes } = desired;
  const sent: Record<string, unknown> = {};
  for (const { kind, path, to } of changes) {
    const name = String(path[0]);
    if (kind === "activation") sent["enabled"] = attributes[name] ?? to ?? true;
    else if (kind === "attribute") sent[name] = attributes[name] ?? (name === "requiredActions" ? [] : "");
  }
  if (needsCurrent(changes)) {
    for (const name of TEXTS) if (current?.[name]) sent[name] ??= current[name];
    const declared = changes.some(({ path }) => path[0] === "attributes") ? attributes["attributes"] : undefined;
    const further = furtherOf(declared, current?.attributes ?? {});
    if (changes.some(isAbout("manager"))) {
      const manager = declaredReference(desired, "manager");
      if (manager !== undefined) further[managerAttribute] = [manager];
      else delete further[managerAttribute];
    }
    sent["attributes"] = further;
  }
  return Object.keys(sent).length === 0 ? undefined : sent;
}

/** The argument that the vendor means by a field. */
export function propertyOf(field: string, managerAttribute: string): string {
  if (field === managerAttribute) return "manager";
  return Object.hasOwn(traits, field) ? field : `attributes.${field}`;
}

/** Declared further attributes over those that are there; every value is a list. */
function furtherOf(declared: unknown, current: Readonly<Record<string, readonly string[]>>): Record<string, unknown> {
  const further: Record<string, unknown> = { ...current };
  for (const [name, value] of Object.entries(isRecord(declared) ? declared : {})) {
    if (value === null) delete further[name];
    else further[name] = [value].flat();
  }
  return further;
}

/** Keycloak keeps lists alone: one value is shown as itself, which core takes for a list of one too. */
function entryOf(name: string, values: readonly string[]): [string, Value][] {
  const filled = values.filter((value) => value !== "");
  const [first] = filled;
  if (first === undefined) return [];
  return [[name, filled.length === 1 ? first : filled]];
}
