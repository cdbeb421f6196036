import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";

export const VENDORS = ["adobe", "netex", "nerm"] as const;
export type Vendor = (typeof VENDORS)[number];
export type Row = Readonly<Record<string, string>>;
export type Roster = ReadonlyMap<string, Row>;

/** What becomes of one person's account between two rosters. */
export interface AccountChange {
  readonly vendor: Vendor;
  readonly key: string;
  readonly op: "create" | "update" | "delete" | "same";
}

/** The people of a roster file by their keys, read here on its own terms. */
export function readRoster(file: string): Roster {
  const rows = parse(readFileSync(file), { bom: true, columns: true }) as Row[];
  return new Map(rows.map((row) => [row["key"] ?? "", row]));
}

/** Keys of the people who are on a platform. */
export function peopleOn(vendor: Vendor, roster: Roster): readonly string[] {
  return [...roster].filter(([, row]) => isOn(vendor, row)).map(([key]) => key);
}

/** What must happen so that the platforms follow the roster. */
export function changesBetween(before: Roster, after: Roster): readonly AccountChange[] {
  return VENDORS.flatMap((vendor) => {
    const then = new Set(peopleOn(vendor, before));
    const now = new Set(peopleOn(vendor, after));
    return [...new Set([...then, ...now])].map((key): AccountChange => {
      if (!then.has(key)) return { vendor, key, op: "create" };
      if (!now.has(key)) return { vendor, key, op: "delete" };
      const isSame = declaredOf(vendor, key, before) === declaredOf(vendor, key, after);
      return { vendor, key, op: isSame ? "same" : "update" };
    });
  });
}

/** The columns that say something about a person's account at this vendor. */
function declaredOf(vendor: Vendor, key: string, roster: Roster): string {
  const row = roster.get(key) ?? {};
  const boss = roster.get(row["manager"] ?? "");
  const manager = vendor !== "netex" && boss && isOn(vendor, boss) ? row["manager"] : "";
  const own = Object.entries(row).filter(([column]) => column.startsWith(`${vendor}.`));
  return JSON.stringify([row["given"], row["family"], row["email"], manager, own]);
}

function isOn(vendor: Vendor, row: Row): boolean {
  return (row["platforms"] ?? "").split("|").includes(vendor);
}
