import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { Engine } from "../../engine";
import { errorsOf } from "../engine/lab";

/** Takes an example of three people, four resources with the stack, through its life on the embedded engine: made, unchanged in a second run, and removed. */
export async function liveExample(name: string, environment: Readonly<Record<string, string>>): Promise<void> {
  const state = mkdtempSync(join(tmpdir(), "roster-example-"));
  try {
    const engine = new Engine({
      programDirectory: join(__dirname, "..", "..", "examples", name),
      stack: "dev",
      stateDirectory: state,
      passphrase: "x",
      env: { ...environment },
    });
    const up = await engine.up();
    expect(errorsOf(up)).toEqual([]);
    expect(up.changes).toEqual({ create: 4 });
    expect((await engine.refresh()).changes).toEqual({ same: 4 });
    expect((await engine.up()).changes).toEqual({ same: 4 });
    expect((await engine.destroy()).changes).toEqual({ delete: 4 });
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}
