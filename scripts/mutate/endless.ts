import type { Instrumented } from "./instrument";

/** A line up to the body of a loop without a condition. */
const LOOP = /\b(for \([^;]*; ?;[^;]*\)|while \(true\)) $/;

/**
 * Whether a mutation empties a loop that nothing but its body ends. Such a loop passes no place at which it could be stopped, so
 * that each trial takes minutes.
 */
export function neverEnds({ replacement, location: { start } }: Instrumented, source: string): boolean {
  const before = source.split("\n")[start.line]?.slice(0, start.column);
  return replacement === "{}" && before !== undefined && LOOP.test(before);
}
