import { isRecord, UNKNOWN } from "../../../provider/core/model/value";
import { PACKED, unpacked } from "../../../provider/fitting-outputs";
import { isUnknownText, SECRET, SIGNATURE } from "../../../provider/pulumi-values";
import type { EngineEvent } from "../../engines/stack-engine";

type Metadata = NonNullable<EngineEvent["resourcePreEvent"]>["metadata"];

/** One side of a resource, in plain values: secrets are the text `[secret]`, what is not known yet is `UNKNOWN`. */
export interface ResourceSide {
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly retainOnDelete: boolean;
  readonly provider: string;
}

/** What a preview with refresh tells of one resource. */
export interface ResourceSnapshot {
  readonly urn: string;
  readonly type: string;
  /** The URN that it had until now, where the program gives it another name by an alias. */
  readonly formerUrn?: string;
  /** What the engine would do: `create`, `update`, `delete`, `same`, ... Absent where the run ended before it was told. */
  readonly op?: string;
  /** As the last run left it. */
  readonly stored?: ResourceSide;
  /** As its vendor shows it now; absent where it is new or gone. */
  readonly observed?: ResourceSide;
  /** As the program declares it; absent where it leaves. */
  readonly declared?: ResourceSide;
  /** Properties that the engine names as different. */
  readonly differing: readonly string[];
}

export const SECRET_TEXT = "[secret]";

/** The operations of a replacement are parts of one; a person is never replaced, so these are other resources'. */
const PARTS = new Set(["create-replacement", "delete-replaced", "import-replacement", "read-replacement"]);

/**
 * Puts the events of a preview together, by resource. Both engines tell them in one form.
 *
 * @param isDestroyed whether the stack is to go, so that nothing counts as declared: `pulumi` runs the program even then, for its providers
 */
export function resourceSnapshots(events: readonly EngineEvent[], isDestroyed = false): readonly ResourceSnapshot[] {
  const snapshots = new Map<string, { -readonly [Key in keyof ResourceSnapshot]: ResourceSnapshot[Key] }>();
  const refreshing = new Set<string>();
  const refreshed = new Set<string>();
  const previewOf = ({ urn, type, old }: Metadata) => {
    const formerUrn = old?.urn === urn ? undefined : old?.urn;
    const known = snapshots.get(urn) ?? { urn, type, differing: [] };
    if (formerUrn !== undefined) {
      // A refresh without the program has told of it under the URN that it had.
      Object.assign(known, snapshots.get(formerUrn), { urn, formerUrn });
      snapshots.delete(formerUrn);
    }
    snapshots.set(urn, known);
    return known;
  };
  for (const { resourcePreEvent, resOutputsEvent } of events) {
    const before = resourcePreEvent?.metadata;
    const after = resOutputsEvent?.metadata;
    if (before?.op === "refresh") {
      refreshing.add(before.urn);
      refreshed.add(before.urn);
      const snapshot = previewOf(before);
      const stored = sideOf(before.old);
      if (stored) snapshot.stored = stored;
    } else if (before && !PARTS.has(before.op)) {
      const snapshot = previewOf(before);
      const old = sideOf(before.old);
      const declared = sideOf(before.new);
      snapshot.op = before.op;
      snapshot.differing = before.diffs ?? [];
      if (old) {
        snapshot.observed = old;
        snapshot.stored ??= old;
      }
      if (declared && before.op !== "delete" && !isDestroyed) snapshot.declared = declared;
    } else if (after && refreshing.delete(after.urn)) {
      const snapshot = previewOf(after);
      const observed = sideOf(after.new);
      if (observed) snapshot.observed = observed;
    }
  }
  const all = [...snapshots.values()];
  // What the program declares and the state lacks is told as the same, and not made.
  return isDestroyed ? all.filter(({ urn }) => refreshed.has(urn)) : all;
}

/** The URNs of resources that get another name, by those that they had. */
export function renamedUrns(snapshots: readonly ResourceSnapshot[]): ReadonlyMap<string, string> {
  return new Map(
    snapshots.flatMap(({ urn, formerUrn }) => (formerUrn === undefined ? [] : [[formerUrn, urn] as const])),
  );
}

function sideOf(state: Metadata["old"] | null): ResourceSide | undefined {
  if (!state) return undefined;
  const { id, inputs, outputs, provider } = state;
  const { retainOnDelete } = state as { retainOnDelete?: boolean };
  return {
    id: id ?? "",
    inputs: plainProperties(inputs),
    outputs: plainOutputs(outputs),
    retainOnDelete: retainOnDelete === true,
    provider: provider ?? "",
  };
}

/** Outputs in plain values. Those of a set may be packed, and are a secret as a whole then, which nobody can unpack here. */
export function plainOutputs(value: unknown): Readonly<Record<string, unknown>> {
  const plain = plainProperties(value);
  return plain[PACKED] === SECRET_TEXT ? plain : unpacked(plain);
}

/** Properties in plain values, without what only the engine needs. */
export function plainProperties(value: unknown): Record<string, unknown> {
  const plain = plainValue(value);
  if (!isRecord(plain)) return {};
  const { __provider: _, ...properties } = plain;
  return properties;
}

function plainValue(value: unknown): unknown {
  if (isUnknownText(value)) return UNKNOWN;
  if (Array.isArray(value)) return value.map(plainValue);
  if (!isRecord(value)) return value;
  if (value[SIGNATURE] === SECRET) return SECRET_TEXT;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainValue(item)]));
}
