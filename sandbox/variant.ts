import { variants } from "./emulators";
import type { SandboxOptions } from "./sandbox";
import type { Variants } from "./variants";

type Known = Readonly<Record<string, Variants<object>>>;

const known: Known = variants;

/** Every variant, as `--variant` takes it: `adobe.revival=refuse`. */
export const variantNames: readonly string[] = Object.entries(known).flatMap(([vendor, questions]) =>
  Object.entries(questions).flatMap(([question, answers]) =>
    Object.keys(answers).map((answer) => `${vendor}.${question}=${answer}`),
  ),
);

/** The options by which one vendor's emulator behaves in such a way; undefined where it can't. */
export function variantOptions(vendor: string, question: string, answer: string): object | undefined {
  return known[vendor]?.[question]?.[answer];
}

/**
 * The options of emulators in these variants.
 *
 * @param names as `--variant` takes them
 * @throws TypeError for a name that isn't a variant
 */
export function inVariants(names: readonly string[]): SandboxOptions {
  const options: Record<string, object> = {};
  for (const name of names) {
    const [, vendor = "", question = "", answer = ""] = /^([^.]+)\.([^=]+)=(.+)$/.exec(name) ?? [];
    const chosen = variantOptions(vendor, question, answer);
    if (chosen === undefined) throw new TypeError(`there is no variant ${name}; there are ${variantNames.join(", ")}`);
    options[vendor] = { ...options[vendor], ...chosen };
  }
  return options;
}
