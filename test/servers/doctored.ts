import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { killTree } from "../../automation/cli/process-tree";
import { run } from "../../automation/cli/run";
import { systemClock } from "../../provider/system-context";
import { keptContext } from "../automation/cli-context";
import type { Properties } from "../conformance/adapter";
import type { Stage, Target } from "../conformance/target";

const ROOT = join(__dirname, "..", "..");
const COMMAND = join(ROOT, "dist", "automation", "main.js");
const ADDRESS = "person+doctor@example.com";

/** `roster doctor` at a real server: it finds nothing to set and writes nothing, and whomever it makes is removed, after a kill too. */
export function doctored(target: Target): void {
  const { id } = target.platform;

  it("has nothing to set for roster doctor, which writes nothing", () =>
    inLab(target, async ({ stage, doctor }) => {
      const { code, out, error } = await doctor(["--platform", id]);
      expect(out, error).toMatch(/\nthere is nothing to set\n$/);
      expect(code, out).toBe(0);
      expect(stage.log.writes()).toEqual([]);
    }));

  it.skipIf(hasTrials(target))("has no trial by roster doctor, which makes nobody", () =>
    inLab(target, async ({ stage, doctor, journals }) => {
      const { code, out, error } = await doctor(["--platform", id, "--try", ADDRESS]);
      expect(out, error).toMatch(/trial +nobody was made/);
      expect(code, out).toBe(0);
      expect([stage.log.writes(), journals()]).toEqual([[], []]);
    }),
  );

  describe.skipIf(!hasTrials(target))("is tried by roster doctor", () => {
    it("on a person who is removed again, and leaves everybody else alone", () =>
      inLab(target, async ({ stage, doctor, journals }) => {
        await stage.create(target.person("ada"));
        const before = await stage.accounts();
        const { code, out, error } = await doctor(["--platform", id, "--try", ADDRESS]);
        expect(out, error).toMatch(/\nthere is nothing to set\n$/);
        expect(code, out).toBe(0);
        expect(out).toMatch(/trial +the person was made, and is removed again\n/);
        expect(await stage.accounts()).toEqual(before);
        expect(journals()).toEqual([]);
      }));

    it.skipIf(process.platform === "win32")(
      "on a person who is removed at the next start after a kill (needs signals)",
      () =>
        inLab(target, async ({ stage, environment, folder, doctor, journals }) => {
          const before = await stage.accounts();
          const child = spawn(process.execPath, [COMMAND, "doctor", "--platform", id, "--try", ADDRESS], {
            cwd: folder,
            env: { ...process.env, ...environment },
            stdio: "ignore",
            detached: true,
          });
          const ended = new Promise((resolve) => child.once("close", resolve));
          while (!stage.log.writes().some(({ method }) => method === "POST") && child.exitCode === null) await pause(5);
          expect(child.exitCode).toBeNull();
          killTree(Number(child.pid));
          await ended;
          expect(journals()).toContain(`doctor-${id}.json`);
          const { code, error } = await doctor(["--platform", id]);
          expect(error).toContain("removing whom an earlier trial has left");
          expect(code, error).toBe(0);
          expect([await stage.accounts(), journals()]).toEqual([before, []]);
        }),
    );
  });
}

interface Lab {
  readonly stage: Stage;
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  doctor(args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly error: string }>;
  /** Files of trials that have not ended. */
  journals(): readonly string[];
}

async function inLab(target: Target, test: (lab: Lab) => Promise<void>): Promise<void> {
  const stage = await target.start({ clock: systemClock });
  const folder = mkdtempSync(join(tmpdir(), "roster-doctor-"));
  const environment = environmentOf(target, stage.configuration);
  try {
    await test({
      stage,
      environment,
      folder,
      async doctor(args) {
        const { context, said } = keptContext({ folder, environment, packageFolder: ROOT });
        const code = await run(["doctor", ...args], "1.2.3", context);
        return { code, out: said.out, error: said.error };
      },
      journals() {
        const journal = join(folder, ".roster", "journal");
        return existsSync(journal) ? readdirSync(journal) : [];
      },
    });
  } finally {
    await stage.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function environmentOf({ platform }: Target, configuration: Properties): Record<string, string> {
  const entries = Object.entries(configuration).map(([name, value]) => {
    const variable = `ROSTER_${platform.id}_${name.replace(/[A-Z]/g, "_$&")}`.toUpperCase();
    return [variable, typeof value === "string" ? value : JSON.stringify(value)];
  });
  return Object.fromEntries(entries);
}

function hasTrials({ platform: { assumptions } }: Target): boolean {
  return assumptions.some(({ probe }) => probe.by === "trial");
}
