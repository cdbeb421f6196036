/**
 * What a reader sees of a store whose writes take time to show: every write is a version with a moment from which
 * reads include it. The newest visible version wins, so a later write is never undone by an earlier, slower one.
 */
export interface View {
  /** Milliseconds since 1970; versions that become visible later are not seen. */
  readonly at: number;
  /** Only writes numbered below this are seen; absent: all of them. */
  readonly before?: number;
}

/** Records by id, each with its versions; also found by the keys that `keysOf` names. */
export interface Table<T> {
  /** Writes a version that reads see `delayMs` from now (default at once); `undefined` removes the record. */
  put(id: string, value: T | undefined, delayMs?: number): void;
  /** The record in a view, or the newest version where no view is given. */
  get(id: string, view?: View): T | undefined;
  /** The records that carry the key in that view. */
  find(key: string, view?: View): T[];
  /** True if a record carries the key in that view. */
  has(key: string, view?: View): boolean;
  /** Every record, in the order of creation. Not to be changed by the caller. */
  list(view?: View): readonly T[];
}

/** The tables of one emulator, written in one sequence. */
export interface History {
  table<T>(keysOf?: (value: T) => readonly string[]): Table<T>;
  /** What a reader sees now, or saw `writesBack` writes ago. */
  view(writesBack?: number): View;
  /** Runs `action` as one step: if it throws, the writes it made are taken back. */
  transact<R>(action: () => R): R;
  /** Runs `action` and then takes back every write it made. */
  pretend<R>(action: () => R): R;
}

interface Version<T> {
  readonly sequence: number;
  readonly visibleAt: number;
  readonly value: T | undefined;
  /** Those of the value. A group of many members has as many. */
  readonly keys: ReadonlySet<string>;
}

/** Versions kept for stale reads, besides the newest visible one and those still to come. */
const KEPT_VERSIONS = 4;
const EVERYTHING: View = { at: Number.POSITIVE_INFINITY };

function visible<T>(versions: readonly Version<T>[] | undefined, view: View): Version<T> | undefined {
  const before = view.before ?? Number.POSITIVE_INFINITY;
  return versions?.findLast((version) => version.visibleAt <= view.at && version.sequence < before);
}

function pruned<T>(versions: readonly Version<T>[], now: number): Version<T>[] {
  const newestVisible = versions.findLastIndex((version) => version.visibleAt <= now);
  return versions.slice(Math.max(0, newestVisible - KEPT_VERSIONS));
}

/** An empty history on the given clock (milliseconds since 1970). */
export function createHistory(now: () => number): History {
  let sequence = 0;
  let undos: (() => void)[] | undefined;

  function table<T>(keysOf: (value: T) => readonly string[] = () => []): Table<T> {
    const records = new Map<string, Version<T>[]>();
    /** Ids that ever carried a key: a superset, checked against the view when used. */
    const carriers = new Map<string, Set<string>>();
    let settledAt = 0;
    let listed: T[] | undefined;

    function* carrying(key: string, view: View): Generator<T> {
      for (const id of carriers.get(key) ?? []) {
        const shown = visible(records.get(id), view);
        if (shown?.value !== undefined && shown.keys.has(key)) yield shown.value;
      }
    }

    return {
      put(id, value, delayMs = 0) {
        const earlier = records.get(id) ?? [];
        const keys = new Set(value === undefined ? [] : keysOf(value));
        const version = { sequence: sequence++, visibleAt: now() + delayMs, value, keys };
        records.set(id, [...pruned(earlier, now()), version]);
        settledAt = Math.max(settledAt, version.visibleAt);
        listed = undefined;
        for (const key of keys) carriers.set(key, (carriers.get(key) ?? new Set()).add(id));
        undos?.push(() => {
          records.set(id, earlier);
          listed = undefined;
        });
      },
      get: (id, view = EVERYTHING) => visible(records.get(id), view)?.value,
      find: (key, view = EVERYTHING) => [...carrying(key, view)],
      has: (key, view = EVERYTHING) => carrying(key, view).next().done !== true,
      list(view = EVERYTHING) {
        const settled = view.before === undefined && view.at >= settledAt;
        if (settled && listed !== undefined) return listed;
        const found = [...records.values()]
          .map((versions) => visible(versions, view)?.value)
          .filter((value) => value !== undefined);
        if (settled) listed = found;
        return found;
      },
    };
  }

  function step<R>(action: () => R, keeps: boolean): R {
    const outer = undos;
    const mine: (() => void)[] = [];
    undos = mine;
    let kept = false;
    try {
      const result = action();
      kept = keeps;
      return result;
    } finally {
      undos = outer;
      if (kept) outer?.push(...mine);
      else for (const undo of mine.reverse()) undo();
    }
  }

  return {
    table,
    view: (writesBack = 0) => (writesBack > 0 ? { at: now(), before: sequence - writesBack } : { at: now() }),
    transact: (action) => step(action, true),
    pretend: (action) => step(action, false),
  };
}
