import { createHash } from "node:crypto";
import type { ChangeDetail, GuardResult, PersonChange, Review } from "./review";

const HIDDEN = "[masked]";

/**
 * The review without names, addresses and values of attributes, for places where more people read than may know: what
 * happens, to how many, which roles and since when stay. `M. T. (…a3f)` is one person throughout a plan, and tells nothing
 * to whoever doesn't know the people anyway.
 */
export function maskReview(review: Review): Review {
  // The digest differs from plan to plan, so that nobody can try addresses once for all plans.
  const tag = (text: string) => createHash("sha256").update(`${review.digest}\n${text}`).digest("hex").slice(0, 3);
  const name = (text: string) => `${initials(text)} (…${tag(text)})`;
  const key = (text: string) =>
    `…${createHash("sha256").update(`${review.digest}\n${text}`).digest("hex").slice(0, 12)}`;
  const person = (change: PersonChange): PersonChange => ({
    ...change,
    urn: `${change.urn.slice(0, change.urn.lastIndexOf("::") + 2)}${key(change.urn)}`,
    key: key(change.key),
    name: name(change.name),
    naturalKey: HIDDEN,
    details: change.details.map((detail) => maskedDetail(detail, name)),
    ...(change.reports ? { reports: change.reports.map(name) } : {}),
  });
  const names = [...new Set(review.changes.map((change) => change.name))];
  return {
    ...review,
    changes: review.changes.map(person),
    existing: review.existing.map((account) => ({ ...account, key: key(account.key), name: name(account.name) })),
    guards: review.guards.map((guard) => maskedGuard(guard, names, name)),
  };
}

function maskedDetail(detail: ChangeDetail, name: (text: string) => string): ChangeDetail {
  const { kind, from, to, fromName, toName } = detail;
  const isPersonal = kind === "attribute" || (kind === "policy" && detail.path === "resource");
  return {
    ...detail,
    ...(isPersonal && from !== undefined ? { from: HIDDEN } : {}),
    ...(isPersonal && to !== undefined ? { to: HIDDEN } : {}),
    ...(fromName === undefined ? {} : { fromName: name(fromName) }),
    ...(toName === undefined ? {} : { toName: name(toName) }),
  };
}

/** A guard says more than names of some people; what is not exactly a name of the plan is hidden whole. */
function maskedGuard(guard: GuardResult, names: readonly string[], name: (text: string) => string): GuardResult {
  return { ...guard, who: guard.who.map((who) => (names.includes(who) ? name(who) : HIDDEN)) };
}

function initials(text: string): string {
  const words = text.split(/[\s@._-]+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const letters = words.slice(0, 2).map((word) => `${[...word][0]?.toUpperCase() ?? "?"}.`);
  return letters.length === 0 ? "?" : letters.join(" ");
}
