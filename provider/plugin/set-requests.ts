import type { Properties } from "../core/contract/declaration.js";
import { InvalidArgumentsError } from "../core/contract/errors.js";
import type { ResourceKind } from "../core/contract/kind.js";
import { checkUsers } from "../core/many/check.js";
import { keysOf, peopleOf } from "../core/many/people.js";
import { hasUnknown, isRecord, isTextList, parsePath, pathText, UNKNOWN } from "../core/model/value.js";
import { unpacked } from "../fitting-outputs.js";
import { MalformedRequestError } from "./malformed-request.js";
import { alignedAt, isOpen, misshapen } from "./requests.js";
import { type Received, receive } from "./wire-values.js";

/** A set's arguments or outputs as a request holds them, each person in the shape that core trusts. */
export function receiveUsers(kind: ResourceKind, map: Buffer | undefined, what: string): Received {
  const { properties, secrets } = receive(map);
  const received = { properties: unpacked(properties), secrets };
  const { users, ids, origins } = received.properties;
  for (const [name, map] of Object.entries({ users, ids, origins })) {
    if (!isOpen(map) && !isRecord(map)) throw new MalformedRequestError(`${what}: ${name} must be an object`);
  }
  for (const [key, person] of Object.entries(isRecord(users) ? users : {})) {
    if (person === UNKNOWN) continue;
    const problems = isRecord(person) ? misshapen(kind, person) : ["must be an object"];
    for (const problem of problems) throw new MalformedRequestError(`${what}: ${pathText(["users", key])}: ${problem}`);
  }
  return received;
}

/** Arguments that a call is to make true: they must be known, and have passed check. */
export function receiveFinalUsers(kind: ResourceKind, map: Buffer | undefined, what: string): Received {
  const received = receiveUsers(kind, map, what);
  if (hasUnknown(received.properties)) {
    throw new MalformedRequestError(`${what}: something in it is not known yet, and this is not a preview`);
  }
  const { issues } = checkUsers(kind, received.properties, {});
  if (issues.length > 0) throw new InvalidArgumentsError(issues);
  return received;
}

/**
 * The old outputs as if each ignored property were as declared. A wildcard, or the whole map, stands for everybody who
 * is in both: it never hides who joins or leaves.
 */
export function withIgnoredPeople(olds: Properties, news: Properties, ignored: readonly string[]): Properties {
  const declared = peopleOf(news);
  const people = new Map(peopleOf(olds));
  let own = olds;
  for (const text of ignored) {
    const path = parsePath(text.replace(/\*/g, '"*"').replace(/(^|\.)"\*"/g, '["*"]'));
    // A place in a list names nobody: each person has a key, and their lists are compared as sets.
    if (!isTextList(path)) continue;
    const [name = "*", ...inside] = path;
    if (name !== "users") own = name === "*" ? { ...own, ...news } : (alignedAt(own, news, [name]) as Properties);
    if (name !== "users" && name !== "*") continue;
    const [key = "*", ...rest] = name === "*" ? [] : inside;
    const meant = key === "*" ? keysOf(news) : [key];
    const until = rest.indexOf("*");
    const names = until < 0 ? rest : rest.slice(0, until);
    for (const one of meant) {
      const [before, now] = [people.get(one), declared.get(one)];
      if (before && now) people.set(one, alignedAt(before, now, names) as Properties);
    }
  }
  return { ...own, users: Object.fromEntries(people) };
}
