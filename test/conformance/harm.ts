import type { Harm } from "../../scripts/variants/page";

/** What an assertion says that fails because somebody is harmed: docs/variants.md calls a variant by the first word. */
export const TWINNED = "twinned: somebody has a second account" satisfies `${Harm}: ${string}`;
export const LOST = "lost: what nobody asked to change is gone or different" satisfies `${Harm}: ${string}`;
export const ENDLESS = "endless: what was just applied is a difference again" satisfies `${Harm}: ${string}`;
