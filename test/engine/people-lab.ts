import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import type { EngineOptions } from "../../engine/index";
import { type AdobeEmulator, startAdobe } from "../../sandbox/index";
import { DEADLINE_MILLISECONDS } from "../deadline";

const RUNNER = join(__dirname, "fixtures", "run-engine.js");

/** The program in fixtures/people, a vendor and a folder for state; an `up` of it can be killed at any moment. */
export class PeopleLab {
  readonly folder = mkdtempSync(join(tmpdir(), "engine-kill-"));
  #runner: ChildProcess | undefined;

  private constructor(readonly vendor: AdobeEmulator) {}

  static async open(): Promise<PeopleLab> {
    return new PeopleLab(await startAdobe({ latency: 8 }));
  }

  /** The program finds the vendor in `environment`, beside what that says. */
  options(environment: Record<string, string>): EngineOptions {
    return {
      programDirectory: join(__dirname, "fixtures", "people"),
      stack: "dev",
      stateDirectory: this.folder,
      passphrase: "open sesame",
      env: environment,
    };
  }

  /** Starts an up and kills its whole process group once the moment is reached, and `delay` milliseconds later. */
  async killOnce(options: EngineOptions, isReached: () => boolean, delay = 0): Promise<void> {
    const runner = spawn(process.execPath, [RUNNER, JSON.stringify(options), "up"], {
      detached: true,
      stdio: "ignore",
    });
    this.#runner = runner;
    const ended = new Promise<void>((resolve) => runner.once("exit", () => resolve()));
    const deadline = Date.now() + DEADLINE_MILLISECONDS;
    while (!isReached() && runner.exitCode === null && Date.now() < deadline) await pause(1);
    await pause(delay);
    this.#kill();
    await ended;
    expect(runner.signalCode).toBe("SIGKILL");
    // What was under way may still arrive: the emulator is done once the number of accounts stands still.
    for (let before = -1; before !== this.vendor.people().length; ) {
      before = this.vendor.people().length;
      await pause(60);
    }
  }

  async close(): Promise<void> {
    this.#kill();
    await this.vendor.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #kill(): void {
    const { pid, exitCode, signalCode } = this.#runner ?? {};
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, "SIGKILL");
  }
}
