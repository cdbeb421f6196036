import type { PlatformId } from "../../common/platforms";

/** One person of a roster file, on every platform. */
export interface Person {
  /** Names the person in Pulumi, and as somebody's manager. */
  readonly key: string;
  /** Other natural keys by which an import may find the person's accounts. */
  readonly aliases: readonly string[];
  /** The manager's key; null: nobody, also where somebody is now. */
  readonly manager: string | null | undefined;
  /** Each platform's arguments, manager aside. */
  readonly accounts: Readonly<Partial<Record<PlatformId, Readonly<Record<string, unknown>>>>>;
}

/** A roster that was read and judged. */
export interface Roster {
  /** The file's path. */
  readonly file: string;
  /** The project's name, where the file says one. */
  readonly project: string | undefined;
  readonly people: ReadonlyMap<string, Person>;
}

/** A problem of a roster file, at a part of it. */
export interface Diagnostic {
  readonly path: readonly (string | number)[];
  readonly reason: string;
}

/** A roster as its file says it, before it was judged, with the places of its parts. */
export interface RawRoster {
  readonly file: string;
  readonly project: string | undefined;
  readonly defaults: Readonly<Record<string, unknown>>;
  /** Common attributes and, by platform id, the platforms' own. */
  readonly people: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** Names the place of a person's attribute: `roster.yaml:12:7`, `people.csv:12, column adobe.roles`. */
  placeOf(key: string, path: readonly (string | number)[]): string;
}
