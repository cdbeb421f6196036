import { describe, expect, test } from "vitest";
import type { ProgramResource } from "./lab";
import { summaryOf } from "./outcome";
import { embeddedStage, pulumiStage, pulumiVersion, type Stage } from "./stage";

const CONFIG = { "lab:url": "http://lab", "lab:key": { secret: "s3cr3t" } };
const RESOURCES: ProgramResource[] = [
  { name: "base", props: { color: "$secret:red" } },
  { name: "leaf", props: { on: "$id:base", color: "$out:base.color" } },
  { name: "note", kind: "dynamic", props: { title: "a", text: "$secret:b" } },
];

describe.skipIf(pulumiVersion() === undefined)(
  "the pulumi CLI and the embedded engine take over from each other",
  () => {
    test.each([
      ["pulumi", embeddedStage, pulumiStage, (stage: Stage) => stage.lab.engine.exportState()],
      ["the embedded engine", pulumiStage, embeddedStage, (stage: Stage) => stage.exportState()],
    ])(
      "%s imports the other one's state, and a preview then sees no change",
      async (_, openFrom, openTo, exportState) => {
        const from = await openFrom(CONFIG);
        const to = await openTo(CONFIG);
        try {
          from.lab.declare(...RESOURCES);
          expect((await from.run("up")).exit).toBe(0);
          to.lab.declare(...RESOURCES);
          await to.importState(await exportState(from));
          const { events } = await to.run("preview");
          expect(summaryOf(events).resourceChanges).toEqual({ same: 4 });
        } finally {
          from.lab.remove();
          to.lab.remove();
        }
      },
    );
  },
);
