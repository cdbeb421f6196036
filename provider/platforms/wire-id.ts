import { z } from "zod";
import { isPathSegment } from "../http/path.js";

/** An id in a vendor's answer: one that it could be asked for again. */
export const WireId = z
  .string()
  .refine((id) => isPathSegment(id), { error: "is no id that the vendor could be asked for" });
