import { type Figure, figure } from "./figure";
import type { EngineName } from "./runner";
import { Stage } from "./stage";

/**
 * `n` people at Adobe as a resource each, and as one set, both as dynamic resources: the time of `up`, and what a person
 * takes in the state.
 */
export async function oneByOne(n: number, engine: EngineName): Promise<readonly Figure[]> {
  const [one, set] = [await up(n, "user", engine), await up(n, "users", engine)];
  return [
    figure("user-up-seconds", n, one.seconds, "seconds"),
    figure("users-dynamic-up-seconds", n, set.seconds, "seconds"),
    figure("user-to-users-up-ratio", n, one.seconds / set.seconds, "ratio"),
    figure("state-bytes-user", n, one.bytes, "bytes"),
    figure("state-bytes-users", n, set.bytes, "bytes"),
  ];
}

/** Seconds, and bytes of state a person. */
async function up(n: number, shape: "user" | "users", engine: EngineName): Promise<{ seconds: number; bytes: number }> {
  const stage = await Stage.open("adobe", engine);
  try {
    const { seconds } = await stage.run("up", { people: n, shape });
    const { resources } = await stage.state();
    const ours = (resources ?? []).filter(({ type }) => /\/adobe:Users?$/.test(type));
    const bytes = ours.reduce((sum, resource) => sum + Buffer.byteLength(JSON.stringify(resource)), 0);
    return { seconds, bytes: Math.round(bytes / n) };
  } finally {
    await stage.close();
  }
}
