import { Document, isMap, isScalar, Pair, Scalar, visit, type YAMLMap } from "yaml";
import { hasHidden, withHiddenEscaped } from "../../../provider/core/messages/hidden-characters";
import { isRecord } from "../../../provider/core/model/value";
import { keyText } from "../../common/yaml-content";
import { readText, readYaml } from "../../common/yaml-file";
import type { Addition } from "./addition";
import type { GroupRow } from "./group-rows";
import type { Row } from "./rows";

/** Rows as a roster file of their own. */
export function yamlOf(rows: readonly Row[], groups: readonly GroupRow[] = []): string {
  const people = Object.fromEntries(rows.map(({ key, person }) => [key, person]));
  const named = Object.fromEntries(groups.map(({ key, group }) => [key, group]));
  return textOf(new Document({ ...(groups.length === 0 ? {} : { groups: named }), people }), "");
}

/** The text of a YAML roster with more people and groups in it; comments, order, line ends and byte-order mark of what is there stay. */
export function addToYaml(
  path: string,
  rows: readonly Row[],
  additions: readonly Addition[],
  groups: readonly GroupRow[] = [],
): string {
  const before = readText(path, "roster-file", { keepMark: true });
  const { document, content } = readYaml(path, "roster-file");
  if (!isMap(document.get("people"))) document.set("people", document.createNode({}));
  const people = document.get("people") as YAMLMap;
  const known = valueIn(content, "people");
  const pairs = new Map(people.items.map((pair) => [keyText(pair.key), pair]));
  for (const { key, platform, values } of additions) {
    const person = pairs.get(key);
    if (!person) continue;
    const said = valueIn(known, key);
    const account = ownMap(document, pairIn(ownMap(document, person, said), platform), valueIn(said, platform));
    for (const [name, value] of Object.entries(values)) account.set(name, value);
  }
  if (groups.length > 0) {
    if (!isMap(document.get("groups"))) document.set("groups", document.createNode({}));
    const declared = document.get("groups") as YAMLMap;
    for (const { key, group } of groups) declared.add(new Pair(new Scalar(key), document.createNode(group)));
  }
  for (const { key, person } of rows) people.add(new Pair(new Scalar(key), document.createNode(person)));
  const text = textOf(document, before).replace(/\n/g, /\r\n/.test(before) ? "\r\n" : "\n");
  return before.startsWith("\uFEFF") ? `\uFEFF${text}` : text;
}

/** The entry of a map, made where it is not there: what it said may have been merged in. */
function pairIn(map: YAMLMap, name: string): Pair {
  const found = map.items.find(({ key }) => keyText(key) === name);
  if (found) return found;
  const pair = new Pair(new Scalar(name));
  map.items.push(pair);
  return pair;
}

/** An entry's map. Where it is shared by an alias, merged in or empty, the entry gets one of its own that says the same. */
function ownMap(document: Document, pair: Pair, content: unknown): YAMLMap {
  if (isMap(pair.value)) return pair.value;
  const own = document.createNode(isRecord(content) ? content : {}) as YAMLMap;
  pair.value = own;
  return own;
}

function valueIn(record: unknown, name: string): unknown {
  return isRecord(record) && Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Controls and the like are escapes in quotation marks, but in a file that already has them as they are. */
function textOf(document: Document, before: string): string {
  visit(document, {
    Scalar(_, node) {
      // What the file had before keeps its form.
      if (isScalar(node) && !node.range && typeof node.value === "string" && hasHidden(node.value)) {
        node.type = Scalar.QUOTE_DOUBLE;
      }
    },
  });
  const text = document.toString({ lineWidth: 120, doubleQuotedMinMultiLineLength: Number.POSITIVE_INFINITY });
  return hasHidden(before.replace(/^\uFEFF|\r?\n|\t/g, "")) ? text : withHiddenEscaped(text);
}
