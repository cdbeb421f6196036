import type { RunOptions } from "../../engine";
import type { Lab, Scenario as Program, ScenarioResource } from "./lab";

/** One run: what the program declares, what happens behind its back, and the operation. */
export interface ScenarioStep {
  run: "preview" | "up" | "refresh" | "destroy";
  options?: RunOptions;
  program?: Program;
  cloud?: Parameters<Lab["changeCloud"]>[0];
}

export interface Scenario {
  name: string;
  config?: NonNullable<Lab["options"]["config"]>;
  steps: ScenarioStep[];
}

function declare(...resources: ScenarioResource[]): Program {
  return { resources };
}

const CONFIG = { "lab:url": "http://lab", "lab:key": { secret: "s3cr3t" }, greeting: "hello" };
const BASE = { name: "base", props: { size: 1, color: "red" } };
const LEAF = { name: "leaf", props: { color: "green", on: "$id:base", stateOfBase: "$out:base.state" } };

/** Sequences of runs that succeed for the most part. */
export const CHANGE_SCENARIOS: Scenario[] = [
  {
    name: "creations, a run without changes, updates, a replacement, removals and destruction",
    config: CONFIG,
    steps: [
      {
        run: "preview",
        program: {
          resources: [
            BASE,
            LEAF,
            { name: "group", kind: "component", props: { members: ["$id:base"] } },
            { name: "child", props: { color: "blue" }, options: { parent: "group" } },
            { name: "loner", props: { color: "gray" }, options: { customTimeouts: { create: "5m", delete: "1h" } } },
          ],
          outputs: { base: "$id:base", greeting: "$config:greeting", hidden: "$secret:x" },
        },
      },
      { run: "up" },
      { run: "up" },
      {
        run: "preview",
        program: {
          resources: [
            { ...BASE, props: { size: 2, color: "red" } },
            LEAF,
            { name: "group", kind: "component" },
            { name: "child", props: { color: "navy" }, options: { parent: "group" } },
          ],
          outputs: { base: "$id:base" },
        },
      },
      { run: "up" },
      { run: "destroy" },
    ],
  },
  {
    name: "secrets in inputs and outputs of a provider that takes them and of one that does not",
    config: { ...CONFIG, token: { secret: "t0ken" } },
    steps: [
      {
        run: "up",
        program: {
          resources: [
            { name: "open", props: { color: "$secret:red", nested: { deep: "$secret:x", plain: 1 } } },
            { name: "named", props: { color: "red" }, options: { additionalSecretOutputs: ["state"] } },
            {
              name: "note",
              kind: "dynamic",
              props: { title: "note", text: "$secret:b", list: ["$secret:c", "d"], map: { a: "$secret:e", b: "f" } },
            },
            { name: "copy", props: { color: "$out:open.color", said: "t0ken" } },
          ],
          outputs: { color: "$out:open.color", state: "$out:named.state" },
        },
      },
      { run: "refresh" },
      { run: "up" },
    ],
  },
  {
    name: "refresh finds drift, a sick resource and one that is gone",
    config: CONFIG,
    steps: [
      {
        run: "up",
        program: declare(
          BASE,
          LEAF,
          { name: "gone", props: { color: "red" } },
          { name: "needs", props: { on: "$id:gone" } },
          { name: "sick", props: { color: "red" } },
          { name: "note", kind: "dynamic", props: { title: "n", text: "x" } },
          { name: "group", kind: "component" },
        ),
      },
      {
        run: "refresh",
        cloud: (things) => {
          delete things["gone-1"];
          things["base-1"] = { ...things["base-1"], color: "pink", extra: true };
          things["sick-1"] = { ...things["sick-1"], sick: true };
          things["note-n"] = { ...things["note-n"], text: "y" };
        },
      },
      { run: "preview" },
      {
        run: "up",
        cloud: (things) => {
          delete things["sick-1"]?.["sick"];
        },
      },
      {
        run: "preview",
        options: { refresh: true },
        cloud: (things) => {
          delete things["base-1"];
          things["leaf-1"] = { ...things["leaf-1"], color: "lime" };
        },
      },
      { run: "up", options: { refresh: true } },
      {
        run: "refresh",
        cloud: (things) => {
          things["leaf-1"] = { ...things["leaf-1"], fail: { read: 13 } };
        },
      },
    ],
  },
  {
    name: "resources that are got or imported",
    config: CONFIG,
    steps: [
      {
        run: "preview",
        cloud: (things) => {
          things["wild-1"] = { color: "red", size: 1 };
          things["wild-2"] = { color: "red", size: 1 };
          things["wild-3"] = { color: "red", size: 3 };
        },
        program: declare(
          { name: "seen", kind: "get", read: "wild-1", props: { hint: "h" } },
          { name: "taken", props: { color: "red", size: 1 }, options: { import: "wild-2" } },
          { name: "bent", props: { color: "blue", size: 3 }, options: { import: "wild-3" } },
          { name: "user", props: { on: "$out:seen.state" } },
        ),
      },
      { run: "up" },
      {
        run: "up",
        cloud: (things) => {
          things["wild-1"] = { ...things["wild-1"], color: "green" };
        },
      },
      { run: "refresh" },
      {
        run: "up",
        program: declare(
          { name: "bent", props: { color: "blue", size: 4 } },
          { name: "taken", kind: "get", read: "wild-1" },
        ),
      },
      {
        run: "up",
        cloud: (things) => {
          things["wild-4"] = { color: "red", size: 4 };
        },
        program: declare({ name: "bent", props: { color: "blue", size: 4 }, options: { import: "wild-4" } }),
      },
      { run: "up", program: declare({ name: "missing", kind: "get", read: "nobody" }) },
      { run: "up", program: declare({ name: "missing", props: {}, options: { import: "nobody" } }) },
      { run: "destroy" },
    ],
  },
  {
    name: "explicit providers, their changes and their replacement",
    config: { "lab:region": "default" },
    steps: [
      {
        run: "up",
        program: declare(
          { name: "east", kind: "provider", props: { region: "east", url: "a", label: "x", pass: "$secret:word" } },
          { name: "there", props: { color: "red" }, options: { provider: "east" } },
          { name: "here", props: { color: "red" } },
        ),
      },
      {
        run: "up",
        program: declare(
          { name: "east", kind: "provider", props: { region: "east", url: "b", label: "y", pass: "$secret:word" } },
          { name: "there", props: { color: "red" }, options: { provider: "east" } },
          { name: "here", props: { color: "red" } },
        ),
      },
      {
        run: "up",
        program: declare(
          { name: "east", kind: "provider", props: { region: "east", url: "b", label: "z", pass: "$secret:word" } },
          { name: "there", props: { color: "red" }, options: { provider: "east" } },
          { name: "here", props: { color: "red" } },
        ),
      },
      {
        run: "preview",
        program: declare(
          { name: "east", kind: "provider", props: { region: "far east", url: "b" } },
          { name: "there", props: { color: "red" }, options: { provider: "east" } },
          { name: "here", props: { color: "red" } },
        ),
      },
      { run: "up" },
      { run: "refresh" },
      {
        run: "up",
        program: declare({ name: "east", kind: "provider", props: { region: "nowhere" } }),
      },
      { run: "destroy" },
    ],
  },
  {
    name: "a provider whose configuration is unknown in a preview",
    steps: [
      {
        run: "preview",
        program: declare(
          BASE,
          { name: "late", kind: "provider", props: { url: "$id:base" } },
          { name: "there", props: { color: "red" }, options: { provider: "late" } },
          { name: "next", props: { on: "$out:there.color" } },
        ),
      },
      { run: "up" },
      {
        run: "preview",
        program: declare(
          { ...BASE, props: { size: 5 } },
          { name: "late", kind: "provider", props: { url: "$id:base" } },
          { name: "there", props: { color: "red" }, options: { provider: "late" } },
        ),
      },
    ],
  },
];

/** Sequences in which something fails, and what comes after. */
export const FAILURE_SCENARIOS: Scenario[] = [
  {
    name: "options: protect, retainOnDelete, ignoreChanges, deletedWith, dependsOn, replaceOnChanges",
    config: CONFIG,
    steps: [
      {
        run: "up",
        program: declare(
          BASE,
          { name: "kept", props: { color: "red" }, options: { retainOnDelete: true } },
          { name: "safe", props: { color: "red", size: 1 }, options: { protect: true } },
          { name: "with", props: { color: "red" }, options: { deletedWith: "base" } },
          { name: "after", props: { color: "red" }, options: { dependsOn: ["base", "kept"] } },
          { name: "blind", props: { color: "red", fields: { a: "1", b: "2" } }, options: {} },
          { name: "fussy", props: { color: "red" } },
        ),
      },
      {
        run: "up",
        program: declare(
          BASE,
          { name: "safe", props: { color: "red", size: 1 }, options: { protect: true } },
          {
            name: "blind",
            props: { color: "blue", fields: { a: "9", b: "9" } },
            options: { ignoreChanges: ["color", "fields.a"] },
          },
          { name: "fussy", props: { color: "blue" }, options: { replaceOnChanges: ["color"] } },
        ),
      },
      { run: "up", program: declare({ name: "safe", props: { color: "red", size: 2 }, options: { protect: true } }) },
      {
        run: "preview",
        program: declare({ name: "safe", props: { color: "red", size: 2 }, options: { protect: true } }),
      },
      { run: "up", program: declare(BASE) },
      { run: "preview", program: declare(BASE) },
      { run: "destroy" },
      { run: "up", program: declare({ name: "safe", props: { color: "red", size: 1 } }) },
      { run: "destroy" },
    ],
  },
  {
    name: "a check failure",
    steps: [
      { run: "preview", program: declare({ name: "odd", props: { color: "invalid" } }) },
      { run: "up" },
      { run: "up", program: declare({ name: "odd", kind: "dynamic", props: { title: "a", color: "invalid" } }) },
    ],
  },
  {
    name: "a creation that fails, one that fails halfway, and their next runs",
    steps: [
      { run: "up", program: declare({ name: "broken", props: { fail: { create: 3 } } }) },
      { run: "up", program: declare({ name: "broken", props: { fail: { create: 13 } } }) },
      { run: "up", program: declare({ name: "half", props: { partial: "create", color: "red" } }) },
      { run: "up", program: declare({ name: "half", props: { partial: "create", color: "red" } }) },
      { run: "up", program: declare({ name: "half", props: { partial: "update", color: "blue" } }) },
      { run: "up", program: declare({ name: "half", props: { color: "blue" } }) },
      { run: "up" },
      { run: "up", program: declare({ name: "half", props: { color: "green", fail: { update: 2 } } }) },
    ],
  },
  {
    name: "partial failures of a dynamic resource",
    steps: [
      { run: "up", program: declare({ name: "note", kind: "dynamic", props: { title: "a", partial: "create" } }) },
      {
        run: "up",
        program: declare({ name: "note", kind: "dynamic", props: { title: "a", text: "x", partial: "update" } }),
      },
      { run: "up", program: declare({ name: "note", kind: "dynamic", props: { title: "a", text: "x" } }) },
      { run: "up", program: declare({ name: "note", kind: "dynamic", props: { title: "a", text: "y", size: 2 } }) },
      {
        run: "up",
        program: declare({ name: "note", kind: "dynamic", props: { title: "a", text: "y", fail: "update" } }),
      },
    ],
  },
  {
    name: "nothing is deleted after a failure, and a failed deletion is tried again",
    steps: [
      {
        run: "up",
        program: declare(
          BASE,
          { name: "stubborn", props: { color: "red", fail: { delete: 9 } } },
          { name: "old", props: { size: 1 } },
        ),
      },
      { run: "up", program: declare({ name: "broken", props: { fail: { create: 3 } } }) },
      { run: "up", program: declare({ name: "stubborn", props: { color: "blue", size: 9 } }) },
      { run: "up", program: declare({ name: "stubborn", props: { color: "blue", size: 9 } }) },
    ],
  },
  {
    name: "a program that crashes, one that logs, and one that declares a name twice",
    steps: [
      { run: "up", program: declare(BASE) },
      { run: "up", program: { resources: [LEAF_ALONE()], crash: "boom" } },
      { run: "up", program: { resources: [BASE], log: "mind the gap" } },
      { run: "up", program: declare(BASE, BASE) },
    ],
  },
  {
    name: "invokes and a provider that leaves the comparison to the engine",
    steps: [
      {
        run: "preview",
        program: {
          resources: [{ name: "vague", props: { vague: true, color: "$invoke:blue", tags: { a: 1, b: [1, 2] } } }],
          outputs: { found: "$invoke:red" },
        },
      },
      { run: "up" },
      { run: "up" },
      {
        run: "up",
        program: declare({ name: "vague", props: { vague: true, color: "x", tags: { b: [1, 3, 4], c: null } } }),
      },
      { run: "up", program: { outputs: { found: "$invoke:invalid" } } },
    ],
  },
  {
    name: "continuing after errors",
    steps: [
      {
        run: "up",
        program: declare(BASE, { name: "mid", props: { on: "$id:base" } }, { name: "old", props: { color: "red" } }),
      },
      {
        run: "up",
        options: { continueOnError: true },
        program: declare(
          BASE,
          { name: "mid", props: { on: "$id:base", fail: { update: 3 } } },
          { name: "fresh", props: { color: "red" } },
          { name: "hanging", props: { on: "$id:mid" } },
        ),
      },
    ],
  },
];

function LEAF_ALONE(): ScenarioResource {
  return { name: "leaf", props: { color: "green" } };
}
