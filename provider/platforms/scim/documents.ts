import { isRecord } from "../../core/model/value.js";
import type { Place } from "./places.js";
import { keyIn } from "./reading.js";

type Draft = Record<string, unknown>;

/** The value at a place of a user's document, whose names may be in any case where the standard doesn't have them. */
export function readAt(document: Readonly<Draft>, { urn, attribute, part }: Place): unknown {
  const value = valueIn(urn === undefined ? document : valueIn(document, urn), attribute);
  return part === undefined ? value : valueIn(value, part);
}

/** Sets the value at a place, and names its schema where it stands in an extension. `undefined` takes it away. */
export function writeAt(document: Draft, { urn, attribute, part }: Place, value: unknown): void {
  const owner = urn === undefined ? document : within(document, urn);
  if (urn !== undefined && value !== undefined) {
    const schemas: readonly unknown[] = Array.isArray(document["schemas"]) ? document["schemas"] : [];
    const isNamed = schemas.some((shown) => String(shown).toLowerCase() === urn.toLowerCase());
    if (!isNamed) document["schemas"] = [...schemas, urn];
  }
  const [target, name] = part === undefined ? [owner, attribute] : [within(owner, attribute), part];
  const key = keyIn(target, name);
  if (value === undefined) delete target[key];
  else target[key] = value;
}

function valueIn(owner: unknown, name: string): unknown {
  if (!isRecord(owner)) return undefined;
  const key = keyIn(owner, name);
  return Object.hasOwn(owner, key) ? owner[key] : undefined;
}

/** The object under a name, as a copy of its own that may be changed. */
function within(document: Draft, name: string): Draft {
  const key = keyIn(document, name);
  const held = Object.hasOwn(document, key) ? document[key] : undefined;
  const inner = isRecord(held) ? { ...held } : {};
  document[key] = inner;
  return inner;
}
