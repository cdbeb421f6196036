import { describe } from "vitest";
import { demoStory } from "./demo-story";
import { HAS_PULUMI } from "./pulumi-lab";

describe.skipIf(!HAS_PULUMI)("the demo on the real engine (needs the pulumi command on the PATH)", () =>
  demoStory("pulumi"),
);
