import { EDITED } from "./calls";
import { type Figure, figure } from "./figure";
import type { EngineName } from "./runner";
import { Stage } from "./stage";

/**
 * Time and memory of a set of `n` people through its life, at Adobe through the plugin, and the length of what a
 * preview prints of an edit.
 */
export async function growth(n: number, engine: EngineName): Promise<readonly Figure[]> {
  const stage = await Stage.open("adobe", engine);
  const declared = { people: n, adapter: "plugin" } as const;
  const figures: Figure[] = [];
  let peak: number | undefined;
  const measured = async (name: string, operation: "preview" | "up" | "refresh", edited = 0): Promise<void> => {
    const taken = await stage.run(operation, { ...declared, edited });
    figures.push(figure(`users-${name}-seconds`, n, taken.seconds, "seconds"));
    if (taken.usage) peak = Math.max(peak ?? 0, taken.usage.peak);
  };
  try {
    await measured("first-preview", "preview");
    await measured("up", "up");
    await measured("preview", "preview");
    await measured("refresh", "refresh");
    const edited = Math.min(EDITED, n);
    const text = await stage.diff({ ...declared, edited });
    figures.push(figure(`diff-lines-10-of-${n}`, n, text.trimEnd().split("\n").length, "lines"));
    await measured("edit", "up", edited);
    return peak === undefined ? figures : [...figures, figure("users-peak-memory", n, peak, "MiB")];
  } finally {
    await stage.close();
  }
}
