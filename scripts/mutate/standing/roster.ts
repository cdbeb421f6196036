import { FIRST, NO_NUMBER, NO_TEXT, TYPES, UNREAD } from "./reasons";
import { type Standing, type Stays, standingOf } from "./survivor";

const LIST = '["Stryker was here"]';
const TEXT = '"Stryker was here!"';
const UNHELD = "Nobody is held for it, so that its key is not read";
const NO_COLUMN = "No column is called so";
const BREATHS = "It is about how often other work has its turn";
const REMEMBERED = "It is about how much is remembered, and so about time and memory alone";
const SHORTER = "It saves time: the long way leads to the same";

const file: readonly Stays[] = [
  [
    "group-names.ts",
    "[...groups].flatMap(([key, { was = [] }]) => was.map((former) => [former, key] as const)),",
    LIST,
    UNREAD,
  ],
  ["group-names.ts", "this.#known.set(question, known);", ";", REMEMBERED],
  ["group-names.ts", "this.#keys.set(platform, keys);", ";", REMEMBERED],
  ["hidden-in-names.ts", 'const character = [...text].find((one) => hasHidden(one)) ?? "";', TEXT, TYPES],
  [
    "hidden-in-names.ts",
    'return typeof text === "string" ? hiddenIn(text.replace(/[\\u200C-\\u200F]/g, "")) : undefined;',
    TEXT,
    "Only what is hidden is looked for, and no letter is",
  ],
  ...["raw.get(key).placeOf", TEXT].map(
    (to): Stays => ["judge-groups.ts", 'const place = raw.get(key)?.placeOf(path) ?? "";', to, TYPES],
  ),
  ...["false", TEXT].map(
    (to): Stays => [
      "judge-groups.ts",
      `else tell(key, [name], \`can't be declared\${reason === undefined ? "" : \`: \${reason}\`}\`);`,
      to,
      "Every platform without groups says why",
    ],
  ),
  ["judge-groups.ts", 'const name = String(path[0] ?? "");', TEXT, TYPES],
  [
    "judge-groups.ts",
    "Object.keys(shape).flatMap((argument) => (all[argument] === undefined ? [] : [[argument, all[argument]]])),",
    "false",
    "An argument that is undefined is judged as one that isn't there, and the key gives all that platforms require",
  ],
  ["judge-groups.ts", "const values = raw.get(key)?.values;", "raw.get(key).values", TYPES],
  [
    "judge-groups.ts",
    "(id) => platforms[id] && Object.hasOwn(platformOf(id).kinds.group?.capabilities.references ?? {}, PARENT),",
    "platformOf(id).kinds.group.capabilities",
    TYPES,
  ],
  ["judge-managers.ts", "const bad = raw.diagnostics.flatMap(({ key, holds }) => (holds ? [key] : []));", LIST, UNREAD],
  ["judge-managers.ts", "known.set(text, outcome);", ";", REMEMBERED],
  [
    "judge-managers.ts",
    'const outcome = typeof manager === "string" ? managerOf(manager, raw.people.get(key)?.managerBy) : manager;',
    "raw.people.get(key).managerBy",
    TYPES,
  ],
  [
    "judge-managers.ts",
    "} else found.set(key, outcome === manager ? person : { ...person, manager: outcome });",
    "false",
    SHORTER,
  ],
  ...["() => undefined", "false", '""'].map(
    (to): Stays => [
      "judge-members.ts",
      'const isPlain = meanings.every((meaning, i) => "id" in meaning && meaning.id === texts[i]);',
      to,
      SHORTER,
    ],
  ),
  ["judge-members.ts", "if (isPlain) continue;", "false", SHORTER],
  ...['""', LIST].map(
    (to): Stays => [
      "judge-members.ts",
      'return "problem" in meaning ? [] : [meaning];',
      to,
      "Whoever has such a name is refused before",
    ],
  ),
  [
    "judge-person.ts",
    'manager: manager === null || typeof manager === "string" ? manager : undefined,',
    "true",
    "Whoever has another manager is refused, or held for it",
  ],
  [
    "judge-person.ts",
    "const { manager, aliases = [] } = values;",
    LIST,
    "Only whether it is a list of texts is asked, and it is one",
  ],
  ["judge-person.ts", 'const [first = ""] = path;', TEXT, TYPES],
  ["judge-roster.ts", 'diagnostics.push({ place: raw.file, key: "", reason, holds: false });', TEXT, UNHELD],
  [
    "judge-roster.ts",
    `diagnostics.push({ place: raw.placeOfDefault(path), key: "", reason: \`\${subject}: \${reason}\`, holds: false });`,
    TEXT,
    UNHELD,
  ],
  ["judge-roster.ts", "const at = person === undefined ? path : placeFor(path, person);", "false", TYPES],
  ["judge-roster.ts", "const lack = person?.lacks?.(at);", "person.lacks", TYPES],
  ["judge-roster.ts", "const place = person?.placeOf(at) ?? raw.file;", "person.placeOf", TYPES],
  [
    "judge-roster.ts",
    `diagnostics.push({ place, key, reason: \`\${subject}: \${reason}\`, ofAll, holds: person?.holds === true });`,
    "person.holds",
    TYPES,
  ],
  [
    "judge-roster.ts",
    "return [path, ...(parts ?? [])].find((one) => person.lacks?.(one) === undefined) ?? path;",
    LIST,
    "Nothing gives an attribute of that name, so that it is passed over",
  ],
  [
    "judge-roster.ts",
    "const platformsOf = (key: string) => Object.keys(raw.people.get(key)?.values ?? {}).filter(isPlatformId);",
    "raw.people.get(key).values",
    TYPES,
  ],
  ["judge-roster.ts", "return raw.people.get(key)?.holds === true", "raw.people.get(key).holds", TYPES],
  ["origins.ts", "if (own === undefined || person === undefined) return {};", "false", TYPES],
  ["origins.ts", "if (!isPlatformId(id)) continue;", "false", TYPES],
  ["origins.ts", 'const [name = ""] = path;', TEXT, TYPES],
  [
    "raw-roster.ts",
    `next: turns.toSorted((a, b) => (\`\${a.day} \${a.key}\` < \`\${b.day} \${b.key}\` ? -1 : 1)),`,
    `\`\${a.day} \${a.key}\` <= \`\${b.day} \${b.key}\``,
    "Two of one day and key are the same, in whatever order",
  ],
  [
    "read-roster.ts",
    "const placeOf = (): string => name;",
    "() => undefined",
    "A table has no settings that something could be wrong with",
  ],
];

const sources: readonly Stays[] = [
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
  ["read-row.ts", "if (inner.length === 0 && before[name] === undefined) {", "false", SHORTER],
  ["read-row.ts", "const isFirst = this.#common[attribute.name] === undefined;", "false", SHORTER],
  ["read-row.ts", "if (isFirst) this.#common[attribute.name] = value;", "false", SHORTER],
  ["rules.ts", 'const head = name.split(".", 1)[0] ?? "";', TEXT, TYPES],
];

/** Survivors in `automation/roster` that change nothing that anybody could notice, but for time and memory. */
export const roster: readonly Standing[] = [
  ...file.map((stays) => standingOf("automation/roster/file", stays)),
  ...sources.map((stays) => standingOf("automation/roster/sources", stays)),
].map((one): Standing => ({ ...one, equivalent: true }));
