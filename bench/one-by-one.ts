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
    figure("state-bytes-users-arguments", n, set.parts.arguments, "bytes"),
    figure("state-bytes-users-outputs", n, set.parts.outputs, "bytes"),
    figure("state-bytes-users-ids", n, set.parts.ids, "bytes"),
  ];
}

/** Seconds, and bytes of state a person: of all, and of what a set's consist of. */
async function up(n: number, shape: "user" | "users", engine: EngineName) {
  const stage = await Stage.open("adobe", engine);
  try {
    const { seconds } = await stage.run("up", { people: n, shape });
    const { resources } = await stage.state();
    const ours = (resources ?? []).filter(({ type }) => /\/adobe:Users?$/.test(type));
    const each = (part: (resource: (typeof ours)[number]) => unknown): number =>
      Math.round(ours.reduce((sum, resource) => sum + Buffer.byteLength(JSON.stringify(part(resource)) ?? ""), 0) / n);
    const parts = {
      arguments: each(({ inputs }) => inputs?.["users"]),
      outputs: each(({ outputs }) => outputs?.["users"]),
      ids: each(({ outputs }) => outputs?.["ids"]),
    };
    return { seconds, bytes: each((resource) => resource), parts };
  } finally {
    await stage.close();
  }
}
