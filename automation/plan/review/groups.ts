import { diff } from "../../../provider/core/compare/diff";
import { fromProperties } from "../../../provider/core/contract/declaration";
import { bookkeepingOf } from "../../../provider/core/lifecycle/outputs";
import { removalPolicy } from "../../../provider/core/lifecycle/policy";
import { type Change, needsCall } from "../../../provider/core/model/change";
import { hasUnknown, pathText } from "../../../provider/core/model/value";
import { resourceKindOf } from "../../common/platforms";
import { subjectOf } from "./digest";
import type { Existing } from "./existing";
import type { Names } from "./names";
import type { EntitySnapshot } from "./people";
import { GROUP_CHANGES, type GroupChange, KEY } from "./review";
import { personName } from "./traits";
import { UNKNOWN_TEXT } from "./unknown-text";

/** What becomes of the groups of a program, the most dangerous first, then by name, in an order that no engine decides. Pure. */
export function groupChanges(
  entities: readonly EntitySnapshot[],
  existing: readonly Existing[],
  names: Names,
): readonly GroupChange[] {
  const found = Map.groupBy(existing, ({ snapshot }) => subjectOf(snapshot));
  const changes = entities.flatMap((group) => {
    const change = group.kind === "group" ? changeOf(group, found.get(subjectOf(group)) ?? [], names) : undefined;
    return change ? [change] : [];
  });
  const rank = ({ change }: GroupChange) => GROUP_CHANGES.indexOf(change);
  const textOf = ({ name, platform, urn }: GroupChange) => JSON.stringify([name, platform, urn]);
  return changes.sort((a, b) => rank(a) - rank(b) || (textOf(a) < textOf(b) ? -1 : 1));
}

function changeOf(group: EntitySnapshot, [met, ...more]: readonly Existing[], names: Names): GroupChange | undefined {
  const { platform, urn, id, declared, observed, stored } = group;
  const { capabilities } = resourceKindOf(group);
  const common = {
    platform,
    urn,
    ...(id === "" ? {} : { id }),
    name: personName(resourceKindOf(group), declared, observed, stored),
    details: [],
  };
  if (!declared) return observed && { ...common, ...departureOf(group, observed) };
  if (!observed && met?.outcome === "adopted" && more.length === 0) {
    return { ...common, id: met.account.id, change: "adopted", details: detailsOf(group, met.changes, names) };
  }
  if (!observed) return { ...common, change: "created" };
  const last = fromProperties(capabilities, observed);
  const changes = diff(capabilities, fromProperties(capabilities, declared), last);
  const details = [...detailsOf(group, changes, names), ...renamedDetails(group)];
  return details.length === 0 ? undefined : { ...common, change: "changed", details };
}

/** Another key is another name for the program alone. */
function renamedDetails({ key, keyBefore }: EntitySnapshot): GroupChange["details"] {
  return keyBefore === undefined ? [] : [{ path: KEY, from: keyBefore, to: key }];
}

function detailsOf(
  { kind, platform }: EntitySnapshot,
  changes: readonly Change[],
  names: Names,
): GroupChange["details"] {
  return changes.filter(needsCall).map(({ kind: about, path, from, to }) => {
    const nameOf = (id: unknown) =>
      about === "reference" && typeof id === "string" ? names.of({ kind, platform, id })?.name : undefined;
    const [fromName, toName] = [nameOf(from), nameOf(to)];
    return {
      path: pathText(path),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to: hasUnknown(to) ? UNKNOWN_TEXT : to }),
      ...(fromName === undefined ? {} : { fromName }),
      ...(toName === undefined ? {} : { toName }),
    };
  });
}

function departureOf(
  group: EntitySnapshot,
  outputs: Readonly<Record<string, unknown>>,
): Pick<GroupChange, "change" | "withMembers"> {
  const { capabilities } = resourceKindOf(group);
  const { onDestroy } = fromProperties(capabilities, outputs).options;
  const policy = group.retained ? "retain" : removalPolicy(capabilities, onDestroy, bookkeepingOf(outputs).origin);
  if (policy === "retain") return { change: "released" };
  return { change: "deleted", ...(policy === "delete" ? { withMembers: true as const } : {}) };
}
