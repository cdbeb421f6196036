import { declaredMembers, declaredReference } from "../../core/contract/declaration.js";
import type { Change } from "../../core/model/change.js";
import { type Desired, FLAT } from "../../core/model/entity.js";
import { isRecord, type Path, UNKNOWN } from "../../core/model/value.js";
import { CORE } from "./arguments.js";
import { placeOf } from "./places.js";
import type { Use } from "./schemas.js";

/** Every place that a new person takes. Groups have their members themselves. */
export function usesOf(desired: Desired): readonly Use[] {
  const references = Object.keys(desired.references).filter((name) => declaredReference(desired, name) !== undefined);
  return [
    ...Object.entries(desired.attributes).flatMap(([name, value]) => usesOfValue(name, value, "first")),
    ...Object.keys(desired.sets).flatMap((name) => (name === "groups" ? [] : usesOfMembers(desired, name, "first"))),
    ...references.map((name) => useAt([name], "first", { part: "value" })),
  ];
}

/** Every place that changes of a person touch. */
export function usesOfChanges(changes: readonly Change[], desired: Desired): readonly Use[] {
  const uses = new Map<string, readonly Use[]>();
  for (const { kind, path, from } of changes) {
    const name = String(path[0]);
    const key = path.length > 1 && kind !== "member" ? String(path[1]) : undefined;
    const before = from === undefined ? "first" : "change";
    uses.set(`${name} ${key ?? ""}`, of(name, key, kind, before));
  }
  return [...uses.values()].flat();

  function of(name: string, key: string | undefined, kind: Change["kind"], before: "first" | "change"): readonly Use[] {
    if (kind === "member") return usesOfMembers(desired, name, before);
    if (kind === "reference") {
      const isSet = declaredReference(desired, name) !== undefined;
      return [useAt([name], isSet ? before : "clear", isSet ? { part: "value" } : {})];
    }
    const declared = desired.attributes[name];
    const value = key === undefined ? declared : isRecord(declared) ? declared[key] : undefined;
    if (value === undefined || value === null) return [useAt(key === undefined ? [name] : [name, key], "clear")];
    return usesOfValue(name, key === undefined ? value : { [key]: value }, before);
  }
}

function usesOfValue(name: string, value: unknown, kind: "first" | "change"): readonly Use[] {
  if (value === null || value === undefined || value === UNKNOWN) return [];
  // An object is a map of single values.
  if (isRecord(value)) {
    return Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [useAt([name, key], kind)]));
  }
  if (!Array.isArray(value)) return [useAt([name], kind)];
  if (value.length === 0) return [];
  const whole = useAt([name], kind, { count: value.length });
  const parts = new Map<string, Use>();
  value.forEach((item: unknown, i) => {
    for (const part of isRecord(item) ? Object.keys(item) : []) {
      if (!parts.has(part)) parts.set(part, { ...useAt([name], kind, { part }), path: [name, i, part] });
    }
  });
  return [whole, ...parts.values()];
}

function usesOfMembers(desired: Desired, name: string, kind: "first" | "change"): readonly Use[] {
  const members = declaredMembers(desired, name)?.[FLAT] ?? [];
  return members.length === 0 ? [] : [useAt([name], kind, { count: members.length })];
}

function useAt(path: Path, kind: Use["kind"], more: { part?: string; count?: number } = {}): Use {
  const { urn, attribute, part } = placeOf(path);
  return { path, schema: urn ?? CORE, attribute, kind, ...(part === undefined ? {} : { part }), ...more };
}
