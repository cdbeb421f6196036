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

/** One group of a roster file, on every platform. */
export interface Group {
  /** Names the group in Pulumi, among people's groups, and as another group's parent. */
  readonly key: string;
  /** Each platform's arguments. A `parent` is another group's key, or the vendor's own id. */
  readonly platforms: Readonly<Partial<Record<PlatformId, Readonly<Record<string, unknown>>>>>;
  /** Keys that the group had before, the first one first. */
  readonly was: readonly string[];
  /** Where it is declared: `roster.yaml:12:3`. */
  readonly place: string;
}

/** Somebody who is left exactly as they were last applied. */
export interface Held {
  readonly key: string;
  /** The file's own words, or what is wrong with the row. */
  readonly reason: string;
  /** Where that stands: `workday:1234`. */
  readonly place: string;
  /** Where the person may be, as far as the files say; absent where they don't. */
  readonly platforms?: readonly string[] | undefined;
}

/** Somebody whose first or last day is near. */
export interface Turn {
  readonly key: string;
  /** The first day on which it counts, ISO 8601. */
  readonly day: string;
  readonly what: "joins" | "leaves";
}

/** What a text that names a group stands for: a declared one by its key, or the vendor's own id. */
export type GroupMeaning = { readonly key: string } | { readonly id: string };

/** A roster that was read and judged. */
export interface Roster {
  /** The file's path. */
  readonly file: string;
  /** The project's name, where the file says one. */
  readonly project: string | undefined;
  /** In the order of the file. */
  readonly groups: ReadonlyMap<string, Group>;
  readonly people: ReadonlyMap<string, Person>;
  readonly held: ReadonlyMap<string, Held>;
  /** Old keys by the keys that people have now. */
  readonly was: ReadonlyMap<string, readonly string[]>;
  /** The day that dates were read by, and who joins or leaves in the seven days after it; absent without any dates. */
  readonly calendar?: { readonly today: string; readonly next: readonly Turn[] };
  /** What else a reader should know, a sentence each. */
  readonly notes: readonly string[];
  /** The groups in one of somebody's sets: declared ones by key, others by the vendor's id. Undefined where none is said. */
  membersOf(platform: PlatformId, key: string, set: string): readonly GroupMeaning[] | undefined;
  /** Where each value of a person comes from, by attribute: `adobe.profile` to `workday:1234, Job Title`. */
  originsOf(key: string): Readonly<Record<string, string>>;
}

/** A problem of a roster file, at a part of it. */
export interface Diagnostic {
  readonly path: Path;
  readonly reason: string;
  /** Whether it is said for everybody, in `defaults`. */
  readonly isDefault?: true;
}

export type Path = readonly (string | number)[];

/** One person as the files say it, before it was judged. */
export interface RawPerson {
  /** Common attributes and, by platform id, the platforms' own. */
  readonly values: Readonly<Record<string, unknown>>;
  /** By platform id, what would count if the person were there; for whoever is put there by another source or by hand. */
  readonly offers?: Readonly<Record<string, unknown>> | undefined;
  /** Whether a problem of this person holds them instead of stopping everything. */
  readonly holds: boolean;
  /** How the manager is named, where it is not by key: the name of an attribute or of a column. */
  readonly managerBy?: string | undefined;
  /** Names the place of an attribute: `roster.yaml:12:7`, `people.csv:12, column adobe.roles`. */
  placeOf(path: Path): string;
  /** Where an attribute's value comes from, for provenance. */
  originOf(path: Path): string;
  /** The source that has nothing for an attribute: undefined where something gives it, or where people are written by hand. */
  lacks?(path: Path): string | undefined;
}

/** One group as the file says it, before it was judged. */
export interface RawGroup {
  readonly values: unknown;
  /** Names the place of an attribute: `roster.yaml:12:7`. */
  placeOf(path: Path): string;
}

/** What is wrong with somebody, or with the row that they should be in. */
export interface RawDiagnostic {
  readonly place: string;
  /** "" where no key could be read. */
  readonly key: string;
  readonly reason: string;
  /** The same of everybody whom it is about, where it isn't about one row: which attribute no column is for. */
  readonly ofAll?: string | undefined;
  /** Whether this person is held for it, instead of stopping everything. */
  readonly holds: boolean;
  /** Where the person may be, as far as the row could be read. */
  readonly platforms?: readonly string[];
}

/** A roster as its files say it, before it was judged. */
export interface RawRoster {
  readonly file: string;
  readonly project: string | undefined;
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly groups: ReadonlyMap<string, RawGroup>;
  readonly people: ReadonlyMap<string, RawPerson>;
  readonly held: ReadonlyMap<string, Held>;
  /** So many people may be held for what is wrong with them. */
  readonly holdAtMost: number;
  readonly was: ReadonlyMap<string, readonly string[]>;
  /** Keys that the files have and that are not declared today: by a date, by `where` or by `exclude`. */
  readonly absent: ReadonlySet<string>;
  readonly calendar?: NonNullable<Roster["calendar"]>;
  readonly diagnostics: readonly RawDiagnostic[];
  readonly notes: readonly string[];
  /** Keys of those who have a value in a column, or an attribute, that managers may be named by; without regard to case. */
  keysBy(name: string, value: string): readonly string[];
  /** Where defaults stand, for provenance. */
  placeOfDefault(path: Path): string;
}
