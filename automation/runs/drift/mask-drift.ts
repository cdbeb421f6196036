import { HIDDEN, maskedDetail, Tags } from "../../plan/review/mask";
import type { DriftReport, Unmanaged } from "./drift-report";

/** The report without names, addresses and values; account ids stay, as they say nothing outside the vendor. */
export function maskDrift(report: DriftReport): DriftReport {
  const tags = new Tags(report.lookedAt);
  const account = <T extends Unmanaged>(found: T): T => ({ ...found, name: tags.name(found.name), naturalKey: HIDDEN });
  const waiver = <T extends { readonly account: string }>(found: T): T => ({ ...found, account: HIDDEN });
  return {
    ...report,
    drifted: report.drifted.map((found) => ({
      ...found,
      key: tags.key(found.key),
      name: tags.name(found.name),
      details: found.details.map((detail) => maskedDetail(detail, tags)),
    })),
    unmanaged: report.unmanaged.map(account),
    waived: report.waived.map((found) => ({ ...account(found), waiver: waiver(found.waiver) })),
    expired: report.expired.map(waiver),
    unused: report.unused.map(waiver),
  };
}
