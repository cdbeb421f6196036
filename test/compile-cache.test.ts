import { homedir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compileCacheFolder } from "../provider/compile-cache";

test.each<[string, Record<string, string>, NodeJS.Platform, string]>([
  ["in the user's folder", {}, "linux", join(homedir(), ".cache", "pulumi-roster", "node")],
  ["where the user keeps caches", { XDG_CACHE_HOME: "/own" }, "linux", join("/own", "pulumi-roster", "node")],
  ["in that of Windows", { LOCALAPPDATA: "/local" }, "win32", join("/local", "pulumi-roster", "node")],
  ["where Node was told to", { NODE_COMPILE_CACHE: "/told", XDG_CACHE_HOME: "/own" }, "linux", "/told"],
])("compiled code is kept %s, and never in a folder that everybody can write", (_, environment, platform, folder) => {
  expect(compileCacheFolder(environment, platform)).toBe(folder);
});
