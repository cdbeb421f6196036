import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Job, Said } from "./job";

/** How long a process may say nothing of a mutation: in a loop that passes no place that can be mutated. */
const SILENT_MS = 120_000;
const LOOK_MS = 1000;
/** Processes in turn that end without a word about the mutation they tried. */
const MOST_TRIES = 2;

const running = new Set<ChildProcess>();
let interrupted = false;

/** Ends all processes; what is known so far is remembered. */
export function interrupt(): void {
  interrupted = true;
  for (const child of running) stop(child);
}

export function wasInterrupted(): boolean {
  return interrupted;
}

/** Runs a job in as many processes, and each again until nothing is left. Answers what all of them have said. */
export async function runJob(name: string, job: Omit<Job, "said">, processes: number): Promise<readonly Said[]> {
  const said = await Promise.all(Array.from({ length: processes }, (_, i) => inTurns(`${name}-${i}`, job)));
  return said.flat();
}

async function inTurns(name: string, job: Omit<Job, "said">): Promise<readonly Said[]> {
  const all: Said[] = [];
  let first: string | undefined;
  for (let turn = 0, tries = 0; ; turn++) {
    if (interrupted) return all;
    const place = join(job.folder, `${name}-${turn}`);
    const lines = await oneProcess(place, { ...job, said: `${place}.jsonl`, ...(first !== undefined && { first }) });
    all.push(...lines);
    if (job.phase === "reach" || interrupted) return all;
    const tried = lines.flatMap((line) => ("trying" in line ? [line.trying] : []));
    if (tried.length === 0) return all;
    const last = tried.at(-1);
    const isOpen = !lines.some((line) => "mutant" in line && line.mutant === last);
    tries = isOpen && tried.length === 1 ? tries + 1 : 0;
    // Alone in a new process, and not told: it has ended the process, or kept it from going on.
    if (isOpen && last !== undefined && tries === MOST_TRIES) all.push({ mutant: last, verdict: "endless" });
    first = isOpen && tries < MOST_TRIES ? last : undefined;
  }
}

async function oneProcess(place: string, job: Job): Promise<readonly Said[]> {
  writeFileSync(`${place}.json`, JSON.stringify(job));
  writeFileSync(job.said, "");
  const output = openSync(`${place}.log`, "w");
  const vitest = join("node_modules", "vitest", "vitest.mjs");
  const child = spawn(
    process.execPath,
    [vitest, "run", "--config", "vitest.mutation.config.mjs", "--reporter=default"],
    { stdio: ["ignore", output, output], detached: true, env: { ...process.env, MUTATION: `${place}.json` } },
  );
  running.add(child);
  const lines = () =>
    readFileSync(job.said, "utf8")
      .split("\n")
      .filter((line) => line.endsWith("}"))
      .map((line) => JSON.parse(line) as Said);
  const watch = setInterval(() => {
    const silent = Date.now() - statSync(job.said).mtimeMs;
    if (job.phase !== "reach" && silent > SILENT_MS && lines().some((line) => "trying" in line)) stop(child);
  }, LOOK_MS);
  await new Promise((resolve) => child.on("close", resolve));
  running.delete(child);
  clearInterval(watch);
  closeSync(output);
  return lines();
}

/** With the worker that it has begun. */
function stop({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
