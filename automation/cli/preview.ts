import { existsSync } from "node:fs";
import { readCommonSettings } from "../../provider/configuration";
import { ConfigurationError } from "../../provider/core/contract/errors";
import { countedKeys, sharedReasons } from "../../provider/core/messages/shared-reasons";
import { JOURNAL_VARIABLE } from "../../provider/creation-journal";
import { nameOfUrn, typeOfUrn } from "../../provider/urn";
import { Failure } from "../common/failure";
import { type PlatformId, platformIds, platformOf } from "../common/platforms";
import type { EngineEvent, EngineRun, StackEngine } from "../engines/stack-engine";
import { platformGuards } from "../plan/guards/evaluate";
import type { GuardFile } from "../plan/guards/guard-file";
import { buildReview, type Unguarded } from "../plan/review/build-review";
import type { DeclaredBy } from "../plan/review/declared-by";
import { refuseHidden } from "../plan/review/hidden-people";
import { type EntitySnapshot, entitiesOf, meaningOf, type PersonSnapshot, peopleOf } from "../plan/review/people";
import { type ResourceSnapshot, resourceSnapshots } from "../plan/review/resource-snapshots";
import { isOfPerson } from "../plan/review/traits";
import type { Twin } from "../plan/review/twin";
import { findExisting } from "../vendors/find-existing";
import { nameMembers } from "../vendors/find-names";
import { findTwins } from "../vendors/find-twins";
import { findUnoffered } from "../vendors/find-unoffered";
import { ReadOnlySessions, vendorFailure } from "../vendors/read-only-sessions";
import type { CliContext } from "./context";
import { type Progress, tellProgress } from "./progress";
import { refuseUnoffered } from "./refuse-unoffered";

/** Characters of the names that are told of one reason. */
const LONGEST_NAMES = 4_000;

/** What a look at program, state and vendors found. */
export interface Preview extends Unguarded {
  readonly snapshots: readonly ResourceSnapshot[];
  readonly people: readonly PersonSnapshot[];
  /** People and groups. */
  readonly entities: readonly EntitySnapshot[];
  /** Accounts that have the address of somebody new under another sign-in name. */
  readonly twins: readonly Twin[];
  readonly configuration: Readonly<Record<string, string>>;
}

export interface PreviewSetting {
  readonly engine: StackEngine;
  readonly guards: GuardFile;
  /** The roster that declares the people, where there is one. */
  readonly roster: DeclaredBy | undefined;
  readonly context: CliContext;
  readonly progress: Progress;
  /** Where runs keep whom they create. */
  readonly journal: string;
  /** Where Pulumi's own plan goes, for engines that have one. */
  readonly savePlan?: string;
  /** Whether the stack is to be destroyed, whatever its program declares. */
  readonly isDestroyed?: boolean;
}

/** Looks without a write anywhere: a preview that reads everybody first, and look-ups of those who are new. */
export async function previewOf({
  engine,
  guards,
  roster,
  context,
  progress,
  journal,
  savePlan,
  isDestroyed = false,
}: PreviewSetting): Promise<Preview> {
  const started = performance.now();
  const lookedAt = context.now().toISOString();
  const run = await progress.step(`looking at ${engine.project}/${engine.stack} and its vendors`, async (tell) => {
    let read = 0;
    const onEvent = (event: EngineEvent): void => {
      tellProgress(event, tell);
      if (event.resOutputsEvent?.metadata.op === "refresh") tell(`${++read} resources read`);
    };
    const settings = { refresh: true, signal: context.signal, onEvent };
    if (isDestroyed) return engine.destroy({ ...settings, previewOnly: true });
    return engine.preview({ ...settings, ...(savePlan === undefined ? {} : { savePlan }) });
  });
  refuseFailed(run, "the preview", context.signal);
  const snapshots = resourceSnapshots(run.events, isDestroyed);
  refuseHidden(snapshots, ["observed", "declared"]);
  const entities = entitiesOf(snapshots);
  const people = peopleOf(snapshots);
  const configuration = await engine.configuration();
  const sessions = new ReadOnlySessions({
    configuration,
    environment: { ...context.environment, ...(existsSync(journal) ? { [JOURNAL_VARIABLE]: journal } : {}) },
    signal: context.signal,
  });
  try {
    const { existing, twins, notes } = await progress.step("looking up who and what is new", async () => {
      const met = await findExisting(entities, sessions);
      const { twins, notes } = await findTwins(entities, met.existing, sessions);
      return { existing: met.existing, twins, notes: [...met.notes, ...notes] };
    });
    const unoffered = await findUnoffered(entities, existing, sessions);
    refuseUnoffered(unoffered.words, roster);
    const unguarded = buildReview({
      project: engine.project,
      stack: engine.stack,
      lookedAt,
      snapshots,
      people,
      existing,
      notes: [...notes, ...unoffered.notes],
      roster,
      extraRoles: Object.fromEntries(
        platformIds.map((id) => [id, platformGuards(guards, id).administrativeRoles ?? []]),
      ),
      requestsPerMinute: ownPace(configuration, context.environment),
      look: { seconds: Math.round(performance.now() - started) / 1000 },
    });
    const named = await nameMembers(unguarded.review.changes, sessions);
    const review = {
      ...unguarded.review,
      changes: named.changes,
      notes: [...unguarded.review.notes, ...named.notes],
    };
    return { ...unguarded, review, snapshots, people, entities, twins, configuration };
  } catch (error) {
    throw vendorFailure(error);
  } finally {
    await sessions.close();
  }
}

/** A failed run as a Failure with the errors that its events tell. */
export function refuseFailed(run: EngineRun, what: string, signal: AbortSignal): void {
  if (run.succeeded) return;
  if (signal.aborted) throw new Failure("interrupted", `${what} was interrupted; nothing was changed`);
  throw new Failure(
    "deployment",
    `${what} failed:\n${errorsOf(run)
      .map((text) => `  ${text}`)
      .join("\n")}`,
  );
}

/** The error texts of a run, each once, with the names of all resources that it stops. */
export function errorsOf({ events }: EngineRun): readonly string[] {
  const failed = events.flatMap(({ diagnosticEvent }): [urn: string, reason: string][] => {
    if (diagnosticEvent?.severity !== "error") return [];
    const { urn = "", message } = diagnosticEvent;
    return [[urn.includes("pulumi:pulumi:Stack") ? "" : urn, message.trim()]];
  });
  return sharedReasons(failed).map(({ reason, keys }) => {
    const named = keys.filter((urn) => urn !== "");
    const names = named.map(nameOfUrn);
    if (names.length < 2) return `${names.map((name) => `${name}: `).join("")}${reason}`;
    const meanings = named.map((urn) => meaningOf(typeOfUrn(urn)));
    const isPeople = meanings.every((meaning) => meaning && isOfPerson(meaning) && !meaning.isSet);
    return `${countedKeys(names, LONGEST_NAMES, isPeople ? "people" : "resources")}: ${reason}`;
  });
}

/** What users allow themselves, where they say so. A platform that isn't configured is not asked. */
function ownPace(
  configuration: Readonly<Record<string, string>>,
  environment: CliContext["environment"],
): Readonly<Partial<Record<PlatformId, number>>> {
  const entries = platformIds.flatMap((id) => {
    try {
      const { requestsPerMinute } = readCommonSettings(platformOf(id), configuration[`roster:${id}`], environment);
      return requestsPerMinute === undefined ? [] : [[id, requestsPerMinute] as const];
    } catch (error) {
      // An estimate needs no error: whoever opens the platform says what is wrong.
      if (error instanceof ConfigurationError) return [];
      throw error;
    }
  });
  return Object.fromEntries(entries);
}
