import { matchedSet, sameAttribute, sameMapItem } from "../../core/compare/diff.js";
import type { UpdateRequest } from "../../core/contract/connector.js";
import { declaredMembers, declaredReference } from "../../core/contract/declaration.js";
import type { Change } from "../../core/model/change.js";
import { FLAT } from "../../core/model/entity.js";
import { isRecord } from "../../core/model/value.js";
import { CORE, attributes as traits } from "./arguments.js";
import { asItem, itemsAt } from "./convert.js";
import { readAt, writeAt } from "./documents.js";
import { LISTS, type Place, pathOf, placeOf, quoted } from "./places.js";
import type { PatchOperation, UserDocument, WireUser } from "./wire.js";

type Wanted = Pick<UpdateRequest, "changes" | "desired" | "addOnly">;
type Items = readonly Record<string, unknown>[];

/** One place that must become different: a single value, or a set of items. */
type Edit =
  | { readonly place: Place; readonly value: unknown }
  | { readonly place: Place; readonly items: Items; readonly addOnly: boolean };

/** How a PATCH is made: by the fewest operations, or by whole values, for servers that know `replace` alone. */
export type PatchWay = "operations" | "values";

/** Attributes that only the server sets, and a password in whatever form it shows one: a PUT does not carry them. */
const NEVER_SENT_BACK = ["meta", "groups", "password"];

/**
 * Whether the operations can't be told without a look at the account: how its sets are now, and whether an attribute of an
 * extension is there to be replaced. Servers fail at that where the person has nothing of the extension.
 */
export function needsCurrent({ changes }: Wanted): boolean {
  return changes.some(
    ({ kind, path }) => kind === "member" || isSet(String(path[0])) || placeOf(path).urn !== undefined,
  );
}

/**
 * The fewest operations that bring the changes about, by path (RFC 7644, 3.5.2): what shows already is left out, what is
 * not there is added, and a set gets an `add`, a `remove` of single items by their value, or one `replace`.
 *
 * @param current the account as just read, where it was
 */
export function toOperations(
  wanted: Wanted,
  current: WireUser | undefined,
  way: PatchWay = "operations",
): readonly PatchOperation[] {
  return editsOf(wanted).flatMap((edit): readonly PatchOperation[] => {
    const path = pathOf(edit.place);
    if ("items" in edit) return setOperations(path, edit, itemsAt(current ?? {}, edit.place.attribute), way);
    const now = current && readAt(current, edit.place);
    if (current && sameValueAt(now, edit)) return [];
    if (edit.value === undefined) return [{ op: "remove", path }];
    const isNew = current !== undefined && (now === undefined || now === null);
    return [{ op: isNew && way === "operations" ? "add" : "replace", path, value: edit.value }];
  });
}

/**
 * The document of a PUT: the account as just read, with the changes. A part that a read doesn't show is not sent.
 *
 * @param emptied how it says that an attribute is to be empty: servers may keep what is left out, and then null or an empty
 * list clears it (RFC 7644, 3.5.1)
 */
export function toReplacement(
  wanted: Wanted,
  current: WireUser,
  emptied: "left out" | "sent" = "left out",
): UserDocument {
  const document: Record<string, unknown> = Object.fromEntries(
    Object.entries(current).filter(([name, value]) => value !== null && !NEVER_SENT_BACK.includes(name)),
  );
  document["schemas"] ??= [CORE];
  for (const edit of editsOf(wanted)) {
    const { place } = edit;
    if (!("items" in edit)) writeAt(document, place, edit.value ?? (emptied === "sent" ? null : undefined));
    else {
      const { next } = mergedItems(edit, itemsAt(current, place.attribute));
      writeAt(document, place, next.length > 0 || emptied === "sent" ? next : undefined);
    }
  }
  return document;
}

function editsOf({ changes, desired, addOnly }: Wanted): readonly Edit[] {
  const edits = new Map<string, Edit>();
  for (const { kind, path, to } of changes) {
    const place = placeOf(path);
    edits.set(pathOf(place), editOf(kind, path, to, place));
  }
  return [...edits.values()];

  function editOf(kind: Change["kind"], path: Change["path"], to: unknown, place: Place): Edit {
    const name = String(path[0]);
    if (kind === "member") {
      const members = declaredMembers(desired, name)?.[FLAT] ?? [];
      return { place, items: members.map(asItem), addOnly: addOnly.includes(name) };
    }
    if (kind === "reference") {
      const id = declaredReference(desired, name);
      return { place, value: id === undefined ? undefined : { value: id } };
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
  return Object.hasOwn(LISTS, name) || name === "entitlements";
}

function sameValueAt(now: unknown, { place, value }: { place: Place; value: unknown }): boolean {
  if (place.attribute !== "manager") return sameMapItem(traits.extensions, value, now);
  const id = isRecord(now) ? now["value"] : now;
  return sameAttribute(undefined, isRecord(value) ? value["value"] : undefined, id);
}

function setOperations(
  path: string,
  edit: { readonly place: Place; readonly items: Items; readonly addOnly: boolean },
  current: Items,
  way: PatchWay,
): readonly PatchOperation[] {
  const { next, added, removed, demoted } = mergedItems(edit, current);
  if (added.length === 0 && removed.length === 0) return [];
  if (way === "values") return [{ op: "replace", path, value: next }];
  if (next.length === 0) return [{ op: "remove", path }];
  // A server that keeps one value of several gets them in the same order each time, so that it keeps the same one.
  if (current.length === 0 || (edit.addOnly && !demoted)) return [{ op: "add", path, value: added }];
  const filters = removed.map((item) => filterFor(item, current));
  if (added.length === 0 && filters.every((filter) => filter !== undefined)) {
    return filters.map((filter) => ({ op: "remove", path: `${path}[${filter}]` }));
  }
  return [{ op: "replace", path, value: next }];
}

/**
 * What a set becomes, in the order of the declaration. Items that have all that is declared of one stay as they are, with
 * what the server added: one for each that is declared or, of values that are declared as texts alone, all that have the
 * value.
 */
function mergedItems(
  { place, items, addOnly }: { readonly place: Place; readonly items: Items; readonly addOnly: boolean },
  current: Items,
) {
  const name = place.attribute;
  const trait = name in traits ? traits[name as keyof typeof traits] : undefined;
  const { standsFor, missing: added } = matchedSet(trait, items, current);
  const rankOf = (item: Record<string, unknown>, i: number): number => {
    const wanted = standsFor[i];
    if (wanted !== undefined) return items.indexOf(wanted);
    return name in LISTS ? -1 : items.findIndex(({ value }) => sameAttribute(trait, value, item["value"]));
  };
  const ranked = current.map((item, i) => ({ item, rank: rankOf(item, i) }));
  const kept = addOnly ? ranked : ranked.filter(({ rank }) => rank >= 0);
  const removed = addOnly ? [] : ranked.filter(({ rank }) => rank < 0).map(({ item }) => item);
  const demoted = added.some(isPrimary) && kept.some(({ item }) => isPrimary(item));
  const demote = (item: Record<string, unknown>): Record<string, unknown> => {
    const { primary: _, ...others } = item;
    return demoted ? others : item;
  };
  const next = [
    ...kept.map(({ item, rank }) => ({ item: demote(item), rank })),
    ...added.map((item) => ({ item, rank: items.indexOf(item) })),
  ];
  return { next: next.sort((a, b) => a.rank - b.rank).map(({ item }) => item), added, removed, demoted };
}

function isPrimary({ primary }: Record<string, unknown>): boolean {
  return primary === true;
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
