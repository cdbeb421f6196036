import { AFTER_FAILURES, CHECKS, DYNAMIC, PARTIAL, PROGRAMS } from "./failures";
import { IMPORTS, REFRESH } from "./finding";
import { ALIASES, LIFECYCLE, OPTIONS, SECRETS } from "./lifecycle";
import { INVOKES, PROVIDERS, UNKNOWN_CONFIGURATION } from "./providers";
import type { Sequence } from "./scenario";

export const SEQUENCES: readonly Sequence[] = [
  LIFECYCLE,
  ALIASES,
  SECRETS,
  OPTIONS,
  REFRESH,
  IMPORTS,
  PROVIDERS,
  UNKNOWN_CONFIGURATION,
  INVOKES,
  CHECKS,
  PARTIAL,
  DYNAMIC,
  AFTER_FAILURES,
  PROGRAMS,
];
