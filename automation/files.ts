import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
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
    rmSync(part, { force: true });
    throw new Failure("folder", `${path} can't be written: ${reasonOf(error)}`, { cause: error });
  }
}

/** Throws where no file can be written into a folder, which is made if it is not there. */
export function refuseUnwritable(folder: string): void {
  const probe = join(folder, `.roster-${process.pid}.part`);
  writeWhole(probe, "");
  rmSync(probe, { force: true });
}

export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
