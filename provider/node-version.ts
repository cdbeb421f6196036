/** The oldest Node that everything in this package runs on, as package.json says too. */
const OLDEST = [22, 19] as const;

/**
 * What to say on a Node that is too old; undefined on others. Nothing else may be loaded before this is known: an older Node
 * fails in the middle of a library.
 */
export function oldNodeMessage(version: string = process.versions.node): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return undefined;
  return `pulumi-roster needs Node ${OLDEST.join(".")} or newer, and the \`node\` on the PATH is ${version}`;
}
