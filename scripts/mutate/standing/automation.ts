import { CAUSE, SAVED, TYPES, UNREAD } from "./reasons";
import { LIST, type Standing, TEXT } from "./survivor";

const ABSENT = "Everybody who changes has a snapshot, so that it is never absent";
const NO_SUCH = "No person has an attribute of that name";
const NEEDED = "The compiler asks for it: it is always there";

const STRYKER = LIST;
const TYPED =
  'if (!isRecord(resource) || typeof resource["urn"] !== "string" || typeof resource["type"] !== "string") return [];';

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
  ...(
    [
      [
        "evaluate.ts",
        "isAdministrator(resourceKindOf(person).capabilities, person.observed, own.administrativeRoles ?? []),",
        UNREAD,
      ],
      ["groups.ts", "if (!Array.isArray(ids)) return [];", UNREAD],
      [
        "groups.ts",
        `return ids.flatMap((id) => (typeof id === "string" ? [\`\${person.platform}:\${id}\`] : []));`,
        UNREAD,
      ],
      [
        "removal-limits.ts",
        "function removals({ changes, groups = [] }: Leaving): ReadonlyMap<PlatformId, readonly Removal[]> {",
        UNREAD,
      ],
    ] as const
  ).map(
    ([file, line, why]): Standing => ({
      file: `automation/plan/guards/${file}`,
      line,
      to: STRYKER,
      why,
      equivalent: true,
    }),
  ),
  ...(
    [
      [
        "if (keyBefore !== undefined && declared && isMember) add(keyBefore, key, change?.name ?? key);",
        "change.name",
        TYPES,
      ],
      ["if (change.departure === undefined || snapshot?.declared) continue;", "snapshot.declared", ABSENT],
      [
        `for (const address of addressesOf(snapshot?.observed)) leaving.set(\`\${change.platform}:\${address}\`, change);`,
        "snapshot.observed",
        ABSENT,
      ],
      ["if (!snapshot?.declared || snapshot.observed) continue;", "snapshot.declared", ABSENT],
    ] as const
  ).map(
    ([line, to, why]): Standing => ({
      file: "automation/plan/guards/key-changes.ts",
      line,
      to,
      why,
      equivalent: true,
    }),
  ),
  {
    file: "automation/plan/guards/removal-limits.ts",
    line: "if (!(error instanceof ConfigurationError)) throw error;",
    to: "false",
    why: "No other error is thrown there",
    equivalent: true,
  },
  {
    file: "automation/plan/guards/removal-limits.ts",
    line: 'throw new Failure("vendor", error.message, { cause: error });',
    to: "{}",
    why: CAUSE,
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
      to: STRYKER,
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
      [
        "addresses.ts",
        'return typeof argument === "string" && ADDRESSES.includes(argument);',
        "What is no text is no such argument",
      ],
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
      ["hidden-people.ts", "...(activation ? [activation.attribute] : []),", NO_SUCH],
      [
        "names.ts",
        "constructor(entities: readonly EntitySnapshot[], found: readonly (Reference & { readonly name: string })[] = []) {",
        UNREAD,
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
      ["traits.ts", "const parts = (capabilities.fullName ?? []).map((attribute) => side?.[attribute]);", NO_SUCH],
      [
        "traits.ts",
        'if (rest.length > 0 || typeof name !== "string" || !Object.hasOwn(attributes, name)) return false;',
        "What is no text names no attribute",
      ],
      ["traits.ts", "return attributes[naturalKey]?.compareBy?.(text) ?? text;", NEEDED],
    ] as const
  ).map(([file, line, why]): Standing => ({ file: `automation/plan/review/${file}`, line, why, equivalent: true })),
  {
    file: "automation/plan/review/traits.ts",
    line: "return [...(sections[section] ?? []), ...extraNames].some((name) => caseless(name) === caseless(member));",
    to: STRYKER,
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
  ...(
    [
      [
        "resources.flatMap(({ urn, observed }) => (hiddenParts(observed?.outputs ?? {}).length > 0 ? [urn] : [])),",
        "observed.outputs",
        TYPES,
      ],
      [
        "resources.flatMap(({ urn, observed }) => (hiddenParts(observed?.outputs ?? {}).length > 0 ? [urn] : [])),",
        STRYKER,
        UNREAD,
      ],
      ["if (!Array.isArray(resources)) return [];", STRYKER, UNREAD],
      [TYPED, "false", "A state's types are texts, and no other value is called as one of ours"],
      [TYPED, STRYKER, UNREAD],
      ["if (meaningOf(type) === undefined) return [];", STRYKER, UNREAD],
      [
        'const observed = { id: typeof id === "string" ? id : "", inputs: {}, outputs, retainOnDelete: false, provider: "" };',
        TEXT,
        "Nobody asks a state by which provider somebody is served: only a plan",
      ],
      ["return [{ urn, type, observed, differing: [] }];", STRYKER, "Nobody asks a state what differs: only a plan"],
    ] as const
  ).map(([line, to, why]): Standing => ({ file: "automation/runs/apply/settle.ts", line, to, why, equivalent: true })),
  {
    file: "automation/runs/apply/settle.ts",
    line: 'const observed = { id: typeof id === "string" ? id : "", inputs: {}, outputs, retainOnDelete: false, provider: "" };',
    to: "true",
    why: "Nobody asks a state what it retains: only a plan",
  },
];
