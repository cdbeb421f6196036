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
            next: turns.toSorted((a, b) => (`${a.day} ${a.key}` < `${b.day} ${b.key}` ? -1 : 1)),
          },
        }
      : {}),
    placeOfDefault: (path) => `${placeOf(["defaults", ...path])}, defaults`,
  };
}
