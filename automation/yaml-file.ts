import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { type Document, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { pathText } from "../provider/core/value";
import { Failure, type FailureCode } from "./failure";

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

/**
 * Reads a YAML file. Broken YAML and keys that are there twice are one Failure with all places; an empty file holds
 * `null`.
 */
export function readYaml(path: string, code: FailureCode): YamlFile {
  const name = basename(path);
  const text = readText(path, code);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ pos, message }) => {
      const { line, col } = lines.linePos(pos[0]);
      return `${name}:${line}:${col}: ${message.split("\n", 1)[0]}`;
    });
    throw new Failure(code, problems.join("\n"));
  }
  const placeOf = (path: Path): Place => {
    for (let length = path.length; length >= 0; length--) {
      const offset = offsetOf(document, path.slice(0, length));
      if (offset === undefined) continue;
      const { line, col } = lines.linePos(offset);
      return { line, column: col };
    }
    return { line: 1, column: 1 };
  };
  return { name, text, document, content: document.toJS() as unknown, placeOf };
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
  throw new Failure(code, problems.join("\n"));
}

/** One line about one place: `roster.yaml:12:7: people.ada.email: must be ...`. */
export function problem(file: YamlFile, path: Path, reason: string): string {
  const { line, column } = file.placeOf(path);
  return `${file.name}:${line}:${column}: ${path.length === 0 ? "" : `${pathText(path)}: `}${reason}`;
}

/** A text in UTF-8. Another encoding would give people broken names, so it is refused. */
export function readText(path: string, code: FailureCode): string {
  const name = basename(path);
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new Failure(code, `${name} can't be read: ${reasonOf(error)}`, { cause: error });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
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

/** Where a key stands, for a map's entry; otherwise where the value does. */
function offsetOf(document: Document, path: Path): number | undefined {
  if (path.length === 0) return 0;
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (typeof parent === "object" && parent !== null && "items" in parent && Array.isArray(parent.items)) {
    for (const item of parent.items as readonly unknown[]) {
      if (typeof item !== "object" || item === null || !("key" in item)) continue;
      const { key } = item as { key: { value?: unknown; range?: readonly number[] } | null };
      if (key && String(key.value) === String(last)) return key.range?.[0];
    }
  }
  const node = document.getIn(path, true) as { range?: readonly number[] } | undefined;
  return node?.range?.[0];
}
