import { afterAll, beforeAll, describe } from "vitest";
import { HAS_PULUMI } from "../e2e/pulumi-lab";
import { RosterLab } from "./roster-lab";
import { tellStory } from "./story";

describe.skipIf(!HAS_PULUMI)("roster on pulumi (needs the pulumi command)", () => {
  let lab: RosterLab;
  beforeAll(async () => {
    lab = await RosterLab.open("pulumi");
  });
  afterAll(() => lab.close());
  tellStory(() => lab);
});
