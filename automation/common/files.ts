import { closeSync, existsSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "../../engine/index";
import { Failure } from "./failure";
import { reasonOf } from "./yaml-file";

/** Readable by its owner alone. */
export const OWNER_ONLY = 0o600;

/** Writes a file as a whole or not at all; what was there before stays where it fails. */
export function writeWhole(path: string, text: string, mode = 0o644): void {
  try {
    replaceFile(path, text, mode);
  } catch (error) {
    throw unwritten(path, error);
  }
}

/** Makes an empty file that its owner alone may read, for another program to write into. */
export function reservePrivate(path: string): void {
  try {
    rmSync(path, { force: true });
    closeSync(openSync(path, "wx", OWNER_ONLY));
  } catch (error) {
    throw unwritten(path, error);
  }
}

/** Removes a file where it is there. */
export function removeFile(path: string): void {
  if (!existsSync(path)) return;
  try {
    rmSync(path, { force: true });
  } catch (error) {
    throw new Failure("folder", `${path} can't be removed: ${reasonOf(error)}`, { cause: error });
  }
}

function unwritten(path: string, error: unknown): Failure {
  const isFull = error instanceof Error && "code" in error && error.code === "ENOSPC";
  const next = isFull ? ". What was there before is untouched; make room and run again" : "";
  return new Failure(isFull ? "disk-full" : "folder", `${path} can't be written: ${reasonOf(error)}${next}`, {
    cause: error,
  });
}

/** As much as a report may need, so that a disk that is all but full is found before a run. */
const ROOM = 256 * 1024;

/** Throws where no file can be written into a folder, which is made if it is not there, or where there is no room. */
export function refuseUnwritable(folder: string): void {
  const probe = join(folder, `.roster-${process.pid}.part`);
  writeWhole(probe, "\n".repeat(ROOM), OWNER_ONLY);
  rmSync(probe, { force: true });
}
