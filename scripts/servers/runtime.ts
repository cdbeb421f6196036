import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** The repository, whether this runs from its sources or from what was built of them. */
export const REPOSITORY =
  [join(__dirname, "..", ".."), join(__dirname, "..", "..", "..")].find((root) =>
    existsSync(join(root, "package.json")),
  ) ?? ".";

/** Where servers are installed: below the repository, and kept from one run to the next. */
export const SERVERS_FOLDER = join(REPOSITORY, ".servers");

/** A process that was started here and is ended here. */
export interface Running {
  /** What it has printed so far. */
  output(): string;
  stop(): Promise<void>;
}

/** Whether a program can be started and what it says of its version; undefined where it isn't there. */
export function versionOf(program: string, flag = "--version"): string | undefined {
  const { status, stdout, stderr } = spawnSync(program, [flag], { encoding: "utf8" });
  return status === 0 ? `${stdout}${stderr}`.trim() : undefined;
}

/** Runs a program to its end; its output is in the error where it fails. */
export async function runToEnd(
  program: string,
  args: readonly string[],
  options: { cwd?: string } = {},
): Promise<string> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const code = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (code !== 0) throw new Error(`${program} ended with ${code}:\n${output.slice(-2000)}`);
  return output;
}

/** Does something once for these facts, and again when they change. */
export async function once(folder: string, facts: string, action: () => Promise<void>): Promise<void> {
  const stamp = join(folder, ".done");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === facts) return;
  mkdirSync(folder, { recursive: true });
  await action();
  writeFileSync(stamp, facts);
}

/** A port on 127.0.0.1 that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

/**
 * Starts a server and waits until it answers.
 *
 * @param isReady asked again and again; throws or answers false until the server is there
 */
export async function startProcess(
  program: string,
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly isReady: () => Promise<boolean>; readonly within: number },
): Promise<Running> {
  // A group of its own, so that a script and the process that it starts end together.
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    env: { ...process.env, ...options.env },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output = `${output}${String(chunk)}`.slice(-20_000);
    });
  }
  let ended = false;
  const end = new Promise<void>((resolve) => {
    const settle = () => {
      ended = true;
      resolve();
    };
    child.on("exit", settle).on("error", settle);
  });
  const kill = () => signal(child.pid, "SIGKILL");
  // A group of its own is not ended by whatever ends this process.
  process.once("exit", kill);
  const stop = async (): Promise<void> => {
    signal(child.pid, "SIGTERM");
    await Promise.race([end, pause(10_000)]);
    kill();
    await end;
    process.off("exit", kill);
  };
  const deadline = Date.now() + options.within;
  while (!ended && !(await options.isReady().catch(() => false))) {
    if (Date.now() > deadline) {
      await stop();
      throw new Error(`${program} did not answer within ${options.within / 1000} s:\n${output.slice(-2000)}`);
    }
    await pause(100);
  }
  if (ended) throw new Error(`${program} ended before it answered:\n${output.slice(-2000)}`);
  return { output: () => output, stop };
}

/** To the whole group; it may have ended by itself. */
function signal(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch {
    // Nobody is left in it.
  }
}
