import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Lab, PLUGIN_DIRECTORY } from "./lab";

const THING = { name: "thing", props: { color: "red" } };

describe("while a program computes", () => {
  const folder = mkdtempSync(join(tmpdir(), "engine-spare-"));
  const script = join(folder, "spare.js");
  const spareStarted = join(folder, "spare-started");
  const labStarted = join(folder, "lab-started");
  let lab: Lab;
  beforeEach(() => {
    const plugin = join(PLUGIN_DIRECTORY, "index.js");
    const starting = (marker: string) =>
      `require("node:fs").writeFileSync(${JSON.stringify(marker)}, ""); require(${JSON.stringify(plugin)});`;
    writeFileSync(script, starting(spareStarted));
    writeFileSync(join(folder, "lab.js"), starting(labStarted));
    lab = new Lab({ plugins: { spare: { path: script }, lab: { path: join(folder, "lab.js") } } });
  });
  afterEach(() => {
    lab.remove();
    rmSync(folder, { recursive: true });
  });

  test("every known provider is started where the state has none, and later those that it has", async () => {
    lab.describe({ resources: [THING], computesUntil: spareStarted });
    expect((await lab.engine.up()).succeeded).toBe(true);
    expect(existsSync(spareStarted)).toBe(true);
    for (const marker of [spareStarted, labStarted]) rmSync(marker);
    lab.describe({ resources: [THING], computesUntil: labStarted });
    expect((await lab.engine.up()).changes).toEqual({ same: 2 });
    expect([existsSync(labStarted), existsSync(spareStarted)]).toEqual([true, false]);
  });
});
