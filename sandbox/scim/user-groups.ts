import type { Call } from "../exchange";
import type { JsonObject } from "../json";
import { BASE_PATH } from "./answers";
import type { ScimRecord, ScimStore } from "./store";

/** The groups that a user shows (RFC 7643, 4.1.2): their own, and those that have one of these as a member. */
export function groupsShown(store: ScimStore, { id }: ScimRecord, call: Call): JsonObject {
  const direct = store.groupsWith(id, call.view);
  const known = new Set(direct.map((group) => group.id));
  const indirect: ScimRecord[] = [];
  for (let open = direct; open.length > 0; ) {
    open = open.flatMap((group) => store.groupsWith(group.id, call.view)).filter((group) => !known.has(group.id));
    for (const group of open) known.add(group.id);
    indirect.push(...open);
  }
  const shown = (type: string) => (group: ScimRecord) => ({
    value: group.id,
    $ref: `${call.origin}${BASE_PATH}/Groups/${group.id}`,
    display: group.name,
    type,
  });
  const groups = [...direct.map(shown("direct")), ...indirect.map(shown("indirect"))];
  return groups.length > 0 ? { groups } : {};
}
