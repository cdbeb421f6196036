import type { Capabilities, ResourceKind } from "../../../provider/core/contract/kind";
import type { Change } from "../../../provider/core/model/change";
import { isRecord, pathText, UNKNOWN } from "../../../provider/core/model/value";
import type { PlatformId } from "../../common/platforms";
import { isAddress } from "./addresses";
import { isPending, type Names } from "./names";
import { SECRET_TEXT } from "./resource-snapshots";
import { CHANGE_CLASSES, type ChangeClass, type ChangeDetail } from "./review";
import { type ExtraRoles, isAdministrativeMember, isAdministrativeValue, ROLES } from "./traits";
import { UNKNOWN_TEXT } from "./unknown-text";

export interface DetailContext {
  readonly resource: ResourceKind;
  readonly extraRoles: ExtraRoles;
  readonly names: Names;
}

/** A change as a reviewer reads it, with what it means. */
export interface JudgedChange {
  readonly detail: ChangeDetail;
  readonly classes: readonly ChangeClass[];
}

export function judged(change: Change, context: DetailContext): JudgedChange {
  return { detail: detailOf(change, context), classes: classesOf(change, context) };
}

/** Each class once, the most dangerous first; never empty. */
export function sortedClasses(classes: readonly ChangeClass[]): readonly ChangeClass[] {
  const found = CHANGE_CLASSES.filter((name) => classes.includes(name));
  return found.length > 0 ? found : ["other"];
}

function detailOf(change: Change, { resource, names }: DetailContext): ChangeDetail {
  const { kind, path, from, to } = change;
  const isSecret = resource.capabilities.attributes[String(path[0])]?.secret === true;
  const shown = (value: unknown) => (isSecret ? SECRET_TEXT : shownValue(value));
  const { capabilities, name, platform } = resource;
  // Who is referred to is of the same kind.
  const named = kind === "reference" ? name : kind === "member" ? capabilities.sets[String(path[0])]?.kind : undefined;
  const nameOf = (id: unknown) =>
    named && typeof id === "string" ? names.of({ kind: named, platform: platform.id as PlatformId, id }) : undefined;
  const [before, after] = [nameOf(from), nameOf(to)];
  return {
    kind: kindOf(change, capabilities),
    // The place in the list says nothing to people.
    path: pathText(typeof path.at(-1) === "number" ? path.slice(0, -1) : path),
    ...(from === undefined ? {} : { from: shown(from) }),
    ...(to === undefined ? {} : { to: shown(to) }),
    ...(before === undefined ? {} : { fromName: before.name }),
    ...(after === undefined ? {} : { toName: after.name }),
    ...(kind !== "member" || before?.key === undefined ? {} : { fromKey: before.key }),
    ...(kind !== "member" || after?.key === undefined ? {} : { toKey: after.key }),
  };
}

function classesOf(change: Change, { resource, extraRoles }: DetailContext): readonly ChangeClass[] {
  const { capabilities } = resource;
  const { kind, path, from, to } = change;
  switch (kind) {
    case "policy":
    case "pending":
      return ["other"];
    case "reference":
      return ["mover"];
    case "activation":
      return [to === capabilities.activation?.inactive ? "leaver" : "reactivated"];
    case "member":
      return memberClasses(change, capabilities, extraRoles);
    case "attribute":
      if (isAdministrativeValue(capabilities, path, to)) return ["escalation", "role-granted"];
      if (isAdministrativeValue(capabilities, path, from)) return ["role-revoked"];
      return [isAddress(path[0]) || path[0] === capabilities.naturalKey ? "email-change" : "mover"];
  }
}

/** What a change is about, in a word: of a relation, what it is to people. */
function kindOf({ kind, path }: Change, { sets }: Capabilities): string {
  const name = String(path[0]);
  return kind === "member" ? (sets[name]?.noun ?? name) : kind === "reference" ? name : kind;
}

/** A whole list that comes under management stands for each member of it. Of sets, roles alone say by themselves what somebody may. */
function memberClasses({ path, from, to }: Change, capabilities: Capabilities, extraRoles: ExtraRoles) {
  const set = String(path[0]);
  const granted = to === undefined ? [] : [to].flat();
  const isAdministrative = (member: unknown): boolean =>
    isAdministrativeMember(capabilities, { set, section: sectionOf(path), member }, extraRoles);
  if (set !== ROLES) return granted.some(isAdministrative) ? (["escalation", "mover"] as const) : (["mover"] as const);
  const classes: ChangeClass[] = [];
  if (granted.length > 0) classes.push("role-granted");
  if (granted.some(isAdministrative)) classes.push("escalation");
  if (from !== undefined || granted.length === 0) classes.push("role-revoked");
  return classes;
}

function sectionOf(path: Change["path"]): string {
  return typeof path[1] === "string" ? path[1] : "";
}

function shownValue(value: unknown): unknown {
  if (value === UNKNOWN || isPending(value)) return UNKNOWN_TEXT;
  if (Array.isArray(value)) return value.map(shownValue);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shownValue(item)]));
}
