import { type Declaration, isAddOnly, mapSections, withoutImplied } from "../contract/declaration.js";
import type { ActivationTraits, AttributeTraits, Capabilities, SetTraits } from "../contract/kind.js";
import { treatmentNames } from "../contract/options.js";
import type { Change } from "../model/change.js";
import {
  type Aliases,
  type Desired,
  type DesiredValue,
  FLAT,
  NOTHING,
  type Observed,
  type Sections,
} from "../model/entity.js";
import type { Options } from "../model/options.js";
import { byComposedKey, hasUnknown, isRecord, own, type Path, sameValue, UNKNOWN } from "../model/value.js";
import { assigned } from "./matching.js";

/**
 * What must change so that `current` becomes `declared`. Pure. `current` comes from the last outputs or, through
 * `managedView`, from the vendor. A part of `current` that is not declared any more is a change of kind `policy`:
 * it stops being managed and stays as it is.
 */
export function diff(capabilities: Capabilities, declared: Declaration, current: Declaration): readonly Change[] {
  return [
    ...attributeChanges(capabilities, declared.desired, current.desired),
    ...setChanges(capabilities, declared, current),
    ...referenceChanges(capabilities, declared.desired, current.desired),
    ...(declared.clearsUnknown ? [change("attribute", ["clear"], undefined, UNKNOWN)] : []),
    ...pendingChanges(declared, current),
    ...optionChanges(capabilities, declared.options, current.options),
  ];
}

/** Everything declared, as changes: what an account is sent that systems behind the vendor don't have as it is shown. */
export function everything(capabilities: Capabilities, { desired, options }: Declaration): readonly Change[] {
  return diff(capabilities, { desired, options }, { desired: NOTHING, options });
}

/**
 * The account cut down to what is declared, in the declared shape and, where the vendor holds the values for equal,
 * in the declared spelling. What can't be seen (write-only values) is taken as declared.
 *
 * @param impliedHere members, by set and section, that this account has from elsewhere (a group) and that nobody declared
 */
export function managedView(
  capabilities: Capabilities,
  observed: Observed,
  declared: Declaration,
  impliedHere: Readonly<Record<string, Sections>> = {},
): Declaration {
  const { desired, options } = declared;
  const attributes: Record<string, DesiredValue> = {};
  for (const [name, value] of Object.entries(desired.attributes)) {
    attributes[name] = observed.unseen?.includes(name)
      ? value
      : viewAttribute(capabilities.attributes[name], value, observed.attributes[name]);
  }
  const activation = capabilities.activation;
  if (activation && !Object.hasOwn(attributes, activation.attribute) && !observed.active) {
    attributes[activation.attribute] = activation.inactive;
  }
  return {
    desired: {
      attributes,
      sets: viewSets(capabilities, observed, declared, impliedHere),
      references: Object.fromEntries(
        Object.keys(desired.references).map((name) => [name, own(observed.references, name) ?? null]),
      ),
    },
    options,
  };
}

/** How a vendor compares values: what isn't said is compared letter by letter, and in order. */
type Comparing = Partial<AttributeTraits>;

/** True where two values of an attribute are one value to the vendor. */
export function sameAttribute(traits: Comparing | undefined, a: unknown, b: unknown): boolean {
  const { compareBy, set } = traits ?? {};
  if (compareBy && typeof a === "string" && typeof b === "string") return compareBy(a) === compareBy(b);
  if (set && Array.isArray(a) && Array.isArray(b)) return sameValue(itemKeys(traits, a), itemKeys(traits, b));
  return (isNothing(a) && isNothing(b)) || sameValue(a, b);
}

/** What tells the items of a set apart, each once and in a fixed order. */
function itemKeys(traits: Comparing | undefined, items: readonly unknown[]): readonly string[] {
  return [...new Set(items.map((item) => itemKey(traits, item)))].sort();
}

function itemKey({ compareBy }: Comparing = {}, item: unknown): string {
  const keyOf = (text: string): string => (compareBy ? compareBy(text) : text.normalize("NFC"));
  return JSON.stringify(item, (_, value: unknown) => {
    if (typeof value === "string") return keyOf(value);
    if (!isRecord(value)) return value;
    const names = Object.keys(value).sort();
    return Object.fromEntries(names.map((name) => [name, value[name]]));
  });
}

/** Vendors show an emptied attribute as null, as an empty text or list, or not at all: it is one and the same. */
function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

function viewAttribute(traits: AttributeTraits | undefined, declared: DesiredValue, shown: unknown): DesiredValue {
  if (traits?.writeOnly) return declared;
  if (traits?.map && isRecord(declared)) {
    const shownMap = Object.fromEntries(byComposedKey(isRecord(shown) ? shown : {}));
    const view = Object.keys(declared).map((key) => {
      const now = shownAt(traits, shownMap, key.normalize("NFC"));
      return [key, sameMapItem(traits, declared[key], now) ? declared[key] : (now ?? null)];
    });
    return Object.fromEntries(view) as DesiredValue;
  }
  const seen = traits?.set ? inDeclaredItems(traits, declared, shown) : shown;
  return sameAttribute(traits, declared, seen) ? declared : ((seen ?? null) as DesiredValue);
}

/** An object in a set that has all that is declared of it is that object: what a vendor adds to it is not managed. */
function inDeclaredItems(traits: AttributeTraits, declared: DesiredValue, shown: unknown): unknown {
  if (!Array.isArray(declared) || !Array.isArray(shown)) return shown;
  const { standsFor } = matchedSet(traits, declared, shown);
  return shown.map((item, place) => standsFor[place] ?? item);
}

/** Which items of a set stand for which wanted ones, each for one alone. An item that is wanted twice is wanted once. */
export function matchedSet<Wanted extends {}>(
  traits: AttributeTraits | undefined,
  wanted: readonly Wanted[],
  items: readonly unknown[],
): { readonly standsFor: readonly (Wanted | undefined)[]; readonly missing: readonly Wanted[] } {
  const keyOf = (item: unknown): string => itemKey(traits, item);
  const distinct = [...new Map(wanted.map((item) => [keyOf(item), item])).values()];
  const places = assigned(distinct, items, { keyOf, holds: (item, one) => hasAllOf(traits, item, one) });
  const standsFor = new Map(places.map((place, i) => [place, distinct[i]]));
  return {
    standsFor: items.map((_, place) => standsFor.get(place)),
    missing: distinct.filter((_, i) => places[i] === undefined),
  };
}

function hasAllOf(traits: AttributeTraits | undefined, item: unknown, wanted: unknown): boolean {
  if (!isRecord(item) || !isRecord(wanted)) return false;
  return Object.entries(wanted).every(([name, value]) => sameAttribute(traits, value, own(item, name)));
}

/** The value under a key of a map as its vendor shows it, which may be in another spelling. */
function shownAt({ keysBy }: AttributeTraits, shown: Readonly<Record<string, unknown>>, key: string): unknown {
  if (Object.hasOwn(shown, key)) return shown[key];
  const spelt = keysBy && Object.keys(shown).find((other) => keysBy(other) === keysBy(key));
  return own(shown, spelt ?? key);
}

/**
 * True where two entries of a map are one value to the vendor. Multi-valued ones are sets: a vendor may answer them in
 * another order, and one value alone as itself.
 */
export function sameMapItem(traits: AttributeTraits, a: unknown, b: unknown): boolean {
  const [left, right] = [asList(a), asList(b)];
  if (sameAttribute({ set: true }, left, right)) return true;
  return traits.anyType === true && sameText(left, right);
}

/** Whether texts, numbers and flags, or lists of them, are written in the same way: "5" and 5, "True" and true. */
function sameText(a: unknown, b: unknown): boolean {
  const textOf = [a, b].flat().some((item) => typeof item === "boolean") ? flagText : scalarText;
  const textsOf = (value: unknown): unknown => (Array.isArray(value) ? value.map(textOf) : textOf(value));
  return sameAttribute({ set: true }, textsOf(a), textsOf(b));
}

function scalarText(value: unknown): unknown {
  return ["number", "boolean"].includes(typeof value) ? String(value) : value;
}

function flagText(value: unknown): unknown {
  const text = scalarText(value);
  const word = typeof text === "string" ? text.toLowerCase() : text;
  return word === "1" ? "true" : word === "0" ? "false" : word;
}

function asList(value: unknown): unknown {
  return isNothing(value) ? value : [value].flat();
}

function viewSets(
  capabilities: Capabilities,
  observed: Observed,
  declaration: Declaration,
  impliedHere: Readonly<Record<string, Sections>>,
): Desired["sets"] {
  const views = Object.entries(declaration.desired.sets).map(([name, members]) => {
    const traits = capabilities.sets[name];
    if (members === UNKNOWN || !traits) return [name, members] as const;
    const shown = own(observed.sets, name);
    const view = mapSections(members, (declared, section) => {
      const given = own(shown?.implied, section)?.filter((member) => declared.includes(member)) ?? [];
      const named = spelt(shown?.aliases ?? {}, [...(own(shown?.members, section) ?? []), ...given], declared);
      const seen = withoutImplied(traits, named, declared, own(own(impliedHere, name), section));
      return isAddOnly(declaration, traits) ? seen.filter((member) => declared.includes(member)) : seen;
    });
    return [name, view] as const;
  });
  return Object.fromEntries(views);
}

/** What can be named in several ways is seen in the ways in which it is declared. */
function spelt(aliases: Aliases, shown: readonly string[], declared: readonly string[]): readonly string[] {
  return shown.flatMap((name) => {
    const spellings = [name, ...(own(aliases, name) ?? [])];
    const found = declared.filter((text) => spellings.some((spelling) => sameValue(spelling, text)));
    return found.length > 0 ? found : [name];
  });
}

function attributeChanges({ attributes, activation }: Capabilities, desired: Desired, current: Desired): Change[] {
  const changes: Change[] = [];
  for (const [name, traits] of Object.entries(attributes)) {
    if (traits.createOnly === "ignored") continue;
    const to = desired.attributes[name];
    const from = current.attributes[name];
    if (name === activation?.attribute) {
      changes.push(...activationChanges(activation, traits, to, from));
    } else if (to === undefined) {
      if (from !== undefined) changes.push(...noLongerManagedParts(traits, name, from));
    } else if (traits.map) {
      changes.push(...mapChanges(traits, name, to, from));
    } else if (from === undefined || hasUnknown(to) || !sameAttribute(traits, to, from)) {
      changes.push(change("attribute", [name], from, to));
    }
  }
  return changes;
}

/** A map in which everything was emptied stands in no property of its own: each of its keys does, in `clear`. */
function noLongerManagedParts({ map }: AttributeTraits, name: string, from: unknown): Change[] {
  const keys = map && isRecord(from) && Object.values(from).every((item) => item === null) ? Object.keys(from) : [];
  if (keys.length === 0) return [noLongerManaged([name], from)];
  return keys.map((key) => noLongerManaged([name, key], undefined));
}

/** A declared person is active unless it is declared otherwise, so an undeclared state still counts. */
function activationChanges(
  activation: ActivationTraits,
  traits: AttributeTraits,
  to: unknown,
  from: unknown,
): Change[] {
  const path = [activation.attribute];
  if (to === undefined) {
    return sameValue(from, activation.inactive) ? [change("activation", path, from, activation.active)] : [];
  }
  const now = from ?? activation.active;
  return to === UNKNOWN || !sameAttribute(traits, to, now) ? [change("activation", path, now, to)] : [];
}

function mapChanges(traits: AttributeTraits, name: string, to: unknown, from: unknown): Change[] {
  // Outputs of earlier versions hold keys in the form in which they were declared.
  const after = byComposedKey(isRecord(to) ? to : {});
  const before = byComposedKey(isRecord(from) ? from : {});
  if (to === UNKNOWN) return [change("attribute", [name], from, to)];
  const changes: Change[] = [];
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(key), after.get(key)];
    if (!after.has(key)) changes.push(noLongerManaged([name, key], was));
    else if (!before.has(key) || hasUnknown(is) || !sameMapItem(traits, is, was)) {
      changes.push(change("attribute", [name, key], was, is));
    }
  }
  return changes;
}

function setChanges({ sets }: Capabilities, declared: Declaration, current: Declaration): Change[] {
  return Object.entries(sets).flatMap(([name, traits]) => {
    const to = declared.desired.sets[name];
    const from = current.desired.sets[name];
    if (to === undefined) return from === undefined ? [] : [noLongerManaged([name], from)];
    if (to === UNKNOWN || from === UNKNOWN) return [change("member", [name], from, to)];
    const sections = new Set([...Object.keys(from ?? {}), ...Object.keys(to)]);
    return [...sections].flatMap((section) => {
      const base: Path = section === FLAT ? [name] : [name, section];
      return memberChanges(base, own(from, section), own(to, section), isAddOnly(declared, traits));
    });
  });
}

function memberChanges(
  base: Path,
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
  addsOnly: boolean,
): Change[] {
  if (after === undefined) return [noLongerManaged(base, before)];
  if (hasUnknown(after)) return [change("member", base, before, UNKNOWN)];
  const isIn = (names: readonly string[], name: string): boolean => names.some((other) => sameValue(other, name));
  const changes: Change[] = [];
  // A list that was not managed until now may hold anything: emptying it is a change in its own right.
  if (before === undefined && after.length === 0) changes.push(change("member", base, undefined, after));
  before?.forEach((name, i) => {
    if (!isIn(after, name)) changes.push({ kind: addsOnly ? "policy" : "member", path: [...base, i], from: name });
  });
  after.forEach((name, i) => {
    if (!isIn(before ?? [], name)) changes.push({ kind: "member", path: [...base, i], to: name });
  });
  return changes;
}

function referenceChanges({ references }: Capabilities, desired: Desired, current: Desired): Change[] {
  return Object.keys(references).flatMap((name) => {
    const [to, from] = [desired.references[name], current.references[name]];
    if (to === undefined) return from === undefined || from === null ? [] : [noLongerManaged([name], from)];
    return to === from ? [] : [change("reference", [name], from, to)];
  });
}

function pendingChanges(declared: Declaration, { pendingOn }: Declaration): Change[] {
  if (pendingOn === undefined || declared.pendingOn !== undefined) return [];
  return [change("pending", ["pendingOn"], pendingOn, undefined)];
}

function optionChanges(capabilities: Capabilities, declared: Options, current: Options): Change[] {
  return treatmentNames(capabilities).flatMap((name) =>
    declared[name] === current[name] ? [] : [change("policy", [name], current[name], declared[name])],
  );
}

function noLongerManaged(path: Path, from: unknown): Change {
  return change("policy", path, from, undefined);
}

/** Null means "nothing there" on both sides, so it leaves no trace in a change. */
function change(kind: Change["kind"], path: Path, from: unknown, to: unknown): Change {
  return {
    kind,
    path,
    ...(from === undefined || from === null ? {} : { from }),
    ...(to === undefined || to === null ? {} : { to }),
  };
}

/**
 * Names of declared sets that were only added to and are authoritative now: nobody kept track of their other members, so only
 * a look at the account tells which ones have to go.
 */
export function setsTakenOver({ sets }: Capabilities, declared: Declaration, last: Declaration): readonly string[] {
  const isTakenOver = ([name, traits]: readonly [string, SetTraits]): boolean =>
    isAddOnly(last, traits) && !isAddOnly(declared, traits) && declared.desired.sets[name] !== undefined;
  return Object.entries(sets)
    .filter(isTakenOver)
    .map(([name]) => name);
}
