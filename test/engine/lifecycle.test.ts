import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunResult } from "../../engine";
import { type Call, callOf, Lab, metadataOf, nameOf, shortCalls, stepsOf, UNKNOWN } from "./lab";

interface Observed {
  result: RunResult;
  calls: Call[];
}

describe("a stack of things from its first preview to its destruction", () => {
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
    await observe("preview", lab.engine.preview());
    await observe("up", lab.engine.up());
    await observe("again", lab.engine.up());
    lab.describe({
      resources: [
        { name: "base", props: { size: 2, color: "red" } },
        { name: "leaf", props: { color: "green", on: "$id:base", stateOfBase: "$out:base.state" } },
        { name: "group", kind: "component" },
        { name: "child", props: { color: "navy" }, options: { parent: "group" } },
      ],
      outputs: { base: "$id:base" },
    });
    await observe("changePreview", lab.engine.preview());
    await observe("change", lab.engine.up());
    await observe("destroy", lab.engine.destroy());
  });
  afterAll(() => lab.remove());

  test("a preview creates nothing and leaves no state", () => {
    const { result, calls } = seen("preview");
    expect(result.succeeded).toBe(true);
    expect(result.changes).toEqual({ create: 6 });
    expect(calls.filter(({ method, preview }) => method === "Create" && preview !== true)).toEqual([]);
    expect(shortCalls(calls).filter((call) => call.startsWith("Delete"))).toEqual([]);
  });

  test("in a preview, dependants see ids and outputs of new resources as unknown", () => {
    const { inputs } = callOf(seen("preview").calls, "Create", "leaf");
    expect(inputs).toMatchObject({ on: UNKNOWN, stateOfBase: UNKNOWN, color: "green" });
  });

  test("a creation checks against nothing and creates the checked inputs", () => {
    const { calls } = seen("up");
    const check = callOf(calls, "Check", "base");
    expect(check["olds"]).toEqual({});
    expect(String(check["seed"])).toHaveLength(64);
    expect(callOf(calls, "Create", "base")["inputs"]).toEqual({
      size: 1,
      color: "red",
      stamp: String(check["seed"]).slice(0, 8),
    });
  });

  test("dependants are created after what they need, with its real outputs", () => {
    const { calls } = seen("up");
    const order = shortCalls(calls);
    expect(order.indexOf("Check leaf")).toBeGreaterThan(order.indexOf("Created base"));
    expect(callOf(calls, "Create", "leaf")["inputs"]).toMatchObject({ stateOfBase: "ready" });
  });

  test("timeouts reach the provider in seconds", () => {
    expect(callOf(seen("up").calls, "Create", "loner")["timeout"]).toBe(300);
    expect(callOf(seen("change").calls, "Delete", "loner")["timeout"]).toBe(3600);
  });

  test("the outputs of the stack are those of the program", () => {
    expect(seen("up").result.outputs).toEqual({
      base: { value: expect.stringMatching(/^base-/), secret: false },
      greeting: { value: "hello", secret: false },
    });
    expect(Object.keys(seen("change").result.outputs)).toEqual(["base"]);
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

  test("a run without changes only checks and compares", () => {
    const { result, calls } = seen("again");
    expect(result.changes).toEqual({ same: 6 });
    expect(new Set(calls.map(({ method }) => method))).toEqual(
      new Set(["Start", "Handshake", "CheckConfig", "DiffConfig", "Configure", "Check", "Diff", "Cancel"]),
    );
    const diff = callOf(calls, "Diff", "base");
    expect(diff["olds"]).toMatchObject({ state: "ready" });
    expect(diff["oldInputs"]).not.toHaveProperty("state");
    expect(callOf(calls, "Check", "base")["olds"]).toEqual(diff["oldInputs"]);
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

  test("a replacement is told by its parts and counted once", () => {
    const { result } = seen("change");
    expect(stepsOf(result).filter((step) => step.endsWith(" base"))).toEqual([
      "create-replacement base",
      "replace base",
      "delete-replaced base",
    ]);
    expect(metadataOf(result, "base", "replace")).toMatchObject({
      keys: ["size"],
      diffs: ["size"],
      detailedDiff: { size: { diffKind: "update-replace", inputDiff: false } },
    });
    expect(result.changes).toEqual({ replace: 1, update: 2, same: 2, delete: 1 });
    expect(seen("changePreview").result.changes).toEqual(result.changes);
  });

  test("an update gets the old outputs, the old inputs and the checked new ones", () => {
    expect(callOf(seen("change").calls, "Update", "child")).toMatchObject({
      olds: { color: "blue", state: "ready" },
      oldInputs: { color: "blue" },
      news: { color: "navy" },
      preview: false,
    });
  });

  test("in a preview of a replacement, dependants see the new id as unknown", () => {
    expect(callOf(seen("changePreview").calls, "Diff", "leaf")["news"]).toMatchObject({ on: UNKNOWN });
  });

  test("children carry the type of their parent in their urn", () => {
    expect(callOf(seen("up").calls, "Create", "child").urn).toBe(
      "urn:pulumi:dev::scenario::lab:index:Group$lab:index:Thing::child",
    );
  });

  test("the outputs of a component are those that it registers", () => {
    const outputs = metadataOf(seen("up").result, "group").new?.outputs;
    expect(outputs).toEqual({ members: [expect.stringMatching(/^base-/)] });
    expect(stepsOf(seen("up").result).filter((step) => step === "create group")).toHaveLength(1);
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

  test("destroy configures the provider from the state and runs no program", () => {
    const { calls } = seen("destroy");
    expect(calls.filter(({ method }) => method === "CheckConfig" || method === "Check")).toEqual([]);
    expect(calls.find(({ method }) => method === "Configure")?.["args"]).toMatchObject({ url: "http://lab" });
  });

  test("after destroy the state is empty", async () => {
    expect((await lab.engine.exportState()).deployment).not.toHaveProperty("resources");
    expect(await lab.engine.outputs()).toEqual({});
  });

  test("every provider process is told of the end", () => {
    for (const name of ["preview", "up", "again", "change", "destroy"]) {
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
    const planned = seen("preview").result.events.filter(({ resourcePreEvent }) => resourcePreEvent !== undefined);
    expect(planned.every(({ resourcePreEvent }) => resourcePreEvent?.planning === true)).toBe(true);
  });
});
