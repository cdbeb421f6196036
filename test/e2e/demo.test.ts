import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { built } from "./build";
import { demoStory } from "./demo-story";

describe("the demo on the embedded engine", () => demoStory("embedded"));

describe("the demo in a pipe", () => {
  it("writes no colour codes, and when it is stopped it leaves nothing behind", async () => {
    const folder = mkdtempSync(join(tmpdir(), "roster-demo-stopped-"));
    try {
      const child = spawn(process.execPath, [built("demo/main.js")], {
        env: { ...process.env, TMPDIR: folder, NO_COLOR: undefined, FORCE_COLOR: undefined },
        stdio: ["ignore", "pipe", "inherit"],
      });
      const ended = new Promise((resolve) => child.on("exit", (code, signal) => resolve(code ?? signal)));
      let text = "";
      for await (const part of child.stdout.setEncoding("utf8")) {
        // A second signal would end it on the spot.
        if (text === "") child.kill("SIGTERM");
        text += part;
      }
      expect(await ended).toBe(1);
      expect(text).toContain("\n1. A company's people");
      expect(text).not.toContain("\u001b");
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
