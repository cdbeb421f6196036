#!/usr/bin/env node
import { oldNodeMessage } from "../node-version.js";

/** Starts the plugin. Nothing is loaded before it is clear that this Node can: an older one would fail in a library. */
async function main(): Promise<void> {
  const tooOld = oldNodeMessage();
  if (tooOld !== undefined) throw new Error(tooOld);
  const { serve } = await import("./serve.js");
  await serve(process.argv[2]);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
