import { isPlatformId, type PlatformId, platformIds } from "../../common/platforms";
import { COMMON } from "../model/common-attributes";
import { namesAt } from "./argument-shapes";
import { didYouMean, folded, nearest } from "./folded-names";

/** What a column, or a value that a source gives everybody, stands for. */
export type Attribute =
  | { readonly of: "person"; readonly name: PersonAttribute }
  /** The manager, by another person's attribute or column instead of by key. */
  | { readonly of: "manager"; readonly by: string }
  | { readonly of: "platform"; readonly platform: PlatformId; readonly path: readonly string[] };

const OWN = ["key", "platforms", ...COMMON] as const;
/** What only a source has. */
const DATED = ["starts", "ends", "was"] as const;
export type PersonAttribute = (typeof OWN)[number] | (typeof DATED)[number];

/**
 * An attribute by its name, without regard to case, spaces, `_` and `-`. What follows a map, as in `adobe.fields.Cost Center`, is
 * taken as it stands.
 *
 * @returns a text where it is none: why, and which is meant perhaps
 */
export function attributeOf(text: string): Attribute | string {
  const name = text.trim().normalize("NFC");
  const dot = name.indexOf(".");
  if (dot < 0) {
    const all: readonly PersonAttribute[] = [...OWN, ...DATED];
    const found = all.find((known) => folded(known) === folded(name));
    return found === undefined ? unknownName(name, all) : { of: "person", name: found };
  }
  const head = folded(name.slice(0, dot));
  const rest = name.slice(dot + 1).trim();
  if (head === "manager" && rest !== "") return { of: "manager", by: rest };
  const platform = platformIds.find((id) => folded(id) === head);
  if (platform === undefined) return unknownName(name.slice(0, dot), platformIds);
  return attributeOn(platform, rest);
}

/** The name that an attribute is written by. */
export function nameOfAttribute(attribute: Attribute): string {
  if (attribute.of === "person") return attribute.name;
  return attribute.of === "manager" ? `manager.${attribute.by}` : [attribute.platform, ...attribute.path].join(".");
}

/** A platform's id as somebody writes it; undefined where it is none. */
export function platformNamed(text: string): PlatformId | undefined {
  const id = folded(text);
  return isPlatformId(id) ? id : undefined;
}

function attributeOn(platform: PlatformId, text: string): Attribute | string {
  const dot = text.indexOf(".");
  const [first, rest] = dot < 0 ? [text, undefined] : [text.slice(0, dot), text.slice(dot + 1)];
  const names = namesAt(platform, []) ?? [];
  const name = names.find((known) => folded(known) === folded(first));
  if (name === undefined) {
    const inside = names.find((known) => namesAt(platform, [known])?.some((inner) => folded(inner) === folded(first)));
    if (inside !== undefined) return `is no attribute of ${platform}; did you mean ${platform}.${inside}.${first}?`;
    const near = nearest(first, names);
    return near === undefined
      ? `is no attribute of ${platform}, which has ${names.join(", ")}`
      : `is no attribute of ${platform}; did you mean ${platform}.${near}?`;
  }
  if (rest === undefined) return { of: "platform", platform, path: [name] };
  const inner = namesAt(platform, [name]);
  const exact = inner?.find((known) => folded(known) === folded(rest)) ?? rest;
  return { of: "platform", platform, path: [name, exact] };
}

function unknownName(name: string, all: readonly string[]): string {
  const hint = didYouMean(name, all);
  return hint === ""
    ? `is none of ${[...OWN, ...DATED].join(", ")} and begins with none of ${platformIds.map((id) => `${id}.`).join(", ")}`
    : `is none of the known names${hint}`;
}
