import { stripVTControlCharacters } from "node:util";
import type { OpType } from "@pulumi/pulumi/automation";
import type { Diff } from "./diff";
import type { ResourceState } from "./state/deployment";
import type { Diagnostic, EngineEvent } from "./types";
import { isDefaultProvider } from "./urn";
import { type PropertyMap, replaceSecrets, replaceTexts, SECRET, SIGNATURE } from "./values";

export type Operation = OpType;

/** One step of a deployment, as its events tell it; of the two states at least one is there. */
export interface Step {
  op: Operation;
  old: ResourceState | undefined;
  new: ResourceState | undefined;
  diff?: Diff | undefined;
}

/** The resource that a step is about. */
export function subjectOf(step: Step): ResourceState {
  const state = step.new ?? step.old;
  if (state === undefined) throw new Error(`the step ${step.op} is about no resource`);
  return state;
}

type EventBody = Omit<EngineEvent, "sequence" | "timestamp">;
type Metadata = NonNullable<EngineEvent["resourcePreEvent"]>["metadata"];

const MASK = "[secret]";
/** A shorter secret would mask half of every text. */
const SHORTEST_MASKED_TEXT = 3;
/** Operations that are parts of another one and therefore not counted. */
const PARTS: ReadonlySet<Operation> = new Set(["create-replacement", "delete-replaced", "refresh"]);

/** Makes the events of one run in the shape of `@pulumi/pulumi/automation`, numbers them, and counts the changes. */
export class EventStream {
  readonly events: EngineEvent[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly changes: Record<string, number> = {};
  readonly #secretTexts: ReadonlySet<string>;
  #steps = 0;

  constructor(
    readonly planning: boolean,
    secretTexts: Iterable<string>,
    readonly listener: ((event: EngineEvent) => void) | undefined,
  ) {
    this.#secretTexts = new Set([...secretTexts].filter((text) => text.length >= SHORTEST_MASKED_TEXT));
  }

  prelude(config: Record<string, string>): void {
    this.#emit({ preludeEvent: { config } });
  }

  stepStarts(step: Step): void {
    this.#emit({ resourcePreEvent: this.#about(step) });
  }

  /** The step's outputs are there; `op` where the event names another operation than the step's own. */
  stepOutputs(step: Step, op: Operation = step.op): void {
    this.#emit({ resOutputsEvent: this.#about({ ...step, op }) });
  }

  stepFailed(step: Step, status: number): void {
    this.#emit({ resOpFailedEvent: { metadata: this.#metadata(step), status, steps: this.#steps } });
  }

  /** Counts a step that succeeded, if it is one that counts. */
  count(step: Step, op: Operation = step.op): void {
    if (!PARTS.has(op) && !isDefaultProvider(subjectOf(step).urn)) {
      this.#steps += 1;
      this.changes[op] = (this.changes[op] ?? 0) + 1;
    }
  }

  /** Tells a message. Ephemeral ones, such as a provider's progress, are events and nothing that stays. */
  diagnostic(severity: Diagnostic["severity"], text: string, urn?: string, ephemeral = false): void {
    // The SDK's host colours stack traces for a terminal; events are plain.
    const message = this.#maskText(stripVTControlCharacters(text));
    const about = { ...(urn !== undefined && { urn }), message, severity };
    if (!ephemeral) this.diagnostics.push(about);
    this.#emit({ diagnosticEvent: { ...about, color: "never", ...(ephemeral && { ephemeral }) } });
  }

  summary(seconds: number, maybeCorrupt: boolean, succeeded: boolean): void {
    const summaryEvent: unknown = {
      maybeCorrupt,
      durationSeconds: Math.round(seconds),
      resourceChanges: { ...this.changes },
      PolicyPacks: {},
      isPreview: this.planning,
      result: succeeded ? "succeeded" : "failed",
    };
    // The SDK's type of the summary differs from what the real engine sends, which this follows.
    this.#emit({ summaryEvent: summaryEvent as NonNullable<EngineEvent["summaryEvent"]> });
    this.#emit({ cancelEvent: {} });
  }

  #emit(body: EventBody): void {
    const event: EngineEvent = { sequence: this.events.length, timestamp: Math.floor(Date.now() / 1000), ...body };
    this.events.push(event);
    this.listener?.(event);
  }

  #about(step: Step): { metadata: Metadata; planning?: boolean } {
    return { metadata: this.#metadata(step), ...(this.planning && { planning: true }) };
  }

  #metadata(step: Step): Metadata {
    const { op, old, new: next, diff } = step;
    const { urn, type, provider = "" } = subjectOf(step);
    const detailed = Object.entries(diff?.detailed ?? {}).map(([path, { kind, inputDiff }]) => [
      path,
      { diffKind: kind, inputDiff },
    ]);
    const metadata: unknown = {
      op,
      urn,
      type,
      old: old === undefined ? null : this.#stateMetadata(old),
      new: next === undefined ? null : this.#stateMetadata(next),
      ...(diff !== undefined && diff.replaceKeys.length > 0 && { keys: diff.replaceKeys }),
      ...(diff !== undefined && diff.changedKeys.length > 0 && { diffs: diff.changedKeys }),
      detailedDiff: diff?.detailed === undefined ? null : Object.fromEntries(detailed),
      ...(!PARTS.has(op) && { logical: true }),
      provider,
    };
    return metadata as Metadata;
  }

  #stateMetadata(state: ResourceState): unknown {
    const { type, urn, id = "", parent = "", provider = "", inputs = {}, outputs = {}, initErrors = [] } = state;
    return {
      type,
      urn,
      ...(state.custom && { custom: true }),
      ...(state.delete === true && { delete: true }),
      id,
      parent,
      ...(state.protect === true && { protect: true }),
      ...(state.retainOnDelete === true && { retainOnDelete: true }),
      inputs: this.#mask(inputs),
      outputs: this.#mask(outputs),
      provider,
      ...(initErrors.length > 0 && { initErrors }),
    };
  }

  /** The real engine also masks any text that equals a secret of the configuration. */
  #mask(map: PropertyMap): PropertyMap {
    const masked = replaceSecrets(map, () => ({ [SIGNATURE]: SECRET, ciphertext: MASK }));
    return this.#secretTexts.size === 0
      ? masked
      : replaceTexts(masked, (text) => (this.#secretTexts.has(text) ? MASK : text));
  }

  #maskText(text: string): string {
    return [...this.#secretTexts].reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
  }
}
