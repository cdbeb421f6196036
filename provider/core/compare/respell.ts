import type { UpdateRequest } from "../contract/connector.js";
import { declaredMembers, mapSections } from "../contract/declaration.js";
import type { Capabilities } from "../contract/kind.js";
import type { Change } from "../model/change.js";
import type { DesiredValue, Observed } from "../model/entity.js";
import { byComposedKey, hasTwoForms, isRecord, isTextList, own, UNKNOWN } from "../model/value.js";

/** True where a change names something that the vendor may hold in another Unicode form than is declared. */
export function mayBeSpeltOtherwise({ attributes }: Capabilities, { changes, desired }: UpdateRequest): boolean {
  return changes.some(({ kind, path, from, to }) => {
    const [name, key] = [String(path[0]), path[1]];
    if (kind === "member") return textsIn([from, to, declaredMembers(desired, name)]).some(hasTwoForms);
    const { map, set } = own(attributes, name) ?? {};
    return (map && typeof key === "string" && hasTwoForms(key)) || (set && textsIn([from, to]).some(hasTwoForms));
  });
}

/**
 * The request with keys of maps, roles and texts of sets as the vendor spells them where the account shows them: declared
 * names are in NFC, and a server that compares bytes takes another form for another name.
 */
export function respelt(capabilities: Capabilities, request: UpdateRequest, shown: Observed): UpdateRequest {
  const { changes, desired } = request;
  const attributes = Object.entries(desired.attributes).map(([name, value]): [string, DesiredValue] => {
    const theirs = own(shown.attributes, name);
    const { map, set } = own(capabilities.attributes, name) ?? {};
    if (map && isRecord(value) && isRecord(theirs)) return [name, withKeysOf(value, theirs) as DesiredValue];
    return [name, set && isTextList(value) && isTextList(theirs) ? value.map(respeller(theirs)) : value];
  });
  const sets = Object.entries(desired.sets).map(([name, members]) => {
    const theirs = own(shown.sets, name)?.members;
    if (members === UNKNOWN) return [name, members] as const;
    return [name, mapSections(members, (names, section) => names.map(respeller(own(theirs, section) ?? [])))] as const;
  });
  return {
    ...request,
    changes: changes.map((change) => respeltChange(change, shown)),
    desired: { ...desired, attributes: Object.fromEntries(attributes), sets: Object.fromEntries(sets) },
  };
}

function respeltChange(change: Change, { attributes, sets }: Observed): Change {
  const { kind, path, from, to } = change;
  const [name, key] = [String(path[0]), path[1]];
  if (kind === "member") {
    const spelt = respeller(Object.values(own(sets, name)?.members ?? {}).flat());
    const side = (value: unknown): unknown => (typeof value === "string" ? spelt(value) : value);
    return {
      ...change,
      ...(from === undefined ? {} : { from: side(from) }),
      ...(to === undefined ? {} : { to: side(to) }),
    };
  }
  const theirs = own(attributes, name);
  if (typeof key !== "string" || !isRecord(theirs)) return change;
  return { ...change, path: [name, respeller(Object.keys(theirs))(key)] };
}

function withKeysOf(map: Readonly<Record<string, unknown>>, shown: Readonly<Record<string, unknown>>) {
  const spelt = respeller(Object.keys(shown));
  return Object.fromEntries([...byComposedKey(map)].map(([key, item]) => [spelt(key), item]));
}

/** Brings a text into the spelling that it has among those shown; one that is not among them stays as it is. */
export function respeller(shown: readonly string[]): (text: string) => string {
  const byForm = new Map(shown.map((text) => [text.normalize("NFC"), text]));
  return (text) => (shown.includes(text) ? text : (byForm.get(text.normalize("NFC")) ?? text));
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isRecord(value) ? Object.values(value).flatMap(textsIn) : [];
}
