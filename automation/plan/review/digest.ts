import { createHash } from "node:crypto";
import { fromProperties } from "../../../provider/core/contract/declaration";
import { isRecord, UNKNOWN } from "../../../provider/core/model/value";
import { resourceKindOf } from "../../common/platforms";
import { type EntitySnapshot, meaningOf } from "./people";
import type { ResourceSnapshot } from "./resource-snapshots";

/** What a plan rests on, by person: short hashes of what was declared and of what its vendor showed. */
export type Fingerprints = Readonly<Record<string, string>>;

/** Names a person, or another resource, within a stack. */
export function subjectOf({ urn, key }: { readonly urn: string; readonly key?: string }): string {
  return key === undefined ? urn : `${urn}#${key}`;
}

/**
 * Fingerprints of everybody, every group and every other resource. Of an account only what is managed counts: nobody reviewed the
 * rest, and it changes by itself.
 *
 * @param existing ids of accounts that somebody new has already, and of groups that a new one would meet, by subject
 */
export function fingerprintsOf(
  entities: readonly EntitySnapshot[],
  snapshots: readonly ResourceSnapshot[],
  existing: ReadonlyMap<string, readonly string[]>,
): Fingerprints {
  const own = entities.map((snapshot): [string, string] => {
    const { capabilities } = resourceKindOf(snapshot);
    const seen = snapshot.observed && {
      ...fromProperties(capabilities, snapshot.observed),
      tenant: snapshot.observed["tenant"],
    };
    const there = existing.get(subjectOf(snapshot)) ?? [];
    return [
      subjectOf(snapshot),
      `${hash(snapshot.declared ?? null)}.${hash([seen ?? null, snapshot.id])}.${hash(there)}`,
    ];
  });
  const others = snapshots
    .filter(({ type }) => meaningOf(type) === undefined && !type.startsWith("pulumi:"))
    .map(({ urn, op, declared, observed }): [string, string] => [
      urn,
      `${hash([op ?? null, declared?.inputs ?? null])}.${hash(observed?.outputs ?? null)}.`,
    ]);
  return Object.fromEntries([...own, ...others].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** One hash over all fingerprints: SHA-256 in hex. */
export function digestOf(fingerprints: Fingerprints): string {
  return createHash("sha256").update(canonical(fingerprints)).digest("hex");
}

/** What is known by subject without anybody's key, comparable with what else was hidden by the same digest. */
export function hiddenSubjects<Value>(
  bySubject: Readonly<Record<string, Value>>,
  digest: string,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(bySubject).map(([subject, value]) => [hash([digest, subject]), value]));
}

/** Subjects whose fingerprints differ, with what differs. */
export function differences(
  before: Fingerprints,
  after: Fingerprints,
): readonly { readonly subject: string; readonly declared: boolean; readonly observed: boolean }[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((subject) => {
    const then = partsOf(before[subject]);
    const now = partsOf(after[subject]);
    const declared = then.declared !== now.declared;
    const observed = then.observed !== now.observed || then.existing !== now.existing;
    return declared || observed ? [{ subject, declared, observed }] : [];
  });
}

/** What was declared, what the vendor showed of an account that is managed, and which other accounts were met. */
export function partsOf(fingerprint: string | undefined) {
  const [declared, observed, existing] = fingerprint?.split(".") ?? [];
  return { declared, observed, existing };
}

function hash(value: unknown): string {
  return createHash("sha256").update(canonical(value)).digest("hex").slice(0, 16);
}

/** JSON with sorted keys, so that equal values give equal texts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (item === UNKNOWN) return { unknown: true };
    if (!isRecord(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
