import { BASE, CONFIG, declare, LEAF, type Sequence } from "./scenario";

const GROUP = { name: "group", kind: "component" as const };
const LONER = { name: "loner", props: { color: "gray" }, options: { customTimeouts: { create: "5m", delete: "1h" } } };

export const LIFECYCLE: Sequence = {
  name: "lifecycle",
  config: CONFIG,
  scenarios: [
    {
      name: "create, previewed: dependants see unknown ids and outputs",
      run: "preview",
      program: {
        resources: [
          BASE,
          LEAF,
          { ...GROUP, props: { members: ["$id:base"] } },
          { name: "child", props: { color: "blue" }, options: { parent: "group" } },
          LONER,
        ],
        outputs: { base: "$id:base", greeting: "$config:greeting", hidden: "$secret:x" },
      },
    },
    { name: "create: a chain, a component with a child, timeouts, stack outputs", run: "up" },
    { name: "same: a run without changes", run: "up" },
    {
      name: "replacement, update and delete, previewed",
      run: "preview",
      program: {
        resources: [
          { ...BASE, props: { size: 2, color: "red" } },
          LEAF,
          GROUP,
          { name: "child", props: { color: "navy" }, options: { parent: "group" } },
        ],
        outputs: { base: "$id:base" },
      },
    },
    { name: "replacement, created first and the old one deleted last, with an update of its dependant", run: "up" },
    {
      name: "delete: what the program no longer declares, dependants first",
      run: "up",
      program: { resources: [GROUP], outputs: {} },
    },
    { name: "create: again, after the deletion", run: "up", program: declare(BASE, LEAF, GROUP) },
    { name: "destroy, previewed", run: "destroy", options: { previewOnly: true } },
    { name: "destroy: everything, in reverse order", run: "destroy" },
    { name: "destroy: of a stack that is empty", run: "destroy" },
  ],
};

const CHILD = { name: "child", props: { color: "blue" } };
const RENAMED = { ...BASE, name: "root", options: { aliases: [{ name: "base" }] } };
const ON_RENAMED = { ...LEAF, props: { color: "green", on: "$id:root", stateOfBase: "$out:root.state" } };

export const ALIASES: Sequence = {
  name: "aliases",
  config: CONFIG,
  scenarios: [
    {
      name: "aliases: what is to be renamed",
      run: "up",
      program: declare(BASE, LEAF, GROUP, { ...CHILD, options: { parent: "group" } }),
    },
    {
      name: "aliases: another name, previewed",
      run: "preview",
      program: declare(RENAMED, ON_RENAMED, GROUP, { ...CHILD, options: { parent: "group" } }),
    },
    { name: "aliases: another name keeps the resource, and what depends on it", run: "up" },
    {
      name: "aliases: another name and other properties at once, of two that it had",
      run: "up",
      program: declare(
        { name: "top", props: { size: 1, color: "red" }, options: { aliases: [{ name: "base" }, { name: "root" }] } },
        { ...LEAF, props: { color: "olive", on: "$id:top", stateOfBase: "$out:top.state" } },
        { name: "crew", kind: "component", options: { aliases: [{ name: "group" }] } },
        { ...CHILD, name: "kid", options: { parent: "crew", aliases: [{ name: "child" }] } },
      ),
    },
    { name: "aliases: they may stay", run: "up" },
    {
      name: "aliases: a refresh, and what was renamed is deleted",
      run: "up",
      options: { refresh: true },
      program: declare(),
    },
  ],
};

export const SECRETS: Sequence = {
  name: "secrets",
  config: { ...CONFIG, token: { secret: "t0ken" } },
  scenarios: [
    {
      name: "secrets: in inputs and outputs, for a provider that takes them and for one that does not",
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
    { name: "secrets: after a refresh", run: "refresh" },
    { name: "secrets: in the run after the refresh", run: "up" },
  ],
};

/** What the program says of a resource beside its inputs. */
export const OPTIONS: Sequence = {
  name: "options",
  config: CONFIG,
  scenarios: [
    {
      name: "options: stored with the resource, dependsOn before its dependant",
      run: "up",
      program: declare(
        BASE,
        { name: "kept", props: { color: "red" }, options: { retainOnDelete: true } },
        { name: "safe", props: { color: "red", size: 1 }, options: { protect: true } },
        { name: "after", props: { color: "red" }, options: { dependsOn: ["base", "kept"] } },
        { name: "blind", props: { color: "red", fields: { a: "1", b: "2" } }, options: {} },
      ),
    },
    {
      name: "ignoreChanges, and the delete of what has retainOnDelete",
      run: "up",
      program: declare(
        BASE,
        { name: "safe", props: { color: "red", size: 1 }, options: { protect: true } },
        {
          name: "blind",
          props: { color: "blue", fields: { a: "9", b: "9" } },
          options: { ignoreChanges: ["color", "fields.a"] },
        },
      ),
    },
    {
      name: "protect: nothing to do while everything else is deleted",
      run: "up",
      program: declare({ name: "safe", props: { color: "red", size: 1 }, options: { protect: true } }),
    },
    {
      name: "protect: a replacement is an error before anything is done",
      run: "up",
      program: declare({ name: "safe", props: { color: "red", size: 2 }, options: { protect: true } }),
    },
    { name: "protect: a replacement, previewed", run: "preview" },
    { name: "protect: a delete fails, and what else is due is done", run: "up", program: declare(BASE) },
    { name: "protect: a delete, previewed", run: "preview" },
    { name: "protect: a destroy fails", run: "destroy" },
    {
      name: "same: an option alone has changed, protect taken away",
      run: "up",
      program: declare({ name: "safe", props: { color: "red", size: 1 } }),
    },
    { name: "destroy: after protect was taken away", run: "destroy" },
  ],
};
