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
const NOBODYS = "Nothing in any account or state is called that";
const OF_ARGUMENTS = "The names are those of arguments, which all have traits";
const ONCE = "No key is there twice";
const HAS_ID = "Whoever is known has an account";
const NAMELESS = "Without a natural key nobody is found, declared or given another one: the types ask for it";
const WORDING = "Only the wording of a message, whose code, property and account are tested";
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
  ...[
    "impliedHere: readonly string[] = [],",
    "const implied = new Set([...(traits?.implied ?? []), ...impliedHere]);",
    "const own = mapSections(members, (names) => withoutImplied(capabilities.sets[name], names, []));",
  ].map(
    (line): Standing => ({
      file: "provider/core/contract/declaration.ts",
      line,
      to: '["Stryker was here"]',
      why: UNREAD,
      equivalent: true,
    }),
  ),
  {
    file: "provider/core/contract/declaration.ts",
    line: "if (uniqueWithin === undefined) return found;",
    to: "false",
    why: "No reference has no name, so that all are in one place",
    equivalent: true,
  },
  ...["if (known) return known;", "schemas.set(capabilities, schema);"].map(
    (line): Standing => ({ file: "provider/core/contract/options.ts", line, why: SAVED, equivalent: true }),
  ),
  {
    file: "provider/core/model/value.ts",
    line: "} catch {",
    why: "A function that ends without a result gives undefined as well",
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
  ...[
    {
      file: "reads/queries.ts",
      line: "const place = uniqueWithin === undefined ? undefined : rest[uniqueWithin];",
      to: "false",
      why: "What is unique everywhere has no place: no other name is left by then",
    },
    {
      file: "reads/queries.ts",
      line: 'place === undefined || uniqueWithin === undefined || (references[uniqueWithin] ?? "") === place;',
      to: "false",
      why: "Where there is a place, it is known in what",
    },
    {
      file: "reads/queries.ts",
      line: "const matches = ({ id, attributes, unseen = [] }: Observed): boolean => {",
      to: '["Stryker was here"]',
      why: NOBODYS,
    },
    {
      file: "reads/shared-listing.ts",
      line: "#shown: Wanted = [];",
      to: '["Stryker was here"]',
      why: "Nothing is compared with it before the listing is begun",
    },
    {
      file: "reads/shared-listing.ts",
      line: 'this.#state = "failed";',
      to: '""',
      why: "Whatever is neither open nor complete has failed",
    },
    {
      file: "reads/shared-listing.ts",
      line: "return listed && this.clock.now() - listed.at <= LONGEST_MEMORY ? listed.entity : undefined;",
      to: "this.clock.now() - listed.at < LONGEST_MEMORY",
      why: "In that very millisecond either answer is good",
      equivalent: false,
    },
    {
      file: "reads/verified-connector.ts",
      line: "if (manyAtMost !== undefined) this.manyAtMost = manyAtMost;",
      to: "true",
      why: "Undefined is as good as absent",
    },
    {
      file: "lifecycle/adopt-account.ts",
      line: 'const changes = [...missing, ...unseenChanges(kind, declared, before, "adoption")];',
      to: '""',
      why: "Whatever is not after a creation is an adoption",
    },
    {
      file: "lifecycle/apply-changes.ts",
      line: 'return kind === "activation" && to === session.kind.capabilities.activation?.inactive;',
      to: "session.kind.capabilities.activation.inactive",
      why: "A change of that kind is one of these traits",
    },
    {
      file: "lifecycle/converge.ts",
      line: 'const kept = missing.flatMap((change) => partlyKept(capabilities, change) ?? []).join("");',
      why: WORDING,
      equivalent: false,
    },
    {
      file: "lifecycle/outputs.ts",
      line: 'const kept = [...Object.keys(info.shape), "tenant", "origin", ...(activation ? [activation.attribute] : [])];',
      to: '["Stryker was here"]',
      why: NOBODYS,
    },
    { file: "lifecycle/outputs.ts", line: "unseen: readonly string[] = [],", to: '["Stryker was here"]', why: NOBODYS },
    {
      file: "lifecycle/partial-error.ts",
      line: 'const isUnseen = step.way === "creation" && step.unseen !== undefined;',
      to: "true",
      why: "Only a creation has an account that could not be looked at",
    },
    {
      file: "lifecycle/partial-error.ts",
      line: "([name]) => name === capabilities.naturalKey || capabilities.attributes[name]?.createOnly,",
      to: "capabilities.attributes[name].createOnly",
      why: OF_ARGUMENTS,
    },
    {
      file: "lifecycle/reconcile.ts",
      line: "if (person !== undefined) ownership.persons.gone(person, account);",
      to: "true",
      why: NAMELESS,
    },
    {
      file: "lifecycle/reconcile.ts",
      line: "if (!olds && owner !== undefined) ownership.takers.take(accountOf(session, tenant, observed.id), owner);",
      to: "true",
      why: "A resource without a name is checked by nobody",
    },
    {
      file: "lifecycle/reconcile.ts",
      line: "const isDeclared = person !== undefined && ownership.isDeclared(kind.platform.id, person, kind.name);",
      to: "true",
      why: NAMELESS,
    },
    {
      file: "lifecycle/reconcile.ts",
      line: 'ownership.persons.takenFor(person, account, "removal", kind.capabilities.naturalKey);',
      to: '""',
      why: "Whatever is no read is a removal",
    },
    {
      file: "lifecycle/reconcile.ts",
      line: 'reason = notEmpty(kind, id, policy === "delete" ? "delete" : "delete-empty", contents);',
      to: '""',
      why: "Whatever is no deletion with all is one of what is empty",
    },
    {
      file: "lifecycle/reconcile.ts",
      line: "const former = person === undefined ? undefined : ownership.persons.formerIdOf(person, account);",
      to: "false",
      why: NAMELESS,
    },
    {
      file: "lifecycle/reconcile.ts",
      line: "const [, kind] = /^([A-Za-z]\\w*):/.exec(id) ?? [];",
      to: '["Stryker was here"]',
      why: "Its second item is undefined, too",
    },
    {
      file: "lifecycle/reconcile.ts",
      line: "Object.entries(desired.attributes).filter(([name]) => !capabilities.attributes[name]?.afterCreate),",
      to: "capabilities.attributes[name].afterCreate",
      why: OF_ARGUMENTS,
    },
    {
      file: "session/known-people.ts",
      line: "readonly isDeclared: (naturalKey: string) => boolean = () => false,",
      to: "() => undefined",
      why: "Undefined is as good as false",
    },
    {
      file: "session/known-people.ts",
      line: "this.#nameParts = [...(capabilities.fullName ?? []), ...named.map(([name]) => name)];",
      to: '["Stryker was here"]',
      why: NOBODYS,
    },
    {
      file: "session/known-people.ts",
      line: "const { naturalKey, fullName = [] } = this.capabilities;",
      to: '["Stryker was here"]',
      why: NOBODYS,
    },
    {
      file: "session/known-people.ts",
      line: 'for (const name of this.#nameParts) this.#note(person[name], "name");',
      to: '""',
      why: "Whatever is neither a key nor a value is a name",
    },
    {
      file: "session/known-people.ts",
      line: 'this.#note(parts.join(" "), "name");',
      to: '""',
      why: "Whatever is neither a key nor a value is a name",
    },
    { file: "session/known-people.ts", line: "this.#fresh.clear();", why: SAVED },
    {
      file: "session/known-people.ts",
      line: "if (/^[a-z0-9](?:[\\x20-\\x7e]*[a-z0-9])?$/.test(text)) return text;",
      why: SAVED,
    },
    {
      file: "session/persons.ts",
      line: "if (stay.from !== undefined) this.#moving.set(placeOf(account, stay.from), account);",
      to: "true",
      why: NAMELESS,
    },
    {
      file: "session/persons.ts",
      line: 'const known = during === "read" ? this.#read : this.#removed;',
      to: 'during !== "read"',
      why: "The two are kept apart, whichever is which",
    },
    {
      file: "session/stays.ts",
      line: 'if (typeof tenant !== "string" || id === "" || to === undefined || !ownership.isDeclared(platform, to, kind)) return;',
      to: "false",
      why: NAMELESS,
    },
    {
      file: "session/stays.ts",
      line: "if (resource !== undefined) ownership.takers.take({ kind, platform, tenant, id }, resource);",
      to: "true",
      why: "A resource without a name is checked by nobody",
    },
    { file: "session/takers.ts", line: "if (resources.has(resource)) return;", to: "false", why: SAVED },
    {
      file: "session/takers.ts",
      line: "for (const account of this.#accounts.get(resource) ?? []) this.#refuseSecond(account, resource);",
      to: '["Stryker was here"]',
      why: NOBODYS,
    },
    {
      file: "session/takers.ts",
      line: "const others = [...(this.#resources.get(textOf(account)) ?? [])];",
      to: '["Stryker was here"]',
      why: NOBODYS,
    },
    {
      file: "session/vocabulary-check.ts",
      line: "if (found.flat().length === 0) return none;",
      to: "false",
      why: SAVED,
    },
    {
      file: "session/vocabulary-check.ts",
      line: "return Promise.all(intents.map((intent, i) => this.#judged(intent, found[i] ?? [])));",
      to: '["Stryker was here"]',
      why: "There is something found, or nothing, for each intent",
    },
    { file: "many/held.ts", line: "if (held.size === 0) return users;", to: "false", why: SAVED },
    {
      file: "many/held.ts",
      line: 'const isAbsent = (key: unknown): boolean => typeof key === "string" && held.has(key) && !before.has(key);',
      to: "true",
      why: "What is no text is nobody's key",
    },
    { file: "many/held.ts", line: "if (names.length === 0) return person;", to: "false", why: SAVED },
    {
      file: "many/held.ts",
      line: "return held.size === 0 ? known : { ...known, people: new Map([...known.people].filter(([key]) => !held.has(key))) };",
      to: "false",
      why: SAVED,
    },
    {
      file: "many/import.ts",
      line: "const users = state.named(new Map([...inputs].sort(([a], [b]) => (a < b ? -1 : 1))), {});",
      to: "a <= b",
      why: ONCE,
    },
    {
      file: "many/reconcile.ts",
      line: "const sorted = new Map([...inputs].sort(([a], [b]) => (a < b ? -1 : 1)));",
      to: "a <= b",
      why: ONCE,
    },
    {
      file: "many/failures.ts",
      line: "const failed = [...this.#byKey].sort(([a], [b]) => (a < b ? -1 : 1));",
      to: "a <= b",
      why: ONCE,
    },
    {
      file: "many/set-state.ts",
      line: "const members = [...this.#members].sort(([a], [b]) => (a < b ? -1 : 1));",
      to: "a <= b",
      why: ONCE,
    },
    {
      file: "many/reconcile.ts",
      line: 'const found = await read(session, state.idOf(key) ?? "", state.lastOf(key), ownerOfPerson(run.owner, key));',
      why: HAS_ID,
    },
    {
      file: "many/reconcile.ts",
      line: "const joiners = new Map(plan.joiners.map((key) => [key, people.get(key) ?? {}]));",
      to: "people.get(key) && {}",
      why: "Whom others wait for is asked by key alone",
    },
    {
      file: "many/declared.ts",
      line: "if (naturalKey !== undefined) ownership.declare(platform.id, naturalKey, name);",
      to: "true",
      why: NAMELESS,
    },
    {
      file: "many/removals.ts",
      line: 'const onDestroy = people.get(key)?.["onDestroy"] ?? own["onDestroy"];',
      to: 'people.get(key)["onDestroy"]',
      why: HAS_ID,
    },
    {
      file: "many/removals.ts",
      line: 'const { inactive, attribute = "" } = capabilities.activation ?? {};',
      why: "Where nothing can be switched off, nobody is",
    },
    { file: "many/people.ts", line: "return defaults.length === 0", to: "false", why: SAVED },
    { file: "many/people.ts", line: "if (leavers.size === 0) return renames;", to: "false", why: SAVED },
    {
      file: "many/remove-people.ts",
      line: 'const departure = await remove(quiet, state.idOf(key) ?? "", state.lastOf(key), ownerOfPerson(owner, key));',
      why: HAS_ID,
    },
    {
      file: "many/check.ts",
      line: 'const old = before.get(key) ?? before.get(renames.get(key) ?? "");',
      why: "Nobody has such a key",
    },
    {
      file: "many/references.ts",
      line: "return named.length === 0 ? person : { ...person, ...Object.fromEntries(named) };",
      to: "false",
      why: SAVED,
    },
    {
      file: "many/references.ts",
      line: 'const waits = typeof key === "string" && names.has(key) && names.idOf(key) === undefined;',
      to: "true",
      why: "What is no text is nobody's key",
    },
    {
      file: "many/references.ts",
      line: 'return [{ path: ["users", circle[0] ?? "", reference], reason }];',
      why: "A circle has somebody in it",
    },
    {
      file: "many/references.ts",
      line: "references.flatMap((reference) => keyIn(people.get(key)?.[reference], awaited, NOBODY) ?? []);",
      why: "Whoever is named is awaited, and among the people",
    },
    {
      file: "many/references.ts",
      line: "const next = depths.has(key) ? [] : named.filter((other) => !depths.has(other));",
      why: "Whoever is looked at again is placed as before",
    },
    {
      file: "many/references.ts",
      line: "if (!depths.has(key)) depths.set(key, 0);",
      to: "true",
      why: "Whoever is looked at again is placed as before",
    },
    { file: "many/references.ts", line: "found[depth]?.push(key);", why: "The list was made for that depth" },
    {
      file: "many/refuse-unoffered.ts",
      line: 'if (issues.length > 0) failures.add(keys[i] ?? "", new InvalidArgumentsError(issues));',
      why: "There are issues, or none, for each key",
    },
    { file: "many/refuse-unoffered.ts", line: "if (changed && id !== undefined) {", why: HAS_ID },
    {
      file: "many/plan.ts",
      line: 'const { change, issues: found } = compare(person, known.people.get(before) ?? {}, known.ids.get(before) ?? "");',
      why: HAS_ID,
    },
    {
      file: "many/plan.ts",
      line: "return id === undefined ? [] : [[key, id] as const];",
      to: "false",
      why: "Nobody is named by an id that is none",
    },
    { file: "many/failures.ts", line: 'const [first = ""] = keys;', why: "A reason stops somebody" },
    { file: "many/failures.ts", line: 'const [only = ""] = keys;', why: "A reason stops somebody" },
    {
      file: "many/failures.ts",
      line: "return { reason: keys.length === 1 ? (this.#byKey.get(first)?.message ?? reason) : reason, keys };",
      why: "A reason stops somebody",
    },
  ].map(({ file, ...rest }): Standing => ({ file: `provider/core/${file}`, equivalent: true, ...rest })),
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
