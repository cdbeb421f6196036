import { isMainThread } from "node:worker_threads";

const parent = Number(new URL(import.meta.url).searchParams.get("parent"));

/*
 * Preloaded into every process that the engine starts, as `end-with-parent.mjs?parent=<pid>`. The other end of a child's channel is
 * held by its parent alone, so it closes when the parent dies, however that happens, and the child ends with it. Nothing is sent over
 * it. Forks and threads of the child inherit the option, and have other parents. On Windows a Ctrl-C reaches every process of the
 * console: when a child ends is decided by its parent.
 */
if (isMainThread && process.ppid === parent && process.channel) {
  process.once("disconnect", () => process.exit(1));
  process.channel.unref();
  if (process.platform === "win32") process.on("SIGINT", () => undefined);
}
