import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { nameOfUrn } from "../../provider/urn";
import { Failure } from "../common/failure";
import { OWNER_ONLY, refuseUnwritable, removeFile, writeWhole } from "../common/files";
import { jsonText } from "../common/json-text";
import { TEARDOWN_VARIABLE } from "../common/teardown";
import { approvalNotes, readApprovals } from "../plan/guards/approvals";
import { breachesOf, evaluateGuards } from "../plan/guards/evaluate";
import { hashOfFile, type PlanFile } from "../plan/plan-file";
import { withGuards } from "../plan/review/build-review";
import { hiddenSubjects } from "../plan/review/digest";
import { maskReview } from "../plan/review/mask";
import { meaningOf } from "../plan/review/people";
import { type CliContext, type CommonOptions, EXIT, type Exit } from "./context";
import { applyCommand } from "./next";
import { type Preview, previewOf } from "./preview";
import { progressFor } from "./progress";
import { htmlText, markdownText, terminalText } from "./rendering";
import { openStack } from "./stack";

export interface PlanOptions extends CommonOptions {
  /** The folder for plan.json, plan.md and plan.html. */
  readonly out?: string;
  readonly mask?: true;
  readonly all?: true;
  readonly allow: readonly string[];
}

export const PLAN_FILE = "plan.json";
const SAVED_PLAN = "plan.pulumi.json";
/** The plan as people read it. */
const PAGES = ["plan.md", "plan.html"] as const;

/** Shows what would happen to whom, writes it down for review, and changes nothing. */
export async function plan(options: PlanOptions, context: CliContext): Promise<Exit> {
  return planned(options, context, false);
}

/** The same for a stack that is to have nobody: who leaves, and what becomes of them by their policies. */
export async function destroy(options: PlanOptions, context: CliContext): Promise<Exit> {
  return planned(options, context, true);
}

async function planned(options: PlanOptions, context: CliContext, isTeardown: boolean): Promise<Exit> {
  const json = options.json === true;
  const out = resolve(context.folder, options.cwd, options.out ?? ".");
  // Whatever ends this run, nobody shall review or apply an old plan as if it were the new one.
  if (existsSync(out)) {
    refuseUnwritable(out);
    removePlan(out);
  }
  const approvals = readApprovals(options.allow);
  const { engine, guards, journal, project } = await openStack(options, context, isTeardown ? TEARDOWN : {});
  const isDestroyed = isTeardown && project.roster === undefined;
  const saved = engine.savesPlans && !isDestroyed ? join(out, SAVED_PLAN) : undefined;
  // Whatever can't be written is better known before the vendors are asked.
  refuseUnwritable(out);
  const progress = progressFor(context, json);
  const look = await previewOf({
    engine,
    guards,
    roster: isTeardown ? undefined : project.roster,
    context,
    progress,
    journal,
    isDestroyed,
    ...(saved === undefined ? {} : { savePlan: saved }),
  }).catch((error: unknown) => {
    // Half a plan is none.
    if (saved !== undefined) removeFile(saved);
    throw error;
  });
  if (isDestroyed) refuseOthers(look);
  const command = applyCommand({ ...options, stack: engine.stack }, join(options.out ?? "", PLAN_FILE), context);
  const results = evaluateGuards({
    ...look,
    guards,
    approvals,
    applyCommand: command,
    environment: context.environment,
    was: project.roster?.was,
    isTeardown,
  });
  const told = approvalNotes(approvals, results);
  const whole = withGuards({ ...look.review, notes: [...look.review.notes, ...told] }, results);
  const review = options.mask ? maskReview(whole) : whole;
  const file: PlanFile = {
    kind: "roster-plan",
    version: 1,
    engine: engine.name,
    masked: options.mask === true,
    review,
    fingerprints: options.mask ? hiddenSubjects(look.fingerprints, whole.digest) : look.fingerprints,
    ...(isTeardown ? { teardown: true } : {}),
    ...(saved === undefined ? {} : { saved: { file: SAVED_PLAN, sha256: hashOfFile(saved) } }),
  };
  const written = writePlan(out, file);
  const breached = breachesOf(results).length > 0;
  const isEmpty = whole.changes.length + look.otherChanges === 0;
  if (json) context.out(jsonText(file));
  else {
    const next = breached || isEmpty ? {} : { next: command };
    context.out(terminalText(review, context, { ...(options.all ? { all: true } : {}), written, ...next }));
  }
  if (breached) return EXIT.refused;
  return isEmpty ? EXIT.nothing : EXIT.changes;
}

/** What a run is told where everybody leaves. */
export const TEARDOWN = { [TEARDOWN_VARIABLE]: "true" };

/** Nobody reviews what becomes of what is none of ours, so that no teardown takes it away. */
export function refuseOthers({ snapshots }: Pick<Preview, "snapshots">): void {
  // What has no id is a component, which holds others together.
  const others = snapshots.filter(
    ({ type, stored }) => meaningOf(type) === undefined && !type.startsWith("pulumi:") && stored?.id !== "",
  );
  if (others.length === 0) return;
  const names = others.slice(0, MOST_NAMES).map(({ urn }) => nameOfUrn(urn));
  const more = others.length > names.length ? ` and ${others.length - names.length} more` : "";
  throw new Failure(
    "project",
    `the stack has ${others.length} resources that are no people and no groups (${names.join(", ")}${more}), and a teardown would take them too. ` +
      "Take the people out of the program, and then `roster plan` and `roster apply`",
  );
}

/** So many resources are named. */
const MOST_NAMES = 5;

function removePlan(out: string): void {
  for (const name of [PLAN_FILE, SAVED_PLAN, ...PAGES]) removeFile(join(out, name));
}

function writePlan(out: string, file: PlanFile): readonly string[] {
  const texts = {
    [PLAN_FILE]: jsonText(file),
    "plan.md": markdownText(file.review),
    "plan.html": htmlText(file.review),
  };
  for (const [name, text] of Object.entries(texts)) writeWhole(join(out, name), text, OWNER_ONLY);
  return Object.keys(texts);
}
