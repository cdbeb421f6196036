import type { EngineEvent, ExportedDeployment } from "../../engine";
import { type Call, nameOf } from "./lab";
import type { Scenario } from "./scenarios/scenario";
import type { Stage } from "./stage";

/**
 * What both engines must agree on. Everything that belongs to a resource is by resource and in its order; what is random,
 * or depends on the order in which parallel resources come, is taken out.
 */
export interface Outcome {
  exit: number;
  changes: Record<string, number>;
  maybeCorrupt: boolean;
  /** The kinds of the events that belong to no resource, and for each resource those of its own with the operation. */
  events: { frame: string[]; byResource: Record<string, string[]> };
  steps: string[];
  failedSteps: string[];
  diagnostics: string[];
  calls: { byResource: Record<string, string[]>; byProcess: string[][] };
  outputs: unknown;
  state: unknown;
}

export async function play(stage: Stage, { run, options, program, cloud, edit }: Scenario): Promise<Outcome> {
  const { lab } = stage;
  if (program !== undefined) {
    lab.describe(program);
  }
  if (cloud !== undefined) {
    lab.changeCloud(cloud);
  }
  if (edit !== undefined) {
    const exported = await stage.exportState();
    edit(exported.deployment.resources ?? []);
    await stage.importState(exported);
  }
  lab.takeCalls();
  const { exit, events } = await stage.run(run, options);
  const summary = summaryOf(events);
  const { deployment } = await stage.exportState();
  return {
    exit,
    changes: summary.resourceChanges,
    maybeCorrupt: summary.maybeCorrupt,
    events: kindsOf(events),
    steps: sorted(events.map(({ resOutputsEvent }) => resOutputsEvent && stepText(resOutputsEvent.metadata))),
    failedSteps: sorted(
      events.map(
        ({ resOpFailedEvent }) =>
          resOpFailedEvent && `${stepText(resOpFailedEvent.metadata)} ${resOpFailedEvent.status}`,
      ),
    ),
    diagnostics: diagnosticsOf(events),
    calls: callsOf(lab.takeCalls()),
    outputs: JSON.parse(anonymous(await stage.outputs())) as unknown,
    state: stateOf(deployment),
  };
}

export function summaryOf(events: readonly EngineEvent[]): NonNullable<EngineEvent["summaryEvent"]> {
  const summary = events.find(({ summaryEvent }) => summaryEvent !== undefined)?.summaryEvent;
  if (summary === undefined) {
    throw new Error("the run has no summary");
  }
  return summary;
}

function kindsOf(events: readonly EngineEvent[]): Outcome["events"] {
  const frame: string[] = [];
  const byResource = new Map<string, string[]>();
  for (const { sequence: _sequence, timestamp: _timestamp, diagnosticEvent, ...event } of events) {
    const { resourcePreEvent: pre, resOutputsEvent: outputs, resOpFailedEvent: failed } = event;
    const told = pre ?? outputs ?? failed;
    if (told !== undefined) {
      const kind = pre !== undefined ? "begins" : outputs !== undefined ? "outputs" : "failed";
      const planning = "planning" in told && told.planning === true ? "planned " : "";
      add(byResource, tailOf(told.metadata.urn), `${planning}${told.metadata.op} ${kind}`);
    } else if (diagnosticEvent === undefined) {
      frame.push(...Object.keys(event));
    }
  }
  return { frame, byResource: byKey(byResource) };
}

function diagnosticsOf(events: readonly EngineEvent[]): string[] {
  return sorted(
    events.map(({ diagnosticEvent }) => {
      if (diagnosticEvent === undefined || isLog(diagnosticEvent)) {
        return undefined;
      }
      const { severity, urn, message, ephemeral } = diagnosticEvent;
      const kind = ephemeral === true ? `ephemeral ${severity}` : severity;
      return `${kind} ${nameOf(urn)}: ${plainText(message)}`;
    }),
  );
}

/** What a process prints, and what it tells for debugging. */
function isLog({ severity, ephemeral }: NonNullable<EngineEvent["diagnosticEvent"]>): boolean {
  return /^(debug|info)/.test(severity) && ephemeral !== true;
}

/** Calls about a resource in their order; and those of a process's own life, for each process. */
function callsOf(calls: readonly Call[]): Outcome["calls"] {
  const byResource = new Map<string, string[]>();
  const byProcess = new Map<string, string[]>();
  for (const { pid, seed: _seed, engine: _engine, argv: _argv, cwd: _cwd, ...call } of calls) {
    const text = anonymous(call);
    if (call.urn !== undefined && !/Config/.test(call.method)) {
      add(byResource, tailOf(call.urn), text);
    } else if (/^dynamic |^Invoke/.test(call.method)) {
      // These carry no URN. Of the dynamic ones there is one resource at a time; invokes come in any order.
      add(byResource, call.method === "Invoke" ? text : "dynamic", text);
    } else {
      add(byProcess, String(pid), text);
    }
  }
  return {
    byResource: byKey(byResource),
    // A process that was started ahead of time and not used has done nothing.
    byProcess: [...byProcess.values()]
      .filter((list) => list.length > 1)
      .sort((left, right) => (left.join() < right.join() ? -1 : 1)),
  };
}

type StoredResource = NonNullable<ExportedDeployment["deployment"]["resources"]>[number];

function stateOf({ resources }: ExportedDeployment["deployment"]): unknown {
  return sorted((resources ?? []).map(stateText)).map((text) => JSON.parse(text) as unknown);
}

function sorted(texts: readonly (string | undefined)[]): string[] {
  return texts.filter((text) => text !== undefined).sort();
}

function add(lists: Map<string, string[]>, key: string, text: string): void {
  const list = lists.get(key) ?? [];
  list.push(text);
  lists.set(key, list);
}

function byKey(lists: ReadonlyMap<string, string[]>): Record<string, string[]> {
  return Object.fromEntries([...lists].sort(([left], [right]) => (left < right ? -1 : 1)));
}

function tailOf(urn: string): string {
  return urn.split("::").slice(2).join("::");
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

function stateText(resource: StoredResource): string {
  const { created: _created, modified: _modified, sourcePosition: _position, stackTrace: _trace, ...rest } = resource;
  // The SDK tells what a resource depends on as it finds it out, in any order.
  return anonymous(rest.dependencies ? { ...rest, dependencies: rest.dependencies.toSorted() } : rest);
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
