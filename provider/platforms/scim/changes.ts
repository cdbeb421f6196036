import type { Change } from "../../core/change.js";
import { matchedSet, sameAttribute } from "../../core/diff.js";
import type { UpdateRequest } from "../../core/platform.js";
import { FLAT } from "../../core/user.js";
import { isRecord, UNKNOWN } from "../../core/value.js";
import { attributes as traits } from "./arguments.js";
import { asItem, itemsAt, LISTS } from "./convert.js";
import { readAt, writeAt } from "./documents.js";
import { type Place, pathOf, placeOf, quoted } from "./places.js";
import type { PatchOperation, UserDocument, WireUser } from "./wire.js";

type Wanted = Pick<UpdateRequest, "changes" | "desired" | "addRolesOnly">;
type Items = readonly Record<string, unknown>[];

/** One place that must become different: a single value, or a set of items. */
type Edit =
  | { readonly place: Place; readonly value: unknown }
  | { readonly place: Place; readonly items: Items; readonly addOnly: boolean };

/** Attributes that only the server sets, so that a PUT does not carry them. */
const READ_ONLY = ["meta", "groups"];

/** Whether the operations can't be told without a look at the account's present sets. */
export function needsCurrent({ changes }: Wanted): boolean {
  return changes.some(({ kind, path }) => kind === "role" || isSet(String(path[0])));
}

/**
 * The fewest operations that bring the changes about, by path (RFC 7644, 3.5.2): what shows already is left out, a set
 * gets an `add`, a `remove` of single items by their value, or one `replace`.
 *
 * @param current the account as just read, where it was
 */
export function toOperations(wanted: Wanted, current: WireUser | undefined): readonly PatchOperation[] {
  return editsOf(wanted).flatMap((edit): readonly PatchOperation[] => {
    const path = pathOf(edit.place);
    if ("items" in edit) return setOperations(path, edit, itemsAt(current ?? {}, edit.place.attribute));
    if (current && sameValueAt(current, edit)) return [];
    return [edit.value === undefined ? { op: "remove", path } : { op: "replace", path, value: edit.value }];
  });
}

/** The document of a PUT: the account as just read, with the changes. A part that a read doesn't show is not sent. */
export function toReplacement(wanted: Wanted, current: WireUser): UserDocument {
  const document: Record<string, unknown> = Object.fromEntries(
    Object.entries(current).filter(([name, value]) => value !== null && !READ_ONLY.includes(name)),
  );
  for (const edit of editsOf(wanted)) {
    if (!("items" in edit)) writeAt(document, edit.place, edit.value);
    else {
      const { next } = mergedItems(edit, itemsAt(current, edit.place.attribute));
      writeAt(document, edit.place, next.length > 0 ? next : undefined);
    }
  }
  return document;
}

function editsOf({ changes, desired, addRolesOnly }: Wanted): readonly Edit[] {
  const edits = new Map<string, Edit>();
  for (const { kind, path, to } of changes) {
    const place = kind === "role" ? placeOf(["roles"]) : placeOf(path);
    edits.set(pathOf(place), editOf(kind, path, to, place));
  }
  return [...edits.values()];

  function editOf(kind: Change["kind"], path: Change["path"], to: unknown, place: Place): Edit {
    const name = String(path[0]);
    if (kind === "role") {
      const roles = desired.roles === undefined || desired.roles === UNKNOWN ? [] : (desired.roles[FLAT] ?? []);
      return { place, items: roles.map(asItem), addOnly: addRolesOnly };
    }
    if (kind === "manager") {
      return { place, value: typeof desired.manager === "string" ? { value: desired.manager } : undefined };
    }
    // A state that nobody declared is brought back to active.
    if (kind === "activation") return { place, value: desired.attributes[name] ?? to ?? true };
    const declared = desired.attributes[name];
    const value = path.length > 1 ? (isRecord(declared) ? declared[String(path[1])] : undefined) : declared;
    if (isSet(name)) return { place, items: Array.isArray(value) ? value.map(asItem) : [], addOnly: false };
    return { place, value: value ?? undefined };
  }
}

function isSet(name: string): boolean {
  return name in LISTS || name === "entitlements";
}

function sameValueAt(current: WireUser, { place, value }: { place: Place; value: unknown }): boolean {
  const now = readAt(current, place);
  if (place.attribute === "manager") {
    const id = isRecord(now) ? now["value"] : now;
    return sameAttribute(undefined, isRecord(value) ? value["value"] : undefined, id);
  }
  return sameAttribute(undefined, value, now);
}

function setOperations(
  path: string,
  edit: { readonly place: Place; readonly items: Items; readonly addOnly: boolean },
  current: Items,
): readonly PatchOperation[] {
  const { next, added, removed, demoted } = mergedItems(edit, current);
  if (added.length === 0 && removed.length === 0) return [];
  if (next.length === 0) return [{ op: "remove", path }];
  if (removed.length === 0 && !demoted) return [{ op: "add", path, value: added }];
  const filters = removed.map((item) => filterFor(item, current));
  if (added.length === 0 && filters.every((filter) => filter !== undefined)) {
    return filters.map((filter) => ({ op: "remove", path: `${path}[${filter}]` }));
  }
  return [{ op: "replace", path, value: next }];
}

/**
 * What a set becomes. Items that have all that is declared of one stay as they are, with what the server added: one for each
 * that is declared or, of values that are declared as texts alone, all that have the value.
 */
function mergedItems(
  { place, items, addOnly }: { readonly place: Place; readonly items: Items; readonly addOnly: boolean },
  current: Items,
) {
  const name = place.attribute;
  const trait = name in traits ? traits[name as keyof typeof traits] : undefined;
  const { standsFor, missing: added } = matchedSet(trait, items, current);
  const isWanted = (item: Record<string, unknown>, i: number): boolean =>
    standsFor[i] !== undefined ||
    (!(name in LISTS) && items.some(({ value }) => sameAttribute(trait, value, item["value"])));
  const kept = addOnly ? current : current.filter(isWanted);
  const removed = addOnly ? [] : current.filter((item, i) => !isWanted(item, i));
  const demoted = added.some(isPrimary) && kept.some(isPrimary);
  const demote = ({ primary, ...item }: Record<string, unknown>) => (demoted ? item : { ...item, ...own({ primary }) });
  return { next: [...kept.map(demote), ...added], added, removed, demoted };
}

function isPrimary({ primary }: Record<string, unknown>): boolean {
  return primary === true;
}

function own(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** A filter that means this item alone; undefined where none does. */
function filterFor(item: Readonly<Record<string, unknown>>, items: Items): string | undefined {
  const { value, type } = item;
  if (typeof value !== "string") return undefined;
  const same = items.filter((other) => sameText(other["value"], value));
  if (same.length === 1) return `value eq ${quoted(value)}`;
  if (typeof type !== "string" || same.filter((other) => sameText(other["type"], type)).length > 1) return undefined;
  return `value eq ${quoted(value)} and type eq ${quoted(type)}`;
}

/** As a server may compare them: a filter must not mean one item too many. */
function sameText(a: unknown, b: string): boolean {
  return typeof a === "string" && a.toLowerCase() === b.toLowerCase();
}
