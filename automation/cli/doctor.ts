import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Email } from "../../provider/platforms/email";
import { Failure } from "../common/failure";
import { refuseUnwritable, writeWhole } from "../common/files";
import { jsonText } from "../common/json-text";
import { type PlatformId, platformOf } from "../common/platforms";
import type { StackEngine } from "../engines/stack-engine";
import { doctorText, leftWords } from "../reports/doctor-terminal";
import { type Diagnosis, type Left, stateOf } from "../runs/doctor/diagnosis";
import { examine } from "../runs/doctor/examine";
import { publicDiagnosis } from "../runs/doctor/public-diagnosis";
import { removeLeftBehind } from "../runs/doctor/remove-left-behind";
import { refuseTrial, type TrialSetting, tryPerson, withTrials } from "../runs/doctor/try-person";
import { isMentioned, wantedPlatforms } from "../vendors/configured-platforms";
import type { VendorSetting } from "../vendors/open-vendor";
import { ReadOnlySessions, vendorFailure } from "../vendors/read-only-sessions";
import { type CliContext, type CommonOptions, EXIT, type Exit } from "./context";
import { type Progress, progressFor } from "./progress";
import { rosterIn } from "./project";
import { openStack, ownFolderOf } from "./stack";

export interface DoctorOptions extends CommonOptions {
  readonly platform: readonly string[];
  readonly out?: string;
  /** The address of the person who is made for trials. */
  readonly try?: string;
}

const FILE = "doctor.json";

/**
 * Finds out what each platform's tenant is like: what the credentials may do, and which assumptions hold.
 *
 * @param version of this package
 */
export async function doctor(options: DoctorOptions, context: CliContext, version: string): Promise<Exit> {
  refuseAddress(options.try);
  const json = options.json === true;
  const folder = resolve(context.folder, options.cwd);
  const engine = await engineOf(folder, options, context);
  const out = resolve(folder, options.out ?? ".");
  refuseUnwritable(out);
  const { signal, environment } = context;
  const vendors = { configuration: (await engine?.configuration()) ?? {}, environment, signal };
  const platforms = wantedPlatforms(options.platform, vendors, isMentioned);
  const progress = progressFor(context, json);
  try {
    const left = [...(await removeLeftBehind(journalsIn(folder), vendors, stepsOf(progress), context.beginWriting))];
    tellLeft(left, context);
    const trial = trialOf(options.try, platforms, folder, vendors, context);
    if (trial) await refuseTrial(trial, left);
    const diagnoses: Diagnosis[] = [];
    for (const platform of platforms) {
      const examined = await examinedBy(platform, vendors, progress);
      const tried = trial && !examined.failure ? await triedBy(trial, progress) : undefined;
      diagnoses.push(tried ? withTrials(examined, tried) : examined);
      tellLeft(tried?.trial.left ?? [], context);
      left.push(...(tried?.trial.left ?? []));
    }
    refuseInterrupted(diagnoses, signal);
    const report = reportOf(diagnoses, version, engine, context);
    writeWhole(join(out, FILE), jsonText(report));
    const { hasColour: colour, columns } = context;
    context.out(
      json ? jsonText(report) : doctorText(diagnoses, { colour, ...(columns === undefined ? {} : { columns }) }),
    );
    return left.length > 0 ? EXIT.error : exitOf(diagnoses);
  } catch (error) {
    throw vendorFailure(error);
  }
}

/** A vendor may hide who had an address before: so it must be one that no colleague ever had. */
function refuseAddress(address: string | undefined): void {
  if (address === undefined) return;
  if (!Email.safeParse(address).success) throw new Failure("usage", `--try ${address}: is no address`);
  if (/doctor[^@]*@/i.test(address)) return;
  throw new Failure(
    "usage",
    `--try ${address}: must have "doctor" before the @, as person+doctor@example.com has, so that it was never a colleague's`,
  );
}

/** Where there is neither program nor roster yet, the environment alone has the credentials. */
async function engineOf(folder: string, options: DoctorOptions, context: CliContext): Promise<StackEngine | undefined> {
  const isEmpty =
    !existsSync(join(folder, "Pulumi.yaml")) && rosterIn(folder) === undefined && options.roster === undefined;
  return isEmpty ? undefined : (await openStack(options, context)).engine;
}

function journalsIn(folder: string): string {
  return join(ownFolderOf(folder), "journal");
}

function stepsOf(progress: Progress): Parameters<typeof removeLeftBehind>[2] {
  return (platform, work) =>
    progress.step(`removing whom an earlier trial has left at ${platformOf(platform).title}`, work);
}

/** One person is made at one platform: the one that is named, or the only one that is configured. */
function trialOf(
  address: string | undefined,
  platforms: readonly PlatformId[],
  folder: string,
  vendors: VendorSetting,
  { beginWriting }: CliContext,
): TrialSetting | undefined {
  const [platform, ...others] = platforms;
  if (address === undefined || platform === undefined) return undefined;
  if (others.length === 0) return { platform, address, vendors, folder: journalsIn(folder), beginWriting };
  throw new Failure(
    "usage",
    `--try makes a person at one platform: name it with --platform, of ${platforms.join(", ")}`,
  );
}

async function examinedBy(platform: PlatformId, vendors: VendorSetting, progress: Progress): Promise<Diagnosis> {
  const sessions = new ReadOnlySessions(vendors);
  try {
    return await progress.step(`examining ${platformOf(platform).title}`, (tell) =>
      examine(platform, sessions, (count) => {
        if (count % 100 === 0) tell(`${count} accounts`);
      }),
    );
  } catch (error) {
    if (vendors.signal?.aborted) throw new Failure("interrupted", "interrupted; nothing was changed at a vendor");
    throw error;
  } finally {
    await sessions.close();
  }
}

function triedBy(trial: TrialSetting, progress: Progress): ReturnType<typeof tryPerson> {
  return progress.step(`making a person at ${platformOf(trial.platform).title}, who is removed again`, () =>
    tryPerson(trial),
  );
}

/** Also beside JSON, which names nobody: somebody has to see to it. */
function tellLeft(left: readonly Left[], { error }: CliContext): void {
  for (const one of left) error(`${leftWords(one)}\n`);
}

function refuseInterrupted(diagnoses: readonly Diagnosis[], signal: AbortSignal): void {
  if (!signal.aborted) return;
  const isRemoved = diagnoses.some(({ trial }) => trial?.person === "removed");
  throw new Failure("interrupted", isRemoved ? "interrupted; the person who was made is removed" : "interrupted");
}

/** What doctor.json holds. */
function reportOf(
  diagnoses: readonly Diagnosis[],
  version: string,
  engine: StackEngine | undefined,
  { now }: CliContext,
) {
  return {
    version: 1,
    roster: version,
    node: process.versions.node,
    engine: engine?.name ?? null,
    day: now().toISOString().slice(0, 10),
    platforms: diagnoses.map(publicDiagnosis),
  };
}

function exitOf(diagnoses: readonly Diagnosis[]): Exit {
  const states = diagnoses.map(stateOf);
  if (states.includes("broken")) return EXIT.error;
  return states.includes("to-set") ? EXIT.changes : EXIT.nothing;
}
