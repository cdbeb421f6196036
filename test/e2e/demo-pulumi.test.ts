import { execFileSync } from "node:child_process";
import { describe } from "vitest";
import { demoStory } from "./demo-story";

function hasPulumi(): boolean {
  try {
    execFileSync("pulumi", ["version"], { stdio: "ignore", env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" } });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!hasPulumi())("the demo on the real engine (needs the pulumi command on the PATH)", () =>
  demoStory("pulumi"),
);
