import { bareCreation } from "./bare-client";
import { EDITED } from "./calls";
import { createCall } from "./create-call";
import { type Figure, figure } from "./figure";
import type { Operation } from "./runner";
import { Stage } from "./stage";

/** Operations of a set's life, in their order, with how many people are edited. */
export const LIFE = [
  ["first-preview", "preview", 0],
  ["up", "up", 0],
  ["preview", "preview", 0],
  ["refresh", "refresh", 0],
  ["edit", "up", EDITED],
] as const satisfies readonly (readonly [name: string, operation: Operation, edited: number])[];

/**
 * What the plugin's process takes of each operation on a set of `n` people at Adobe, run by the `pulumi` command, beside
 * the whole's wall time; and what the plugin takes for the creation alone, as a multiple of what a bare client takes for the
 * same calls.
 */
export async function pluginUsage(n: number): Promise<readonly Figure[]> {
  const stage = await Stage.open("adobe", "pulumi");
  const figures: Figure[] = [];
  try {
    for (const [name, operation, edited] of LIFE) {
      const { seconds, usage } = await stage.run(operation, {
        people: n,
        adapter: "plugin",
        edited: Math.min(edited, n),
      });
      figures.push(figure(`pulumi-${name}-seconds`, n, seconds, "seconds"));
      if (!usage?.plugin) continue;
      figures.push(figure(`plugin-cpu-seconds-${name}`, n, usage.plugin.seconds, "seconds"));
      figures.push(figure(`plugin-peak-memory-${name}`, n, usage.plugin.peak, "MiB"));
    }
  } finally {
    await stage.close();
  }
  const [call, bare] = [await createCall(n), await bareCreation(n)];
  return [
    ...figures,
    figure("create-call-seconds", n, call, "seconds"),
    figure("bare-client-seconds", n, bare.seconds, "seconds"),
    figure("bare-client-cpu-seconds", n, bare.processor, "seconds"),
    figure("create-call-to-bare-client-ratio", n, call / bare.seconds, "ratio"),
  ];
}
