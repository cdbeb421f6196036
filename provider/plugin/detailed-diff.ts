import type { Change } from "../core/model/change.js";
import { type Path, pathText } from "../core/model/value.js";

export type DiffKind = "add" | "delete" | "update";

/**
 * Changes as the engine prints them: by property path, in the shapes of the old outputs and the new inputs. A role is
 * named by its place in the list, the new one's where it is granted and the old one's where it is taken away, as the
 * engine finds the text to print there. Never a replacement.
 *
 * @param clear the new inputs' `clear`: an attribute that was not managed and is to be emptied shows there
 * @param cleared the old outputs' one: an attribute that was emptied and is not managed any more shows there
 * @param at where all of this stands
 */
export function detailedDiff(
  changes: readonly Change[],
  clear: unknown,
  cleared: unknown,
  at: Path = [],
): ReadonlyMap<string, DiffKind> {
  const diff = new Map<string, DiffKind>();
  for (const change of changes) {
    const { path, kind } = entry(change, clear, cleared);
    const text = pathText([...at, ...path]);
    const other = diff.get(text);
    // One role leaves a place in the list and another one takes it.
    diff.set(text, other !== undefined && other !== kind ? "update" : kind);
  }
  return diff;
}

type Entry = { readonly path: Path; readonly kind: DiffKind };

function entry({ path, from, to }: Change, clear: unknown, cleared: unknown): Entry {
  if (from !== undefined) return { path, kind: to === undefined ? "delete" : "update" };
  if (to !== undefined) return { path, kind: "add" };
  const [now, before] = [placeIn(clear, path), placeIn(cleared, path)];
  if (now !== undefined) return { path: now, kind: "add" };
  return before === undefined ? { path, kind: "add" } : { path: before, kind: "delete" };
}

function placeIn(clear: unknown, path: Path): Path | undefined {
  const place = Array.isArray(clear) ? clear.indexOf(pathText(path)) : -1;
  return place < 0 ? undefined : ["clear", place];
}
