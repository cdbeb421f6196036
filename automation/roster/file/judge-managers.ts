import { caseless } from "../../../provider/core/model/value";
import { nearest } from "../cells/folded-names";
import type { Diagnostic, Person, RawRoster } from "../model/roster";

/** So many people of a circle are named. */
const MOST_NAMES = 12;

export interface JudgedManagers {
  readonly people: ReadonlyMap<string, Person>;
  readonly diagnostics: readonly (readonly [key: string, diagnostic: Diagnostic])[];
  /** How many have a manager whom the files know and who is not declared today. */
  readonly absent: number;
}

/**
 * Finds everybody's manager: by key, or by an address, a sign-in name or a column that only one person has. A manager who is known and
 * not declared, by a date for example, is nobody's manager today.
 */
export function judgeManagers(raw: RawRoster, people: ReadonlyMap<string, Person>): JudgedManagers {
  const diagnostics: [string, Diagnostic][] = [];
  const tell = (key: string, reason: string): void => void diagnostics.push([key, { path: ["manager"], reason }]);
  let absent = 0;
  // Whoever is held, by name or for what is wrong with their row, stays somebody's manager.
  const bad = raw.diagnostics.flatMap(({ key, holds }) => (holds ? [key] : []));
  const held: ReadonlySet<string> = new Set([...raw.held.keys(), ...bad]);
  // Many have one manager, and an ambiguous name can be that of everybody: each is looked for once.
  const known = new Map<string, ReturnType<typeof keyOf>>();
  const managerOf = (manager: string, by: string | undefined): ReturnType<typeof keyOf> => {
    const text = JSON.stringify([by, manager]);
    const outcome = known.get(text) ?? keyOf({ raw, people, held, folded }, manager, by);
    known.set(text, outcome);
    return outcome;
  };
  const found = new Map<string, Person>();
  const folded = new Map([...people.keys()].map((key) => [caseless(key), key]));
  for (const [key, person] of people) {
    const { manager } = person;
    const outcome = typeof manager === "string" ? managerOf(manager, raw.people.get(key)?.managerBy) : manager;
    if (typeof outcome === "object" && outcome !== null) {
      tell(key, outcome.problem);
      found.set(key, person);
    } else if (typeof outcome === "string" && !people.has(outcome) && !held.has(outcome)) {
      absent++;
      found.set(key, { ...person, manager: undefined });
    } else found.set(key, outcome === manager ? person : { ...person, manager: outcome });
  }
  return { people: found, diagnostics: [...diagnostics, ...circles(found)], absent };
}

interface Looking {
  readonly raw: RawRoster;
  readonly people: ReadonlyMap<string, Person>;
  readonly held: ReadonlySet<string>;
  /** Keys without regard to case. */
  readonly folded: ReadonlyMap<string, string>;
}

function keyOf(
  { raw, people, held, folded }: Looking,
  manager: string,
  by: string | undefined,
): string | { readonly problem: string } {
  if (by === undefined && (people.has(manager) || held.has(manager) || raw.absent.has(manager))) return manager;
  for (const name of by === undefined ? ["email", "username"] : [by]) {
    const keys = raw.keysBy(name, manager);
    const declared = keys.filter((key) => people.has(key) || held.has(key));
    const [key, another] = declared.length > 0 ? declared : keys;
    if (another !== undefined) return { problem: `"${manager}" is the ${name} of ${key} and of ${another}; say a key` };
    if (key !== undefined) return key;
  }
  if (by !== undefined) return { problem: `"${manager}" is nobody's ${by} in these files` };
  const near = folded.get(caseless(manager)) ?? (people.size < FEW ? nearest(manager, people.keys()) : undefined);
  const hint = near === undefined ? "" : `; did you mean ${near}?`;
  return { problem: `"${manager}" is nobody's key in this file, and nobody's email or username${hint}` };
}

/** Up to so many keys a near one is looked for; with more of them the time would grow with the square. */
const FEW = 1_000;

function circles(people: ReadonlyMap<string, Person>): readonly [string, Diagnostic][] {
  const diagnostics: [string, Diagnostic][] = [];
  const done = new Set<string>();
  for (const start of people.keys()) {
    const chain = new Set<string>();
    let key: string | null | undefined = start;
    while (typeof key === "string" && !done.has(key)) {
      if (chain.has(key)) {
        const members = [...chain];
        const circle = [...members.slice(members.indexOf(key)), key];
        diagnostics.push([key, { path: ["manager"], reason: `the managers form a circle: ${circleText(circle)}` }]);
        break;
      }
      chain.add(key);
      key = people.get(key)?.manager;
    }
    for (const member of chain) done.add(member);
  }
  return diagnostics;
}

function circleText(circle: readonly string[]): string {
  const names = circle.length <= MOST_NAMES ? circle : [...circle.slice(0, MOST_NAMES - 2), "...", ...circle.slice(-1)];
  return names.join(" -> ");
}
