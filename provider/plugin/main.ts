#!/usr/bin/env node
/** The oldest Node that everything in this package runs on. */
const OLDEST = [22, 19] as const;

/** Starts the plugin. Nothing is loaded before it is clear that this Node can: an older one would fail in a library. */
async function main(): Promise<void> {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new Error(
      `pulumi-roster needs Node ${OLDEST.join(".")} or newer, and the \`node\` on the PATH is ${process.versions.node}`,
    );
  }
  const { serve } = await import("./serve.js");
  await serve(process.argv[2]);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
