import { type Document, isMap, isSeq, type Pair, type YAMLMap } from "yaml";
import { keyText, offsetOfNode } from "./yaml-content";

type Path = readonly (string | number)[];

/** Finds the places of a document's parts. A map is indexed when it is first asked about, so that a look-up is short. */
export class YamlPlaces {
  readonly #indices = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

  constructor(readonly document: Document) {}

  /** Where the key of a map's entry stands, where a list's item does, or the nearest part above it that there is. */
  offsetOf(path: Path): number {
    let node: unknown = this.document.contents;
    let offset = 0;
    for (const part of path) {
      if (isMap(node)) {
        const pair = this.#index(node).get(String(part));
        if (!pair) break;
        offset = offsetOfNode(pair.key);
        node = pair.value;
      } else if (isSeq(node) && typeof part === "number" && part < node.items.length) {
        node = node.items[part];
        offset = offsetOfNode(node);
      } else break;
    }
    return offset;
  }

  #index(map: YAMLMap): ReadonlyMap<string, Pair> {
    const known = this.#indices.get(map);
    if (known) return known;
    const index = new Map(map.items.map((pair) => [keyText(pair.key), pair]));
    this.#indices.set(map, index);
    return index;
  }
}
