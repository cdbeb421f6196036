import type { ProgramResource } from "../lab";
import { BASE, declare, type Sequence } from "./scenario";

function note(props: Record<string, unknown>): ProgramResource {
  return { name: "note", kind: "dynamic", props: { title: "a", ...props } };
}

export const CHECKS: Sequence = {
  name: "checks",
  scenarios: [
    {
      name: "check: a failure, previewed",
      run: "preview",
      program: declare({ name: "odd", props: { color: "invalid" } }),
    },
    { name: "check: a failure", run: "up" },
    {
      name: "check: a failure of a dynamic resource",
      run: "up",
      program: declare({ name: "odd", kind: "dynamic", props: { title: "a", color: "invalid" } }),
    },
  ],
};

export const PARTIAL: Sequence = {
  name: "partial failures",
  scenarios: [
    {
      name: "create: an error of a code that says what happened",
      run: "up",
      program: declare({ name: "broken", props: { fail: { create: 3 } } }),
    },
    {
      name: "create: an error of a code that leaves the outcome open",
      run: "up",
      program: declare({ name: "broken", props: { fail: { create: 13 } } }),
    },
    {
      name: "create: a partial failure keeps the resource",
      run: "up",
      program: declare({ name: "half", props: { partial: "create", color: "red" } }),
    },
    { name: "update: forced after a partial failure, without a difference", run: "up" },
    {
      name: "create: a partial failure with 32 KiB of details",
      run: "up",
      program: declare(
        { name: "half", props: { color: "red" } },
        { name: "large", props: { partial: "create", padding: 32_768 }, options: { dependsOn: ["half"] } },
      ),
    },
    {
      name: "create: a provider tells its progress",
      run: "up",
      program: declare(
        { name: "half", props: { color: "red" } },
        { name: "slow", props: { progress: ["10 %", "90 %"] } },
      ),
    },
    {
      name: "update: a partial failure keeps the old inputs",
      run: "up",
      program: declare({ name: "half", props: { partial: "update", color: "blue" } }),
    },
    {
      name: "update: tried again after a partial failure",
      run: "up",
      program: declare({ name: "half", props: { color: "blue" } }),
    },
    { name: "same: once a partial failure is healed", run: "up" },
    {
      name: "update: an error keeps the old state",
      run: "up",
      program: declare({ name: "half", props: { color: "green", fail: { update: 2 } } }),
    },
    {
      name: "replacement: a partial failure leaves the old resource for a later delete",
      run: "up",
      program: declare({ name: "half", props: { color: "green", size: 1, partial: "create" } }),
    },
    {
      name: "delete-replaced: of what a failed replacement left",
      run: "up",
      program: declare({ name: "half", props: { color: "green", size: 1 } }),
    },
  ],
};

export const DYNAMIC: Sequence = {
  name: "dynamic resources",
  scenarios: [
    {
      name: "dynamic create: a partial failure keeps the resource",
      run: "up",
      program: declare(note({ partial: "create" })),
    },
    {
      name: "dynamic update: a partial failure keeps the old inputs",
      run: "up",
      program: declare(note({ text: "x", partial: "update" })),
    },
    { name: "dynamic update: tried again", run: "up", program: declare(note({ text: "x" })) },
    { name: "dynamic replacement", run: "up", program: declare(note({ text: "y", size: 2 })) },
    { name: "dynamic update: an error", run: "up", program: declare(note({ text: "y", fail: "update" })) },
  ],
};

export const AFTER_FAILURES: Sequence = {
  name: "after failures",
  scenarios: [
    {
      name: "create: what later fails to be deleted",
      run: "up",
      program: {
        resources: [
          BASE,
          { name: "stubborn", props: { color: "red", fail: { delete: 9 } } },
          { name: "old", props: { size: 1 } },
        ],
        outputs: { kept: "first", changed: "first" },
      },
    },
    {
      name: "a failed run deletes nothing, and keeps old stack outputs under the new ones",
      run: "up",
      program: {
        resources: [{ name: "broken", props: { fail: { create: 3 } } }],
        outputs: { changed: "second" },
      },
    },
    {
      name: "delete-replaced: it fails",
      run: "up",
      program: declare({ name: "stubborn", props: { color: "blue", size: 9 } }),
    },
    { name: "delete-replaced: a failed one is tried again", run: "up" },
    {
      name: "continue on error: what is to fail in the next run",
      run: "up",
      program: declare(
        { name: "base", props: { size: 1, color: "red" } },
        { name: "mid", props: { on: "$id:base" } },
        { name: "old", props: { color: "red" } },
      ),
      edit: (resources) => {
        resources.splice(0, resources.length, ...resources.filter((resource) => resource.delete !== true));
      },
    },
    {
      name: "continue on error: siblings and unrelated deletes are done",
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
};

export const PROGRAMS: Sequence = {
  name: "programs",
  scenarios: [
    {
      name: "component: a nested one, its child's URN, and an update of its outputs",
      run: "up",
      program: declare(
        BASE,
        { name: "outer", kind: "component" },
        { name: "inner", kind: "component", props: { said: "x" }, options: { parent: "outer" } },
        { name: "child", props: { color: "red" }, options: { parent: "inner", dependsOn: ["base"] } },
      ),
    },
    {
      name: "component: dependsOn it means its children; its resources are deleted before it",
      run: "up",
      program: declare(
        BASE,
        { name: "inner", kind: "component", props: { said: "y" } },
        { name: "child", props: { color: "red" }, options: { parent: "inner" } },
        { name: "after", props: { color: "red" }, options: { dependsOn: ["inner"] } },
      ),
    },
    {
      name: "resource references in inputs",
      run: "up",
      program: declare(BASE, { name: "refers", props: { to: "$res:base", all: ["$res:base"] } }),
    },
    {
      name: "a program that throws",
      run: "up",
      program: { resources: [{ name: "leaf", props: { color: "green" } }], crash: "boom" },
    },
    { name: "a program that logs a warning", run: "up", program: { resources: [BASE], log: "mind the gap" } },
    {
      // The second waits for the first: otherwise it is a race whether that one's step has begun.
      name: "a program that declares a name twice",
      run: "up",
      program: declare(BASE, { ...BASE, options: { dependsOn: ["base"] } }),
    },
  ],
};
