import { diff } from "../../../provider/core/compare/diff";
import { fromProperties } from "../../../provider/core/contract/declaration";
import { bookkeepingOf } from "../../../provider/core/lifecycle/outputs";
import { destroyPolicy } from "../../../provider/core/lifecycle/policy";
import type { Change } from "../../../provider/core/model/change";
import type { OnDestroy } from "../../../provider/core/model/options";
import { resourceKindOf } from "../../common/platforms";
import { type DetailContext, type JudgedChange, judged, sortedClasses } from "./details";
import type { PersonSnapshot } from "./people";
import { SECRET_TEXT } from "./resource-snapshots";
import { type ChangeDetail, KEY, type PersonChange } from "./review";
import { membersOf, naturalKeyOf, personName, ROLES } from "./traits";

type Context = Omit<DetailContext, "resource">;

/** What becomes of the account of somebody whose resource goes, by the policy that was last applied. */
export function departureOf({ observed, retained }: PersonSnapshot): "deactivated" | "deleted" | "released" {
  const { origin } = bookkeepingOf(observed ?? {});
  const policy = retained ? "retain" : destroyPolicy(observed?.["onDestroy"] as OnDestroy | undefined, origin);
  return policy === "retain" ? "released" : policy === "delete" ? "deleted" : "deactivated";
}

/** Somebody who is declared for the first time, and has no account as far as anybody knows. */
export function joinerChange(snapshot: PersonSnapshot, context: Context): PersonChange {
  const { declared = {} } = snapshot;
  const { capabilities } = resourceKindOf(snapshot);
  const changes = diff(capabilities, fromProperties(capabilities, declared), fromProperties(capabilities, {}));
  const judgements = judgedAll(snapshot, needed(changes), context);
  return {
    ...personOf(snapshot),
    classes: sortedClasses(["joiner", ...escalations(judgements)]),
    details: judgements.map(({ detail }) => detail),
  };
}

/** A joiner, or an account that is taken on, of somebody whose own account is proven gone. */
export function returnedChange(change: PersonChange, formerId: string): PersonChange {
  const { id, ...rest } = change;
  return { ...rest, ...(id === undefined || id === formerId ? {} : { id }), formerId };
}

/** Somebody whose account is taken on: what changes in it, if anything does. */
export function adoptionChange(
  snapshot: PersonSnapshot,
  id: string,
  changes: readonly Change[],
  context: Context,
): PersonChange {
  const judgements = judgedAll(snapshot, needed(changes), context);
  const adopted: ChangeDetail = { kind: "policy", path: "adopt", to: id };
  return {
    ...personOf(snapshot),
    id,
    classes: sortedClasses(judgements.flatMap(({ classes }) => classes)),
    details: [...judgements.map(({ detail }) => detail), adopted],
  };
}

/**
 * Somebody who is no longer declared.
 *
 * @param reports names of those who still have this person as their manager
 */
export function leaverChange(snapshot: PersonSnapshot, reports: readonly string[]): PersonChange {
  const departure = departureOf(snapshot);
  return {
    ...personOf(snapshot),
    classes: departure === "released" ? ["released"] : ["leaver"],
    details: [],
    departure,
    ...(reports.length > 0 && departure !== "released" ? { reports } : {}),
  };
}

/** Somebody whose account another resource takes over: nothing happens at the vendor. */
export function movedChange(snapshot: PersonSnapshot, to: PersonSnapshot): PersonChange {
  const detail: ChangeDetail = { kind: "policy", path: "resource", from: snapshot.key, to: to.key };
  return { ...personOf(snapshot), classes: ["other"], details: [detail] };
}

/** Somebody who stays; undefined where nothing changes. */
export function stayerChange(snapshot: PersonSnapshot, context: Context): PersonChange | undefined {
  const { observed = {}, declared = {} } = snapshot;
  const { capabilities } = resourceKindOf(snapshot);
  const changes = diff(capabilities, fromProperties(capabilities, declared), fromProperties(capabilities, observed));
  const judgements = judgedAll(snapshot, changes, context);
  const details = judgements.map(({ detail }) => detail);
  const hidden = [...hiddenDetails(snapshot, details), ...renamedDetails(snapshot)];
  if (details.length + hidden.length === 0) return undefined;
  const classes = sortedClasses([
    ...judgements.flatMap(({ classes }) => classes),
    ...(hidden.some(({ kind }) => kind === "attribute") ? (["mover"] as const) : []),
  ]);
  return {
    ...personOf(snapshot),
    classes,
    details: [...details, ...hidden],
    ...heldRoles(snapshot, details),
    ...(classes.includes("leaver") ? { departure: "deactivated" as const } : {}),
  };
}

/** Another key in a set of people is another name for the program alone. */
function renamedDetails({ key, keyBefore }: PersonSnapshot): readonly ChangeDetail[] {
  return keyBefore === undefined ? [] : [{ kind: "policy", path: KEY, from: keyBefore, to: key }];
}

/** The roles before, where any changes; those of a section with its name. */
function heldRoles(snapshot: PersonSnapshot, details: readonly ChangeDetail[]): { held?: readonly string[] } {
  const { observed } = snapshot;
  const { capabilities } = resourceKindOf(snapshot);
  if (!observed || !details.some(({ kind }) => kind === capabilities.sets[ROLES]?.noun)) return {};
  const roles = Object.entries(membersOf(capabilities, ROLES, observed[ROLES]));
  return {
    held: roles.flatMap(([section, names]) => names.map((name) => (section === "" ? name : `${section}: ${name}`))),
  };
}

/** Changes of secret values: nobody can compare them here, but the engine has, and names them. */
function hiddenDetails(snapshot: PersonSnapshot, seen: readonly ChangeDetail[]) {
  const { declared = {}, observed = {}, differing } = snapshot;
  const { attributes } = resourceKindOf(snapshot).capabilities;
  return differing
    .filter((name) => declared[name] === SECRET_TEXT || observed[name] === SECRET_TEXT)
    .filter((name) => attributes[name]?.createOnly !== "ignored" && !seen.some(({ path }) => path === name))
    .map((name): ChangeDetail => ({ kind: "attribute", path: name, from: SECRET_TEXT, to: SECRET_TEXT }));
}

function needed(changes: readonly Change[]): readonly Change[] {
  return changes.filter(({ kind }) => kind !== "policy");
}

function judgedAll(snapshot: PersonSnapshot, changes: readonly Change[], context: Context): readonly JudgedChange[] {
  return changes.map((change) => judged(change, { resource: resourceKindOf(snapshot), ...context }));
}

function escalations(judgements: readonly JudgedChange[]) {
  return judgements.flatMap(({ classes }) => classes.filter((name) => name === "escalation"));
}

function personOf(snapshot: PersonSnapshot) {
  const { platform, urn, key, id, declared, observed, stored } = snapshot;
  const kind = resourceKindOf(snapshot);
  return {
    platform,
    urn,
    key,
    ...(id === "" ? {} : { id }),
    name: personName(kind, declared, observed, stored),
    naturalKey: naturalKeyOf(kind.capabilities, declared, observed, stored),
  };
}
