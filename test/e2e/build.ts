import { existsSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");
export const EXAMPLE = join(ROOT, "examples", "acme");

/** A built file. Programs and child processes load the build, never the sources. */
export function built(path: string): string {
  const file = join(ROOT, "dist", path);
  if (!existsSync(file)) throw new Error(`dist/${path} is missing; npm test builds it, and so does npm run build`);
  return file;
}
