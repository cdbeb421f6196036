import { type Figure, figure } from "./figure";
import type { EngineName } from "./runner";
import { type Declared, type Platform, Stage } from "./stage";

/** How many people of all are edited. */
export const EDITED = 10;

/** Requests of each operation on `n` people of one platform; `users` as one set, `user` as a resource each. */
export async function calls(
  platform: Platform,
  n: number,
  shape: "users" | "user",
  engine: EngineName,
): Promise<readonly Figure[]> {
  const stage = await Stage.open(platform, engine);
  const suffix = shape === "users" ? platform : `${platform}-user`;
  const declared: Declared = { people: n, shape };
  try {
    const create = await stage.run("up", declared);
    const preview = await stage.run("preview", declared);
    const refresh = await stage.run("refresh", declared);
    const change = await stage.run("up", { ...declared, edited: Math.min(EDITED, n) });
    const count = (name: string, value: number): Figure => figure(`${name}-calls-${suffix}`, n, value, "calls");
    return [
      count("create", create.calls),
      count("preview", preview.calls),
      count("refresh", refresh.calls),
      count("change10", change.calls),
      figure(`change10-writes-${suffix}`, n, change.writes, "calls"),
    ];
  } finally {
    await stage.close();
  }
}
