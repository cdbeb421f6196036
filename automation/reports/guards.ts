import type { GuardResult, Review } from "../plan/review/review";
import { number, titleOf } from "./words";

/** Guards that stand in the way and that nobody has allowed: with one of them, nothing may be applied. */
export function refusals({ guards }: Pick<Review, "guards">): readonly GuardResult[] {
  return guards.filter(({ breached, allowed }) => breached && allowed === undefined);
}

/** One command that allows everything that refuses; undefined for one breach alone, or where one can't be allowed. */
export function allowAllCommand(review: Pick<Review, "guards">): string | undefined {
  const refused = refusals(review);
  const approvals = refused.flatMap(({ approval }) => approval ?? []);
  const [first] = approvals;
  if (first === undefined || refused.length < 2 || approvals.length < refused.length) return undefined;
  return [first.command, ...approvals.map(({ allow }) => `--allow ${allow}`)].join(" ");
}

/** `leavers`, `administrators at Keycloak`. Untrusted text. */
export function guardWords({ guard, platform }: GuardResult, platforms: Review["platforms"]): string {
  return platform === undefined ? guard : `${guard} at ${titleOf(platforms, platform)}`;
}

/** How it stands: `12 of 10`, `4, at least 2`, `7, limit 5%, here 6`. Untrusted text. */
export function standingWords({ count, limit }: GuardResult): string {
  if (/^\d+$/.test(limit)) return `${number(count)} of ${number(Number(limit))}`;
  return /^\d/.test(limit) ? `${number(count)}, limit ${limit}` : `${number(count)}, ${limit}`;
}
