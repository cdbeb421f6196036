import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Outcome } from "./outcome";
import type { Sequence } from "./scenarios/scenario";

const FOLDER = join(__dirname, "fixtures", "recorded");

/** What the pulumi CLI did in the scenarios of one sequence, by their names. */
export interface Recording {
  /** The CLI's version. */
  pulumi: string;
  /** The day of the recording. */
  date: string;
  outcomes: Record<string, Outcome>;
}

export function readRecording(sequence: Sequence): Recording {
  return JSON.parse(readFileSync(fileOf(sequence), "utf8")) as Recording;
}

export function writeRecording(sequence: Sequence, recording: Recording): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(fileOf(sequence), `${JSON.stringify(recording, undefined, 1)}\n`);
}

function fileOf({ name }: Sequence): string {
  return join(FOLDER, `${name.replaceAll(" ", "-")}.json`);
}
