import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const EVERY_MILLISECONDS = 50;
/** What Linux counts processor time in. */
const TICKS_A_SECOND = 100;
/** How engines start the plugin: by its package's folder, or by its main module. */
const PLUGIN = new RegExp(`/run-plugin/index\\.js\\0|${join("provider", "plugin", "main.js")}\\0`);

/** What one process, or several of a kind, have taken. */
export interface Taken {
  /** Processor time, of the kernel's work for them too. */
  readonly seconds: number;
  /** The most memory that any one of them had, in MiB. */
  readonly peak: number;
}

export interface Usage {
  /** The most memory that any descendant had, in MiB. */
  readonly peak: number;
  /** Absent where no plugin ran. */
  readonly plugin?: Taken;
}

/**
 * Runs something, and tells what this process's descendants took meanwhile. Linux alone keeps such figures; undefined
 * elsewhere. A process is looked at every 50 ms, as an engine kills its plugins: what it does after the last look is not counted.
 */
export async function withUsage<T>(action: () => Promise<T>): Promise<{ result: T; usage: Usage | undefined }> {
  const taken = new Map<number, Taken & { readonly isPlugin: boolean }>();
  const look = (): void => {
    for (const pid of descendants(process.pid)) {
      const peak = Number(/^VmHWM:\s+(\d+) kB$/m.exec(told(pid, "status"))?.[1] ?? 0) / 1024;
      if (peak > 0) taken.set(pid, { seconds: secondsOf(pid), peak, isPlugin: PLUGIN.test(told(pid, "cmdline")) });
    }
  };
  const timer = setInterval(look, EVERY_MILLISECONDS);
  try {
    const result = await action();
    const all = [...taken.values()];
    const plugins = all.filter(({ isPlugin }) => isPlugin);
    if (all.length === 0) return { result, usage: undefined };
    return { result, usage: { peak: peakOf(all), ...(plugins.length > 0 ? { plugin: sumOf(plugins) } : {}) } };
  } finally {
    clearInterval(timer);
  }
}

function sumOf(processes: readonly Taken[]): Taken {
  return { seconds: processes.reduce((sum, { seconds }) => sum + seconds, 0), peak: peakOf(processes) };
}

function peakOf(processes: readonly Taken[]): number {
  return Math.max(...processes.map(({ peak }) => peak));
}

function descendants(root: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of list("/proc")) {
    const pid = Number(name);
    const parent = Number(statOf(pid)[1]);
    if (pid > 0 && parent > 0) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found = [...(children.get(root) ?? [])];
  for (let i = 0; i < found.length; i++) found.push(...(children.get(found[i] ?? 0) ?? []));
  return found;
}

/** The fields after the process's name, which may hold anything: its state, its parent, and so on. */
function statOf(pid: number): readonly string[] {
  return told(pid, "stat").split(") ").at(-1)?.split(" ") ?? [];
}

function secondsOf(pid: number): number {
  const [user, system] = statOf(pid).slice(11, 13).map(Number);
  return ((user ?? 0) + (system ?? 0)) / TICKS_A_SECOND;
}

/** Processes come and go while one looks. */
function told(pid: number, file: string): string {
  try {
    return pid > 0 ? readFileSync(`/proc/${pid}/${file}`, "utf8") : "";
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
