import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { type Document, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { pathText } from "../../provider/core/model/value";
import { Failure, type FailureCode } from "./failure";
import { contentOf } from "./yaml-content";
import { YamlPlaces } from "./yaml-places";

/** A place in a file, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

type Path = readonly (string | number)[];

/** A YAML file that could be read: its content, and where each part of it stands. */
export interface YamlFile {
  readonly name: string;
  readonly text: string;
  readonly document: Document;
  readonly content: unknown;
  /** The place of a value, or of the nearest part above it that there is. */
  placeOf(path: Path): Place;
}

/** So many problems of a file are listed; the rest are counted. */
const MOST_PROBLEMS = 50;

/**
 * Reads a YAML file. Broken YAML and keys that are there twice are one Failure with their places; an empty file holds
 * `null`. The time is linear in the file's length.
 */
export function readYaml(path: string, code: FailureCode): YamlFile {
  const name = basename(path);
  const text = readText(path, code);
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const problems: string[] = [];
  const report = (offset: number, message: string): void => {
    const { line, column } = placeAt(offset);
    problems.push(`${name}:${line}:${column}: ${message}`);
  };
  const document = parsed(text, lines, name, code);
  for (const { pos, message } of document.errors) report(pos[0], message.split("\n", 1)[0] ?? "");
  const content = problems.length > 0 ? undefined : contentOf(document, report);
  if (problems.length > 0) throw new Failure(code, listed(problems));
  const places = new YamlPlaces(document);
  return { name, text, document, content, placeOf: (path) => placeAt(places.offsetOf(path)) };
}

/** Problems of a file, a line each: the first ones, and how many more there are. */
export function listed(problems: readonly string[]): string {
  const shown = problems.slice(0, MOST_PROBLEMS);
  const more = problems.length > shown.length ? [`... and ${problems.length - shown.length} more`] : [];
  return [...shown, ...more].join("\n");
}

/** Whether a key is there twice is judged with the content: the library compares each key with all before it. */
function parsed(text: string, lineCounter: LineCounter, name: string, code: FailureCode): Document {
  try {
    return parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Failure(code, `${name}: is nested too deep to be read`, { cause: error });
  }
}

/** The file's content by a schema; each problem is named with its place. */
export function parseYaml<Schema extends z.ZodType>(
  file: YamlFile,
  schema: Schema,
  code: FailureCode,
): z.infer<Schema> {
  const parsed = schema.safeParse(file.content ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) => {
    const path = issue.path.filter((part) => typeof part !== "symbol");
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => problem(file, [...path, key], "is not a setting here"));
    }
    return [problem(file, path, issue.message)];
  });
  throw new Failure(code, listed(problems));
}

/** One line about one place: `roster.yaml:12:7: people.ada.email: must be ...`. */
export function problem(file: YamlFile, path: Path, reason: string): string {
  const { line, column } = file.placeOf(path);
  return `${file.name}:${line}:${column}: ${path.length === 0 ? "" : `${pathText(path)}: `}${reason}`;
}

/**
 * A text in UTF-8. Another encoding would give people broken names, so it is refused.
 *
 * @param keepMark leave a byte-order mark at the beginning
 */
export function readText(path: string, code: FailureCode, { keepMark = false } = {}): string {
  const name = basename(path);
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new Failure(code, `${name} can't be read: ${reasonOf(error)}`, { cause: error });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: keepMark }).decode(bytes);
  } catch (error) {
    const before = bytes.toString("utf8").split("\uFFFD", 1)[0] ?? "";
    throw new Failure(code, `${name}:${before.split("\n").length}:1: the file is not UTF-8; save it as UTF-8`, {
      cause: error,
    });
  }
}

/** `ENOENT`, `EACCES` and the like in words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const words: Record<string, string> = {
    ENOENT: "it is not there",
    EACCES: "this user may not",
    EPERM: "this user may not",
    EROFS: "the folder is read-only",
    EISDIR: "it is a folder",
    ENOTDIR: "a part of its path is no folder",
    ENOSPC: "the disk is full",
  };
  return words[code] ?? (error instanceof Error ? error.message : String(error));
}
