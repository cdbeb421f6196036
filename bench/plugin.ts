import { bareCreation } from "./bare-client";
import { EDITED } from "./calls";
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
 * the whole's wall time; and what `up` takes beyond a preview, as a multiple of what a bare client takes for the same calls.
 */
export async function pluginUsage(n: number): Promise<readonly Figure[]> {
  const stage = await Stage.open("adobe", "pulumi");
  const figures: Figure[] = [];
  const wall: Record<string, number> = {};
  try {
    for (const [name, operation, edited] of LIFE) {
      const { seconds, usage } = await stage.run(operation, {
        people: n,
        adapter: "plugin",
        edited: Math.min(edited, n),
      });
      wall[name] = seconds;
      figures.push(figure(`pulumi-${name}-seconds`, n, seconds, "seconds"));
      if (!usage?.plugin) continue;
      figures.push(figure(`plugin-cpu-seconds-${name}`, n, usage.plugin.seconds, "seconds"));
      figures.push(figure(`plugin-peak-memory-${name}`, n, usage.plugin.peak, "MiB"));
    }
  } finally {
    await stage.close();
  }
  const bare = await bareCreation(n);
  const beyond = Math.max(0, (wall["up"] ?? 0) - (wall["first-preview"] ?? 0));
  return [
    ...figures,
    figure("bare-client-seconds", n, bare, "seconds"),
    figure("up-to-bare-client-ratio", n, beyond / bare, "ratio"),
  ];
}
