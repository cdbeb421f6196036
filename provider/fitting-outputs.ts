/** Trailers beyond 64 KiB break the connection's stream, and with it the engine's knowledge of the account. */
const LARGEST_DETAILS = 32 * 1024;

/**
 * The outputs without their largest values, where they are too large for an error's details. What is missing there is
 * a difference for the next run, which sends it again.
 */
export function fittingOutputs(outputs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const sizes = Object.entries(outputs).map(([name, value]) => ({
    name,
    size: Buffer.byteLength(JSON.stringify(value) ?? ""),
  }));
  const names = new Set<string>();
  let room = LARGEST_DETAILS;
  for (const { name, size } of sizes.sort((a, b) => a.size - b.size)) {
    room -= size;
    if (room >= 0) names.add(name);
  }
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => names.has(name)));
}
