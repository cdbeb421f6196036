import { naturalKeyOf, type Properties } from "../contract/declaration.js";
import type { ResourceKind } from "../contract/kind.js";
import type { Ownership } from "./ownership.js";

/** A resource of the state that the program declares. */
export interface Staying {
  readonly id: string;
  /** The last outputs. */
  readonly olds: Properties;
  readonly news: Properties;
  /** Absent where the engine tells none. */
  readonly urn?: string | undefined;
  /** An update is under way, whose last outputs may be told in another way than to the comparison before it. */
  readonly isUpdate?: true;
  /** The URN of the set, for a person of one. */
  readonly resource?: string | undefined;
}

/**
 * Notes whose account a resource has and whom it declares, and refuses an account that two have. A comparison for a refresh
 * says nothing of the program: there, nobody has been declared yet.
 */
export function noteStay(
  ownership: Ownership,
  { name: kind, platform: { id: platform }, capabilities }: ResourceKind,
  staying: Staying,
): void {
  const { id, olds, news, urn, resource = urn, isUpdate } = staying;
  const { tenant } = olds;
  const to = naturalKeyOf(capabilities, news);
  if (typeof tenant !== "string" || id === "" || to === undefined || !ownership.isDeclared(platform, to, kind)) return;
  if (resource !== undefined) ownership.takers.take({ kind, platform, tenant, id }, resource);
  const from = naturalKeyOf(capabilities, olds);
  ownership.persons.stay(
    { kind, platform, tenant, id },
    { urn, from, to, last: isUpdate ? undefined : olds },
    capabilities.naturalKey,
  );
}
