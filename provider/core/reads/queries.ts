import { sameAttribute } from "../compare/diff.js";
import type { Filter, Wanted } from "../contract/connector.js";
import { shownProperties } from "../contract/declaration.js";
import { AmbiguousError, InvalidArgumentsError, NotFoundError } from "../contract/errors.js";
import { NOUNS, type ResourceKind } from "../contract/kind.js";
import { isAbsent, type Observed } from "../model/entity.js";
import type { Session } from "../session/session.js";

/** An account as functions answer it: everything that its vendor shows. */
export type Shown = Readonly<Record<string, unknown>>;

/** Names that a filter may use: single values that the vendor shows. */
export function filterNames({ capabilities }: ResourceKind): readonly string[] {
  return Object.entries(capabilities.attributes).flatMap(([name, traits]) =>
    traits.writeOnly || traits.createOnly === "ignored" || traits.map ? [] : [name],
  );
}

/**
 * One account, by its id or its natural key.
 *
 * @param query exactly one of `id` and the platform's natural key
 * @throws InvalidArgumentsError, NotFoundError where absence is proven, AmbiguousError
 */
export async function getOne(session: Session, query: Readonly<Record<string, unknown>>): Promise<Shown> {
  const { connector, kind } = session;
  const { naturalKey, uniqueWithin } = kind.capabilities;
  const { id, [naturalKey]: key, ...rest } = query;
  const unknown = Object.keys(rest).find((name) => name !== uniqueWithin);
  if (unknown !== undefined) throw badQuery(unknown, `is not an argument here; give id or ${naturalKey}`);
  if ((id === undefined) === (key === undefined)) throw badQuery("id", `give either id or ${naturalKey}`);
  const [name, text] = id === undefined ? [naturalKey, key] : ["id", id];
  if (typeof text !== "string" || text === "") throw badQuery(name, "must be a text that is not empty");
  const matches = id === undefined ? await connector.find(text) : [await connector.read(text)];
  // An id, or nothing for the top.
  const place = uniqueWithin === undefined ? undefined : rest[uniqueWithin];
  const isThere = ({ references }: Observed): boolean =>
    place === undefined || uniqueWithin === undefined || (references[uniqueWithin] ?? "") === place;
  const [found, ...more] = matches.filter((match): match is Observed => !isAbsent(match) && isThere(match));
  if (!found) throw new NotFoundError(`${name}: there is no such ${NOUNS[kind.name].record} at ${kind.platform.title}`);
  if (more.length > 0) {
    const ids = [found, ...more].map((match) => match.id).join(", ");
    throw new AmbiguousError(
      `${name}: ${more.length + 1} ${NOUNS[kind.name].record}s at ${kind.platform.title} have this ${name} (ids ${ids})`,
    );
  }
  return shown(session, found, await connector.tenant());
}

/**
 * Every account that matches, each once. The list is complete or an error: a page that fails is never skipped.
 *
 * @param wanted relations that are needed; absent: all of them
 * @throws InvalidArgumentsError for a filter on something that can't be compared, or that is not shown of everybody whom it is about
 */
export async function* listAll(session: Session, filter: Filter, wanted?: Wanted): AsyncIterable<Observed> {
  const { connector, kind } = session;
  const names = filterNames(kind);
  for (const [name, value] of Object.entries(filter)) {
    if (!names.includes(name)) throw badQuery(name, `can't be filtered by; there are ${names.join(", ")}`);
    if (typeof value !== "string" && typeof value !== "boolean") throw badQuery(name, "must be a text, true or false");
  }
  const seen = new Set<string>();
  const matches = ({ id, attributes, unseen = [] }: Observed): boolean => {
    const others = Object.entries(filter).filter(([name, value]) => {
      return !unseen.includes(name) && !sameAttribute(kind.capabilities.attributes[name], value, attributes[name]);
    });
    const untold = Object.keys(filter).find((name) => unseen.includes(name));
    if (others.length > 0 || untold === undefined) return others.length === 0;
    const { record } = NOUNS[kind.name];
    throw badQuery(untold, `can't be filtered by: ${kind.platform.title} doesn't show it of ${record} ${id}`);
  };
  for await (const page of connector.pages(filter, wanted)) {
    for (const entity of page) {
      if (seen.has(entity.id)) continue;
      seen.add(entity.id);
      if (matches(entity)) yield entity;
    }
  }
}

/** Every account that matches, whole. */
export async function getAll(session: Session, filter: Filter): Promise<readonly Shown[]> {
  const tenant = await session.connector.tenant();
  const found: Shown[] = [];
  for await (const entity of listAll(session, filter)) found.push(shown(session, entity, tenant));
  return found;
}

function shown({ kind }: Session, entity: Observed, tenant: string): Shown {
  return { id: entity.id, ...shownProperties(kind.capabilities, entity), ...entity.info, tenant };
}

function badQuery(name: string, reason: string): InvalidArgumentsError {
  return new InvalidArgumentsError([{ path: [name], reason }]);
}
