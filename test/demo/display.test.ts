import { describe, expect, test } from "vitest";
import { renderEvents } from "../../demo/display";
import { diffInputs } from "../../demo/input-diff";
import type { EngineEvent } from "../../engine";
import { EventStream, type Operation, type Step } from "../../engine/events";
import type { ResourceState } from "../../engine/state/deployment";
import { makeSecret, UNKNOWN } from "../../engine/values";

function state(name: string, more: Partial<ResourceState> = {}): ResourceState {
  return { urn: `urn:pulumi:dev::p::lab:index:Thing::${name}`, custom: true, type: "lab:index:Thing", ...more };
}

function step(op: Operation, old: ResourceState | undefined, next: ResourceState | undefined): Step {
  return { op, old, new: next };
}

function eventsOf(planning: boolean, tell: (stream: EventStream) => void, secrets: string[] = []): EngineEvent[] {
  const stream = new EventStream(planning, secrets, undefined);
  stream.prelude({});
  tell(stream);
  stream.summary(1.4, false, true);
  return stream.events;
}

describe("the display of a run", () => {
  const person = state("ada", { inputs: { roles: ["a"], bio: "x", pass: makeSecret("s"), __provider: "code" } });
  const changed = state("ada", {
    inputs: { roles: ["a", "b"], pass: makeSecret("t"), manager: UNKNOWN, __provider: "new code" },
  });

  test("shows a line for each change with its sign and changed keys, and none for what stays", () => {
    const text = renderEvents(
      eventsOf(true, (stream) => {
        for (const each of [step("update", person, changed), step("same", state("bob"), state("bob"))]) {
          stream.stepStarts(each);
          stream.stepOutputs(each);
          stream.count(each);
        }
      }),
    );
    expect(text).toBe(
      " ~  lab:index:Thing ada update [diff: ~roles,-bio,+manager]\n" +
        "Resources:\n    ~ 1 to update\n    1 change. 1 unchanged\n",
    );
  });

  test("with diff, shows old and new values; secrets and unknown values stay hidden", () => {
    const text = renderEvents(
      eventsOf(true, (stream) => {
        stream.stepOutputs(step("update", person, changed));
        stream.stepOutputs(step("create", undefined, changed));
      }),
      { diff: true },
    );
    expect(text).toContain('      + roles[1]: "b"\n      - bio: "x"\n      + manager: output<string>\n');
    expect(text).toContain('      + roles: ["a", "b"]\n      + pass: [secret]\n      + manager: output<string>\n');
    expect(text).not.toMatch(/"s"|"t"|code/);
  });

  test("follows the paths that the provider names", () => {
    const each = step("update", state("x", { inputs: { list: ["a", "b"] } }), state("x", { inputs: { list: ["b"] } }));
    const text = renderEvents(
      eventsOf(false, (stream) =>
        stream.stepOutputs({
          ...each,
          diff: {
            changes: "some",
            replaceKeys: [],
            changedKeys: ["list"],
            detailed: { "list[0]": { kind: "delete", inputDiff: false } },
            deleteBeforeReplace: false,
          },
        }),
      ),
      { diff: true },
    );
    expect(text).toContain(' ~  lab:index:Thing x updated [diff: ~list]\n      - list[0]: "a"\n');
  });

  test("shows outputs, diagnostics by resource, failures and the summary of an update", () => {
    const stack = { ...state("p-dev"), type: "pulumi:pulumi:Stack", custom: false };
    const text = renderEvents(
      eventsOf(
        false,
        (stream) => {
          stream.stepOutputs(
            step("same", { ...stack, outputs: { a: 1, b: 2 } }, { ...stack, outputs: { a: 1, c: makeSecret(3) } }),
          );
          const failed = step("create", undefined, state("bad"));
          stream.diagnostic("error", "it says topsecret\nand more", failed.new?.urn);
          stream.stepFailed(failed, 0);
          stream.diagnostic("info", "printed\n");
          // As pulumi sends it, and as its types don't have it.
          const debug = { severity: "debug", message: "RPC finished: ada@example.com", color: "never" };
          stream.events.push(JSON.parse(JSON.stringify({ diagnosticEvent: debug })));
          stream.count(step("delete", state("old"), undefined));
        },
        ["topsecret"],
      ),
      { color: true },
    );
    expect(text).toContain(" \u001b[31m+ \u001b[0m lab:index:Thing bad \u001b[31mfailed\u001b[0m\n");
    expect(text).toContain("  lab:index:Thing (bad):\n    \u001b[31merror: \u001b[0mit says [secret]\n    and more\n");
    expect(text).not.toContain("RPC");
    expect(text).toContain("Outputs:\n    a: 1\n  \u001b[31m- b: 2\u001b[0m\n  \u001b[32m+ c: [secret]\u001b[0m\n");
    expect(text).toContain("Resources:\n    \u001b[31m- 1 deleted\u001b[0m\n\nDuration: 1s\n");
  });
});

test("inputs are compared leaf by leaf, secrets by their content", () => {
  const olds = { same: 1, gone: "x", map: { a: 1, b: [1, 2] }, hidden: makeSecret("s"), nothing: null };
  const news = { same: 1, map: { a: 2, b: [1, 3, 4], "c.d": 1 }, hidden: "s", fresh: true };
  expect(diffInputs(olds, news)).toEqual({
    gone: { kind: "delete", inputDiff: true },
    "map.a": { kind: "update", inputDiff: true },
    "map.b[1]": { kind: "update", inputDiff: true },
    "map.b[2]": { kind: "add", inputDiff: true },
    'map["c.d"]': { kind: "add", inputDiff: true },
    fresh: { kind: "add", inputDiff: true },
  });
  expect(diffInputs(olds, olds)).toEqual({});
});
