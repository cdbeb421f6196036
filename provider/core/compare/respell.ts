import type { Capabilities, UpdateRequest } from "../contract/platform.js";
import type { Change } from "../model/change.js";
import type { DesiredValue, ObservedUser, Roles } from "../model/user.js";
import { byComposedKey, hasTwoForms, isRecord, isTextList, own, UNKNOWN } from "../model/value.js";

/** True where a change names something that the vendor may hold in another Unicode form than is declared. */
export function mayBeSpeltOtherwise({ attributes }: Capabilities, { changes, desired }: UpdateRequest): boolean {
  return changes.some(({ kind, path: [name = "", key], from, to }) => {
    if (kind === "role") return textsIn([from, to, rolesOf(desired.roles)]).some(hasTwoForms);
    const { map, set } = own(attributes, String(name)) ?? {};
    return (map && typeof key === "string" && hasTwoForms(key)) || (set && textsIn([from, to]).some(hasTwoForms));
  });
}

/**
 * The request with keys of maps, roles and texts of sets as the vendor spells them where the account shows them: declared
 * names are in NFC, and a server that compares bytes takes another form for another name.
 */
export function respelt(capabilities: Capabilities, request: UpdateRequest, shown: ObservedUser): UpdateRequest {
  const { changes, desired } = request;
  const attributes = Object.entries(desired.attributes).map(([name, value]): [string, DesiredValue] => {
    const theirs = own(shown.attributes, name);
    const { map, set } = own(capabilities.attributes, name) ?? {};
    if (map && isRecord(value) && isRecord(theirs)) return [name, withKeysOf(value, theirs) as DesiredValue];
    return [name, set && isTextList(value) && isTextList(theirs) ? value.map(respeller(theirs)) : value];
  });
  const roles = rolesOf(desired.roles);
  return {
    ...request,
    changes: changes.map((change) => respeltChange(change, shown)),
    desired: {
      ...desired,
      attributes: Object.fromEntries(attributes),
      roles: roles
        ? mapped(roles, (names, section) => names.map(respeller(own(shown.roles, section) ?? [])))
        : desired.roles,
    },
  };
}

function respeltChange(change: Change, { attributes, roles }: ObservedUser): Change {
  const { kind, path, from, to } = change;
  const [name = "", key] = path;
  if (kind === "role") {
    const spelt = respeller(Object.values(roles).flat());
    const side = (value: unknown): unknown => (typeof value === "string" ? spelt(value) : value);
    return {
      ...change,
      ...(from === undefined ? {} : { from: side(from) }),
      ...(to === undefined ? {} : { to: side(to) }),
    };
  }
  const theirs = own(attributes, String(name));
  if (typeof key !== "string" || !isRecord(theirs)) return change;
  return { ...change, path: [name, respeller(Object.keys(theirs))(key), ...path.slice(2)] };
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

function rolesOf(roles: UpdateRequest["desired"]["roles"]): Roles | undefined {
  return roles === UNKNOWN ? undefined : roles;
}

function mapped(roles: Roles, map: (names: readonly string[], section: string) => readonly string[]): Roles {
  return Object.fromEntries(Object.entries(roles).map(([section, names]) => [section, map(names, section)]));
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isRecord(value) ? Object.values(value).flatMap(textsIn) : [];
}
