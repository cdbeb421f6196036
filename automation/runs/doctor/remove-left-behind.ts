import { refuseIfReadOnly } from "../../../provider/core/session/session";
import type { OpenTenant } from "../../../provider/open-tenant";
import { textOf } from "../../common/failure";
import type { PlatformId } from "../../common/platforms";
import { openVendor, type VendorSetting } from "../../vendors/open-vendor";
import type { Left } from "./diagnosis";
import { removePerson } from "./remove-person";
import { TrialJournal } from "./trial-journal";

/** What became of whom a journal tells of. */
export interface Removal {
  readonly removed: number;
  readonly left: readonly Left[];
}

/** Removes whom an earlier trial has left behind, before anything else. What can't be removed is said. */
export async function removeLeftBehind(
  folder: string,
  vendors: VendorSetting,
  step: (platform: PlatformId, work: () => Promise<Removal>) => Promise<Removal>,
  beginWriting: () => Promise<void>,
): Promise<readonly Left[]> {
  const left: Left[] = [];
  for (const journal of await TrialJournal.leftIn(folder, vendors.signal)) {
    await beginWriting();
    const removal = await step(journal.made.platform, () => removeAll(journal, vendors, journal.lastAlive));
    journal.close(removal.left.length === 0);
    left.push(...removal.left);
  }
  return left;
}

/**
 * Removes whom a journal tells of. What can't be removed is said; nothing is thrown for it.
 *
 * A tenant of its own, which no signal ends: the removal must be done even then.
 *
 * @param lastAlive until when calls were made whose outcome isn't known, in milliseconds of the clock
 */
export async function removeAll(
  journal: TrialJournal,
  { signal: _, ...vendors }: VendorSetting,
  lastAlive: number,
): Promise<Removal> {
  const { platform, address, tenant: made, ids } = journal.made;
  const leave = (reason: string, id?: string): Left => ({ platform, address, reason, ...(id ? { id } : {}) });
  const all = (reason: string): Removal => ({
    removed: 0,
    left: ids.length > 0 ? ids.slice(-1).map((id) => leave(reason, id)) : [leave(reason)],
  });
  let tenant: OpenTenant | undefined;
  try {
    tenant = openVendor(platform, vendors);
    const session = tenant.session("user");
    refuseIfReadOnly(session);
    const here = await session.connector.tenant();
    if (here !== made) return all(`it is in tenant ${made}, and the configuration opens ${here}`);
    const desired = tenant.probes?.person(address);
    if (desired === undefined) return all("this version doesn't know what was made");
    const { removed, left } = await removePerson(session, { desired, ids, lastAlive });
    return { removed, left: left.map(({ id, reason }) => leave(reason, id)) };
  } catch (error) {
    return all(textOf(error));
  } finally {
    await tenant?.close();
  }
}
