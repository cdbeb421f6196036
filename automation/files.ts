import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { withHiddenEscaped } from "../provider/core/hidden-characters";
import { Failure } from "./failure";
import { reasonOf } from "./yaml-file";

/** Readable by its owner alone. */
export const OWNER_ONLY = 0o600;

/** Writes a file as a whole or not at all; what was there before stays where it fails. */
export function writeWhole(path: string, text: string, mode = 0o644): void {
  const part = `${path}.${process.pid}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(part, text, { mode });
    renameSync(part, path);
  } catch (error) {
    removeQuietly(part);
    throw new Failure("folder", `${path} can't be written: ${reasonOf(error)}`, { cause: error });
  }
}

/** What could not be written can often not be removed either, and the first error is the one that tells. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The error that led here is thrown by the caller.
  }
}

/** Throws where no file can be written into a folder, which is made if it is not there. */
export function refuseUnwritable(folder: string): void {
  const probe = join(folder, `.roster-${process.pid}.part`);
  writeWhole(probe, "");
  rmSync(probe, { force: true });
}

/** JSON for a file or a terminal: controls and other hidden characters are escapes in it. */
export function jsonText(value: unknown): string {
  return `${withHiddenEscaped(JSON.stringify(value, undefined, 2))}\n`;
}
