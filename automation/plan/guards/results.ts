import type { PlatformId } from "../../common/platforms";
import type { PersonSnapshot } from "../review/people";
import type { GuardResult, Review } from "../review/review";
import type { Twin } from "../review/twin";
import type { Approvals } from "./approvals";
import type { GuardFile } from "./guard-file";

export interface GuardInput {
  readonly review: Review;
  readonly people: readonly PersonSnapshot[];
  readonly guards: GuardFile;
  readonly approvals: Approvals;
  /** The command that applies the plan, which an approval is added to. Default: for a plan.json in the folder at hand. */
  readonly applyCommand?: string;
  /** The stack's configuration and the environment, for limits that the provider has itself. */
  readonly configuration: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Old keys that a roster names for the keys that people have now. */
  readonly was?: ReadonlyMap<string, readonly string[]> | undefined;
  /** Accounts with the address of somebody new. */
  readonly twins?: readonly Twin[];
  /** Whether everybody is to leave, which wants a word of its own whatever the limits say. */
  readonly isTeardown?: boolean;
}

export const EDIT = "edit roster.guard.yaml, and have that reviewed too";

/** A guard that nothing of these may touch. */
export function never(guard: string, touched: readonly { readonly name: string }[], limit: string): GuardResult {
  const who = [...new Set(touched.map(({ name }) => name))];
  const breached = touched.length > 0;
  return { ...result(guard, undefined, who, who.length), limit, breached, ...(breached ? { advice: EDIT } : {}) };
}

export type ApprovalSetting = Pick<GuardInput, "approvals" | "applyCommand">;

/** How a breach is allowed, or that it is; `instead` is what to do otherwise. */
export function approvable(
  name: string,
  count: number,
  { approvals, applyCommand = "roster apply --plan plan.json" }: ApprovalSetting,
  instead?: string,
) {
  if (approvals.get(name) === count) return { allowed: count };
  const approval = { command: applyCommand, allow: `${name}=${count}` };
  const command = `${applyCommand} --allow ${approval.allow}`;
  return { advice: instead === undefined ? command : `${instead}, or ${command}`, approval };
}

/** A guard that nobody may be found by, unless just as many are approved; no result where nobody is. */
export function unlessApproved(
  guard: string,
  who: readonly string[],
  limit: string,
  setting: ApprovalSetting,
  instead?: string,
): readonly GuardResult[] {
  if (who.length === 0) return [];
  const { length } = who;
  return [
    { ...result(guard, undefined, who, length), limit, breached: true, ...approvable(guard, length, setting, instead) },
  ];
}

export function result(guard: string, platform: PlatformId | undefined, who: readonly string[], count: number) {
  return { guard, ...(platform === undefined ? {} : { platform }), count, who };
}
