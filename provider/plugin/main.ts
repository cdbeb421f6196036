#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { systemContext } from "../system-context.js";
import { startPlugin } from "./server.js";

const PACKAGE = join(__dirname, "..", "..", "..");

/** Starts the plugin and prints its port, which is how the engine finds it. */
async function main(): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8")) as { version: string };
  const about = { version, schema: () => readFileSync(join(PACKAGE, "schema.json"), "utf8") };
  const { port } = await startPlugin(systemContext(), about);
  console.log(port);
}

main().catch((error: unknown) => {
  console.error(`the plugin can't start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
