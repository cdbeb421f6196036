import type { Properties } from "../contract/declaration.js";
import { NotFoundError, type RosterError } from "../contract/errors.js";
import { isRecord } from "../model/value.js";
import { type ManagerNames, withManagerId } from "./managers.js";
import { withDefaults } from "./people.js";
import type { SetState } from "./set-state.js";
import type { Work } from "./write-people.js";

/** What is to be done for one person, now that as many of the others as possible have accounts. */
export function workOf(key: string, news: Properties, state: SetState): Work {
  const person = personIn(news, key);
  const names = namesNow(news, state);
  const { manager: _, ...withoutManager } = person;
  const reachable = managerWaitedFor(person, names) === undefined ? withManagerId(person, names) : withoutManager;
  const id = state.idOf(key);
  return {
    key,
    person: withDefaults(state.capabilities, reachable, news),
    ...(id === undefined ? {} : { last: { id, outputs: state.lastOf(key) } }),
  };
}

/** Why somebody who is otherwise done is not finished: their manager has no account yet. */
export function waitsForManager(key: string, news: Properties, state: SetState): RosterError | undefined {
  const manager = managerWaitedFor(personIn(news, key), namesNow(news, state));
  if (manager === undefined) return undefined;
  return new NotFoundError(`manager: is not set yet, as ${manager} has no account; the next run sets it`);
}

function managerWaitedFor({ manager }: Properties, names: ManagerNames): string | undefined {
  return typeof manager === "string" && names.has(manager) && names.idOf(manager) === undefined ? manager : undefined;
}

function namesNow({ users }: Properties, state: SetState): ManagerNames {
  const people = isRecord(users) ? users : {};
  return { has: (key) => Object.hasOwn(people, key), idOf: (key) => state.idOf(key) };
}

function personIn({ users }: Properties, key: string): Properties {
  const person = isRecord(users) && Object.hasOwn(users, key) ? users[key] : undefined;
  return isRecord(person) ? person : {};
}
