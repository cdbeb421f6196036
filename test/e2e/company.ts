/** People of a set by key. */
export type People = Record<string, Record<string, unknown>>;

/** So many people at Adobe in a tree: each manages the next eight. */
export function company(count: number): People {
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `p${i}`,
      {
        email: `p${i}@example.com`,
        name: `Person ${i}`,
        profile: "Engineer",
        ...(i > 0 ? { manager: `p${Math.floor((i - 1) / 8)}` } : {}),
      },
    ]),
  );
}
