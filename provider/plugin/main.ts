#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { compileCacheFolder } from "../compile-cache.js";
import { oldNodeMessage } from "../node-version.js";

/** Starts the plugin. Nothing is loaded before it is clear that this Node can: an older one would fail in a library. */
async function main(): Promise<void> {
  const tooOld = oldNodeMessage();
  if (tooOld !== undefined) throw new Error(tooOld);
  const folder = compileCacheFolder(process.env);
  // Where it can't be kept, Node goes on without it.
  if (folder !== undefined) enableCompileCache(folder);
  const { serve } = await import("./serve.js");
  await serve(process.argv[2]);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
