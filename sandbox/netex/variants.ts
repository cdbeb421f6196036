import type { Variants } from "../variants";
import type { NetexOptions } from "./index";

export const variants = {} satisfies Variants<NetexOptions>;
