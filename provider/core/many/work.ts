import type { Properties } from "../contract/declaration.js";
import { NotFoundError, type RosterError } from "../contract/errors.js";
import { isRecord, own } from "../model/value.js";
import { withDefaults } from "./people.js";
import { type Names, waitingFor, withAccountIds } from "./references.js";
import type { SetState } from "./set-state.js";
import type { Work } from "./write-people.js";

/** What is to be done for one person, now that as many of the others as possible have accounts. */
export function workOf(key: string, news: Properties, state: SetState): Work {
  const person = personIn(news, key);
  const names = namesNow(news, state);
  const waiting = new Set(waitingFor(state.capabilities, person, names).map(([reference]) => reference));
  const settable = Object.fromEntries(Object.entries(person).filter(([name]) => !waiting.has(name)));
  const reachable = withAccountIds(state.capabilities, settable, names);
  const id = state.idOf(key);
  return {
    key,
    person: withDefaults(state.capabilities, reachable, news),
    ...(id === undefined ? {} : { last: { id, outputs: state.lastOf(key) } }),
  };
}

/** Why somebody who is otherwise done is not finished: whom they name, such as their manager, has no account yet. */
export function waitsForOthers(key: string, news: Properties, state: SetState): RosterError | undefined {
  const waiting = waitingFor(state.capabilities, personIn(news, key), namesNow(news, state));
  if (waiting.length === 0) return undefined;
  const each = waiting.map(([reference, other]) => `${reference}: is not set yet, as ${other} has no account`);
  return new NotFoundError(`${each.join("; ")}; the next run sets it`);
}

function namesNow({ users }: Properties, state: SetState): Names {
  const people = isRecord(users) ? users : {};
  return { has: (key) => Object.hasOwn(people, key), idOf: (key) => state.idOf(key) };
}

function personIn({ users }: Properties, key: string): Properties {
  const person = isRecord(users) ? own(users, key) : undefined;
  return isRecord(person) ? person : {};
}
