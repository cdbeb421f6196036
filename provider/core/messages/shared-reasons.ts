/** A reason for which several failed alike. */
export interface SharedReason {
  readonly reason: string;
  /** Who failed for it, each once. Never empty. */
  readonly keys: readonly string[];
}

/** Each reason once, in the order in which it comes up first. */
export function sharedReasons(failed: Iterable<readonly [key: string, reason: string]>): readonly SharedReason[] {
  const byReason = new Map<string, Set<string>>();
  for (const [key, reason] of failed) {
    const keys = byReason.get(reason);
    if (keys === undefined) byReason.set(reason, new Set([key]));
    else keys.add(key);
  }
  return [...byReason].map(([reason, keys]) => ({ reason, keys: [...keys] }));
}

/** `12 people: u0, u1, u2 and 9 more`: as many keys as fit into `room` characters, and never half of one. */
export function countedKeys(keys: readonly string[], room: number, noun = "people"): string {
  let length = 0;
  const shown = keys.filter((key, i) => {
    length += key.length + 2;
    return i === 0 || length <= room;
  });
  const more = keys.length > shown.length ? ` and ${keys.length - shown.length} more` : "";
  return `${keys.length} ${noun}: ${shown.join(", ")}${more}`;
}
