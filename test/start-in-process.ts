import { vi } from "vitest";
import type * as engine from "../engine/process";

// Set-up of the project "in process", whose files vitest.config.mts lists.
vi.mock("../engine/process", async (original) => {
  const { startNode } = await original<typeof engine>();
  const { startInProcess } = await import("./in-process.js");
  const start: typeof startNode = (script, options) => startInProcess(script, options) ?? startNode(script, options);
  return { startNode: start };
});
