import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { EngineError, errorMessage } from "../errors";
import { type ExportedDeployment, readExportedDeployment } from "./deployment";

type Deployment = ExportedDeployment["deployment"];

/** Reads a state file; a damaged one is never taken for an empty state. */
export function readStateFile(file: string): { text: string; deployment: Deployment } | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, "utf8");
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

/** Replaces a state file in one step and keeps the one before as `.bak`. */
export function writeStateFile(file: string, state: ExportedDeployment): void {
  const draft = `${file}.new`;
  const descriptor = openSync(draft, "w", 0o600);
  writeFileSync(descriptor, `${JSON.stringify(state, undefined, 2)}\n`);
  fsyncSync(descriptor);
  closeSync(descriptor);
  if (existsSync(file)) copyFileSync(file, `${file}.bak`);
  renameSync(draft, file);
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
