// Types of the package's public interface: nothing here imports from elsewhere, so that they are shipped as they are.

/** What a reading depends on beside the files. */
export interface ReadOptions {
  /** The day to read dates by, ISO 8601. Default: `ROSTER_TODAY` of the environment, or today in the roster's time zone. */
  readonly today?: string | undefined;
  /** Ends the reading, which then throws. */
  readonly signal?: AbortSignal | undefined;
}

/** One person, judged by the rules of the platforms that they are on. */
export interface DeclaredPerson {
  readonly key: string;
  /** Other natural keys by which `roster import` may find the person's accounts. */
  readonly aliases: readonly string[];
  /** The manager's key; null: nobody, also where somebody is now; undefined: not managed. */
  readonly manager: string | null | undefined;
  /** Each platform's arguments by its id, such as `adobe`, the manager aside. */
  readonly accounts: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
}

/** One group, judged by the rules of the platforms that it is on. */
export interface DeclaredGroup {
  readonly key: string;
  /** Each platform's arguments by its id. A `parent` is another group's key, or the vendor's own id. */
  readonly platforms: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
  /** Keys that the group had before, the first one first. Default: none. */
  readonly was?: readonly string[] | undefined;
}

/** Somebody who is left exactly as they were last applied. */
export interface HeldPerson {
  readonly key: string;
  readonly reason: string;
  /** Where that stands: `workday:1234`. */
  readonly place: string;
  /** Ids of platforms where the person may be; undefined where the files don't say. */
  readonly platforms?: readonly string[] | undefined;
}

/** A roster that was read and judged. */
export interface ReadRoster {
  /** Groups by key. On people, their keys and vendors' own ids stand in `groups`. */
  readonly groups: ReadonlyMap<string, DeclaredGroup>;
  readonly people: ReadonlyMap<string, DeclaredPerson>;
  readonly held: ReadonlyMap<string, HeldPerson>;
  /** Old keys by the keys that people have now. */
  readonly was: ReadonlyMap<string, readonly string[]>;
  /** The day that dates were read by, and who joins or leaves in the seven days after it; absent without any dates. */
  readonly calendar?: {
    readonly today: string;
    readonly next: readonly { readonly key: string; readonly day: string; readonly what: "joins" | "leaves" }[];
  };
  /** What else a reader should know, a sentence each. */
  readonly notes: readonly string[];
  /** Where each value of a person comes from, by attribute: `adobe.profile` to `workday:1234, Job Title`. */
  originsOf(key: string): Readonly<Record<string, string>>;
}

/** What the columns of rows mean: the settings of a source in a roster file, without its file. */
export interface RowMapping {
  /** What the rows are called in messages. Default `rows`. */
  readonly name?: string;
  /** Attributes by name to the columns that they come from. Default: columns have the names of attributes. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Attributes by name to a fixed value, or to an expression in `${{ }}`. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Rows for which this expression isn't true are not declared. */
  readonly where?: string;
  /** The form of days, of YYYY, MM and DD. Default ISO 8601. */
  readonly dates?: string;
  /** Fewer rows than this are an error. */
  readonly atLeast?: number;
  readonly badRows?: "stop" | "hold";
  readonly holdAtMost?: number;
  readonly rules?: readonly (Readonly<Record<string, unknown>> & { readonly when: string })[];
  /** By platform, what everybody there has who doesn't say otherwise. */
  readonly defaults?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly timezone?: string;
  readonly startsBefore?: number;
}

/** A row as a database or an API gives it: a value by column. Dates are days in UTC; null and undefined are empty cells. */
export type Row = Readonly<Record<string, string | number | boolean | Date | null | undefined>>;
