import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { Engine, type RunResult, StackLockedError } from "../../engine";
import { DEADLINE_MILLISECONDS } from "../deadline";
import { callOf, errorsOf, Lab, nameOf, shortCalls } from "./lab";

const RUNNER = join(__dirname, "fixtures", "run-engine.js");

describe("a run that is interrupted", () => {
  let lab: Lab;
  let runner: ChildProcess | undefined;

  afterEach(() => {
    runner?.kill("SIGKILL");
    lab.remove();
  });

  test("a kill in mid-step loses nothing that was done, ends all children, and the next run goes on", async () => {
    lab = new Lab({ config: { "lab:key": { secret: "very secret" } } });
    lab.declare(
      { name: "quick", props: { color: "$secret:hidden colour" } },
      { name: "slow", props: { delay: { create: 60_000 }, on: "$id:quick" } },
    );
    runner = spawn(process.execPath, [RUNNER, JSON.stringify(lab.options), "up"], { stdio: "ignore" });
    await until(() => shortCalls(lab.calls()).includes("Create slow"));
    const provider = lab.calls().find(({ method }) => method === "Start")?.pid ?? 0;
    const program = childrenOf(runner.pid ?? 0);
    expect(program).toContain(provider);
    runner.kill("SIGKILL");
    await until(() => program.every((pid) => !isAlive(pid)));

    const journal = readFileSync(lab.engine.stateFile.replace(".json", ".journal"), "utf8");
    expect(journal).not.toMatch(/hidden colour|very secret/);
    expect(existsSync(lab.engine.stateFile)).toBe(false);
    const { deployment } = await lab.engine.exportState();
    expect(deployment.resources?.map(({ urn }) => nameOf(urn))).toEqual(["scenario-dev", "default", "quick"]);
    expect(deployment.pending_operations?.map(({ type, resource }) => [type, nameOf(resource.urn)])).toEqual([
      ["creating", "slow"],
    ]);

    lab.takeCalls();
    lab.declare({ name: "quick", props: { color: "$secret:hidden colour" } });
    const next = await lab.engine.up();
    expect(next.changes).toEqual({ same: 2 });
    const warnings = next.diagnostics.filter(({ severity }) => severity === "warning").map(({ message }) => message);
    expect(warnings[0]).toMatch(/took over the lock of process \d+/);
    expect(warnings[1]).toContain("slow, interrupted while creating");
    expect((await lab.engine.exportState()).deployment.pending_operations).toHaveLength(1);
    await lab.engine.refresh({ clearPendingCreates: true });
    expect((await lab.engine.exportState()).deployment).not.toHaveProperty("pending_operations");
  });

  test("while a run is on, another one is refused but a preview is not; an abort lets running steps end", async () => {
    lab = new Lab();
    lab.declare({ name: "slow", props: { delay: { create: 2_500 } } }, { name: "next", props: { on: "$id:slow" } });
    const abort = new AbortController();
    const running = lab.engine.up({ signal: abort.signal });
    await until(() => shortCalls(lab.calls()).includes("Create slow"));
    const other = new Engine({ ...lab.options });
    await expect(other.up()).rejects.toThrow(StackLockedError);
    await expect(other.destroy()).rejects.toMatchObject({ code: "locked", holder: { pid: process.pid } });
    const preview: Promise<RunResult> = other.preview();
    abort.abort();
    const result = await running;
    expect(result.succeeded).toBe(false);
    expect(errorsOf(result)).toEqual(["update canceled"]);
    expect(result.changes).toEqual({ create: 2 });
    expect(Object.keys(await lab.state()).sort()).toEqual(["default", "scenario-dev", "slow"]);
    expect((await preview).succeeded).toBe(true);
    expect(existsSync(lab.engine.stateFile.replace(".json", ".lock"))).toBe(false);
    expect(callOf(lab.calls(), "Created", "slow").id).toBe("slow-1");
  });
});

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + DEADLINE_MILLISECONDS;
  while (!condition()) {
    if (Date.now() > deadline) {
      throw new Error(`it did not happen within ${DEADLINE_MILLISECONDS / 1000} seconds`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function isAlive(pid: number): boolean {
  try {
    // A zombie has ended; it only waits for its parent to look.
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
}
