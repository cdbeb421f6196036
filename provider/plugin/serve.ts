import { readFileSync } from "node:fs";
import { join } from "node:path";
import { systemContext } from "../system-context.js";
import { startPlugin } from "./server.js";

const PACKAGE = join(__dirname, "..", "..", "..");

/** Serves the provider and prints its port, which is how the engine finds it. */
export async function serve(): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8")) as { version: string };
  const about = { version, schema: () => readFileSync(join(PACKAGE, "schema.json"), "utf8") };
  const { port } = await startPlugin(systemContext(), about);
  console.log(port);
}
