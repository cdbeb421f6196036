import { join } from "node:path";
import type { LoggedRequest } from "../sandbox/index";
import { EDIT_IN_WORDS, editRoster } from "./company";
import type { Operation, Run, Runner } from "./runner";
import type { RequestCount, Vendor, Vendors } from "./vendors";

/** One step of the demo as the summary tells it. */
export interface StepSummary {
  readonly step: string;
  readonly changes: Readonly<Record<string, number>>;
  readonly requests: Readonly<Record<Vendor, RequestCount>>;
  readonly active: Readonly<Record<Vendor, number>>;
  readonly seconds: number;
}

/** What a step brought, for those who show it. */
export interface StepReport extends StepSummary {
  readonly run: Run;
  readonly log: Readonly<Record<Vendor, readonly LoggedRequest[]>>;
}

interface Step {
  readonly step: string;
  readonly operation: Operation;
  readonly title: string;
  /** What happens before the engine runs; in words. */
  before?(): readonly string[];
}

/** Told before and after each step. */
export interface Narrator {
  begin(title: string, happenings: readonly string[]): void;
  end(report: StepReport): void;
}

/**
 * Takes the roster through its whole life. Stops at the first step that fails.
 *
 * @param roster the example's people.csv
 * @param folder where the edited roster is written
 */
export async function tell(
  runner: Runner,
  vendors: Vendors,
  { roster, folder, narrator }: { roster: string; folder: string; narrator: Narrator },
): Promise<{ readonly steps: readonly StepSummary[]; readonly succeeded: boolean }> {
  const edited = join(folder, "people-edited.csv");
  let current = roster;
  const steps: StepSummary[] = [];
  for (const { step, operation, title, before } of script(vendors, () => {
    editRoster(roster, edited);
    current = edited;
  })) {
    narrator.begin(title, before?.() ?? []);
    vendors.takeRequests();
    const start = performance.now();
    const run = await runner.run(operation, current);
    const seconds = Math.round(performance.now() - start) / 1000;
    const log = vendors.takeRequests();
    const requests = { adobe: count(log.adobe), netex: count(log.netex), nerm: count(log.nerm) };
    const summary = { step, changes: run.changes, requests, active: vendors.active(), seconds };
    steps.push(summary);
    narrator.end({ ...summary, run, log });
    if (!run.succeeded) return { steps, succeeded: false };
  }
  return { steps, succeeded: true };
}

function script(vendors: Vendors, edit: () => void): readonly Step[] {
  return [
    {
      step: "preview",
      operation: "preview",
      title: "A company's people, and three empty platforms: what would happen?",
    },
    { step: "up", operation: "up", title: "Make it so" },
    { step: "preview-again", operation: "preview", title: "Look again: there should be nothing to do" },
    {
      step: "edit-preview",
      operation: "preview",
      title: "The roster is edited",
      before: () => {
        edit();
        return EDIT_IN_WORDS;
      },
    },
    { step: "edit-up", operation: "up", title: "Apply the edit" },
    {
      step: "drift-refresh",
      operation: "refresh",
      title: "Meanwhile, others change things at the vendors; a refresh finds out",
      before: () => vendors.drift(),
    },
    { step: "drift-up", operation: "up", title: "Put right what drifted" },
    { step: "destroy", operation: "destroy", title: "Everybody leaves" },
  ];
}

function count(log: readonly LoggedRequest[]): RequestCount {
  const write = log.filter(({ kind }) => kind === "write").length;
  return { read: log.length - write, write };
}
