import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";

type Row = Record<string, string>;

/** The people whom the demo's edit touches, by their keys in the roster. */
export const EDITED = {
  joiner: "nora-lindqvist",
  mover: "wei-chen",
  leaver: "zoe-laurent",
  promoted: "mei-tanaka",
  renamedTitle: "minjun-kim",
} as const;

/** The edit in words, for the person who watches. */
export const EDIT_IN_WORDS = [
  "Nora Lindqvist joins, on Adobe and Netex",
  "伟 陈 moves to another manager, as Engineer",
  "Zoé Laurent leaves, on Adobe and NERM",
  "芽衣 田中 becomes an Admin on Adobe",
  "민준 김 has a new office phone",
];

/** How many people a roster file has. */
export function countPeople(file: string): number {
  return (parse(readFileSync(file), { bom: true }) as unknown[]).length - 1;
}

/** Writes the roster as it is after a day in the life of the company. */
export function editRoster(from: string, to: string): void {
  const rows: Row[] = parse(readFileSync(from), { bom: true, columns: true });
  const row = (key: string): Row => {
    const found = rows.find((candidate) => candidate["key"] === key);
    if (!found) throw new Error(`the roster has no ${key}`);
    return found;
  };
  const empty = Object.fromEntries(Object.keys(row(EDITED.mover)).map((column) => [column, ""]));
  rows.push({
    ...empty,
    key: EDITED.joiner,
    given: "Nora",
    family: "Lindqvist",
    email: "nora.lindqvist@example.com",
    manager: "kenji-mori",
    platforms: "adobe|netex",
    "adobe.profile": "Engineer",
    "adobe.roles": "Learner",
    "adobe.fields.Department": "Engineering",
    "netex.language": "sv",
    "netex.timezone": "Europe/Stockholm",
    "netex.roles.management": "user",
  });
  Object.assign(row(EDITED.mover), { manager: "kenji-mori", "adobe.profile": "Engineer" });
  rows.splice(rows.indexOf(row(EDITED.leaver)), 1);
  row(EDITED.promoted)["adobe.roles"] += "|Admin";
  row(EDITED.renamedTitle)["netex.officePhone"] = "+00 555 0999";
  writeFileSync(to, stringify(rows, { header: true }));
}
