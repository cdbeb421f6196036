import type { Platform } from "../core/platform.js";
import { adobe } from "./adobe/index.js";

/** The only list of platforms. */
export const platforms = { adobe } satisfies Record<string, Platform>;

export type PlatformId = keyof typeof platforms;
