import type { Checked } from "./provider-messages";
import type { Run } from "./run";
import { nameOf, typeOf } from "./urn";
import { isSecret, type PropertyMap, type PropertyValue, UNKNOWN } from "./values";

/** Reports what a provider's check found wrong, each at its property. */
export function reportCheckFailures(run: Run, urn: string, inputs: PropertyMap, failures: Checked["failures"]): void {
  const subject = `${typeOf(urn)} resource '${nameOf(urn)}'`;
  for (const { property, reason } of failures) {
    const place = property === "" ? "" : `: property ${property} value ${describeValue(inputs[property])}`;
    run.fail(`${subject}${place} has a problem: ${reason}`, urn);
  }
}

/** A value in a message, in the braces of the real engine's; a secret is never shown. */
export function describeValue(value: PropertyValue | undefined): string {
  if (value === undefined) return "{<nil>}";
  if (value === UNKNOWN) return "{output<string>}";
  const text = JSON.stringify(value, (_, item: PropertyValue) => (isSecret(item) ? "[secret]" : item));
  return `{${typeof value === "string" ? value : text}}`;
}
