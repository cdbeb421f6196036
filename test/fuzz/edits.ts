import fc from "fast-check";
import { hasUnknown, isRecord } from "../../provider/core/model/value";
import { hostileName } from "./hostile";

/** One place of a document made different. */
export interface Edit {
  /** Which of the document's places, counted through. */
  readonly place: number;
  readonly action: "replace" | "remove" | "add" | "repeat" | "wrap" | "unwrap" | "retype";
  readonly name: string;
  readonly value: unknown;
}

export function editOf(value: fc.Arbitrary<unknown>): fc.Arbitrary<Edit> {
  return fc.record({
    place: fc.nat(60),
    action: fc.constantFrom("replace", "remove", "add", "repeat", "wrap", "unwrap", "retype"),
    name: hostileName,
    value,
  });
}

type Place = readonly (string | number)[];

/** The document with the edits made one after the other. Pure. */
export function edited(document: unknown, edits: readonly Edit[]): unknown {
  return edits.reduce((now, edit) => {
    const places = [...placesIn(now, [])];
    return changed(now, places[edit.place % places.length] ?? [], edit);
  }, document);
}

function* placesIn(value: unknown, at: Place): Iterable<Place> {
  yield at;
  // A nest that is very deep has the same fault at every depth.
  if (at.length > 8) return;
  if (Array.isArray(value)) for (const [i, item] of value.entries()) yield* placesIn(item, [...at, i]);
  else if (isRecord(value)) for (const [name, item] of Object.entries(value)) yield* placesIn(item, [...at, name]);
}

const GONE = Symbol("gone");

function changed(value: unknown, [first, ...rest]: Place, edit: Edit): unknown {
  if (first === undefined) return inPlace(value, edit);
  if (Array.isArray(value)) {
    const items = value.map((item, i) => (i === first ? changed(item, rest, edit) : item));
    return items.filter((item) => item !== GONE);
  }
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([name, item]) => [
    name,
    name === first ? changed(item, rest, edit) : item,
  ]);
  return Object.fromEntries(entries.filter(([, item]) => item !== GONE));
}

function inPlace(value: unknown, { action, name, value: other }: Edit): unknown {
  switch (action) {
    case "replace":
      return other;
    case "remove":
      return GONE;
    case "add":
      if (Array.isArray(value)) return [...value, other];
      return isRecord(value) ? Object.fromEntries([...Object.entries(value), [name, other]]) : other;
    case "repeat":
      return Array.isArray(value) ? [...value, ...value] : [value, value];
    case "wrap":
      return [value];
    case "unwrap":
      return Array.isArray(value) ? value[0] : isRecord(value) ? Object.values(value)[0] : value;
    case "retype":
      // What isn't known yet has no text.
      if (hasUnknown(value)) return value;
      return typeof value === "string" ? Number(value) : (JSON.stringify(value) ?? String(value));
  }
}
