import { diff } from "../../../provider/core/compare/diff";
import { fromProperties } from "../../../provider/core/contract/declaration";
import type { ResourceKind } from "../../../provider/core/contract/kind";
import { bookkeepingOf } from "../../../provider/core/lifecycle/outputs";
import { removalPolicy } from "../../../provider/core/lifecycle/policy";
import { needsCall } from "../../../provider/core/model/change";
import { hasUnknown, pathText } from "../../../provider/core/model/value";
import { groupKindOf, isPlatformId, type PlatformId } from "../../common/platforms";
import { nameOf } from "./people";
import type { ResourceSnapshot } from "./resource-snapshots";
import { GROUP_CHANGES, type GroupChange } from "./review";

const UNKNOWN_TEXT = "[unknown]";

/** The platform of a type that stands for a group; undefined for every other type. */
export function groupPlatformOf(type: string): PlatformId | undefined {
  const [, id = ""] = /^(?:roster:|pulumi-nodejs:dynamic\/roster\/)(\w+):Group$/.exec(type) ?? [];
  return isPlatformId(id) ? id : undefined;
}

/** What becomes of the groups of a program, the most dangerous first, then by name. Pure. */
export function groupChanges(snapshots: readonly ResourceSnapshot[]): readonly GroupChange[] {
  const changes = snapshots.flatMap((snapshot) => {
    const platform = groupPlatformOf(snapshot.type);
    const kind = platform && groupKindOf(platform);
    const change = platform && kind ? changeOf(snapshot, platform, kind) : undefined;
    return change ? [change] : [];
  });
  const rank = ({ change }: GroupChange) => GROUP_CHANGES.indexOf(change);
  return changes.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

function changeOf(snapshot: ResourceSnapshot, platform: PlatformId, kind: ResourceKind): GroupChange | undefined {
  const { urn, declared, observed, stored } = snapshot;
  const id = observed?.id ?? stored?.id ?? "";
  const there = observed ?? stored;
  const common = {
    platform,
    urn,
    ...(id === "" ? {} : { id }),
    name: groupName(kind, declared?.inputs ?? there?.outputs) ?? nameOf(urn),
    details: [],
  };
  if (!declared) return observed && { ...common, ...departureOf(kind, observed.outputs, observed.retainOnDelete) };
  if (!observed) return { ...common, change: "created" };
  const last = fromProperties(kind.capabilities, observed.outputs);
  const changes = diff(kind.capabilities, fromProperties(kind.capabilities, declared.inputs), last).filter(needsCall);
  if (changes.length === 0) return undefined;
  const details = changes.map(({ path, from, to }) => ({
    path: pathText(path),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to: hasUnknown(to) ? UNKNOWN_TEXT : to }),
  }));
  return { ...common, change: "changed", details };
}

function departureOf(
  { capabilities }: ResourceKind,
  outputs: Readonly<Record<string, unknown>>,
  isRetained: boolean,
): Pick<GroupChange, "change" | "withMembers"> {
  const { onDestroy } = fromProperties(capabilities, outputs).options;
  const policy = isRetained ? "retain" : removalPolicy(capabilities, onDestroy, bookkeepingOf(outputs).origin);
  if (policy === "retain") return { change: "released" };
  return { change: "deleted", ...(policy === "delete" ? { withMembers: true as const } : {}) };
}

/** What people call the group: its name where it has one beside its natural key. */
function groupName({ capabilities }: ResourceKind, side: Readonly<Record<string, unknown>> = {}): string | undefined {
  const texts = [side["name"], side["displayName"], side[capabilities.naturalKey]];
  return texts.find((text): text is string => typeof text === "string" && text !== "");
}
