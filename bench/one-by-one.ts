import { type Figure, figure } from "./figure";
import type { EngineName } from "./runner";
import { Stage } from "./stage";

/** `n` people at Adobe as a resource each: the time of `up`, and what one of them takes in the state. */
export async function oneByOne(n: number, engine: EngineName): Promise<readonly Figure[]> {
  const stage = await Stage.open("adobe", engine);
  try {
    const { seconds } = await stage.run("up", { people: n, shape: "user" });
    const { resources } = await stage.state();
    const people = (resources ?? []).filter(({ type }) => type.endsWith("/adobe:User"));
    const bytes = people.map((person) => Buffer.byteLength(JSON.stringify(person)));
    const mean = bytes.reduce((sum, size) => sum + size, 0) / Math.max(1, bytes.length);
    return [
      figure("user-up-seconds", n, seconds, "seconds"),
      figure("state-bytes-user", n, Math.round(mean), "bytes"),
    ];
  } finally {
    await stage.close();
  }
}
