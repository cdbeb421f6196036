import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Pair, type YAMLMap } from "yaml";
import { isRecord } from "../../provider/core/model/value";

/** So many parts, counted with each use of an anchor, are more than anybody means: aliases of aliases multiply. */
const MOST_EXPANDED = 5_000_000;
const DEEPEST = 200;

/** Takes what is wrong at an offset of the text. */
export type Report = (offset: number, message: string) => void;

interface Anchored {
  value: unknown;
  /** Its parts, those behind aliases counted each time; undefined while it is read. */
  size: number | undefined;
}

/**
 * A document's content as plain values, in one walk and in time linear in the text. A key is the text as it is written, so
 * `00123` and `1e3` stay what they are. People may share anchors, as one value that is not copied; `<<` is read.
 *
 * @param report told of keys that are there twice, unknown anchors, and aliases that multiply beyond all measure
 */
export function contentOf(document: Document, report: Report): unknown {
  return new Reading(report).value(document.contents, 0);
}

class Reading {
  readonly #anchors = new Map<string, Anchored>();
  #size = 0;
  #isTooMuch = false;

  constructor(readonly report: Report) {}

  value(node: unknown, depth: number): unknown {
    if (depth > DEEPEST) {
      if (!this.#isTooMuch) this.report(offsetOfNode(node), "is nested too deep");
      this.#isTooMuch = true;
      return null;
    }
    if (isAlias(node)) return this.#alias(node.source, offsetOfNode(node));
    const anchor = anchorOf(node);
    const before = this.#size;
    const anchored: Anchored = { value: undefined, size: undefined };
    if (anchor !== undefined) this.#anchors.set(anchor, anchored);
    const value = this.#plain(node, depth);
    this.#size++;
    anchored.value = value;
    anchored.size = this.#size - before;
    return value;
  }

  #plain(node: unknown, depth: number): unknown {
    if (isMap(node)) return this.#map(node, depth);
    if (isSeq(node)) {
      return node.items.map((item) => (isPair(item) ? this.#entries([item], depth) : this.value(item, depth + 1)));
    }
    return isScalar(node) ? node.value : null;
  }

  #map(map: YAMLMap, depth: number): unknown {
    return this.#entries(map.items, depth);
  }

  #entries(items: readonly Pair[], depth: number): Record<string, unknown> {
    const entries = new Map<string, unknown>();
    const merged: unknown[] = [];
    for (const { key, value } of items) {
      const anchor = anchorOf(key);
      if (isAlias(key) || isMap(key) || isSeq(key)) {
        this.report(offsetOfNode(key), "a key must be a text");
        continue;
      }
      const text = keyText(key);
      if (anchor !== undefined) this.#anchors.set(anchor, { value: text, size: 1 });
      const plain = this.value(value, depth + 1);
      if (isMergeKey(key)) merged.push(...this.#merged(plain, offsetOfNode(key)));
      else if (entries.has(text)) this.report(offsetOfNode(key), "Map keys must be unique");
      else entries.set(text, plain);
    }
    // What is said here wins over what is merged, and of that the first.
    for (const more of merged) {
      if (!isRecord(more)) continue;
      for (const [name, item] of Object.entries(more)) if (!entries.has(name)) entries.set(name, item);
    }
    // Unlike an assignment, this makes an entry of any name.
    return Object.fromEntries(entries);
  }

  #merged(value: unknown, offset: number): readonly unknown[] {
    const maps = Array.isArray(value) ? value : [value];
    if (!maps.every(isRecord)) this.report(offset, "<< takes a map, or a list of maps");
    return maps;
  }

  #alias(name: string, offset: number): unknown {
    const anchored = this.#anchors.get(name);
    if (anchored === undefined) this.report(offset, `nobody has the anchor ${name}`);
    else if (anchored.size === undefined) this.report(offset, `the anchor ${name} is used inside of itself`);
    this.#size += anchored?.size ?? 0;
    if (this.#size > MOST_EXPANDED && !this.#isTooMuch) {
      this.#isTooMuch = true;
      this.report(offset, `the anchor ${name} makes the file as long as no file is meant to be: aliases multiply here`);
    }
    return anchored?.value ?? null;
  }
}

/** A key as it is written; quotes and escapes are not part of it. */
export function keyText(key: unknown): string {
  if (!isScalar(key)) return "";
  if (typeof key.value === "string") return key.value;
  return key.source ?? String(key.value);
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === "<<" && key.type === "PLAIN";
}

function anchorOf(node: unknown): string | undefined {
  return typeof node === "object" && node !== null && "anchor" in node && typeof node.anchor === "string"
    ? node.anchor
    : undefined;
}

/** Where a node begins; 0 for an empty one. */
export function offsetOfNode(node: unknown): number {
  if (typeof node !== "object" || node === null || !("range" in node) || !Array.isArray(node.range)) return 0;
  const [start] = node.range as readonly unknown[];
  return typeof start === "number" ? start : 0;
}
