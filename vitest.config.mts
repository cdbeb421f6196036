import { join } from "node:path";
import { defineConfig } from "vitest/config";

// Tests have vendors of their own, on which the tenants of the person who starts them have no say.
for (const name of Object.keys(process.env)) if (name.startsWith("ROSTER_")) delete process.env[name];
// Half of a test that deploys is the start of Node processes, which all load the same code.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, "node_modules", ".cache", "compiled");

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // For what hangs: how long something takes on a busy machine is no reason to fail.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Most tests wait for processes of their own, so that no processor need be kept free.
    maxWorkers: "100%",
  },
});
