import type { Variants } from "../variants";
import type { AdobeOptions } from "./index";

export const variants = {
  revival: { revive: { revive: "revive" }, "new-id": { revive: "new-id" }, refuse: { revive: "refuse" } },
} satisfies Variants<AdobeOptions>;
