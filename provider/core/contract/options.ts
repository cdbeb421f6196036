import { z } from "zod";
import { Adopt, type ModeName, OnDestroy, SetMode } from "../model/options.js";
import type { Capabilities, SetTraits } from "./kind.js";

const CLEAR = z
  .array(z.string())
  .optional()
  .meta({
    description:
      'Attributes to be emptied, by property path: "bio", "fields.Department", "manager". Dynamic resources also take null as the ' +
      "attribute's value. An attribute that is neither set nor named here is not managed.",
  });
const ADOPT = Adopt.optional().meta({
  description:
    "What to do when the account already exists. false (default): fail, naming its id. true: take it on and bring it " +
    'to what is declared, switching it on again if it was off. "identical": take it on without a write, and only if ' +
    "it already shows everything declared.",
});
const ADOPT_GROUP = Adopt.optional().meta({
  description:
    "What to do when a group with this name exists already. false (default): fail, naming its id. true: take it on and bring " +
    'it to what is declared; its members stay. "identical": take it on without a write, and only if it already shows ' +
    "everything declared.",
});
const ON_DESTROY_GROUP = z
  .enum(["delete", "retain"])
  .optional()
  .meta({
    description:
      'What happens to the group when the resource is removed. "delete": deleted, with members in it or without. "retain" ' +
      "(default for adopted and imported groups): left as it is. Without it, a group that was created here is deleted if " +
      "nothing is in it, and its removal fails otherwise. A group with others below it is never deleted. It follows the last value that was applied.",
  });
const ON_DESTROY = OnDestroy.optional().meta({
  description:
    'What happens to the account when the resource is removed. "deactivate" (default for accounts created here): ' +
    'switched off. "delete": deleted in the vendor\'s sense. "retain" (default for adopted and imported accounts): ' +
    "left as it is, still active. It follows the last value that was applied.",
});

/** zod compiles a schema at its first use, so each platform's is kept. */
const schemas = new WeakMap<Capabilities, z.ZodObject>();

/** Arguments that a resource has beside the vendor's own, strict: those of every platform, and one for each set. */
export function optionsOf(capabilities: Capabilities): z.ZodObject {
  const known = schemas.get(capabilities);
  if (known) return known;
  const modes = setsOf(capabilities).map(({ mode, noun }) => [
    mode,
    SetMode.optional().meta({ description: modeOf(noun) }),
  ]);
  const schema = z.strictObject({
    clear: CLEAR,
    ...Object.fromEntries(modes),
    adopt: capabilities.holdsOthers ? ADOPT_GROUP : ADOPT,
    onDestroy: capabilities.holdsOthers ? ON_DESTROY_GROUP : ON_DESTROY,
  });
  schemas.set(capabilities, schema);
  return schema;
}

/** Names of the options, in the order in which they are documented. */
export function optionNames(capabilities: Capabilities): readonly string[] {
  return Object.keys(optionsOf(capabilities).shape);
}

/** Names of the options of sets, such as `rolesMode`. */
export function modeNames(capabilities: Capabilities): readonly ModeName[] {
  return setsOf(capabilities).map(({ mode }) => mode);
}

/** Options that say how a resource is to be treated, and nothing of the account. */
export function treatmentNames(capabilities: Capabilities): readonly ("adopt" | "onDestroy" | ModeName)[] {
  return ["adopt", "onDestroy", ...modeNames(capabilities)];
}

function setsOf({ sets }: Capabilities): readonly SetTraits[] {
  return Object.values(sets);
}

function modeOf(noun: string): string {
  return (
    `"authoritative" (default): the account has exactly the declared ${noun}s, others are taken away. "add": declared ` +
    `${noun}s are granted and no ${noun} is taken away.`
  );
}
