import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { z } from "zod";
import { codeOf, StackLockedError } from "../errors";
import { unwritable } from "./file";

const Holder = z.object({
  pid: z.number(),
  hostname: z.string(),
  timestamp: z.string(),
  /** When the process began, in the kernel's ticks, where the system tells: a pid alone may be used again. */
  started: z.string().optional(),
});
type Holder = z.infer<typeof Holder>;

const NOBODY_KNOWN: Holder = { pid: 0, hostname: "unknown", timestamp: "unknown" };

/** A held lock. `takenFrom` is set where it was left behind by a process of this host that is gone. */
export interface Lock {
  takenFrom: { pid: number; timestamp: string } | undefined;
  release(): void;
}

/** Takes a stack's lock, or throws StackLockedError. */
export function acquireLock(file: string): Lock {
  mkdirSync(dirname(file), { recursive: true });
  const started = statOf(process.pid).started;
  const self: Holder = { pid: process.pid, hostname: hostname(), timestamp: new Date().toISOString(), started };
  const text = JSON.stringify(self);
  const release = (): void => {
    if (readText(file) === text) rmSync(file, { force: true });
  };
  if (tryCreate(file, text)) return { takenFrom: undefined, release };
  const found = readText(file) ?? "";
  const holder = parse(found);
  if (holder !== undefined && isGone(holder) && removeStale(file, found) && tryCreate(file, text)) {
    return { takenFrom: { pid: holder.pid, timestamp: holder.timestamp }, release };
  }
  throw new StackLockedError(file, parse(readText(file) ?? "") ?? NOBODY_KNOWN);
}

/** What file systems without hard links answer, such as exFAT and some shares. */
const UNLINKED: ReadonlySet<unknown> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EISDIR", "EINVAL"]);

/**
 * Writes the whole text aside and links it in place, so that no reader, and no kill, ever meets half a lock. Without hard
 * links, a kill in the very middle leaves a lock that names nobody, and has to be removed by hand.
 */
function tryCreate(file: string, text: string): boolean {
  const draft = `${file}.${process.pid}.${randomUUID()}`;
  try {
    writeFileSync(draft, text);
    try {
      linkSync(draft, file);
    } catch (error) {
      if (!UNLINKED.has(codeOf(error))) throw error;
      writeFileSync(file, text, { flag: "wx" });
    }
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw unwritable(file, error);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Takes a stale lock away by renaming it; where another process was faster, its fresh lock is put back. */
function removeStale(file: string, expected: string): boolean {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return false;
  }
  const taken = readText(aside) ?? "";
  if (taken !== expected) tryCreate(file, taken);
  rmSync(aside, { force: true });
  return taken === expected;
}

function isGone(holder: Holder): boolean {
  if (holder.hostname !== hostname()) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return codeOf(error) === "ESRCH";
  }
  const { state, started } = statOf(holder.pid);
  // Killed, and not waited for by its parent, as where a container's first process waits for nobody: it holds nothing any more.
  if (state === "Z") return true;
  return holder.started !== undefined && started !== undefined && started !== holder.started;
}

/** What Linux tells of a process; nothing on other systems. */
function statOf(pid: number): { readonly state?: string | undefined; readonly started?: string | undefined } {
  const stat = readText(`/proc/${pid}/stat`);
  // The command in parentheses may hold spaces; the state follows it, and the start time is the 20th of what does.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { state: fields?.[0], started: fields?.[19] };
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function parse(text: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
