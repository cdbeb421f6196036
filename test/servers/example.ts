import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { Engine } from "../../engine";
import { errorsOf } from "../engine/lab";

/** Takes an example through its life on the embedded engine: made, unchanged in a second run, and removed. */
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
    expect(errorsOf(up)).toBe("");
    expect(up.changes).toEqual({ create: 3 });
    expect((await engine.refresh()).changes).toEqual({ same: 3 });
    expect((await engine.up()).changes).toEqual({ same: 3 });
    expect((await engine.destroy()).changes).toEqual({ delete: 3 });
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}
