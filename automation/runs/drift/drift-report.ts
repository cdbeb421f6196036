import type { KindName } from "../../../provider/core/contract/kind";
import type { ChangeDetail } from "../../plan/review/review";
import type { Waiver } from "./waivers";

/** How much a drift matters: `security` is what people may do, `identity` who they are, `cosmetic` the rest. */
export const DRIFT_CLASSES = ["security", "identity", "cosmetic"] as const;
export type DriftClass = (typeof DRIFT_CLASSES)[number];

/** Somebody, or a group, who is not as the last run left them. */
export interface Drifted {
  /** Absent: a user. */
  readonly kind?: KindName;
  readonly class: DriftClass;
  readonly platform: string;
  readonly key: string;
  readonly id: string;
  readonly name: string;
  /** `gone`: it is no longer there. */
  readonly what: "changed" | "gone";
  /** From what was applied to what the vendor shows. */
  readonly details: readonly ChangeDetail[];
}

/** An active account that nobody declares. */
export interface Unmanaged {
  readonly platform: string;
  readonly id: string;
  readonly naturalKey: string;
  readonly name: string;
  readonly administrator: boolean;
}

/** How many accounts a platform's list shows, managed ones included. */
export interface ListedCount {
  readonly platform: string;
  readonly accounts: number;
}

/** What a look for drift found. It holds personal data. */
export interface DriftReport {
  readonly version: 1;
  readonly project: string;
  readonly stack: string;
  /** ISO 8601 in UTC. */
  readonly lookedAt: string;
  /** Accounts that are managed. */
  readonly accounts: number;
  /** Groups that are managed; absent where there are none. */
  readonly groups?: number;
  /** The gravest first. */
  readonly drifted: readonly Drifted[];
  readonly unmanaged: readonly Unmanaged[];
  /** Where unmanaged accounts were looked for: a list proves who is there, and not that nobody else is. */
  readonly listed: readonly ListedCount[];
  /** Unmanaged accounts that a waiver covers. */
  readonly waived: readonly (Unmanaged & { readonly waiver: Waiver })[];
  /** Waivers whose last day has passed, and those that fit no unmanaged account: each was looked up singly. */
  readonly expired: readonly Waiver[];
  readonly unused: readonly Waiver[];
  readonly notes: readonly string[];
  /** The gravest of all findings; absent where there is none. */
  readonly worst?: DriftClass;
}

/** The gravest class among findings. An account that nobody answers for is somebody's identity, an administrator's more. */
export function worstOf({ drifted, unmanaged }: Pick<DriftReport, "drifted" | "unmanaged">): DriftClass | undefined {
  const classes = [
    ...drifted.map((finding) => finding.class),
    ...unmanaged.map(({ administrator }): DriftClass => (administrator ? "security" : "identity")),
  ];
  return DRIFT_CLASSES.find((name) => classes.includes(name));
}
