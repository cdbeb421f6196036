import { isRecord, pathText } from "../../../provider/core/model/value";
import { isPlatformId } from "../../common/platforms";
import { commonArguments, sourceOf } from "../model/common-attributes";
import type { Path, Person, RawRoster } from "../model/roster";
import { valueAt } from "../sources/merge";

/**
 * Where each value of a person comes from, by attribute as a plan names it: `adobe.profile` to `workday:1234, Job Title`. What is made of
 * a common attribute has that one's origin.
 */
export function originsOf(key: string, raw: RawRoster, person: Person | undefined): Readonly<Record<string, string>> {
  const own = raw.people.get(key);
  if (own === undefined || person === undefined) return {};
  const origins: [string, string][] = [];
  for (const [id, account] of Object.entries(person.accounts)) {
    if (!isPlatformId(id)) continue;
    const common = commonArguments(id, key, own.values);
    for (const path of pathsIn(account ?? {})) {
      const [name = ""] = path;
      const inside: Path = [id, ...path];
      if (valueAt(own.values, inside) !== undefined) origins.push([pathText(inside), own.originOf(inside)]);
      else if (valueAt(raw.defaults, inside) !== undefined)
        origins.push([pathText(inside), raw.placeOfDefault(inside)]);
      else if (name in common) origins.push([pathText(inside), own.originOf([commonNameOf(name, own.values)])]);
    }
  }
  if (own.values["manager"] !== undefined) origins.push(["manager", own.originOf(["manager"])]);
  return Object.fromEntries(origins);
}

/** A whole name is made of its parts, and a sign-in name of the key, where they are not said themselves. */
function commonNameOf(argument: string, values: Readonly<Record<string, unknown>>): string {
  const name = sourceOf(argument);
  if (values[name] !== undefined) return name;
  return name === "name" ? "given" : "key";
}

/** Attributes, and the entries of those that are maps. */
function pathsIn(account: Readonly<Record<string, unknown>>): readonly (readonly string[])[] {
  return Object.entries(account).flatMap(([name, value]) =>
    isRecord(value) ? Object.keys(value).map((inner) => [name, inner]) : [[name]],
  );
}
