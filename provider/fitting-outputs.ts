import { randomUUID } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { isRecord } from "./core/model/value.js";

type Outputs = Readonly<Record<string, unknown>>;
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The outputs of a failure travel in a trailer. Pulumi's engine takes 16 MiB of it, in which 12 MiB of details fit; as
 * JSON, whose encoding there is up to half as large again, that is this much.
 */
const ROOM = 7 * 1024 * 1024;
/** Names how many bytes of JSON an engine takes whose HTTP/2 library takes less. */
const ROOM_VARIABLE = "ROSTER_ERROR_DETAILS";
/** Says that an engine fetches texts from files that a provider has left, and deletes them. */
const FILES_VARIABLE = "ROSTER_ERROR_FILES";
const FILE_PREFIX = "left-in-file:";
/** Of 11: a few seconds for 10 MB, where the last percents would take a minute. */
const QUALITY = 9;
/** Holds a set's outputs in few bytes, where they would not fit otherwise. */
export const PACKED = "packed";

/** What the engine of this process takes with an error. */
export interface Room {
  /** Of JSON. */
  readonly bytes: number;
  /** Whether it fetches a larger text from a file. */
  readonly files: boolean;
}

export function roomFor(environment: Environment): Room {
  return { bytes: Number(environment[ROOM_VARIABLE]) || ROOM, files: environment[FILES_VARIABLE] === "true" };
}

/**
 * The outputs in a form that fits into an error's details. A set's are packed, so that nobody is lost; a person's go without
 * their largest values, and what is missing there is a difference for the next run, which sends it again.
 */
export function fittingOutputs(outputs: Outputs, { bytes, files }: Room): Outputs {
  const text = JSON.stringify(outputs);
  if (Buffer.byteLength(text) <= bytes) return outputs;
  if (!isRecord(outputs["ids"])) return withoutLargest(outputs, bytes);
  const params = { [constants.BROTLI_PARAM_QUALITY]: QUALITY };
  const packed = brotliCompressSync(text, { params }).toString("base64");
  return { [PACKED]: files && packed.length > bytes ? leftInFile(packed) : packed };
}

/** The inverse, for what the engine hands back of a set. */
export function unpacked(properties: Outputs): Outputs {
  const { [PACKED]: text, ...others } = properties;
  if (typeof text !== "string") return properties;
  const whole: unknown = JSON.parse(brotliDecompressSync(Buffer.from(text, "base64")).toString("utf8"));
  return { ...others, ...(isRecord(whole) ? whole : {}) };
}

/** Readable for this user alone. Where no file can be written the text goes along as it is: it may be too long, or not. */
function leftInFile(text: string): string {
  const path = join(tmpdir(), `roster-${randomUUID()}`);
  try {
    writeFileSync(path, text, { mode: 0o600, flag: "wx" });
  } catch {
    rmSync(path, { force: true });
    return text;
  }
  return `${FILE_PREFIX}${path}`;
}

function withoutLargest(outputs: Outputs, room: number): Outputs {
  const sizes = Object.entries(outputs).map(([name, value]) => ({
    name,
    size: Buffer.byteLength(JSON.stringify(value) ?? ""),
  }));
  const names = new Set<string>();
  let left = room;
  for (const { name, size } of sizes.sort((a, b) => a.size - b.size)) {
    left -= size;
    if (left >= 0) names.add(name);
  }
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => names.has(name)));
}
