import { createHash } from "node:crypto";
import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from "node:fs";
import { z } from "zod";
import { EngineError } from "../errors";
import { OperationType, type PendingOperation, ResourceState } from "./deployment";
import { textIfThere, unwritable } from "./file";

/** The first line: which state file the steps below apply to, and the salt of their secrets. */
const Header = z.object({ base: z.string(), salt: z.string() });
type Header = z.infer<typeof Header>;

/** A step began: should the process die now, this operation is pending. */
const Begin = z.object({ begin: z.number(), type: OperationType, resource: ResourceState });

/** A step ended, or state changed without one: slots to write and to drop. */
const Change = z.object({
  end: z.number().optional(),
  put: z.array(z.object({ slot: z.number(), resource: ResourceState })).optional(),
  drop: z.array(z.number()).optional(),
  /** Earlier pending operations that a refresh has settled. */
  settled: z.enum(["known", "all"]).optional(),
});

const Line = z.union([Begin, Change]);
export type JournalLine = z.infer<typeof Line>;

/** Appends each change of a run to a file with one write, so that a kill at any point loses at most the last line. */
export class JournalWriter {
  readonly #file: string;
  readonly #descriptor: number;
  #length = 0;

  constructor(file: string, base: string | undefined, salt: string) {
    this.#file = file;
    try {
      this.#descriptor = openSync(file, "w", 0o600);
    } catch (error) {
      throw unwritable(file, error);
    }
    try {
      this.append({ base: fingerprint(base), salt });
    } catch (error) {
      this.discard();
      throw error;
    }
  }

  /** @throws EngineError `disk`; then the line is not in the file, and not a part of it either */
  append(line: JournalLine | Header): void {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    try {
      // At a place of its own, since a write that failed has moved the file's.
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(this.#descriptor, bytes, done, bytes.length - done, this.#length + done);
      }
      this.#length += bytes.length;
    } catch (error) {
      // A later line behind half of this one would make the journal unreadable. The place behind the last whole one is next.
      ftruncateSync(this.#descriptor, this.#length);
      throw unwritable(this.#file, error);
    }
  }

  /** Ends the journal once its changes are in the state file. */
  discard(): void {
    closeSync(this.#descriptor);
    rmSync(this.#file, { force: true });
  }
}

/** What a journal left behind adds to the state that it began from. */
export interface Journal {
  salt: string;
  lines: JournalLine[];
}

/** Reads a journal, or undefined where there is none or its changes are in the state file already. */
export function readJournal(file: string, base: string | undefined): Journal | undefined {
  const text = textIfThere(file);
  if (text === undefined) return undefined;
  // The text after the last newline is a line whose write was cut off.
  const [first, ...rest] = text.split("\n").slice(0, -1);
  const header = first === undefined ? undefined : readLine(Header, first, file, 1);
  return header?.base === fingerprint(base)
    ? { salt: header.salt, lines: rest.map((line, index) => readLine(Line, line, file, index + 2)) }
    : undefined;
}

function readLine<Type>(schema: z.ZodType<Type>, text: string, file: string, number: number): Type {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new EngineError(
      "state",
      `${file} is damaged in line ${number} and is left as it is; the lines before it are what the killed run did. ` +
        "Remove it to go on from the state before that run",
      error,
    );
  }
}

/** Resources and pending operations after a replay; slots of the base are numbered from zero in its order. */
export function replay(
  base: readonly ResourceState[],
  pending: readonly PendingOperation[],
  lines: readonly JournalLine[],
): { resources: ResourceState[]; pending: PendingOperation[] } {
  const slots = new Map(base.map((resource, index) => [index, resource]));
  const running = new Map<number, PendingOperation>();
  let earlier = [...pending];
  for (const line of lines) {
    if ("begin" in line) {
      running.set(line.begin, { resource: line.resource, type: line.type });
      continue;
    }
    running.delete(line.end ?? 0);
    for (const { slot, resource } of line.put ?? []) slots.set(slot, resource);
    for (const slot of line.drop ?? []) slots.delete(slot);
    if (line.settled !== undefined) earlier = unsettled(earlier, line.settled);
  }
  return { resources: [...slots.values()], pending: [...earlier, ...running.values()] };
}

/** What stays pending after a refresh: creations, as nobody knows their outcome, unless all are settled. */
export function unsettled(pending: readonly PendingOperation[], settled: "known" | "all"): PendingOperation[] {
  return settled === "all" ? [] : pending.filter(({ type }) => type === "creating");
}

function fingerprint(text: string | undefined): string {
  return text === undefined ? "none" : createHash("sha256").update(text).digest("hex");
}
