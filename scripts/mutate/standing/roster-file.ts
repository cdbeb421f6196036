import { REMEMBERED, SHORTER, TYPES, UNHELD, UNREAD } from "./reasons";
import { LIST, type Standing, type Stays, standingOf, TEXT } from "./survivor";

const stays: readonly Stays[] = [
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

export const rosterFile: readonly Standing[] = stays.map((one) => ({
  ...standingOf("automation/roster/file", one),
  equivalent: true,
}));
