import { HIDDEN, maskedDetail, Tags } from "../../plan/review/mask";
import { isOfPerson } from "../../plan/review/traits";
import type { Drifted, DriftReport, Unmanaged } from "./drift-report";

/**
 * The report without names, addresses and values of people; account ids stay, as they say nothing outside the vendor, and groups,
 * as their names are the tenant's own words.
 */
export function maskDrift(report: DriftReport): DriftReport {
  const tags = new Tags(report.lookedAt);
  const account = <T extends Unmanaged>(found: T): T => ({ ...found, name: tags.name(found.name), naturalKey: HIDDEN });
  const waiver = <T extends { readonly account: string }>(found: T): T => ({ ...found, account: HIDDEN });
  return {
    ...report,
    drifted: report.drifted.map((found) => (isOfPerson(found) ? maskedDrift(found, tags) : found)),
    unmanaged: report.unmanaged.map(account),
    waived: report.waived.map((found) => ({ ...account(found), waiver: waiver(found.waiver) })),
    expired: report.expired.map(waiver),
    unused: report.unused.map(waiver),
  };
}

function maskedDrift(found: Drifted, tags: Tags): Drifted {
  return {
    ...found,
    key: tags.key(found.key),
    name: tags.name(found.name),
    details: found.details.map((detail) => maskedDetail(detail, tags)),
  };
}
