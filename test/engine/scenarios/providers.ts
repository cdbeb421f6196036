import type { Program } from "../lab";
import { BASE, declare, type Sequence } from "./scenario";

function eastWith(props: Record<string, unknown>): Program {
  return declare(
    { name: "east", kind: "provider", props },
    { name: "there", props: { color: "red" }, options: { provider: "east" } },
    { name: "here", props: { color: "red" } },
  );
}

const PASS = "$secret:word";

export const PROVIDERS: Sequence = {
  name: "providers",
  config: { "lab:region": "default" },
  scenarios: [
    {
      name: "provider: an explicit one beside the default one, configured with a secret",
      run: "up",
      program: eastWith({ region: "east", url: "a", label: "x", pass: PASS }),
    },
    {
      name: "provider: an update of its configuration",
      run: "up",
      program: eastWith({ region: "east", url: "b", label: "y", pass: PASS }),
    },
    {
      name: "provider: a change in which it sees no difference leaves it on its old configuration",
      run: "up",
      program: eastWith({ region: "east", url: "b", label: "z", pass: PASS }),
    },
    {
      name: "provider: a replacement, which replaces its resources, previewed",
      run: "preview",
      program: eastWith({ region: "far east", url: "b" }),
    },
    { name: "provider: a replacement, with the old one for the deletes", run: "up" },
    { name: "provider: configured from the state for a refresh", run: "refresh" },
    {
      name: "provider: a configuration that it refuses",
      run: "up",
      program: declare({ name: "east", kind: "provider", props: { region: "nowhere" } }),
    },
    { name: "provider: deleted after its resources", run: "destroy" },
  ],
};

export const UNKNOWN_CONFIGURATION: Sequence = {
  name: "unknown configuration",
  scenarios: [
    {
      name: "provider: its configuration is unknown in the preview of a creation",
      run: "preview",
      program: declare(
        BASE,
        { name: "late", kind: "provider", props: { url: "$id:base" } },
        { name: "there", props: { color: "red" }, options: { provider: "late" } },
        { name: "next", props: { on: "$out:there.color" } },
      ),
    },
    { name: "provider: its configuration is known in the run", run: "up" },
    {
      name: "provider: its configuration is unknown in the preview of a change",
      run: "preview",
      program: declare(
        { ...BASE, props: { size: 5 } },
        { name: "late", kind: "provider", props: { url: "$id:base" } },
        { name: "there", props: { color: "red" }, options: { provider: "late" } },
      ),
    },
  ],
};

export const INVOKES: Sequence = {
  name: "invokes",
  scenarios: [
    {
      name: "invoke, previewed",
      run: "preview",
      program: {
        resources: [{ name: "found", props: { color: "$invoke:blue" } }],
        outputs: { found: "$invoke:red" },
      },
    },
    { name: "invoke: its result in inputs and in stack outputs", run: "up" },
    {
      name: "invoke: arguments that the function refuses",
      run: "up",
      program: { outputs: { found: "$invoke:invalid" } },
    },
  ],
};
