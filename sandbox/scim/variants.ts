import type { Variants } from "../variants";
import type { ScimOptions } from "./index";

export const variants = {} satisfies Variants<ScimOptions>;
