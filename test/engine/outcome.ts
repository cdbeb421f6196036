import { rmSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent, ExportedDeployment, RunOptions } from "../../engine";
import { type Call, type Lab, nameOf } from "./lab";
import type { RealLab } from "./real-lab";
import type { ScenarioStep } from "./scenarios";

/** What both engines must agree on, with what is random or depends on the order of parallel calls taken out. */
export interface Outcome {
  succeeded: boolean;
  changes: Record<string, number>;
  maybeCorrupt: boolean;
  steps: string[];
  failedSteps: string[];
  diagnostics: string[];
  calls: string[];
  state: unknown;
}

const FLAGS: Partial<Record<keyof RunOptions, string>> = {
  refresh: "--refresh",
  continueOnError: "--continue-on-error",
  clearPendingCreates: "--clear-pending-creates",
};

function prepare(lab: Lab, { program, cloud }: ScenarioStep): void {
  if (program !== undefined) {
    lab.describe(program);
  }
  if (cloud !== undefined) {
    lab.changeCloud(cloud);
  }
  rmSync(join(lab.directory, "log.jsonl"), { force: true });
}

export async function runReal(real: RealLab, step: ScenarioStep): Promise<Outcome> {
  prepare(real.lab, step);
  const flags = Object.keys(step.options ?? {}).map((name) => FLAGS[name as keyof RunOptions] ?? name);
  const { succeeded, events } = await real.run(step.run, flags);
  return outcome(succeeded, events, real.lab.takeCalls(), real.exportState());
}

export async function runEmbedded(lab: Lab, step: ScenarioStep): Promise<Outcome> {
  prepare(lab, step);
  const { succeeded, events } = await lab.engine[step.run](step.options);
  return outcome(succeeded, events, lab.takeCalls(), await lab.engine.exportState({ showSecrets: true }));
}

export function summaryOf(events: readonly EngineEvent[]): NonNullable<EngineEvent["summaryEvent"]> {
  const summary = events.find(({ summaryEvent }) => summaryEvent !== undefined)?.summaryEvent;
  if (summary === undefined) {
    throw new Error("the run has no summary");
  }
  return summary;
}

function outcome(
  succeeded: boolean,
  events: readonly EngineEvent[],
  calls: readonly Call[],
  state: ExportedDeployment,
): Outcome {
  const summary = summaryOf(events);
  return {
    succeeded,
    changes: summary.resourceChanges,
    maybeCorrupt: summary.maybeCorrupt,
    steps: sorted(events.map(({ resOutputsEvent }) => resOutputsEvent && stepText(resOutputsEvent.metadata))),
    failedSteps: sorted(
      events.map(
        ({ resOpFailedEvent }) =>
          resOpFailedEvent && `${stepText(resOpFailedEvent.metadata)} ${resOpFailedEvent.status}`,
      ),
    ),
    diagnostics: sorted(
      events.map(({ diagnosticEvent }) =>
        diagnosticEvent === undefined || /^(debug|info)/.test(diagnosticEvent.severity)
          ? undefined
          : `${diagnosticEvent.severity} ${nameOf(diagnosticEvent.urn)}: ${plainText(diagnosticEvent.message)}`,
      ),
    ),
    calls: sorted(calls.map(callText)),
    state: sorted((state.deployment.resources ?? []).map(stateText)).map((text) => JSON.parse(text) as unknown),
  };
}

function sorted(texts: readonly (string | undefined)[]): string[] {
  return texts.filter((text) => text !== undefined).sort();
}

function stepText(metadata: NonNullable<EngineEvent["resOutputsEvent"]>["metadata"]): string {
  const { op, urn, keys, diffs, detailedDiff, old, new: next } = metadata;
  return `${op} ${nameOf(urn)} ${anonymous({
    keys: keys?.toSorted(),
    diffs: diffs?.toSorted(),
    detailedDiff,
    old: old && [old.id, old.inputs, old.outputs, old.delete, old.protect, old.initErrors],
    new: next && [next.id, next.inputs, next.outputs, next.protect, next.initErrors],
  })}`;
}

function callText({ pid: _pid, seed: _seed, engine: _engine, argv: _argv, cwd: _cwd, ...call }: Call): string {
  return anonymous(call);
}

function stateText(resource: Record<string, unknown>): string {
  const { created: _created, modified: _modified, sourcePosition: _position, stackTrace: _trace, ...rest } = resource;
  return anonymous(rest);
}

/** JSON with sorted keys; ids of providers and the stamps, which come from random seeds, are taken out. */
function anonymous(value: unknown): string {
  const text = JSON.stringify(value, (_, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([left], [right]) => (left < right ? -1 : 1)))
      : item,
  );
  return text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g, "<uuid>")
    .replaceAll(/"stamp":"[0-9a-f]{8}"/g, '"stamp":"<stamp>"');
}

/** A message without the markup for colours, the indentation and the places in the code. */
function plainText(message: string): string {
  return (
    message
      .replaceAll(/<\{%[^%]*%\}>/g, "")
      .replaceAll(/'[^']*\/index\.js'/g, "'index.js'")
      .replaceAll(/\n\s+at [^\n]*/g, "")
      .replaceAll(/\s+/g, " ")
      // The real engine's way out is a command on its own state.
      .replace(/ To unprotect .*$/, "")
      .trim()
  );
}
