import { type Declaration, inPlace, wantedBy } from "../contract/declaration.js";
import type { Observed } from "../model/entity.js";
import type { Session } from "../session/session.js";

/** Every account that a declaration may be about: those with its natural key, where that is to stand. */
export async function accountsFor(
  { connector, kind: { capabilities } }: Pick<Session, "connector" | "kind">,
  declared: Declaration,
): Promise<readonly Observed[]> {
  const key = String(declared.desired.attributes[capabilities.naturalKey]);
  return inPlace(capabilities, declared, await connector.find(key, wantedBy(declared)));
}
