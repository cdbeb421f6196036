import { afterAll, beforeAll, describe } from "vitest";
import { RosterLab } from "./roster-lab";
import { tellStory } from "./story";

describe("roster on the embedded engine", () => {
  let lab: RosterLab;
  beforeAll(async () => {
    lab = await RosterLab.open("embedded");
  });
  afterAll(() => lab.close());
  tellStory(() => lab);
});
