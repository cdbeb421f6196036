import { caseless, isRecord } from "../../../provider/core/model/value";

/** Arguments that hold a person's mail addresses: one, or SCIM's list with kinds. */
const ADDRESSES: readonly string[] = ["email", "emails"];

export function isAddress(argument: unknown): boolean {
  return typeof argument === "string" && ADDRESSES.includes(argument);
}

/** A person's addresses for comparison, the first one first. Secret and unknown ones are left out. */
export function addressesOf(person: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  return ADDRESSES.flatMap((name) => [person?.[name]].flat())
    .map((entry) => (isRecord(entry) ? entry["value"] : entry))
    .filter((text): text is string => typeof text === "string" && text.includes("@"))
    .map(caseless);
}
