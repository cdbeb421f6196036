import { rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Failure, textOf } from "../common/failure";
import { OWNER_ONLY, refuseUnwritable, writeWhole } from "../common/files";
import { jsonText } from "../common/json-text";
import type { EngineEvent, EngineRun } from "../engines/stack-engine";
import { approvalNotes, readApprovals } from "../plan/guards/approvals";
import { breachesOf, evaluateGuards } from "../plan/guards/evaluate";
import { removalEnvironment } from "../plan/guards/removal-limits";
import { hashOfFile, type PlanFile, readPlan } from "../plan/plan-file";
import { withGuards } from "../plan/review/build-review";
import { renamedUrns } from "../plan/review/resource-snapshots";
import type { Review } from "../plan/review/review";
import { renderRun } from "../reports/run-report";
import { visible } from "../reports/untrusted";
import { valuesBefore } from "../runs/apply/before";
import { commitOf } from "../runs/apply/commit";
import { RefreshGuard } from "../runs/apply/refresh-guard";
import { approvalsIn, type RunReport, reportedChanges, returnedIn } from "../runs/apply/run-report";
import { accountIds, settledSubjects } from "../runs/apply/settle";
import { staleSubjects, staleText } from "../runs/apply/stale";
import { Watch } from "../runs/apply/watch";
import { type CliContext, type CommonOptions, EXIT, type Exit } from "./context";
import { applyCommand } from "./next";
import { OWN_FOLDER } from "./own-folder";
import { PLAN_FILE, refuseOthers, TEARDOWN } from "./plan";
import { errorsOf, type Preview, previewOf } from "./preview";
import { type Progress, progressFor, tellProgress } from "./progress";
import { terminalText } from "./rendering";
import { type OpenStack, openStack } from "./stack";

export interface ApplyOptions extends Omit<CommonOptions, "stack"> {
  /** Default: the one that the plan was made for. */
  readonly stack?: string;
  readonly plan?: string;
  /** The folder for the report and the values before. */
  readonly out?: string;
  readonly allow: readonly string[];
}

/** Does exactly what a reviewed plan says, or nothing. */
export async function apply(options: ApplyOptions, context: CliContext): Promise<Exit> {
  const json = options.json === true;
  const folder = resolve(context.folder, options.cwd);
  const planPath = resolve(folder, options.plan ?? PLAN_FILE);
  const plan = readPlan(planPath);
  const approvals = readApprovals(options.allow);
  const stack = await openStack(
    {
      ...options,
      stack: options.stack ?? plan.review.stack,
      engine: options.engine === "auto" ? plan.engine : options.engine,
    },
    context,
    { ...removalEnvironment(plan.review), ...(plan.teardown ? TEARDOWN : {}) },
  );
  refuseForeign(plan, stack);
  const saved = savedPlan(plan, planPath);
  const startedAt = context.now();
  const out = resolve(folder, options.out ?? join(OWN_FOLDER, "runs", `${stack.engine.stack}-${compact(startedAt)}`));
  // A run that could not be recorded must not begin.
  refuseUnwritable(out);
  const progress = progressFor(context, json);
  const { engine, guards, journal } = stack;
  const roster = plan.teardown ? undefined : stack.project.roster;
  const isDestroyed = plan.teardown === true && stack.project.roster === undefined;
  const look = await previewOf({ engine, guards, roster, context, progress, journal, isDestroyed });
  if (isDestroyed) refuseOthers(look);
  refuseStale(plan, look);
  const results = evaluateGuards({
    ...look,
    guards: stack.guards,
    approvals,
    applyCommand: applyCommand({ ...options, stack: stack.engine.stack }, options.plan ?? PLAN_FILE, context),
    environment: context.environment,
    was: roster?.was,
    isTeardown: plan.teardown === true,
  });
  const told = approvalNotes(approvals, results);
  const review = withGuards({ ...look.review, notes: [...look.review.notes, ...told] }, results);
  if (!json) for (const note of told) context.error(`${note}\n`);
  if (breachesOf(results).length > 0) {
    context.out(json ? jsonText({ outcome: "refused", guards: results }) : terminalText(review, context, {}));
    return EXIT.refused;
  }
  await context.beginWriting();
  refuseInterrupted(context.signal);
  const run = { plan, saved, review, look, out, startedAt, folder, isDestroyed };
  const report = await carryOut(run, stack, progress, context);
  // The state has everybody now. An entry that stayed could prove an account ours that was let go meanwhile.
  if (report.outcome === "applied") rmSync(journal, { force: true });
  const files = writtenReport(out, report, context);
  context.out(json ? jsonText(report) : `${summary(report)}\n${files.map((file) => `written  ${file}\n`).join("")}`);
  if (files.length === 0) return EXIT.error;
  return report.outcome === "applied" || report.outcome === "nothing-to-do" ? EXIT.nothing : EXIT.error;
}

/** What a run left, by subject: who is done although their resource failed, and the ids of accounts. */
interface Left {
  readonly settled: ReadonlySet<string>;
  readonly ids: ReadonlyMap<string, string>;
}

interface Run {
  readonly plan: PlanFile;
  readonly saved: string | undefined;
  readonly review: Review;
  readonly look: Preview;
  readonly out: string;
  readonly startedAt: Date;
  readonly folder: string;
  /** Whether the stack is destroyed, whatever its program declares. */
  readonly isDestroyed: boolean;
}

async function carryOut(run: Run, { engine }: OpenStack, progress: Progress, context: CliContext): Promise<RunReport> {
  const { plan, saved, review, look, out, startedAt, folder, isDestroyed } = run;
  const started = performance.now();
  const watch = new Watch(review.changes, started, review.forecast.seconds);
  const commit = commitOf(folder, context.environment);
  const facts = {
    version: 1,
    project: review.project,
    stack: review.stack,
    engine: `${engine.name} ${engine.version}`,
    ranBy: context.user,
    startedAt: startedAt.toISOString(),
    ...(commit === undefined ? {} : { commit }),
    planDigest: review.digest,
    plannedAt: plan.review.lookedAt,
    approvals: approvalsIn(review.guards),
  } as const;
  const ended = (
    outcome: RunReport["outcome"],
    errors: readonly string[],
    { settled, ids }: Left = { settled: new Set(), ids: new Map() },
  ): RunReport => ({
    ...facts,
    outcome,
    endedAt: context.now().toISOString(),
    changes: reportedChanges(review, watch, settled, ids),
    errors,
  });
  if (review.changes.length + look.otherChanges === 0) return ended("nothing-to-do", []);
  writeWhole(join(out, "before.json"), jsonText(valuesBefore(review.changes, look.people)), OWNER_ONLY);
  const guard = new RefreshGuard(look.fingerprints, renamedUrns(look.snapshots));
  const signal = AbortSignal.any([context.signal, guard.signal]);
  let result: EngineRun;
  try {
    result = await progress.step(`applying ${review.changes.length} changes`, (tell) => {
      const onEvent = (event: EngineEvent): void => {
        guard.take(event);
        tellProgress(event, tell);
        if (watch.take(event)) tell(watch.text(performance.now()), watch.share);
      };
      const settings = { refresh: true, signal, onEvent };
      if (isDestroyed) return engine.destroy(settings);
      return engine.up({ ...settings, ...(saved === undefined ? {} : { plan: saved }) });
    });
  } catch (error) {
    return ended("failed", [textOf(error)]);
  }
  const hasReturning = review.changes.some(({ formerId }) => formerId !== undefined);
  if (result.succeeded) {
    // A run that is over is recorded, with or without new ids.
    const state = hasReturning ? await engine.exportState().catch(() => undefined) : undefined;
    return ended("applied", errorsOf(result), { settled: new Set(), ids: accountIds(state) });
  }
  const state = await engine.exportState();
  const left = { settled: settledSubjects(state, look.people), ids: accountIds(state) };
  if (guard.changed.length > 0) {
    return ended("stale", [`changed since the look a moment ago: ${guard.changed.join(", ")}`], left);
  }
  return ended(context.signal.aborted ? "interrupted" : "failed", errorsOf(result), left);
}

function writeReport(out: string, report: RunReport): readonly string[] {
  const texts = { "report.json": jsonText(report), "report.md": renderRun(report) };
  for (const [name, text] of Object.entries(texts)) writeWhole(join(out, name), text, OWNER_ONLY);
  const before = report.outcome === "nothing-to-do" ? [] : ["before.json"];
  return [...Object.keys(texts), ...before].map((name) => join(out, name));
}

/** A run that is over must not go unrecorded: where its report can't be written, it is said instead. Empty then. */
function writtenReport(out: string, report: RunReport, context: CliContext): readonly string[] {
  try {
    return writeReport(out, report);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    context.error(
      `${error.message}. The run is over, and what it did is in the state. Keep this report:\n${jsonText(report)}`,
    );
    return [];
  }
}

function summary(report: RunReport): string {
  const { outcome, changes, errors } = report;
  const done = changes.filter((change) => change.outcome === "done").length;
  const lines: Record<RunReport["outcome"], string> = {
    applied: `applied: ${done} of ${changes.length}`,
    "nothing-to-do": "nothing to do",
    failed: `failed after ${done} of ${changes.length}; what was done stays done. Look at the errors, then run \`roster plan\` again`,
    interrupted: `interrupted after ${done} of ${changes.length}; what was done stays done. \`roster plan\` shows what is left`,
    stale: `stopped: something changed at a vendor in this very moment. ${done} of ${changes.length} were done; run \`roster plan\` again`,
  };
  const returned = returnedIn(report).map(
    ({ name, platform, formerId, id }) => `  ${name} (${platform}) came back under a new id: ${formerId} -> ${id}`,
  );
  return [lines[outcome], ...returned.map(visible), ...errors.map((error) => `  ${visible(error)}`)].join("\n");
}

function refuseForeign({ review, engine: name }: PlanFile, { engine }: OpenStack): void {
  const planned = `${review.project}/${review.stack} on ${name}`;
  const here = `${engine.project}/${engine.stack} on ${engine.name}`;
  if (planned !== here) throw new Failure("plan-broken", `this plan is for ${planned}, and this is ${here}`);
}

/** The plan that Pulumi saved with the review: the very file, unchanged. */
function savedPlan({ saved }: PlanFile, planPath: string): string | undefined {
  if (saved === undefined) return undefined;
  const path = join(dirname(planPath), saved.file);
  if (hashOfFile(path) !== saved.sha256) {
    throw new Failure("plan-broken", `${path} is not the file that was saved with the plan; run \`roster plan\` again`);
  }
  return path;
}

function refuseInterrupted(signal: AbortSignal): void {
  if (signal.aborted) throw new Failure("interrupted", "apply was interrupted; nothing was changed");
}

function refuseStale(plan: PlanFile, look: Preview): void {
  if (plan.review.digest === look.review.digest) return;
  const differences = staleSubjects(plan, look);
  throw new Failure(
    "plan-stale",
    `things are not as they were when the plan was made, so nothing was changed:\n${staleText(differences)}\nRun \`roster plan\` again, and have it reviewed`,
    { details: { differences } },
  );
}

function compact(date: Date): string {
  return date.toISOString().replace(/[:.]/g, "-");
}
