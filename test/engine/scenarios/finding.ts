import { BASE, CONFIG, declare, LEAF, type Sequence } from "./scenario";

/** What is found at the provider: by a refresh, by the import option. */
export const REFRESH: Sequence = {
  name: "refresh",
  config: CONFIG,
  scenarios: [
    {
      name: "create: by the plugin and by the dynamic host in one run",
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
      name: "refresh: same, update, delete of what is gone, and an unhealthy resource",
      run: "refresh",
      cloud: (things) => {
        delete things["gone-1"];
        things["base-1"] = { ...things["base-1"], color: "pink", extra: true };
        things["sick-1"] = { ...things["sick-1"], sick: true };
        things["note-n"] = { ...things["note-n"], text: "y" };
      },
    },
    { name: "update: of drift and of an unhealthy resource, previewed", run: "preview" },
    {
      name: "update: of drift, and of an unhealthy resource without a difference",
      run: "up",
      cloud: (things) => {
        delete things["sick-1"]?.["sick"];
      },
    },
    {
      name: "refresh: before a preview",
      run: "preview",
      options: { refresh: true },
      cloud: (things) => {
        delete things["base-1"];
        things["leaf-1"] = { ...things["leaf-1"], color: "lime" };
      },
    },
    { name: "refresh: before an up, which creates again what is gone", run: "up", options: { refresh: true } },
    {
      name: "refresh: previewed",
      run: "refresh",
      options: { previewOnly: true },
      cloud: (things) => {
        things["leaf-1"] = { ...things["leaf-1"], color: "teal" };
      },
    },
    {
      name: "refresh: a read that fails",
      run: "refresh",
      cloud: (things) => {
        things["leaf-1"] = { ...things["leaf-1"], fail: { read: 13 } };
      },
    },
  ],
};

export const IMPORTS: Sequence = {
  name: "imports",
  config: CONFIG,
  scenarios: [
    {
      name: "import, previewed",
      run: "preview",
      cloud: (things) => {
        for (const [number, size] of [1, 3].entries()) {
          things[`wild-${number + 1}`] = { color: "red", size };
        }
      },
      program: declare(
        { name: "taken", props: { color: "red", size: 1 }, options: { import: "wild-1" } },
        { name: "bent", props: { color: "blue", size: 3 }, options: { import: "wild-2" } },
        { name: "user", props: { on: "$id:taken", state: "$out:taken.state" } },
      ),
    },
    { name: "import by option: as declared, and with a difference that is updated", run: "up" },
    { name: "import: same when it is done", run: "up" },
    { name: "refresh: of what was imported", run: "refresh" },
    {
      name: "import by option: a replacement of what is still declared as imported is an error",
      run: "up",
      program: declare({ name: "taken", props: { color: "red", size: 7 }, options: { import: "wild-1" } }),
    },
    {
      name: "import by option: a replacement of what is still declared as imported, previewed",
      run: "preview",
    },
    {
      name: "replacement and delete: of what was imported, once the option is gone",
      run: "up",
      program: declare({ name: "taken", props: { color: "red", size: 7 } }),
    },
    {
      name: "import by option: of what does not exist",
      run: "up",
      program: declare({ name: "missing", props: {}, options: { import: "nobody" } }),
    },
    { name: "destroy: what was imported", run: "destroy" },
  ],
};
