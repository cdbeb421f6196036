import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { z } from "zod";
import { StackLockedError } from "../errors";

const LockContent = z.object({
  pid: z.number(),
  hostname: z.string(),
  timestamp: z.string(),
  /** When the process began, in the kernel's ticks, where the system tells: a pid alone may be used again. */
  started: z.string().optional(),
});
type LockContent = z.infer<typeof LockContent>;

/** A held lock. `takenFrom` is set where it was left behind by a process of this host that is gone. */
export interface Lock {
  takenFrom: { pid: number; timestamp: string } | undefined;
  release(): void;
}

/** Takes a stack's lock, or throws StackLockedError. */
export function acquireLock(file: string): Lock {
  mkdirSync(dirname(file), { recursive: true });
  const content = describeProcess();
  if (tryCreate(file, content)) {
    return heldLock(file, content, undefined);
  }
  const text = readText(file);
  const holder = text === undefined ? undefined : parse(text);
  if (text !== undefined && holder !== undefined && isGone(holder) && removeStale(file, text)) {
    if (tryCreate(file, content)) {
      return heldLock(file, content, { pid: holder.pid, timestamp: holder.timestamp });
    }
  }
  throw new StackLockedError(
    file,
    parse(readText(file) ?? "") ?? { pid: 0, hostname: "unknown", timestamp: "unknown" },
  );
}

function heldLock(file: string, content: LockContent, takenFrom: Lock["takenFrom"]): Lock {
  return {
    takenFrom,
    release: () => {
      if (readText(file) === JSON.stringify(content)) {
        rmSync(file, { force: true });
      }
    },
  };
}

/** Writes the whole content aside and links it in place, so that no reader ever sees half a lock. */
function tryCreate(file: string, content: LockContent): boolean {
  const draft = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(draft, JSON.stringify(content));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") {
      return false;
    }
    throw error;
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
  const stale = readText(aside) === expected;
  if (!stale) {
    try {
      linkSync(aside, file);
    } catch {
      // A third process holds the lock by now; ours to lose either way.
    }
  }
  rmSync(aside, { force: true });
  return stale;
}

function describeProcess(): LockContent {
  const started = startOf(process.pid);
  return {
    pid: process.pid,
    hostname: hostname(),
    timestamp: new Date().toISOString(),
    ...(started !== undefined && { started }),
  };
}

function isGone(holder: LockContent): boolean {
  if (holder.hostname !== hostname()) {
    return false;
  }
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
  const started = startOf(holder.pid);
  return holder.started !== undefined && started !== undefined && started !== holder.started;
}

function startOf(pid: number): string | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  // The command in parentheses may hold spaces; the start time is field 22, the 20th after it.
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function parse(text: string): LockContent | undefined {
  try {
    return LockContent.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
