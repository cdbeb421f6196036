import { readFileSync } from "node:fs";
import { codeOf, EngineError, errorMessage } from "../errors";
import { type ExportedDeployment, readExportedDeployment } from "./deployment";
import { replaceFile } from "./replace-file";

type Deployment = ExportedDeployment["deployment"];

/** Reads a state file; a damaged one is never taken for an empty state. */
export function readStateFile(file: string): { text: string; deployment: Deployment } | undefined {
  const text = textIfThere(file);
  if (text === undefined) return undefined;
  try {
    return { text, deployment: parseState(text, file) };
  } catch (error) {
    if (!(error instanceof EngineError && error.code === "state")) throw error;
    const backup = `${file}.bak`;
    const way = isGood(backup)
      ? `the last good copy is ${backup}: put it in its place`
      : "there is no good copy beside it: take it from a backup, or remove it to begin anew";
    throw new EngineError("state", `${errorMessage(error)}. The file is left as it is; ${way}`, error);
  }
}

/** A file's text; undefined where there is none. One that can't be read is never taken for one that is not there. */
export function textIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw new EngineError("state", `${file} can't be read: ${errorMessage(error)}`, error);
  }
}

/** Replaces a state file in one step and keeps the one before as `.bak`. Where it fails, both are as they were. */
export function writeStateFile(file: string, state: ExportedDeployment): void {
  try {
    const before = textIfThere(file);
    const text = `${JSON.stringify(state, undefined, 2)}\n`;
    if (before !== undefined) replaceFile(`${file}.bak`, before, 0o600);
    replaceFile(file, text, 0o600);
  } catch (error) {
    throw unwritable(file, error);
  }
}

/** The error of a state that can't be written, which says what is kept. */
export function unwritable(file: string, error: unknown): EngineError {
  const isFull = codeOf(error) === "ENOSPC";
  return new EngineError(
    "disk",
    `${file} can't be written: ${isFull ? "the disk is full" : errorMessage(error)}. The state and its journal are kept up to the step before ` +
      "this one. Make room and run again: a refresh finds what else was done",
    error,
  );
}

function parseState(text: string, file: string): Deployment {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new EngineError("state", `${file} is not JSON`, error);
  }
  return readExportedDeployment(json, file);
}

function isGood(file: string): boolean {
  try {
    return parseState(readFileSync(file, "utf8"), file) !== undefined;
  } catch {
    return false;
  }
}
