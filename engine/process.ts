import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/**
 * Preloaded into every Node child: descriptor 3 is a pipe whose other end only this process holds, so it closes when
 * this process dies, however that happens, and the child ends with it. Nothing is sent over it.
 */
const ORPHAN_GUARD = `"use strict";
const lifeline = new (require("node:net").Socket)({ fd: 3, readable: true, writable: false });
lifeline.on("error", () => process.exit(1));
lifeline.on("close", () => process.exit(1));
lifeline.resume();
lifeline.unref();
`;

const STOP_GRACE_MILLISECONDS = 2_000;

export interface ChildOptions {
  command: string;
  arguments: readonly string[];
  directory: string;
  environment: Record<string, string | undefined>;
  onOutput(line: string): void;
  onErrorOutput(line: string): void;
}

/** A running child process. */
export interface Child {
  readonly pid: number;
  /** Resolves once the process has ended and all its output was passed on. */
  readonly ended: Promise<{ code: number | undefined; signal: string | undefined }>;
  /** Ends the process: politely, then by force. Resolves when it is gone. */
  stop(): Promise<void>;
}

/** The child processes of one run. `close` and the end of this process leave none of them behind. */
export class ProcessGroup {
  readonly #children = new Set<ChildProcess>();
  readonly #onExit = (): void => this.#killAll();
  #guardDirectory: string | undefined;

  constructor() {
    process.on("exit", this.#onExit);
  }

  /** Starts a Node program. */
  startNode(script: string, options: Omit<ChildOptions, "command">): Child {
    this.#guardDirectory ??= mkdtempSync(join(tmpdir(), "pulumi-engine-"));
    const guard = join(this.#guardDirectory, "guard.cjs");
    writeFileSync(guard, ORPHAN_GUARD);
    return this.start({
      ...options,
      command: process.execPath,
      // One argument, not two: the SDK takes a separate --require for a loader of the user's.
      arguments: [`--require=${guard}`, script, ...options.arguments],
    });
  }

  start(options: ChildOptions): Child {
    const child = spawn(options.command, options.arguments, {
      cwd: options.directory,
      env: options.environment,
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    this.#children.add(child);
    const ended = Promise.all([
      exit(child),
      readLines(child.stdout, options.onOutput),
      readLines(child.stderr, options.onErrorOutput),
    ]).then(([status]) => status);
    ended.finally(() => this.#children.delete(child)).catch(() => undefined);
    return { pid: child.pid ?? 0, ended, stop: () => stop(child, ended) };
  }

  /** Kills what still runs and removes the traces. */
  close(): void {
    process.off("exit", this.#onExit);
    this.#killAll();
    if (this.#guardDirectory !== undefined) {
      rmSync(this.#guardDirectory, { recursive: true, force: true });
    }
  }

  #killAll(): void {
    for (const child of this.#children) {
      child.kill("SIGKILL");
    }
  }
}

function exit(child: ChildProcess): Promise<{ code: number | undefined; signal: string | undefined }> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve({ code: code ?? undefined, signal: signal ?? undefined }));
  });
}

async function readLines(stream: Readable | null, onLine: (line: string) => void): Promise<void> {
  if (stream === null) {
    return;
  }
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    onLine(line);
  }
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill("SIGTERM");
    const force = setTimeout(() => child.kill("SIGKILL"), STOP_GRACE_MILLISECONDS);
    await ended.catch(() => undefined).finally(() => clearTimeout(force));
  }
}
