import { z } from "zod";
import { isRecord } from "../../../core/model/value.js";
import { WireId } from "../../wire-id.js";
import { asList, inStandardNames, readText } from "../reading.js";

/** Source: RFC 7643, section 4.2; verified 2026-11-28. */
export const GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";

const keep = (value: unknown): unknown => value ?? undefined;
const READERS = {
  id: readText,
  displayName: readText,
  externalId: readText,
  members: membersIn,
  meta: keep,
  schemas: keep,
};

/** Items that hold nobody are none. A member that is no more than a text is an id. */
function membersIn(shown: unknown): unknown {
  return asList(shown).flatMap((item) => {
    if (typeof item === "string") return item === "" ? [] : [{ value: item }];
    return isRecord(item) && Object.keys(item).length > 0 ? [item] : [];
  });
}

/** A group in the standard's form, whatever form the server has shown. Its members are absent where they were not asked for. */
export const WireGroup = z.preprocess(
  (shown) => (isRecord(shown) ? inStandardNames(shown, READERS) : shown),
  z.looseObject({
    id: WireId,
    displayName: z.string().nullish(),
    externalId: z.string().nullish(),
    members: z.array(z.looseObject({})).optional(),
    meta: z.looseObject({}).nullish(),
  }),
);
export type WireGroup = z.infer<typeof WireGroup>;

/** Ids of the members that say who they are. */
export function memberIds({ members = [] }: WireGroup): readonly string[] {
  return members.flatMap(({ value }) => (typeof value === "string" ? [value] : []));
}
