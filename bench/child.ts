import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A Node process that says in its first line how to reach it. */
export interface Child {
  readonly said: string;
  /** Ends the process; resolves when it is gone. */
  close(): Promise<void>;
}

/** Starts a program of this package. Throws where it ends without a word. */
export async function startChild(
  file: string,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<Child> {
  const child = spawn(process.execPath, [file, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...environment },
  });
  for await (const said of createInterface({ input: child.stdout })) return { said, close: () => end(child) };
  throw new Error(`${file} ended at once`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}
