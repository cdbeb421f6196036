import { afterAll, beforeAll, describe, vi } from "vitest";
import { RosterLab } from "./roster-lab";
import { tellStory } from "./story";

vi.mock("../../engine/process", async () => ({
  startNode: (await import("../in-process.js")).startInProcess,
}));

describe("roster on the embedded engine", () => {
  let lab: RosterLab;
  beforeAll(async () => {
    lab = await RosterLab.open("embedded");
  });
  afterAll(() => lab.close());
  tellStory(() => lab);
});
