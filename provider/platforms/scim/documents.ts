import { isRecord } from "../../core/value.js";
import type { Place } from "./places.js";

type Draft = Record<string, unknown>;

/** The value at a place of a user's document. */
export function readAt(document: Readonly<Draft>, { urn, attribute, part }: Place): unknown {
  const holder = urn === undefined ? document : document[urn];
  const value = isRecord(holder) ? holder[attribute] : undefined;
  if (part === undefined) return value;
  return isRecord(value) ? value[part] : undefined;
}

/** Sets the value at a place, and names its schema where it stands in an extension. `undefined` takes it away. */
export function writeAt(document: Draft, { urn, attribute, part }: Place, value: unknown): void {
  const holder = urn === undefined ? document : within(document, urn);
  if (urn !== undefined && value !== undefined) {
    const schemas = Array.isArray(document["schemas"]) ? document["schemas"] : [];
    if (!schemas.includes(urn)) document["schemas"] = [...schemas, urn];
  }
  const [target, name] = part === undefined ? [holder, attribute] : [within(holder, attribute), part];
  if (value === undefined) delete target[name];
  else target[name] = value;
}

/** The object under a name, as a copy of its own that may be changed. */
function within(document: Draft, name: string): Draft {
  const inner = isRecord(document[name]) ? { ...document[name] } : {};
  document[name] = inner;
  return inner;
}
