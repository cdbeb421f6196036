import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Failure } from "../common/failure";
import { jsonText, refuseUnwritable, writeWhole } from "../common/files";
import { type PlatformId, platformOf } from "../common/platforms";
import type { StackEngine } from "../engines/stack-engine";
import { doctorText } from "../reports/doctor-terminal";
import { type Diagnosis, stateOf } from "../runs/doctor/diagnosis";
import { examine } from "../runs/doctor/examine";
import { publicDiagnosis } from "../runs/doctor/public-diagnosis";
import { isMentioned, wantedPlatforms } from "../vendors/configured-platforms";
import { ReadOnlySessions } from "../vendors/read-only-sessions";
import { type CliContext, type CommonOptions, EXIT, type Exit } from "./context";
import { type Progress, progressFor } from "./progress";
import { rosterIn } from "./project";
import { openStack } from "./stack";

export interface DoctorOptions extends CommonOptions {
  readonly platform: readonly string[];
  readonly out?: string;
}

const FILE = "doctor.json";

/**
 * Finds out what each platform's tenant is like: what the credentials may do, and which assumptions hold.
 *
 * @param version of this package
 */
export async function doctor(options: DoctorOptions, context: CliContext, version: string): Promise<Exit> {
  const json = options.json === true;
  const folder = resolve(context.folder, options.cwd);
  const engine = await engineOf(folder, options, context);
  const out = resolve(folder, options.out ?? ".");
  refuseUnwritable(out);
  const { signal, environment } = context;
  const configuration = (await engine?.configuration()) ?? {};
  const setting = { configuration, environment, signal };
  const platforms = wantedPlatforms(options.platform, setting, isMentioned);
  const progress = progressFor(context, json);
  const diagnoses: Diagnosis[] = [];
  for (const platform of platforms) diagnoses.push(await examined(platform, setting, progress));
  const report = {
    version: 1,
    roster: version,
    node: process.versions.node,
    engine: engine?.name ?? null,
    day: context.now().toISOString().slice(0, 10),
    platforms: diagnoses.map(publicDiagnosis),
  };
  writeWhole(join(out, FILE), jsonText(report));
  const { hasColour, columns } = context;
  const text = () => doctorText(diagnoses, { colour: hasColour, ...(columns === undefined ? {} : { columns }) });
  context.out(json ? jsonText(report) : text());
  return exitOf(diagnoses);
}

/** Where there is neither program nor roster yet, the environment alone has the credentials. */
async function engineOf(folder: string, options: DoctorOptions, context: CliContext): Promise<StackEngine | undefined> {
  const isEmpty =
    !existsSync(join(folder, "Pulumi.yaml")) && rosterIn(folder) === undefined && options.roster === undefined;
  return isEmpty ? undefined : (await openStack(options, context)).engine;
}

async function examined(
  platform: PlatformId,
  setting: ConstructorParameters<typeof ReadOnlySessions>[0],
  progress: Progress,
): Promise<Diagnosis> {
  const sessions = new ReadOnlySessions(setting);
  try {
    return await progress.step(`examining ${platformOf(platform).title}`, (tell) =>
      examine(platform, sessions, (count) => {
        if (count % 100 === 0) tell(`${count} accounts`);
      }),
    );
  } catch (error) {
    if (setting.signal?.aborted) throw new Failure("interrupted", "interrupted; nothing was changed at a vendor");
    throw error;
  } finally {
    await sessions.close();
  }
}

function exitOf(diagnoses: readonly Diagnosis[]): Exit {
  const states = diagnoses.map(stateOf);
  if (states.includes("broken")) return EXIT.error;
  return states.includes("to-set") ? EXIT.changes : EXIT.nothing;
}
