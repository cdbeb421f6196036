import { FIRST, NAMELESS, SAVED, TYPES, UNREAD } from "./reasons";
import { LIST, type Standing, TEXT } from "./survivor";

const ONCE = "No key is there twice";
const HAS_ID = "Whoever is known has an account";

export const coreMany: readonly Standing[] = [
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
  {
    file: "many/arguments.ts",
    line: "return [name, SetMode.optional().meta({ description })];",
    to: "{}",
    why: "A description alone: test/repository/generated.test.ts holds what is made of it against it",
    equivalent: false,
  },
  {
    file: "many/progress.ts",
    line: "const [, done, total] = /^([\\d,]+) of ([\\d,]+) people done, /.exec(text) ?? [];",
    to: LIST,
    why: FIRST,
  },
  {
    file: "many/progress.ts",
    line: "return done && total ? numberIn(done) / numberIn(total) : undefined;",
    to: "done || total",
    why: "Both numbers are there, or neither",
  },
  {
    file: "many/references.ts",
    line: "const open = depths.has(start) ? [] : [start];",
    to: LIST,
    why: UNREAD,
  },
  {
    file: "many/set-state.ts",
    line: 'const member = { id: known.ids.get(key) ?? "", origin, outputs: withAccountIds(capabilities, person, names) };',
    to: TEXT,
    why: HAS_ID,
  },
  { file: "many/set-state.ts", line: "if (!member) return {};", to: "false", why: TYPES },
  {
    file: "many/set-state.ts",
    line: 'origin: (origin as Origin | undefined) ?? "created",',
    to: '""',
    why: TYPES,
  },
  {
    file: "many/set-state.ts",
    line: "const names: Names = { has: (key) => this.#members.has(key), idOf: (key) => this.idOf(key) };",
    to: "() => undefined",
    why: "Whoever has that account is told by its key as well",
  },
  {
    file: "many/work.ts",
    line: "const person = isRecord(users) ? own(users, key) : undefined;",
    to: "true",
    why: "Whoever is worked on is among the people",
  },
  { file: "many/failures.ts", line: 'const [first = ""] = keys;', why: "A reason stops somebody" },
  { file: "many/failures.ts", line: 'const [only = ""] = keys;', why: "A reason stops somebody" },
  {
    file: "many/failures.ts",
    line: "return { reason: keys.length === 1 ? (this.#byKey.get(first)?.message ?? reason) : reason, keys };",
    why: "A reason stops somebody",
  },
].map(({ file, ...rest }): Standing => ({ file: `provider/core/${file}`, equivalent: true, ...rest }));
