import type { Variants } from "../variants";
import type { NermOptions } from "./index";

export const variants = {} satisfies Variants<NermOptions>;
