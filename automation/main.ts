#!/usr/bin/env node
import { spawn } from "node:child_process";
import { join } from "node:path";

/**
 * The `roster` command's first process. The work is done in a process group of its own: a Ctrl-C goes to all processes
 * of a terminal's group, and would end engine and providers in the middle of a person. Here it arrives alone, and the worker
 * is told once.
 */
const worker = spawn(process.execPath, [join(__dirname, "worker.js"), ...process.argv.slice(2)], {
  stdio: "inherit",
  detached: process.platform !== "win32",
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => worker.kill(signal));
worker.on("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
worker.on("exit", (code) => {
  process.exitCode = code ?? 1;
});
