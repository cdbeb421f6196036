import { z } from "zod";
import { WireId } from "../../wire-id.js";

const Text = z.string().nullish();

/** A group as the vendor shows it, open for everything else: what is not named here is sent back as it was shown. */
export const WireGroup = z.looseObject({
  id: WireId,
  codGroup: Text,
  name: Text,
  description: Text,
  parentId: Text,
  roles: z.unknown().optional(),
});
export type WireGroup = z.infer<typeof WireGroup>;

export const GroupPage = z.array(WireGroup);
export const MemberList = z.array(z.object({ id: WireId }));
