import { z } from "zod";
import { WireId } from "../../wire-id.js";

const Text = z.string().nullish();

/** A group as a read of it shows it: `parentId` is absent at the top, and in versions before 23. */
export const WireGroup = z.object({
  id: WireId,
  name: z.string().min(1),
  path: Text,
  parentId: Text,
  description: Text,
  attributes: z.record(z.string(), z.array(z.string())).nullish(),
  subGroupCount: z.number().nullish(),
});
export type WireGroup = z.infer<typeof WireGroup>;
export const GroupList = z.array(WireGroup);
