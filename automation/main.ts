#!/usr/bin/env node
import { spawn } from "node:child_process";
import { join } from "node:path";
import { compileCacheFolder } from "../provider/compile-cache";
import { oldNodeMessage } from "../provider/node-version";
import { killTree } from "./cli/process-tree";
import { GO_ON, STOP, WRITING } from "./common/writing";

/** How long a command that writes nothing at a vendor has to end by itself, in milliseconds. */
const GRACE = 600;

const tooOld = oldNodeMessage();
if (tooOld !== undefined) {
  process.stderr.write(`${tooOld}
`);
  process.exit(1);
}

/**
 * The `roster` command's first process. The work is done in a process group of its own: a Ctrl-C goes to all processes
 * of a terminal's group, and would end engine and providers in the middle of a person. Here it arrives alone, and the worker
 * is told once. A worker that computes hears nothing, so unless accounts may be under way it is ended from here.
 *
 * Whatever Node it starts, the program and the providers included, keeps its compiled code for the next time.
 */
const worker = spawn(process.execPath, [join(__dirname, "worker.js"), ...process.argv.slice(2)], {
  stdio: ["inherit", "inherit", "inherit", "ipc"],
  env: { ...process.env, NODE_COMPILE_CACHE: compileCacheFolder(process.env) },
  detached: process.platform !== "win32",
});
let isWriting = false;
let asked = 0;
worker.on("message", (message) => {
  if (message !== WRITING) return;
  isWriting = true;
  worker.send(GO_ON);
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (worker.connected) worker.send(STOP, () => undefined);
    setTimeout(end, GRACE, ++asked).unref();
  });
}

/** The second signal ends whatever it is. */
function end(times: number): void {
  if (worker.exitCode !== null || worker.signalCode !== null || worker.pid === undefined) return;
  if (isWriting && times < 2) return;
  killTree(worker.pid);
  // The worker may have hidden the cursor while it showed how far it is.
  if (process.stdout.isTTY) process.stdout.write("\u001B[?25h");
  process.stderr.write(
    isWriting
      ? "ended at once; `roster plan` shows what was done\n"
      : "interrupted before anything was changed at a vendor\n",
  );
  process.exitCode = isWriting ? 130 : 1;
}

worker.on("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
worker.on("exit", (code) => {
  process.exitCode ??= code ?? 1;
});
