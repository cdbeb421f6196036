/** One measured number. The same name and `n` mean the same measurement in every run. */
export interface Figure {
  readonly name: string;
  /** How many people it is about. */
  readonly n: number;
  readonly value: number;
  /** `calls`, `bytes`, `lines`, `seconds`, `MiB`, or `ratio`. */
  readonly unit: string;
}

export function figure(name: string, n: number, value: number, unit: string): Figure {
  return { name, n, value: Number(value.toPrecision(unit === "calls" || unit === "lines" ? 15 : 4)), unit };
}

/** The figure of that name, for a table or a plot; undefined where it wasn't measured. */
export function valueFor(figures: readonly Figure[], name: string, n: number): number | undefined {
  return figures.find((figure) => figure.name === name && figure.n === n)?.value;
}

/** The middle one; of an even number the lower one of the two. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN;
}
