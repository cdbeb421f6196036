import { BASE, CONFIG, declare, LEAF, type Sequence } from "./scenario";

/** What is found at the provider: by a refresh, by `get`, by the import option. */
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

export const READING: Sequence = {
  name: "reading",
  config: CONFIG,
  scenarios: [
    {
      name: "read and import, previewed",
      run: "preview",
      cloud: (things) => {
        for (const [number, size] of [1, 1, 3, 4, 5, 6].entries()) {
          things[`wild-${number + 1}`] = { color: "red", size };
        }
      },
      program: declare(
        { name: "seen", kind: "get", read: "wild-1", props: { hint: "h" } },
        { name: "taken", props: { color: "red", size: 1 }, options: { import: "wild-2" } },
        { name: "bent", props: { color: "blue", size: 3 }, options: { import: "wild-3" } },
        { name: "user", props: { on: "$out:seen.state" } },
      ),
    },
    { name: "import by option: as declared, and with a difference that is updated; read by get", run: "up" },
    {
      name: "read: what has changed counts, what is the same does not; import: same when done",
      run: "up",
      cloud: (things) => {
        things["wild-1"] = { ...things["wild-1"], color: "green" };
      },
    },
    { name: "refresh: of resources that were read or imported", run: "refresh" },
    {
      name: "read-replacement: a managed resource is got under another id; discard: one is no longer got",
      run: "up",
      program: declare(
        { name: "bent", props: { color: "blue", size: 4 } },
        { name: "taken", kind: "get", read: "wild-1" },
      ),
    },
    {
      name: "import-replacement: another id is imported",
      run: "up",
      program: declare({ name: "bent", props: { color: "blue", size: 4 }, options: { import: "wild-4" } }),
    },
    {
      name: "read: a managed resource is got under its own id, and released",
      run: "up",
      program: declare({ name: "bent", kind: "get", read: "wild-4" }),
    },
    {
      name: "create-replacement and discard-replaced: a resource that was got is declared",
      run: "up",
      program: declare({ name: "bent", props: { color: "blue", size: 6 } }),
    },
    {
      name: "delete and read in one run",
      run: "up",
      program: declare({ name: "later", kind: "get", read: "wild-6" }),
    },
    {
      name: "import by option: of a resource that was got",
      run: "up",
      program: declare({ name: "later", props: { color: "red", size: 6 }, options: { import: "wild-6" } }),
    },
    {
      name: "import by option: a replacement of what is still declared as imported is an error",
      run: "up",
      program: declare({ name: "later", props: { color: "red", size: 7 }, options: { import: "wild-6" } }),
    },
    { name: "read: of what does not exist", run: "up", program: declare({ name: "missing", kind: "get", read: "no" }) },
    {
      name: "import by option: of what does not exist",
      run: "up",
      program: declare({ name: "missing", props: {}, options: { import: "nobody" } }),
    },
    {
      name: "read: of an unhealthy resource fails",
      run: "up",
      cloud: (things) => {
        things["wild-5"] = { ...things["wild-5"], sick: true };
      },
      program: declare({ name: "ill", kind: "get", read: "wild-5" }),
    },
    { name: "destroy: what was only read is discarded", run: "destroy" },
  ],
};

/** States that a run of another engine, or a killed one, leaves behind. */
export const LEFT_BEHIND: Sequence = {
  name: "left behind",
  scenarios: [
    { name: "create: what is then left half replaced", run: "up", program: declare(BASE, { ...BASE, name: "other" }) },
    {
      name: "create-replacement: of what another engine left half replaced; remove-pending-replace: of another such",
      run: "up",
      program: declare(BASE),
      edit: (resources) => {
        for (const resource of resources) {
          if (resource.urn.endsWith("::base") || resource.urn.endsWith("::other")) {
            resource.pendingReplacement = true;
          }
        }
      },
    },
    {
      name: "remove-pending-replace: of what is no longer declared",
      run: "up",
      program: declare(),
      edit: (resources) => {
        for (const resource of resources) {
          if (resource.urn.endsWith("::base")) {
            resource.pendingReplacement = true;
          }
        }
      },
    },
  ],
};
