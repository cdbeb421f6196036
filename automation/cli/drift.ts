import { join, resolve } from "node:path";
import { OWNER_ONLY, writeWhole } from "../common/files";
import { jsonText } from "../common/json-text";
import { platformIds } from "../common/platforms";
import { platformGuards } from "../plan/guards/evaluate";
import { refuseHidden } from "../plan/review/hidden-people";
import { entitiesOf, peopleOf } from "../plan/review/people";
import { resourceSnapshots } from "../plan/review/resource-snapshots";
import { renderDrift } from "../reports/drift-report";
import { driftText } from "../reports/drift-terminal";
import { type DriftReport, worstOf } from "../runs/drift/drift-report";
import { findDrift } from "../runs/drift/find-drift";
import { findUnmanaged, holdsOn, waive } from "../runs/drift/find-unmanaged";
import { maskDrift } from "../runs/drift/mask-drift";
import { readWaivers, WAIVER_FILE } from "../runs/drift/waivers";
import { nameMembers } from "../vendors/find-names";
import { ReadOnlySessions, vendorFailure } from "../vendors/read-only-sessions";
import { type CliContext, type CommonOptions, EXIT, type Exit } from "./context";
import { refuseFailed } from "./preview";
import { progressFor, tellProgress } from "./progress";
import { openStack } from "./stack";

export interface DriftOptions extends CommonOptions {
  /** The folder for drift.json and drift.md; without it nothing is written. */
  readonly out?: string;
  readonly mask?: true;
  /** False: accounts that nobody declares are not looked for. */
  readonly unmanaged: boolean;
}

/** Finds what others have changed at the vendors. Nothing is changed, the state neither. */
export async function drift(options: DriftOptions, context: CliContext): Promise<Exit> {
  const json = options.json === true;
  const { folder, engine, guards } = await openStack(options, context);
  const waivers = readWaivers(join(folder, WAIVER_FILE));
  const progress = progressFor(context, json);
  const lookedAt = context.now().toISOString();
  const { signal, environment } = context;
  const run = await progress.step(`reading everybody of ${engine.project}/${engine.stack}`, (tell) =>
    engine.preview({ refresh: true, signal, onEvent: (event) => tellProgress(event, tell) }),
  );
  refuseFailed(run, "the look", signal);
  const snapshots = resourceSnapshots(run.events);
  refuseHidden(snapshots, ["stored", "observed"]);
  const people = peopleOf(snapshots);
  const entities = entitiesOf(snapshots);
  const sessions = new ReadOnlySessions({ configuration: await engine.configuration(), environment, signal });
  const extraRoles = Object.fromEntries(
    platformIds.map((id) => [id, platformGuards(guards, id).administrativeRoles ?? []]),
  );
  try {
    const today = lookedAt.slice(0, 10);
    const valid = waivers.filter((waiver) => holdsOn(waiver, today));
    const { accounts, listed, undecided, notes } = options.unmanaged
      ? await progress.step("listing who else has an account", () => findUnmanaged(people, sessions, extraRoles, valid))
      : { accounts: [], listed: [], undecided: valid, notes: [] };
    const named = await nameMembers(findDrift(entities), sessions);
    const found = {
      drifted: named.changes,
      ...waive(accounts, waivers, today, undecided),
      listed,
    };
    const worst = worstOf(found);
    const groups = entities.filter(({ kind, stored }) => kind === "group" && stored).length;
    const whole: DriftReport = {
      version: 1,
      project: engine.project,
      stack: engine.stack,
      lookedAt,
      accounts: people.filter(({ stored }) => stored).length,
      ...(groups === 0 ? {} : { groups }),
      ...found,
      notes: [...notes, ...named.notes],
      ...(worst === undefined ? {} : { worst }),
    };
    const report = options.mask ? maskDrift(whole) : whole;
    if (options.out !== undefined) {
      const out = resolve(folder, options.out);
      writeWhole(join(out, "drift.json"), jsonText(report), OWNER_ONLY);
      writeWhole(join(out, "drift.md"), renderDrift(report), OWNER_ONLY);
    }
    context.out(json ? jsonText(report) : driftText(report));
    return worst === "security" ? EXIT.security : worst === "identity" ? EXIT.changes : EXIT.nothing;
  } catch (error) {
    throw vendorFailure(error);
  } finally {
    await sessions.close();
  }
}
