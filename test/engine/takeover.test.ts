import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Lab } from "./lab";
import { summaryOf } from "./outcome";
import { hasPulumi, RealLab } from "./real-lab";

describe.skipIf(!hasPulumi())("the pulumi CLI takes over", () => {
  test("pulumi stack import accepts a state of the embedded engine, and a preview then sees no change", async () => {
    const config = { "lab:url": "http://lab", "lab:key": { secret: "s3cr3t" } };
    const real = new RealLab(config);
    const lab = new Lab({ config });
    try {
      const resources = [
        { name: "base", props: { color: "$secret:red" } },
        { name: "leaf", props: { on: "$id:base", color: "$out:base.color" } },
        { name: "note", kind: "dynamic" as const, props: { title: "a", text: "$secret:b" } },
      ];
      lab.declare(...resources);
      expect((await lab.engine.up()).succeeded).toBe(true);
      const file = join(lab.directory, "export.json");
      writeFileSync(file, JSON.stringify(await lab.engine.exportState()));
      real.lab.declare(...resources);
      real.importState(file);
      const preview = await real.run("preview");
      expect(summaryOf(preview.events).resourceChanges, preview.text).toEqual({ same: 4 });
    } finally {
      real.remove();
      lab.remove();
    }
  }, 60_000);
});
