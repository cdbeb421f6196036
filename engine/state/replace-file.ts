import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { codeOf } from "../errors";

/**
 * Writes a file as a whole or not at all: into a draft beside it, down to the disk, and then in its place. Where anything
 * fails, what was there before is untouched.
 *
 * @param mode of the file, from the first byte on
 */
export function replaceFile(path: string, text: string, mode: number): void {
  const draft = `${path}.${process.pid}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    const descriptor = openSync(draft, "w", mode);
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renamePatiently(draft, path);
  } catch (error) {
    removeQuietly(draft);
    throw error;
  }
}

/** What Windows answers while another program, such as a virus scanner, has the file open. */
const HELD: ReadonlySet<unknown> = new Set(["EACCES", "EBUSY", "EPERM"]);
const PAUSES_MILLISECONDS = [10, 20, 50, 100, 200, 400, 800];

function renamePatiently(from: string, to: string): void {
  for (const pause of process.platform === "win32" ? PAUSES_MILLISECONDS : []) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      if (!HELD.has(codeOf(error))) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    }
  }
  renameSync(from, to);
}

/** What could not be written can often not be removed either, and the first error is the one that tells. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The error that led here is thrown by the caller.
  }
}
