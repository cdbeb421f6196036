import { AFTER_FAILURES, CHECKS, DYNAMIC, PARTIAL, PROGRAMS } from "./failures";
import { LIFECYCLE, OPTIONS, SECRETS } from "./lifecycle";
import { INVOKES, PROVIDERS, UNKNOWN_CONFIGURATION } from "./providers";
import { LEFT_BEHIND, READING, REFRESH } from "./reading";
import type { Sequence } from "./scenario";

export const SEQUENCES: readonly Sequence[] = [
  LIFECYCLE,
  SECRETS,
  OPTIONS,
  REFRESH,
  READING,
  LEFT_BEHIND,
  PROVIDERS,
  UNKNOWN_CONFIGURATION,
  INVOKES,
  CHECKS,
  PARTIAL,
  DYNAMIC,
  AFTER_FAILURES,
  PROGRAMS,
];
