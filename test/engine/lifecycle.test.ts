import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunResult } from "../../engine";
import { type Call, callOf, Lab, nameOf, shortCalls, stepsOf } from "./lab";

interface Observed {
  result: RunResult;
  calls: Call[];
}

describe("a stack of things from its creation to its destruction", () => {
  const lab = new Lab({ config: { "lab:url": "http://lab", "lab:key": { secret: "s3cr3t" }, greeting: "hello" } });
  const runs: Record<string, Observed> = {};

  const observe = async (name: string, run: Promise<RunResult>): Promise<void> => {
    const result = await run;
    runs[name] = { result, calls: lab.takeCalls() };
  };
  const seen = (name: string): Observed => {
    const run = runs[name];
    if (run === undefined) {
      throw new Error(`there was no run ${name}`);
    }
    return run;
  };

  beforeAll(async () => {
    const chain = { size: 1, color: "red" };
    lab.describe({
      resources: [
        { name: "base", props: chain },
        { name: "leaf", props: { color: "green", on: "$id:base", stateOfBase: "$out:base.state" } },
        { name: "group", kind: "component", props: { members: ["$id:base"] } },
        { name: "child", props: { color: "blue" }, options: { parent: "group" } },
        { name: "loner", props: { color: "gray" }, options: { customTimeouts: { create: "5m", delete: "1h" } } },
      ],
      outputs: { base: "$id:base", greeting: "$config:greeting" },
    });
    await observe("up", lab.engine.up());
    lab.describe({
      resources: [
        { name: "base", props: { size: 2, color: "red" } },
        { name: "leaf", props: { color: "green", on: "$id:base", stateOfBase: "$out:base.state" } },
        { name: "group", kind: "component" },
        { name: "child", props: { color: "navy" }, options: { parent: "group" } },
      ],
      outputs: { base: "$id:base" },
    });
    await observe("change", lab.engine.up());
    await observe("destroy", lab.engine.destroy());
  });
  afterAll(() => lab.remove());

  test("dependants are created after what they need, with its real outputs", () => {
    const { calls } = seen("up");
    const order = shortCalls(calls);
    expect(order.indexOf("Check leaf")).toBeGreaterThan(order.indexOf("Created base"));
    expect(callOf(calls, "Create", "leaf")["inputs"]).toMatchObject({ stateOfBase: "ready" });
  });

  test("a default provider is configured once with its part of the configuration, and is not counted", () => {
    const { calls, result } = seen("up");
    const [configure, ...others] = calls.filter(({ method }) => method === "Configure");
    expect(others).toEqual([]);
    expect(configure?.["args"]).toMatchObject({ url: "http://lab" });
    expect(configure?.["variables"]).toEqual({ "lab:config:url": "http://lab", "lab:config:key": "s3cr3t" });
    expect(nameOf(configure?.urn)).toBe("default");
    expect(stepsOf(result)).toContain("create default");
    expect(result.changes).toEqual({ create: 6 });
  });

  test("a replacement checks anew without the old inputs and with the same seed", () => {
    const checks = seen("change").calls.filter(({ method, urn }) => method === "Check" && nameOf(urn) === "base");
    expect(checks.map(({ olds }) => Object.keys(olds as object).length > 0)).toEqual([true, false]);
    expect(checks[0]?.["seed"]).toBe(checks[1]?.["seed"]);
    const created = callOf(seen("change").calls, "Create", "base")["inputs"] as Record<string, unknown>;
    expect(created["stamp"]).toBe(String(checks[0]?.["seed"]).slice(0, 8));
  });

  test("a replacement creates first and deletes the old one after all updates", () => {
    const order = shortCalls(seen("change").calls);
    expect(order.indexOf("Update leaf")).toBeGreaterThan(order.indexOf("Created base"));
    expect(order.indexOf("Delete base")).toBeGreaterThan(order.indexOf("Update leaf"));
    const { id, properties } = callOf(seen("change").calls, "Delete", "base");
    expect(properties).toMatchObject({ size: 1, state: "ready" });
    expect(id).not.toBe(seen("change").result.outputs["base"]?.value);
  });

  test("destroy deletes dependants before what they need, and parents and providers last", () => {
    const { result, calls } = seen("destroy");
    expect(result.changes).toEqual({ delete: 5 });
    const steps = stepsOf(result);
    expect(steps.indexOf("delete leaf")).toBeLessThan(steps.indexOf("delete base"));
    expect(steps.indexOf("delete child")).toBeLessThan(steps.indexOf("delete group"));
    expect(steps.indexOf("delete scenario-dev")).toBeGreaterThan(steps.indexOf("delete group"));
    expect(shortCalls(calls).filter((call) => call.startsWith("Deleted"))).toHaveLength(3);
    expect(lab.cloud()).toEqual({});
  });

  test("every provider process is told of the end", () => {
    for (const name of ["up", "change", "destroy"]) {
      const { calls } = seen(name);
      const pids = calls.filter(({ method }) => method === "Start").map(({ pid }) => pid);
      expect(calls.filter(({ method }) => method === "Cancel").map(({ pid }) => pid)).toEqual(pids);
    }
  });

  test("events are numbered and framed as the real engine's", () => {
    const { events } = seen("up").result;
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index));
    expect(events[0]?.preludeEvent?.config).toEqual({
      "lab:url": "http://lab",
      "lab:key": "[secret]",
      "scenario:greeting": "hello",
    });
    expect(events.at(-2)?.summaryEvent).toMatchObject({ maybeCorrupt: false, resourceChanges: { create: 6 } });
    expect(events.at(-1)?.cancelEvent).toEqual({});
  });
});
