import { homedir } from "node:os";
import { join } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where Node keeps compiled code for the next start. It is a folder of this user, and not Node's own choice below the
 * system's temporary one: whoever can write there decides what runs here. Undefined where the user has no folder.
 */
export function compileCacheFolder(environment: Environment, platform = process.platform): string | undefined {
  const own = environment["NODE_COMPILE_CACHE"];
  if (own) return own;
  const caches = platform === "win32" ? environment["LOCALAPPDATA"] : environment["XDG_CACHE_HOME"];
  const parent = caches || inHome(platform === "win32" ? "AppData\\Local" : ".cache");
  return parent && join(parent, "pulumi-roster", "node");
}

/** A user without an entry and without HOME, as in some containers, has none. */
function inHome(folder: string): string | undefined {
  try {
    return join(homedir(), folder);
  } catch {
    return undefined;
  }
}
