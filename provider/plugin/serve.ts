import { readFileSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { join } from "node:path";
import { engineLogAt } from "../engine-log.js";
import { systemContext } from "../system-context.js";
import { startPlugin } from "./server.js";

const PACKAGE = join(__dirname, "..", "..", "..");

/**
 * Serves the provider and prints its port, which is how the engine finds it.
 *
 * @param engine the engine's address, as it gives it to the processes that it starts
 */
export async function serve(engine: string | undefined): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8")) as { version: string };
  const about = { version, schema: () => readFileSync(join(PACKAGE, "schema.json"), "utf8") };
  const { port } = await startPlugin(systemContext(), about, engine === undefined ? undefined : engineLogAt(engine));
  console.log(port);
  // Node keeps it at a process's end, and an engine's plugins are killed.
  flushCompileCache();
}
