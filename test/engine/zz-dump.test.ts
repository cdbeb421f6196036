import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { test } from "vitest";
import { Performance } from "./performance";
import { readRecording } from "./recordings";
import { SEQUENCES } from "./scenarios";
import { embeddedStage } from "./stage";

test("dump", async () => {
  const only = process.env["ONLY"]?.split(",");
  const sequences = SEQUENCES.filter(({ name }) => only === undefined || only.includes(name));
  const performance = new Performance(sequences, embeddedStage);
  let text = "";
  for (const sequence of sequences) {
    for (const scenario of sequence.scenarios) {
      const outcome = await performance.outcomeOf(scenario)?.catch((error) => ({ error: String(error.stack) }));
      const real = readRecording(sequence).outcomes[scenario.name];
      const [a, b] = [
        JSON.stringify(real, undefined, 1) ?? "none",
        JSON.stringify(JSON.parse(JSON.stringify(outcome)), undefined, 1),
      ];
      if (!isDeepStrictEqual(real, JSON.parse(b))) {
        writeFileSync("/tmp/a.txt", a);
        writeFileSync("/tmp/b.txt", b);
        text += `\n#### ${sequence.name} / ${scenario.name}\n${spawnSync("diff", ["-U1", "/tmp/a.txt", "/tmp/b.txt"], { encoding: "utf8" }).stdout.slice(0, 6000)}`;
      }
    }
  }
  writeFileSync("/tmp/dump.txt", text);
}, 600_000);
