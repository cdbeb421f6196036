import { readdirSync, readFileSync } from "node:fs";

const EVERY_MILLISECONDS = 100;

/**
 * Runs something, and tells the most memory that any one of this process's descendants had meanwhile, in MiB. Linux
 * alone keeps this figure; undefined elsewhere.
 */
export async function withPeak<T>(action: () => Promise<T>): Promise<{ result: T; peak: number | undefined }> {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, ...descendants(process.pid).map(peakOf));
  }, EVERY_MILLISECONDS);
  try {
    const result = await action();
    return { result, peak: peak > 0 ? peak : undefined };
  } finally {
    clearInterval(timer);
  }
}

function descendants(root: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of list("/proc")) {
    const pid = Number(name);
    const parent = Number(/^PPid:\s+(\d+)$/m.exec(statusOf(pid))?.[1]);
    if (pid > 0 && parent > 0) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found = [...(children.get(root) ?? [])];
  for (let i = 0; i < found.length; i++) found.push(...(children.get(found[i] ?? 0) ?? []));
  return found;
}

function peakOf(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(statusOf(pid))?.[1] ?? 0) / 1024;
}

/** Processes come and go while one looks. */
function statusOf(pid: number): string {
  try {
    return pid > 0 ? readFileSync(`/proc/${pid}/status`, "utf8") : "";
  } catch {
    return "";
  }
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
