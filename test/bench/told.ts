import { z } from "zod";
import { valueFor } from "../../bench/figure";

/** Figures as every part of the bench tells them. */
export const Figures = z.array(
  z.strictObject({
    name: z.string().regex(/^[a-z0-9-]+$/),
    n: z.int().positive(),
    value: z.number().min(0),
    unit: z.enum(["calls", "bytes", "lines", "seconds", "MiB", "ratio"]),
  }),
);

/** Looks up a figure by its name and the number of people; NaN where there is none, which is above and below nothing. */
export function reader(told: unknown): (name: string, n: number) => number {
  const figures = Figures.parse(told);
  return (name, n) => valueFor(figures, name, n) ?? Number.NaN;
}
