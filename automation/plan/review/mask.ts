import { createHash } from "node:crypto";
import { treatmentNames } from "../../../provider/core/contract/options";
import { nameOfUrn } from "../../../provider/urn";
import { kindsOf, platformIds } from "../../common/platforms";
import { type ChangeDetail, type GuardResult, isOfSet, type PersonChange, type Review } from "./review";
import { isOfPerson } from "./traits";

/** Stands where a value would tell who somebody is. */
export const HIDDEN = "[masked]";

/** Policies whose values say nothing about a person; every other one holds what was managed until now. */
const PLAIN_POLICIES: ReadonlySet<string> = new Set(
  platformIds.flatMap(kindsOf).flatMap(({ capabilities }) => treatmentNames(capabilities)),
);

/** Names that tell nothing to whoever doesn't know the people: `M. T. (…a3f)` is one person throughout a report. */
export class Tags {
  /** @param salt differs from report to report, so that nobody can try names once for all */
  constructor(readonly salt: string) {}

  name(text: string): string {
    return `${initials(text)} (…${this.#hash(text).slice(0, 3)})`;
  }

  key(text: string): string {
    return `…${this.#hash(text).slice(0, 12)}`;
  }

  #hash(text: string): string {
    return createHash("sha256").update(`${this.salt}\n${text}`).digest("hex");
  }
}

/**
 * The review without names, addresses and values of attributes, for places where more people read than may know: what
 * happens, to how many and which roles stays.
 */
export function maskReview(review: Review): Review {
  const tags = new Tags(review.digest);
  const names = new Set(review.changes.map((change) => change.name));
  return {
    ...review,
    changes: review.changes.map((change) => maskedChange(change, tags)),
    ...(review.held === undefined
      ? {}
      : { held: review.held.map(({ key, name }) => ({ key: tags.key(key), name: tags.name(name) })) }),
    ...(review.calendar === undefined
      ? {}
      : {
          calendar: {
            ...review.calendar,
            next: review.calendar.next.map((turn) => ({ ...turn, key: tags.key(turn.key) })),
          },
        }),
    existing: review.existing.map((account) => ({
      ...account,
      key: tags.key(account.key),
      ...(isOfPerson(account) ? { name: tags.name(account.name) } : {}),
    })),
    guards: review.guards.map((guard) => maskedGuard(guard, names, tags)),
  };
}

export function maskedDetail(detail: ChangeDetail, tags: Tags): ChangeDetail {
  const { kind, path, from, to, fromName, toName } = detail;
  const isPersonal = kind === "attribute" || (kind === "policy" && !PLAIN_POLICIES.has(path));
  // A manager is named by an id, or by a key, which may be a name.
  const hidden = (value: unknown) => (kind === "manager" ? tags.key(String(value)) : HIDDEN);
  const isHidden = isPersonal || kind === "manager";
  // Groups have the tenant's own names.
  const tagged = (name: string) => (isOfSet(detail) ? name : tags.name(name));
  return {
    ...detail,
    ...(isHidden && from !== undefined ? { from: hidden(from) } : {}),
    ...(isHidden && to !== undefined ? { to: hidden(to) } : {}),
    ...(fromName === undefined ? {} : { fromName: tagged(fromName) }),
    ...(toName === undefined ? {} : { toName: tagged(toName) }),
  };
}

function maskedChange(change: PersonChange, tags: Tags): PersonChange {
  const { origins: _, ...rest } = change;
  const { urn, key, name, details, reports } = rest;
  return {
    ...rest,
    urn: `${urn.slice(0, urn.length - nameOfUrn(urn).length)}${tags.key(urn)}`,
    key: tags.key(key),
    name: tags.name(name),
    naturalKey: HIDDEN,
    details: details.map((detail) => maskedDetail(detail, tags)),
    ...(reports ? { reports: reports.map((report) => tags.name(report)) } : {}),
  };
}

/** A guard says more than names of some people; what is not exactly a name of the plan is hidden whole. */
function maskedGuard(guard: GuardResult, names: ReadonlySet<string>, tags: Tags): GuardResult {
  return { ...guard, who: guard.who.map((who) => (names.has(who) ? tags.name(who) : HIDDEN)) };
}

function initials(text: string): string {
  const firsts = text.split(/[\s@._-]/).flatMap((word) => /^[\p{L}\p{N}]/u.exec(word) ?? []);
  const letters = firsts.slice(0, 2).map((letter) => `${letter.toUpperCase()}.`);
  return letters.length === 0 ? "?" : letters.join(" ");
}
