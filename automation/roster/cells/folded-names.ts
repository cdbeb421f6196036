import { distance } from "../../../provider/core/compare/distance";

/** A name without case, spaces, `_` and `-`: what people vary without meaning anything by it. */
export function folded(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_\u2010-\u2015-]+/g, "");
}

/** Longer names than this are no slips of the pen. */
const LONGEST = 60;

/** The name that is meant by one with a slip of the pen in it; undefined where none is near. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  if (name.length > LONGEST) return undefined;
  const text = folded(name);
  const most = Math.min(2, Math.floor(text.length / 2));
  let best: string | undefined;
  let least = most + 1;
  for (const candidate of known) {
    const steps = candidate.length > LONGEST ? least : distance(text, folded(candidate));
    if (steps < least) [best, least] = [candidate, steps];
  }
  return best;
}

/** The end of a refusal: the name that is meant perhaps, or nothing. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const near = nearest(name, known);
  return near === undefined ? "" : `; did you mean ${near}?`;
}
