import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { getPriority, setPriority } from "node:os";
import { extname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { pathToFileURL } from "node:url";

/** Modules of the folder `preload` that every child loads before its script. */
const PRELOADED = ["end-with-parent", "sdk-parts"] as const;

const STOP_GRACE_MILLISECONDS = 2_000;

export interface ChildOptions {
  arguments: readonly string[];
  directory: string;
  environment: Record<string, string | undefined>;
  /** The scheduling priority, as in node:os; this process's own by default, which it never exceeds. */
  priority?: number;
  /** Kills the process. */
  signal: AbortSignal;
  onOutput(line: string): void;
  onErrorOutput(line: string): void;
}

/** A running child process. */
export interface Child {
  /** Resolves once the process has ended and all its output was passed on; rejects where it could not start. */
  readonly ended: Promise<{ code: number | undefined; signal: string | undefined }>;
  /** Ends the process: politely, then by force. Resolves when it is gone. */
  stop(): Promise<void>;
}

/** Starts a Node program that is the SDK's host of something, or a plugin. */
export function startNode(script: string, options: ChildOptions): Child {
  const child = spawn(process.execPath, [...PRELOADED.map(preload), script, ...options.arguments], {
    cwd: options.directory,
    env: options.environment,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    signal: options.signal,
    killSignal: "SIGKILL",
  });
  schedule(child, options.priority);
  const ended = Promise.all([
    once(child, "exit"),
    readLines(child.stdout, options.onOutput),
    readLines(child.stderr, options.onErrorOutput),
  ]).then(([[code, signal]]) => ({ code: code ?? undefined, signal: signal ?? undefined }));
  // Whoever waits for it sees the error.
  ended.catch(() => undefined);
  return { ended, stop: () => stop(child, ended) };
}

/** Node runs them as they are written too. */
function preload(name: string): string {
  const extension = extname(__filename).replace(".", ".m");
  const { href } = pathToFileURL(join(__dirname, "preload", `${name}${extension}`));
  return `--import=${href}?parent=${process.pid}`;
}

function schedule({ pid }: ChildProcess, priority: number | undefined): void {
  if (pid === undefined || priority === undefined) return;
  try {
    setPriority(pid, Math.max(priority, getPriority()));
  } catch {
    // The process is gone, which its end tells.
  }
}

async function readLines(stream: Readable | null, onLine: (line: string) => void): Promise<void> {
  if (stream === null) return;
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    onLine(line);
  }
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), STOP_GRACE_MILLISECONDS);
  await ended.catch(() => undefined);
  clearTimeout(force);
}
