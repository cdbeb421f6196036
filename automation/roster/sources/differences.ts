import { isRecord, pathText, sameValue } from "../../../provider/core/model/value";
import type { Path, RawPerson } from "../model/roster";
import type { RowDiagnostic } from "./read-row";

/** A person as a row of one source tells of them. */
export interface Told {
  readonly person: RawPerson;
  readonly starts?: string | undefined;
  readonly ends?: string | undefined;
}

/**
 * Where a row says something else than those that it joins. Neither is right because it comes later, so each is a problem of the row.
 *
 * @param replaced names of attributes for which the row counts, as `nameOfAttribute` has them
 */
export function differences(first: Told, more: Told, replaced: ReadonlySet<string>): readonly RowDiagnostic[] {
  const days = (["starts", "ends"] as const).flatMap((name) => {
    const [before, now] = [first[name], more[name]];
    return before === undefined || now === undefined || before === now ? [] : [[name]];
  });
  const [known, own] = [first.person, more.person];
  const isOtherName =
    known.managerBy !== own.managerBy && isText(known.values["manager"]) && isText(own.values["manager"]);
  const manager = isOtherName ? [["manager"]] : [];
  const values = differing(said(known), said(own)).filter(([name]) => !isOtherName || name !== "manager");
  return [...days, ...manager, ...values].flatMap((path) => {
    const name = path.join(".");
    if (path.some((_, i) => replaced.has(path.slice(0, i + 1).join(".")))) return [];
    const isDay = name === "starts" || name === "ends";
    const advice = `leave one of them out${isDay ? "" : `, or say replaces: [${name}] if this source counts`}`;
    return [{ where: placeIn(own, path), reason: `is another ${name} than at ${known.originOf(path)}; ${advice}` }];
  });
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

/** What a row says, also of platforms that another row puts the person on. */
function said({ values, offers }: RawPerson): Readonly<Record<string, unknown>> {
  return { ...offers, ...values };
}

function differing(
  first: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>>,
): readonly string[][] {
  return Object.entries(more).flatMap(([name, value]) => {
    const before = Object.hasOwn(first, name) ? first[name] : undefined;
    if (before === undefined) return [];
    if (isRecord(before) && isRecord(value)) return differing(before, value).map((path) => [name, ...path]);
    return sameValue(before, value) ? [] : [[name]];
  });
}

/** The column, or the value, without the source and the line that are said before it. */
function placeIn(person: RawPerson, path: Path): string {
  const place = person.placeOf(path);
  const at = place.indexOf(", ");
  return at < 0 ? pathText(path) : place.slice(at + 2);
}
