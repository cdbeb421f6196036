/** A survivor that stays, found by the text of its line: numbers move. */
export interface Standing {
  readonly file: string;
  readonly line: string;
  /** What it is replaced with. Default: whatever. */
  readonly to?: string;
  readonly why: string;
  /** Proven to change nothing that anybody could notice. */
  readonly equivalent?: boolean;
}

const SAVED = "It saves work: without it the same comes out empty in the end";
const ABSENT = "Everybody who changes has a snapshot, so that it is never absent";
const NEEDED = "The compiler asks for it: it is always there";
const UNREAD = "What stands there in place of nothing is no group, person or role, and is passed over";

export const standing: readonly Standing[] = [
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
    file: "automation/plan/guards/evaluate.ts",
    line: "isAdministrator(capabilities, person.observed, own.administrativeRoles ?? []),",
    to: '["Stryker was here"]',
    why: UNREAD,
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
    'if (kind !== "group" || !Array.isArray(ids)) return [];',
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
  {
    file: "provider/core/compare/check.ts",
    line: "strictSchemas.set(kind, schema);",
    why: SAVED,
    equivalent: true,
  },
  {
    file: "provider/core/compare/check.ts",
    line: "const seen: Path[] = [];",
    why: "It is no path, and so never that of an issue",
    equivalent: true,
  },
  ...[
    "const spellings = [name, ...(own(aliases, name) ?? [])];",
    'if (!isIn(before ?? [], name)) changes.push({ kind: "member", path: [...base, i], to: name });',
  ].map(
    (line): Standing => ({
      file: "provider/core/compare/diff.ts",
      line,
      to: '["Stryker was here"]',
      why: UNREAD,
      equivalent: true,
    }),
  ),
  {
    file: "provider/core/compare/respell.ts",
    line: "return isRecord(value) ? Object.values(value).flatMap(textsIn) : [];",
    to: '["Stryker was here"]',
    why: "It is a text of one form, as nothing is",
    equivalent: true,
  },
  {
    file: "provider/core/compare/suggest.ts",
    line: "if (Math.abs(name.length - wanted.length) > most) continue;",
    to: "false",
    why: "It saves work: so many letters more are as many slips",
    equivalent: true,
  },
  {
    file: "provider/core/compare/suggest.ts",
    line: "for (const name of [term.name, ...(term.titles ?? [])]) {",
    to: '["Stryker was here"]',
    why: UNREAD,
    equivalent: true,
  },
  ...["indexes.set(terms, known);", "known.set(compareBy, index);"].map(
    (line): Standing => ({ file: "provider/core/compare/unoffered.ts", line, why: SAVED, equivalent: true }),
  ),
  {
    file: "provider/core/compare/unoffered.ts",
    line: "for (const spelling of new Set([term.name, ...(term.aliases ?? [])].map(compareBy))) {",
    to: '["Stryker was here"]',
    why: UNREAD,
    equivalent: true,
  },
  {
    file: "provider/core/compare/zod-issues.ts",
    line: "const names = isRecord(value) ? Object.keys(value) : [];",
    to: '["Stryker was here"]',
    why: "A schema takes a name without a value",
    equivalent: true,
  },
  ...[
    'if (first?.code === "invalid_type" && first.path.length === 0) return [article(first.expected)];',
    'if (first?.code === "invalid_value") return first.values.map((allowed) => JSON.stringify(allowed));',
  ].map(
    (line): Standing => ({
      file: "provider/core/compare/zod-issues.ts",
      line,
      to: "first.code",
      why: "A branch that refuses a value says why",
      equivalent: true,
    }),
  ),
  {
    file: "provider/core/messages/mask.ts",
    line: "while (at < line.length && shown.length <= LONGEST_QUOTE) {",
    to: "shown.length < LONGEST_QUOTE",
    why: "What is shown of more is cut to the same length",
    equivalent: true,
  },
  {
    file: "provider/core/messages/mask.ts",
    line: "for (const form of forms.byFirst.get(folded.charAt(at)) ?? []) {",
    to: '["Stryker was here"]',
    why: UNREAD,
    equivalent: true,
  },
  {
    file: "provider/core/messages/mask.ts",
    line: "for (let at = from; at < to; ) {",
    to: "at <= to",
    why: "No word begins where another one ends",
    equivalent: true,
  },
  ...["if (/^[\\x20-\\x7E]*$/.test(text)) return lower;", "if (/^[\\w.~-]+(?: [\\w.~-]+)*$/.test(secret)) {"].map(
    (line): Standing => ({
      file: "provider/core/messages/mask.ts",
      line,
      why: "It saves work: the long way leads to the same",
      equivalent: true,
    }),
  ),
  ...[
    "/([\\w-]{1,40})([\\s\"'=:>(]{1,4})$/.exec(line.slice(Math.max(0, start - 44), start)) ?? [];",
    'const [, name = "", between = ""] =',
  ].map(
    (line): Standing => ({
      file: "provider/core/messages/secret-words.ts",
      line,
      why: "What stands there where nothing does is no name of a credential",
      equivalent: true,
    }),
  ),
  {
    file: "provider/core/messages/hidden-characters.ts",
    line: 'const before = [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? "";',
    to: '"Stryker was here!"',
    why: "It is no picture, no ideograph and no letter that joins, as nothing is",
    equivalent: true,
  },
  {
    file: "provider/core/messages/hidden-characters.ts",
    line: "return /^[\\n\\x20-\\x7E]*$/.test(text) ? text : text.replace(TROUBLE, shown);",
    to: "/^[\\n\\x20-\\x7E]$/",
    why: "It saves work: there is no trouble to be found in plain text",
    equivalent: true,
  },
  {
    file: "provider/core/compare/matching.ts",
    line: "if (place !== undefined) owners.set(place, i);",
    to: "true",
    why: "Nobody asks for the owner of no place",
    equivalent: true,
  },
  ...(
    [
      ["build-review.ts", "extraRoles: extraRoles[person.platform] ?? [],", UNREAD],
      ["build-review.ts", "const extra = extraRoles[id] ?? [];", UNREAD],
      ["build-review.ts", '({ platform, declared }) => `${platform}:${String(declared?.["manager"])}`,', NEEDED],
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
      [
        "traits.ts",
        "const names = [...(administrative?.sets[set]?.[section] ?? []), ...(set === ROLES ? extra : [])];",
        UNREAD,
      ],
      [
        "traits.ts",
        'return rest.length === 0 && typeof name === "string" && Object.hasOwn(attributes, name) && attributes[name] === value;',
        NEEDED,
      ],
    ] as const
  ).map(([file, line, why]): Standing => ({ file: `automation/plan/review/${file}`, line, why, equivalent: true })),
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
  ...[
    {
      file: "bucket.ts",
      line: "return left < -LATENESS * this.#perMillisecond ? 0 : left;",
      to: "left <= -LATENESS * this.#perMillisecond",
      why: "Nothing is so late to the last bit of a number",
    },
    {
      file: "client.ts",
      line: "if (credentials === undefined || token === undefined) return outcome.reply;",
      why: "Where there are credentials there is a token",
    },
    {
      file: "client.ts",
      line: "if (end !== undefined && clock.now() + wait >= end) throw this.#overdue(sent, isRepeated, again);",
      to: "true",
      why: "No time is later than one that is undefined",
    },
    {
      file: "path.ts",
      line: 'export function isPathSegment(text: string, kind: SegmentKind = "id"): boolean {',
      to: '""',
      why: "Whatever is no name is judged as an id",
    },
    {
      file: "retry-timing.ts",
      line: 'const since = Date.parse(date?.slice(0, LONGEST_HEADER) ?? "");',
      why: "A text that is no date, or a longer one, is none either way",
    },
    {
      file: "single-try.ts",
      line: "const secrets = [options.credentials?.secrets() ?? [], Object.values(secret)];",
      to: '["Stryker was here"]',
      why: "No answer holds that text",
    },
    {
      file: "single-try.ts",
      line: "const issued = isToken ? secretsIn(answer.body) : [];",
      to: '["Stryker was here"]',
      why: "No answer holds that text",
    },
    {
      file: "throttle.ts",
      line: "else if (head.rank < (next?.waiting[0]?.rank ?? Number.POSITIVE_INFINITY)) next = line;",
      to: "next?.waiting[0].rank",
      why: "A line that is next has somebody in it",
    },
    {
      file: "throttle.ts",
      line: "next.waiting.shift()?.go();",
      to: "next.waiting.shift().go",
      why: "A line that is next has somebody in it",
    },
    {
      file: "throttle.ts",
      line: "if (this.#wakeAt === at) this.#wakeAt = Number.POSITIVE_INFINITY;",
      to: "true",
      why: "It saves a look whether anybody may start",
    },
  ].map(({ file, ...rest }): Standing => ({ file: `provider/http/${file}`, ...rest, equivalent: true })),
  {
    file: "provider/http/bucket.ts",
    line: "if (now >= this.#heldUntil) this.#probing = false;",
    to: "now > this.#heldUntil",
    why: "An answer in the very millisecond in which the pause ends may count or not",
  },
  ...[
    {
      file: "resources.ts",
      line: "const always = Object.entries(capabilities.attributes).flatMap(([name, { secret }]) => (secret ? [[name]] : []));",
      to: '["Stryker was here"]',
      why: "No property has that name",
    },
    {
      file: "sets.ts",
      line: "const always = Object.entries(capabilities.attributes).flatMap(([name, { secret }]) => (secret ? [name] : []));",
      to: '["Stryker was here"]',
      why: "No property has that name",
    },
    {
      file: "sets.ts",
      line: "return [...secretsOf(kind, properties, secrets), ...secretsOf(kind, olds, []), [PACKED]];",
      to: '["Stryker was here"]',
      why: "No property has that name",
    },
    {
      file: "sets.ts",
      line: 'const kept = olds.secrets.filter(([name, key]) => name === "users" && held.has(String(key)));',
      to: "true",
      why: "No other argument of a set has keys",
    },
    { file: "sets.ts", line: "if (always.length === 0) return received;", to: "false", why: SAVED },
    { file: "struct-codec.ts", line: "sorted &&= last <= entry[0];", why: SAVED },
    {
      file: "set-requests.ts",
      line: 'if (name !== "users") own = name === "*" ? { ...own, ...news } : (alignedAt(own, news, [name]) as Properties);',
      to: "true",
      why: "The people are put in their place at the end",
    },
  ].map(({ file, ...rest }): Standing => ({ file: `provider/plugin/${file}`, ...rest, equivalent: true })),
  {
    file: "provider/plugin/struct-codec.ts",
    line: "if (!sorted) entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));",
    why: "An engine of JavaScript may ask only whether one comes first",
  },
];
