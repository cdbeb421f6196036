import { check } from "../core/compare/check.js";
import { issuesOf } from "../core/compare/zod-issues.js";
import type { Properties } from "../core/contract/declaration.js";
import { InvalidArgumentsError } from "../core/contract/errors.js";
import type { ResourceKind } from "../core/contract/kind.js";
import { optionNames, optionsOf } from "../core/contract/options.js";
import { hasUnknown, isRecord, isTextList, parsePath, UNKNOWN } from "../core/model/value.js";
import { MalformedRequestError } from "./malformed-request.js";
import { type Received, receive } from "./wire-values.js";

/**
 * A resource's arguments or outputs as a request holds them. Core trusts their shapes, and a state may have been edited
 * by hand.
 *
 * @param what names them in a message: "news", "olds"
 */
export function receiveEntity(kind: ResourceKind, map: Buffer | undefined, what: string): Received {
  const received = receive(map);
  for (const problem of misshapen(kind, received.properties)) throw new MalformedRequestError(`${what}: ${problem}`);
  return received;
}

/** Arguments that a call is to make true: they must be known, and have passed check. */
export function receiveFinal(kind: ResourceKind, map: Buffer | undefined, what: string): Received {
  const received = receiveEntity(kind, map, what);
  if (hasUnknown(received.properties)) {
    throw new MalformedRequestError(`${what}: something in it is not known yet, and this is not a preview`);
  }
  const { issues } = check(kind, received.properties, {});
  if (issues.length > 0) throw new InvalidArgumentsError(issues);
  return received;
}

/**
 * The old outputs as if each ignored property were as declared, so that it makes no difference. The engine has put the
 * last arguments in its place already, and outputs may know better.
 *
 * @param ignored property paths, as `ignoreChanges` has them; a wildcard stands for all that it may match
 */
export function withIgnored(olds: Properties, news: Properties, ignored: readonly string[]): Properties {
  let aligned = olds;
  for (const text of ignored) {
    const fixed = text.replace(/\.?\[?\*.*/s, "");
    const path = fixed === "" ? [] : parsePath(fixed);
    // A place in a list of roles names nobody in particular: the list is compared as a set.
    if (isTextList(path)) aligned = alignedAt(aligned, news, path) as Properties;
  }
  return aligned;
}

/** The old value with the one at the path put in its place. */
export function alignedAt(old: unknown, now: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return isRecord(old) && isRecord(now) ? { ...old, ...now } : now;
  const { [name]: before, ...others } = isRecord(old) ? old : {};
  const value = alignedAt(before, isRecord(now) ? now[name] : undefined, rest);
  if (value === undefined) return isRecord(old) ? others : old;
  return { ...others, [name]: value };
}

/** What of a person is not in the shape that core trusts. */
export function misshapen({ capabilities }: ResourceKind, properties: Properties): string[] {
  const { clear, ...others } = properties;
  const problems: string[] = [];
  for (const [name, { sections }] of Object.entries(capabilities.sets)) {
    const members = properties[name];
    if (!isOpen(members) && !(sections ? isRecord(members) : mayBeTextList(members))) {
      problems.push(`${name} must be ${sections ? "an object" : "a list"}`);
    }
    const lists = sections && isRecord(members) ? Object.values(members) : [];
    if (!lists.every((list) => list === UNKNOWN || mayBeTextList(list))) {
      problems.push(`each section of ${name} must be a list`);
    }
  }
  for (const name of Object.keys(capabilities.references)) {
    const id = properties[name];
    if (!isOpen(id) && typeof id !== "string") problems.push(`${name} must be a text`);
  }
  if (!isOpen(clear) && !mayBeTextList(clear)) problems.push("clear must be a list");
  const options = Object.fromEntries(
    optionNames(capabilities).flatMap((name) => (isOpen(others[name]) ? [] : [[name, others[name]]])),
  );
  return [
    ...problems,
    ...issuesOf(optionsOf(capabilities), options).map(({ path, reason }) => `${path.join(".")} ${reason}`),
  ];
}

/** Not there, or not known yet. */
export function isOpen(value: unknown): boolean {
  return value === undefined || value === null || value === UNKNOWN;
}

function mayBeTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string" || item === UNKNOWN);
}
