import { z } from "zod";
import { WireId } from "../../wire-id.js";

const Text = z.string().nullish();

/** A user group as a JSON:API resource. */
export const WireGroup = z.object({
  id: WireId,
  type: z.string(),
  attributes: z.object({ name: Text, description: Text, readOnly: z.boolean().nullish(), state: Text }),
});
export type WireGroup = z.infer<typeof WireGroup>;

export const GroupDocument = z.object({ data: WireGroup });
export const GroupList = z.object({ data: z.array(WireGroup), links: z.object({ next: Text }).nullish() });

/** Somebody: of the list of members, or of the answer that says who asks. */
const Somebody = z.object({ id: WireId });
export const SomebodyDocument = z.object({ data: Somebody });
export const MemberList = z.object({ data: z.array(Somebody), links: z.object({ next: Text }).nullish() });
