import { SAVED, UNREAD } from "./reasons";
import type { Standing } from "./survivor";

const ABSENT = "Everybody who changes has a snapshot, so that it is never absent";
const NEEDED = "The compiler asks for it: it is always there";

export const automation: readonly Standing[] = [
  {
    file: "automation/plan/plan-file.ts",
    line: 'content = JSON.parse(readFileSync(path, "utf8"));',
    to: '""',
    why: "Bytes are read as UTF-8 all the same",
    equivalent: true,
  },
  {
    file: "automation/plan/guards/approvals.ts",
    line: 'const [, name = "", count = ""] = /^([A-Za-z]+(?:\\.[A-Za-z]+)?)=(\\d+)$/.exec(text) ?? [];',
    why: "A text that doesn't match has no name, whatever is taken for its count",
    equivalent: true,
  },
  {
    file: "automation/plan/guards/evaluate.ts",
    line: "if (!person.declared) continue;",
    why: "Who leaves has no natural key and no address there, and is passed over below",
    equivalent: true,
  },
  {
    file: "automation/plan/guards/evaluate.ts",
    line: "const sides = [snapshot?.declared, snapshot?.observed, snapshot?.stored];",
    why: ABSENT,
    equivalent: true,
  },
  {
    file: "automation/plan/guards/groups.ts",
    line: "if (deleted.length === 0) return [];",
    to: "false",
    why: SAVED,
    equivalent: true,
  },
  ...[
    "return side === undefined ? [] : groupsIn(person, side);",
    'return (review.groups ?? []).filter(({ change }) => change === "deleted");',
  ].map(
    (line): Standing => ({
      file: "automation/plan/guards/groups.ts",
      line,
      to: '["Stryker was here"]',
      why: UNREAD,
      equivalent: true,
    }),
  ),
  {
    file: "automation/plan/guards/copies.ts",
    line: 'return copies !== undefined && change.departure === "deleted" && Boolean((observed ?? stored)?.[copies.output]);',
    to: "(observed ?? stored)[copies.output]",
    why: ABSENT,
    equivalent: true,
  },
  ...(
    [
      ["build-review.ts", "extraRoles: extraRoles[person.platform] ?? [],", UNREAD],
      ["build-review.ts", "const extra = extraRoles[id] ?? [];", UNREAD],
      ["build-review.ts", `({ platform, declared }) => \`\${platform}:\${String(declared?.["manager"])}\`,`, NEEDED],
      [
        "build-review.ts",
        `const byKey = (byManager.get(\`\${platform}:\${key}\`) ?? []).filter((person) => person.urn === urn);`,
        UNREAD,
      ],
      [
        "build-review.ts",
        'const rank = ({ classes: [first = "other"] }: PersonChange) => CHANGE_CLASSES.indexOf(first);',
        NEEDED,
      ],
      ["calls-of-set.ts", "keys.flatMap((key) => byKey.get(key) ?? []),", NEEDED],
      [
        "calls-of-set.ts",
        'return details.filter(({ kind, to }) => kind === "role" && typeof to === "string").length;',
        "Whoever is new loses no role",
      ],
      [
        "calls-of-set.ts",
        'return details.filter(({ kind, to }) => kind === "manager" && typeof to === "string").length;',
        "Whoever is new loses no manager",
      ],
      [
        "calls-of-set.ts",
        "return Array.from({ length: Math.ceil(all.length / MOST) }, (_, i) => all.slice(i * MOST, (i + 1) * MOST));",
        "Parts of nobody need no call",
      ],
      [
        "classify.ts",
        '...(hidden.some(({ kind }) => kind === "attribute") ? (["mover"] as const) : []),',
        "What is no class is passed over",
      ],
      [
        "classify.ts",
        "if (!observed || !details.some(({ kind }) => kind === capabilities.sets[ROLES]?.noun)) return {};",
        "Every platform has roles",
      ],
      ["consequences.ts", "if (changedBySignIn.length === 0 || !stored || !observed || !declared) return [];", SAVED],
      [
        "consequences.ts",
        "const { changedBySignIn = [] } = capabilities.consequences ?? {};",
        "It names no argument, so that nothing is found",
      ],
      [
        "consequences.ts",
        "const names = (capabilities.consequences?.changedBySignIn ?? []).filter((name) => found.flat().includes(name));",
        "Only platforms that have such arguments come so far",
      ],
      ["declared-by.ts", "if (keys.size === 0) return [];", SAVED],
      [
        "digest.ts",
        "return Object.fromEntries([...own, ...others].sort(([a], [b]) => (a < b ? -1 : 1)));",
        "No two subjects are equal",
      ],
      [
        "digest.ts",
        'const [declared, observed, existing] = fingerprint?.split(".") ?? [];',
        "Every fingerprint has another text there",
      ],
      ["digest.ts", "if (item === UNKNOWN) return { unknown: true };", "Nothing else is written so"],
      [
        "digest.ts",
        "return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));",
        "No two names in a map are equal",
      ],
      [
        "groups.ts",
        "return changes.sort((a, b) => rank(a) - rank(b) || (textOf(a) < textOf(b) ? -1 : 1));",
        "No two groups have one URN",
      ],
      [
        "groups.ts",
        'const change = group.kind === "group" ? changeOf(group, found.get(subjectOf(group)) ?? [], names) : undefined;',
        "What is no account adopts nothing",
      ],
      ["names.ts", "if (kind === undefined) return detail;", "Nothing has a name without a kind"],
      ["names.ts", "const named = kind && isLate ? roster.membersOf?.(platform, key, set) : undefined;", NEEDED],
      ["names.ts", "if (kind === undefined || named === undefined) return [];", NEEDED],
      [
        "names.ts",
        "return resolved.length === 0 ? person : { ...person, declared: { ...declared, ...Object.fromEntries(resolved) } };",
        SAVED,
      ],
      [
        "people.ts",
        'const [, id = "", name] = /^(?:roster:|pulumi-nodejs:dynamic\\/roster\\/)(\\w+):(User|Users|Group)$/.exec(type) ?? [];',
        "What is no type of ours has no name there",
      ],
      [
        "people.ts",
        "if (name === undefined || !isPlatformId(id)) return undefined;",
        "What is no type of ours has no platform either",
      ],
      [
        "people.ts",
        'const provider = declared?.provider ?? observed?.provider ?? stored?.provider ?? "";',
        "What is no reference is no provider of the program's own",
      ],
      [
        "people.ts",
        'const [, name = "default"] = /^urn:.*::([^:]+)::[^:]*$/.exec(reference) ?? [];',
        "A reference is a URN and an id, and nothing else",
      ],
      [
        "traits.ts",
        "const parts = (capabilities.fullName ?? []).map((attribute) => side?.[attribute]);",
        "No person has an attribute of that name",
      ],
      ["traits.ts", "return attributes[naturalKey]?.compareBy?.(text) ?? text;", NEEDED],
    ] as const
  ).map(([file, line, why]): Standing => ({ file: `automation/plan/review/${file}`, line, why, equivalent: true })),
  ...(
    [
      ["file/judge-members.ts", "if (isPlain) continue;", SAVED],
      [
        "file/judge-members.ts",
        'return "problem" in meaning ? [] : [meaning];',
        "Whoever has such a name is refused before",
      ],
      ["file/judge-roster.ts", "const lack = person?.lacks?.(at);", NEEDED],
      ["file/judge-roster.ts", "const place = person?.placeOf(at) ?? raw.file;", NEEDED],
      ["sources/read-people.ts", "if (i % BREATH === BREATH - 1) {", "It is about how often other work has its turn"],
      ["sources/read-people.ts", "if (this.setting.isJoined) {", SAVED],
      [
        "sources/read-people.ts",
        "const matched = rules.length === 0 ? NO_RULES : rules.map((i) => this.#matched(i));",
        SAVED,
      ],
      ["sources/read-people.ts", "if (known) return known;", SAVED],
      ["sources/read-people.ts", "if (!this.setting.namesManagers) return;", SAVED],
      ["sources/read-row.ts", "this.#needsRow = read.size > 0;", SAVED],
      ["sources/read-row.ts", "if (inner.length === 0 && before[name] === undefined) {", SAVED],
      ["sources/days.ts", "if (known.size < MOST_DAYS) known.set(text, day);", SAVED],
      ["sources/gathered.ts", "this.#days.set(name, known);", SAVED],
    ] as const
  ).map(([file, line, why]): Standing => ({ file: `automation/roster/${file}`, line, why, equivalent: true })),
  {
    file: "automation/plan/review/traits.ts",
    line: "return [...(sections[section] ?? []), ...extraNames].some((name) => caseless(name) === caseless(member));",
    to: '["Stryker was here"]',
    why: UNREAD,
    equivalent: true,
  },
  {
    file: "automation/runs/apply/settle.ts",
    line: "if (meaningOf(type) === undefined) return [];",
    to: "false",
    why: SAVED,
    equivalent: true,
  },
  {
    file: "automation/runs/apply/settle.ts",
    line: 'const observed = { id: typeof id === "string" ? id : "", inputs: {}, outputs, retainOnDelete: false, provider: "" };',
    to: "true",
    why: "Nobody asks a state what it retains: only a plan",
  },
];
