import { FIRST, NO_NUMBER, NO_TEXT, REMEMBERED, SHORTER, TYPES, UNHELD } from "./reasons";
import { LIST, type Standing, type Stays, standingOf, TEXT } from "./survivor";

const NO_COLUMN = "No column is called so";
const BREATHS = "It is about how often other work has its turn";

const stays: readonly Stays[] = [
  ...["true", "false", "known.size <= MOST_DAYS", "known.size >= MOST_DAYS", ";"].map(
    (to): Stays => ["days.ts", "if (known.size < MOST_DAYS) known.set(text, day);", to, REMEMBERED],
  ),
  [
    "days.ts",
    "if (found) return dayText({ year: Number(year), month: monthOf(month), day: Number(day) });",
    "true",
    "What has no year is no day of a calendar either",
  ],
  [
    "differences.ts",
    "return at < 0 ? pathText(path) : place.slice(at + 2);",
    "at <= 0",
    "A place begins with the name of its source",
  ],
  ["expressions.ts", "if (known.has(cells)) return known.get(cells);", "false", REMEMBERED],
  ...["false", "true", "known.size <= MOST_KNOWN", "known.size >= MOST_KNOWN", ";"].map(
    (to): Stays => [
      "expressions.ts",
      "if (isPure && known.size < MOST_KNOWN && !isShared(outcome)) known.set(cells, outcome);",
      to,
      REMEMBERED,
    ],
  ),
  [
    "expressions.ts",
    `throw new TypeError(\`\${messageOf(error)}; it saw \${seen(row, columns)}\`, { cause: error });`,
    "{}",
    "It is the cause of an error, for whoever looks for a fault",
  ],
  ["expressions.ts", "const [, expression] = /^\\s*\\$\\{\\{(.*)\\}\\}\\s*$/s.exec(text) ?? [];", LIST, FIRST],
  ...["true", 'typeof value === "object" || value !== null'].map(
    (to): Stays => ["expressions.ts", 'return typeof value === "object" && value !== null;', to, REMEMBERED],
  ),
  [
    "gather.ts",
    `if (context.isTable) problems.push(\`\${table.file}:\${table.headerLine}, column \${path.at(-1)}: \${reason}\`);`,
    "+1",
    "It is the path of a column, which has two parts",
  ],
  ...["true", "byHand.size >= 0", "joins === undefined"].map(
    (to): Stays => [
      "gather.ts",
      "isJoined: byHand.size > 0 || sources.some(({ settings: { joins } }) => joins !== undefined),",
      to,
      "More is kept for those who join, and nobody does",
    ],
  ),
  [
    "gather.ts",
    '({ attribute }) => attribute.of === "manager" && folded(attribute.by) === "name",',
    "true",
    "Names are kept, and nobody asks for one",
  ],
  ["gather.ts", "if (until !== undefined && until < today) {", "true", NO_NUMBER],
  [
    "gathered.ts",
    "return this.#turns.filter(({ key, day }) => days.get(JSON.stringify([key, day]))?.size === 1);",
    "days.get(JSON.stringify([key, day])).size",
    TYPES,
  ],
  [
    "gathered.ts",
    "else if (before !== key) values.set(text, new Set([before, key]));",
    "true",
    "A set of one key says the same as the key",
  ],
  [
    "gathered.ts",
    "const isNear = (day: string | undefined): day is string => day !== undefined && day > today && day <= horizon;",
    "true",
    NO_NUMBER,
  ],
  ...["true", "first !== undefined || gone !== undefined"].map(
    (to): Stays => [
      "gathered.ts",
      "const never = first !== undefined && gone !== undefined && gone <= first;",
      to,
      NO_NUMBER,
    ],
  ),
  ["gathered.ts", "this.#days.set(name, known);", ";", REMEMBERED],
  [
    "mapping.ts",
    "...columnsRead([...ofRules, ...expressionsIn(values), ...(where ? [where] : [])], table.columns),",
    LIST,
    NO_COLUMN,
  ],
  ...["false", '""', "() => undefined"].map(
    (to): Stays => [
      "mapping.ts",
      'return { columns, values, where, day: typeof day === "string" ? (text) => text : day, unused };',
      to,
      "Such a form is refused, and nothing is read by it",
    ],
  ),
  [
    "merge.ts",
    'export function nested([name = "", ...rest]: readonly string[], value: unknown): Record<string, unknown> {',
    TEXT,
    TYPES,
  ],
  ...["true", "i % BREATH !== BREATH - 1"].map(
    (to): Stays => ["read-people.ts", "if (i % BREATH === BREATH - 1) {", to, BREATHS],
  ),
  ["read-people.ts", "if (this.setting.isJoined) {", "true", REMEMBERED],
  ["read-people.ts", 'key: "",', TEXT, UNHELD],
  ...["false", LIST].map(
    (to): Stays => [
      "read-people.ts",
      "const matched = rules.length === 0 ? NO_RULES : rules.flatMap((i) => this.#matches[i] ?? []);",
      to,
      to === LIST ? TYPES : SHORTER,
    ],
  ),
  ["read-people.ts", "if (!this.setting.namesManagers) return;", "false", REMEMBERED],
  ["read-people.ts", 'const said = (part: string): string => String(values[part] ?? "");', TEXT, NO_TEXT],
  [
    "read-people.ts",
    'const wanted = given.flatMap(({ attribute }) => (attribute.of === "manager" ? [attribute.by] : []));',
    LIST,
    NO_COLUMN,
  ],
  ...["false", LIST].map(
    (to): Stays => [
      "read-people.ts",
      'return at < 0 || ["email", "username"].includes(folded(name)) ? [] : [[folded(name), at] as const];',
      to,
      "A column that isn't there has no cell",
    ],
  ),
  [
    "read-row.ts",
    "const all = [...(where ? [where] : []), ...expressionsIn(values), ...rules.flatMap(expressionsOf)];",
    LIST,
    NO_COLUMN,
  ],
  [
    "read-row.ts",
    "const named = [...columns.entries()].filter(([, name]) => read.has(name));",
    "[...columns.entries()]",
    "Nothing looks at the other columns",
  ],
  ["read-row.ts", "this.#needsRow = read.size > 0;", "true", SHORTER],
  ["read-row.ts", "this.#needsRow = read.size > 0;", "read.size >= 0", SHORTER],
  [
    "read-row.ts",
    'Object.fromEntries(named.map(([i, name]) => [name, (row.cells[i] ?? "").trim().normalize("NFC")]));',
    TEXT,
    TYPES,
  ],
  ["read-row.ts", `draft.cell(attribute, row.cells[index] ?? "", \`column \${column}\`);`, TEXT, TYPES],
  ["read-row.ts", "const matched: number[] = [];", LIST, "No rule has that number"],
  ["read-row.ts", 'const [name = "", ...inner] = attribute.path;', TEXT, TYPES],
  ...["false", "{}"].map(
    (to): Stays => ["read-row.ts", "if (inner.length === 0 && before[name] === undefined) {", to, SHORTER],
  ),
  ["read-row.ts", "const isFirst = this.#common[attribute.name] === undefined;", "false", SHORTER],
  ["read-row.ts", "if (isFirst) this.#common[attribute.name] = value;", "false", SHORTER],
  ["rules.ts", 'const head = name.split(".", 1)[0] ?? "";', TEXT, TYPES],
];

export const rosterSources: readonly Standing[] = stays.map((one) => ({
  ...standingOf("automation/roster/sources", one),
  equivalent: true,
}));
