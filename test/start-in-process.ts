import { vi } from "vitest";

// Set-up of the project "in process", whose files vitest.config.mts lists.
vi.mock("../engine/process", async () => ({ startNode: (await import("./in-process.js")).startInProcess }));
