import {
  ConfigurationError,
  PermissionDeniedError,
  RejectedError,
  RosterError,
  UnauthenticatedError,
} from "../../../provider/core/contract/errors";
import type { Probes } from "../../../provider/core/contract/probes";
import { createAccount } from "../../../provider/core/lifecycle/create-account";
import type { Desired } from "../../../provider/core/model/entity";
import { refuseIfReadOnly, type Session } from "../../../provider/core/session/session";
import type { OpenTenant } from "../../../provider/open-tenant";
import { Failure, textOf } from "../../common/failure";
import { type PlatformId, platformOf } from "../../common/platforms";
import { openVendor, type VendorSetting } from "../../vendors/open-vendor";
import type { Belief, Diagnosis, Failed, Left, Trial } from "./diagnosis";
import { beliefOf, finding } from "./judge";
import { removeAll } from "./remove-left-behind";
import { TrialJournal } from "./trial-journal";

/** Whom to make, and where. */
export interface TrialSetting {
  readonly platform: PlatformId;
  readonly address: string;
  readonly vendors: VendorSetting;
  /** Where journals are kept. */
  readonly folder: string;
  readonly beginWriting: () => Promise<void>;
}

/** What the trials have found, and what became of the person. */
export interface Tried {
  readonly beliefs: readonly Belief[];
  readonly trial: Trial;
  /** What ended the trials before their end. */
  readonly failure?: Failed;
}

/**
 * Refuses a trial that the configuration doesn't allow, and one after a trial whose person is left. No network.
 *
 * @throws Failure, ConfigurationError, ReadOnlyError
 */
export async function refuseTrial({ platform, vendors }: TrialSetting, left: readonly Left[]): Promise<void> {
  if (left.length > 0) throw new Failure("vendor", "nobody is made for trials while somebody is left of earlier ones");
  const tenant = openVendor(platform, vendors);
  try {
    refuseIfReadOnly(tenant.session("user"));
  } finally {
    await tenant.close();
  }
}

/**
 * Makes the person, carries out the platform's trials in their order, and removes the person again, whatever happens but the end of
 * this process: then the journal tells the next one.
 *
 * @throws Failure where somebody has this natural key already: nothing was written
 */
export async function tryPerson(setting: TrialSetting): Promise<Tried> {
  const tenant = openVendor(setting.platform, setting.vendors);
  try {
    const { probes } = tenant;
    if (probes === undefined || Object.keys(probes.trials).length === 0) {
      return { beliefs: [], trial: { person: "none", left: [], note: "this version has no trial for this platform" } };
    }
    const session = tenant.session("user");
    const desired = probes.person(setting.address);
    await refuseExisting(session, desired, setting.address);
    const journal = TrialJournal.begin(setting.folder, {
      platform: setting.platform,
      tenant: await session.connector.tenant(),
      address: setting.address,
      begunAt: session.context.clock.now(),
    });
    await setting.beginWriting();
    return await carriedOut(setting, tenant, probes, desired, journal);
  } finally {
    await tenant.close();
  }
}

/** A diagnosis by reading, with what the trials have found. */
export function withTrials(diagnosis: Diagnosis, { beliefs, trial, failure }: Tried): Diagnosis {
  const tried = new Map(beliefs.map((belief) => [belief.assumption.id, belief]));
  return {
    ...diagnosis,
    beliefs: diagnosis.beliefs.map((belief) => tried.get(belief.assumption.id) ?? belief),
    trial,
    ...(failure && { failure }),
  };
}

async function refuseExisting({ kind, connector }: Session, desired: Desired, address: string): Promise<void> {
  const [found] = await connector.find(String(desired.attributes[kind.capabilities.naturalKey]), []);
  if (found === undefined) return;
  throw new Failure(
    "vendor",
    `--try ${address}: ${kind.platform.title} has account ${found.id} for it. Nothing was written; give an address that nobody has`,
  );
}

async function carriedOut(
  setting: TrialSetting,
  tenant: OpenTenant,
  probes: Probes,
  desired: Desired,
  journal: TrialJournal,
): Promise<Tried> {
  const beliefs: Belief[] = [];
  let note: string | undefined;
  let failure: Failed | undefined;
  let isMade: "yes" | "no" | "unknown" = "unknown";
  /** Until when there were calls whose outcome isn't known. */
  let lastOpen = journal.lastAlive;
  try {
    const session = tenant.session("user");
    const key = String(desired.attributes[session.kind.capabilities.naturalKey]);
    const { written } = await createAccount(session, { desired, options: {} }, key);
    isMade = "yes";
    note = written.note;
    let id = written.id;
    journal.add(id);
    const movedTo = (other: string): void => {
      id = other;
      journal.add(other);
    };
    for (const [name, trial] of Object.entries(probes.trials)) {
      const assumption = platformOf(setting.platform).assumptions.find((one) => one.id === name);
      if (assumption === undefined) continue;
      const found = await finding(assumption, () => trial({ id, created: desired, movedTo }), setting.vendors.signal);
      if ("why" in found && found.why === "failed") lastOpen = Date.now();
      beliefs.push(beliefOf(assumption, found, session.configuration ?? {}));
    }
  } catch (error) {
    lastOpen = Date.now();
    if (!(error instanceof RosterError)) failure = { code: "internal", reason: textOf(error) };
    else failure = { code: error.code, reason: error.message };
    if (isMade === "unknown" && isRefusal(error)) isMade = "no";
  }
  const { left } = isMade === "no" ? { left: [] } : await removeAll(journal, setting.vendors, lastOpen);
  journal.close(left.length === 0);
  const person = left.length > 0 ? "left" : isMade === "no" ? "none" : "removed";
  return { beliefs, trial: { person, left, ...(note && { note }) }, ...(failure && { failure }) };
}

/** The vendor has said that it makes nobody, or was not asked. */
function isRefusal(error: unknown): boolean {
  return [RejectedError, PermissionDeniedError, UnauthenticatedError, ConfigurationError].some(
    (kind) => error instanceof kind,
  );
}
