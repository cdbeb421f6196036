import type { Path, RawGroup, RawRoster } from "../model/roster";
import type { Gathered } from "../sources/gathered";
import type { Gathering } from "../sources/settings";

/** What a reading depends on beside the files. */
export interface ReadOptions {
  /** The day to read dates by, ISO 8601; default: the day of `now` in the roster's time zone. */
  readonly today?: string | undefined;
  readonly now: Date;
  /** Ends the reading. */
  readonly signal?: AbortSignal | undefined;
}

interface Found {
  readonly file: string;
  readonly project: string | undefined;
  readonly settings: Gathering;
  /** Groups that the file declares. Default: none. */
  readonly groups?: ReadonlyMap<string, RawGroup>;
  readonly gathered: Gathered;
  readonly today: string;
  placeOf(path: Path): string;
}

/** What was gathered, as it is judged. */
export function rawRoster({ file, project, settings, groups = new Map(), gathered, today, placeOf }: Found): RawRoster {
  const { people, held, was, absent, turns, diagnostics, notes, hasDates } = gathered;
  return {
    file,
    project,
    defaults: settings.defaults,
    groups,
    people,
    held,
    holdAtMost: settings.holdAtMost,
    was,
    absent,
    diagnostics,
    notes,
    keysBy: (name, value) => gathered.keysBy(name, value),
    ...(hasDates
      ? {
          calendar: {
            today,
            next: [...turns].sort((a, b) => (a.day === b.day ? compare(a.key, b.key) : compare(a.day, b.day))),
          },
        }
      : {}),
    placeOfDefault: (path) => `${placeOf(["defaults", ...path])}, defaults`,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
