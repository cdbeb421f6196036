import { stripVTControlCharacters } from "node:util";
import type { OpType } from "@pulumi/pulumi/automation";
import type { Diff } from "./diff";
import type { ResourceState } from "./state/deployment";
import type { Diagnostic, EngineEvent } from "./types";
import { isDefaultProvider } from "./urn";
import { isMap, type PropertyMap, type PropertyValue, replaceSecrets, SECRET, SIGNATURE } from "./values";

export type Operation = OpType;

/** One step of a deployment, as its events tell it. */
export interface Step {
  op: Operation;
  urn: string;
  type: string;
  old: ResourceState | undefined;
  new: ResourceState | undefined;
  diff?: Diff | undefined;
}

type EventBody = Omit<EngineEvent, "sequence" | "timestamp">;

const MASK = "[secret]";
/** A shorter secret would mask half of every text. */
const SHORTEST_MASKED_TEXT = 3;
/** Operations that are parts of another one and therefore not counted. */
const PARTS: ReadonlySet<Operation> = new Set([
  "create-replacement",
  "delete-replaced",
  "import-replacement",
  "read-replacement",
  "discard-replaced",
  "remove-pending-replace",
  "refresh",
]);

/** Makes the events of one run in the shape of `@pulumi/pulumi/automation`, numbers them, and counts the changes. */
export class EventStream {
  readonly events: EngineEvent[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly changes: Record<string, number> = {};
  readonly #listener: ((event: EngineEvent) => void) | undefined;
  readonly #planning: boolean;
  readonly #secretTexts: ReadonlySet<string>;
  #steps = 0;

  constructor(planning: boolean, secretTexts: Iterable<string>, listener: ((event: EngineEvent) => void) | undefined) {
    this.#planning = planning;
    this.#secretTexts = new Set([...secretTexts].filter((text) => text.length >= SHORTEST_MASKED_TEXT));
    this.#listener = listener;
  }

  prelude(config: Record<string, string>): void {
    this.#emit({ preludeEvent: { config } });
  }

  stepStarts(step: Step): void {
    this.#emit({ resourcePreEvent: { metadata: this.#metadata(step), ...this.#plan() } });
  }

  /** The step's outputs are there; `op` where the event names another operation than the step's own. */
  stepOutputs(step: Step, op: Operation = step.op): void {
    this.#emit({ resOutputsEvent: { metadata: this.#metadata({ ...step, op }), ...this.#plan() } });
  }

  stepFailed(step: Step, status: number): void {
    this.#emit({ resOpFailedEvent: { metadata: this.#metadata(step), status, steps: this.#steps } });
  }

  /** Counts a step that succeeded, if it is one that counts. */
  count(step: Step, op: Operation = step.op): void {
    if (!PARTS.has(op) && !isDefaultProvider(step.urn)) {
      this.#steps += 1;
      this.changes[op] = (this.changes[op] ?? 0) + 1;
    }
  }

  diagnostic(severity: Diagnostic["severity"], text: string, urn?: string): void {
    // The SDK's host colours stack traces for a terminal; events are plain.
    const message = this.#maskText(stripVTControlCharacters(text));
    this.diagnostics.push({ severity, message, ...(urn !== undefined && { urn }) });
    this.#emit({ diagnosticEvent: { ...(urn !== undefined && { urn }), message, color: "never", severity } });
  }

  summary(seconds: number, maybeCorrupt: boolean, succeeded: boolean): void {
    this.#emit(
      asEvent({
        summaryEvent: {
          maybeCorrupt,
          durationSeconds: Math.round(seconds),
          resourceChanges: { ...this.changes },
          PolicyPacks: {},
          isPreview: this.#planning,
          result: succeeded ? "succeeded" : "failed",
        },
      }),
    );
    this.#emit({ cancelEvent: {} });
  }

  #emit(body: EventBody): void {
    const event: EngineEvent = { sequence: this.events.length, timestamp: Math.floor(Date.now() / 1000), ...body };
    this.events.push(event);
    this.#listener?.(event);
  }

  #plan(): { planning?: boolean } {
    return this.#planning ? { planning: true } : {};
  }

  #metadata(step: Step): NonNullable<EngineEvent["resourcePreEvent"]>["metadata"] {
    const { diff } = step;
    const metadata: unknown = {
      op: step.op,
      urn: step.urn,
      type: step.type,
      old: step.old === undefined ? null : this.#stateMetadata(step.old),
      new: step.new === undefined ? null : this.#stateMetadata(step.new),
      ...(diff !== undefined && diff.replaceKeys.length > 0 && { keys: diff.replaceKeys }),
      ...(diff !== undefined && diff.changedKeys.length > 0 && { diffs: diff.changedKeys }),
      detailedDiff: diff?.detailed === undefined ? null : eventDiff(diff.detailed),
      ...(!PARTS.has(step.op) && { logical: true }),
      provider: step.new?.provider ?? step.old?.provider ?? "",
    };
    return metadata as NonNullable<EngineEvent["resourcePreEvent"]>["metadata"];
  }

  #stateMetadata(state: ResourceState): unknown {
    return {
      type: state.type,
      urn: state.urn,
      ...(state.custom && { custom: true }),
      ...(state.delete === true && { delete: true }),
      id: state.id ?? "",
      parent: state.parent ?? "",
      ...(state.protect === true && { protect: true }),
      ...(state.external === true && { external: true }),
      ...(state.retainOnDelete === true && { retainOnDelete: true }),
      inputs: this.#maskMap(state.inputs ?? {}),
      outputs: this.#maskMap(state.outputs ?? {}),
      provider: state.provider ?? "",
      ...(state.initErrors !== undefined && state.initErrors.length > 0 && { initErrors: state.initErrors }),
    };
  }

  #maskMap(map: PropertyMap): PropertyMap {
    const masked = replaceSecrets(map, () => ({ [SIGNATURE]: SECRET, ciphertext: MASK }));
    const plain = this.#secretTexts.size === 0 ? masked : this.#maskValue(masked);
    return isMap(plain) ? plain : {};
  }

  /** The real engine also masks any text that equals a secret of the configuration. */
  #maskValue(value: PropertyValue): PropertyValue {
    if (typeof value === "string") {
      return this.#secretTexts.has(value) ? MASK : value;
    }
    if (Array.isArray(value)) {
      return value.map((item) => this.#maskValue(item));
    }
    return isMap(value)
      ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#maskValue(item)]))
      : value;
  }

  #maskText(text: string): string {
    let masked = text;
    for (const secret of this.#secretTexts) {
      masked = masked.replaceAll(secret, MASK);
    }
    return masked;
  }
}

function eventDiff(detailed: NonNullable<Diff["detailed"]>): unknown {
  return Object.fromEntries(
    Object.entries(detailed).map(([path, part]) => [path, { diffKind: part.kind, inputDiff: part.inputDiff }]),
  );
}

/** The SDK's type of the summary differs from what the real engine sends, which this follows. */
function asEvent(body: unknown): EventBody {
  return body as EventBody;
}
