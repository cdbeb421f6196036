import type { Figure } from "./figure";

const NAME_WIDTH = 34;
const NUMBER_WIDTH = 10;

/** Figures in columns, a line each. */
export function table(figures: readonly Figure[]): string {
  return figures
    .map(
      ({ name, n, value, unit }) =>
        `${name.padEnd(NAME_WIDTH)}${String(n).padStart(NUMBER_WIDTH)}${shown(value).padStart(NUMBER_WIDTH + 2)} ${unit}\n`,
    )
    .join("");
}

/** With thousands apart, and no more digits than mean something. */
export function shown(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString("en-US");
  return value >= 100 ? String(Math.round(value)) : value.toPrecision(3);
}
