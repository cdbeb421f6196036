import type { PropertyDiff } from "../engine/diff";
import { type PropertyPath, parsePath } from "../engine/paths";
import type { EngineEvent } from "../engine/types";
import {
  isMap,
  isSecret,
  isUnknown,
  type PropertyMap,
  type PropertyValue,
  SIGNATURE,
  secretContent,
} from "../engine/values";
import { diffInputs } from "./input-diff";

type Metadata = NonNullable<EngineEvent["resOutputsEvent"]>["metadata"];

const WIDEST_INLINE = 100;

/** The changed top-level properties with their signs, such as `~roles` and `+bio`. */
export function changedKeySigns(metadata: Metadata): string[] {
  const signs = new Map<string, string>();
  for (const [path, { kind }] of Object.entries(detailedDiffOf(metadata))) {
    const [key, ...rest] = parsePath(path) ?? [path];
    const sign = rest.length > 0 ? "~" : kind.startsWith("add") ? "+" : kind.startsWith("delete") ? "-" : "~";
    signs.set(String(key), signs.has(String(key)) ? "~" : sign);
  }
  for (const key of metadata.diffs ?? []) {
    if (!signs.has(key)) {
      signs.set(key, "~");
    }
  }
  return [...signs].filter(([key]) => !isInternal(key)).map(([key, sign]) => `${sign}${key}`);
}

/** One line a changed property: its old and its new value. */
export function renderPropertyDiff(metadata: Metadata): { sign: "+" | "-" | "~"; text: string }[] {
  const olds = mapOf(metadata.old?.inputs);
  const news = mapOf(metadata.new?.inputs);
  if (metadata.old === null || metadata.old === undefined || metadata.op === "import") {
    return Object.entries(news)
      .filter(([key]) => !isInternal(key))
      .map(([key, value]) => ({ sign: "+", text: `+ ${key}: ${renderValue(value)}` }));
  }
  if (metadata.new === null || metadata.new === undefined) {
    return [];
  }
  const oldOutputs = mapOf(metadata.old.outputs);
  const newOutputs = mapOf(metadata.new.outputs);
  return Object.entries(detailedDiffOf(metadata))
    .filter(([path]) => !isInternal(path))
    .map(([path, { kind, inputDiff }]) => {
      const parts = parsePath(path) ?? [path];
      const old = valueAt(olds, parts) ?? (inputDiff ? undefined : valueAt(oldOutputs, parts));
      const value = valueAt(news, parts) ?? (inputDiff ? undefined : valueAt(newOutputs, parts));
      const replaces = kind.endsWith("replace") ? " (replaces)" : "";
      if (kind.startsWith("add")) {
        return { sign: "+", text: `+ ${path}: ${renderValue(value ?? null)}${replaces}` };
      }
      return kind.startsWith("delete")
        ? { sign: "-", text: `- ${path}: ${renderValue(old ?? null)}${replaces}` }
        : { sign: "~", text: `~ ${path}: ${renderValue(old ?? null)} => ${renderValue(value ?? null)}${replaces}` };
    });
}

/** A value in one line, or as indented JSON where that is too wide; secrets are masked. */
export function renderValue(value: PropertyValue): string {
  const inline = write(value);
  if (inline.length <= WIDEST_INLINE || (!Array.isArray(value) && !isMap(value))) {
    return inline;
  }
  const items = Array.isArray(value)
    ? value.map((item) => write(item))
    : Object.entries(value).map(([key, item]) => `${key}: ${write(item)}`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return `${open}\n${items.map((item) => `          ${item}`).join("\n")}\n        ${close}`;
}

function write(value: PropertyValue): string {
  if (isSecret(value) || (isMap(value) && value["ciphertext"] === "[secret]")) {
    return "[secret]";
  }
  if (isUnknown(value)) {
    return "output<string>";
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? "[]" : `[${value.map(write).join(", ")}]`;
  }
  if (isMap(value)) {
    const entries = Object.entries(value).filter(([key]) => key !== SIGNATURE);
    return entries.length === 0 ? "{}" : `{ ${entries.map(([key, item]) => `${key}: ${write(item)}`).join(", ")} }`;
  }
  return JSON.stringify(value);
}

function detailedDiffOf(metadata: Metadata): Record<string, PropertyDiff> {
  const { detailedDiff } = metadata;
  if (detailedDiff !== undefined && detailedDiff !== null) {
    return Object.fromEntries(
      Object.entries(detailedDiff).map(([path, part]) => [path, { kind: part.diffKind, inputDiff: part.inputDiff }]),
    );
  }
  const [old, value] = [metadata.old, metadata.new];
  return old === null || old === undefined || value === null || value === undefined
    ? {}
    : diffInputs(mapOf(old.inputs), mapOf(value.inputs));
}

/** The value at a path, through secrets. */
function valueAt(map: PropertyMap, path: PropertyPath): PropertyValue | undefined {
  let at: PropertyValue | undefined = map;
  for (const part of path) {
    const content: PropertyValue | undefined = secretContent(at);
    at = Array.isArray(content) ? content[Number(part)] : isMap(content) ? content[String(part)] : undefined;
  }
  return at;
}

/** Keys that the SDK adds, such as `__provider`, are nothing that a user declared. */
function isInternal(path: string): boolean {
  return path.startsWith("__");
}

function mapOf(value: unknown): PropertyMap {
  return isMap(value) ? value : {};
}
