import type { RunOptions } from "../../../engine";
import type { Program } from "../lab";
import { declare } from "./scenario";

/** What the embedded engine refuses by name, whatever pulumi does with it. */
export interface Refusal {
  feature: string;
  program?: Program;
  /** Options of the Automation API, which the engine's own type does not have. */
  options?: RunOptions & Record<string, unknown>;
}

function one(options: Record<string, unknown>): Program {
  return declare({ name: "first", props: { size: 1 } }, { name: "one", options });
}

/** On a stack that has `first` with size 1. */
export const REFUSALS: readonly Refusal[] = [
  {
    feature: "aliases of providers",
    program: declare({ name: "one", kind: "provider", options: { aliases: [{ name: "other" }] } }),
  },
  { feature: "transforms", program: one({ transform: true }) },
  { feature: "resource hooks", program: one({ hook: true }) },
  { feature: "deletedWith", program: one({ deletedWith: "first" }) },
  { feature: "replaceOnChanges", program: one({ replaceOnChanges: ["size"] }) },
  { feature: "replaceWith", program: one({ replaceWith: ["first"] }) },
  { feature: "replacementTrigger", program: one({ replacementTrigger: "now" }) },
  { feature: "remote components", program: declare({ name: "one", kind: "remote" }) },
  { feature: "get", program: declare({ name: "one", kind: "get", read: "first-1" }) },
  {
    feature: "the import of another id than before",
    program: declare({ name: "first", props: { size: 1 }, options: { import: "other" } }),
  },
  { feature: "stack references", program: declare({ name: "one", kind: "reference" }) },
  { feature: "deleteBeforeReplace", program: declare({ name: "first", props: { size: 2, deletesFirst: true } }) },
  {
    feature: "details of an error over 64 KiB",
    program: declare(
      { name: "first", props: { size: 1 } },
      { name: "one", props: { partial: "create", padding: 131_072 } },
    ),
  },
  {
    feature: "providers that leave the comparison to the engine",
    program: declare({ name: "first", props: { size: 2, vague: true } }),
  },
  { feature: "the option target", options: { target: ["urn"] } },
  { feature: "the option plan", options: { plan: "plan.json" } },
  { feature: "the option replace", options: { replace: ["urn"] } },
  { feature: "the option policyPacks", options: { policyPacks: ["pack"] } },
];
