import type { EngineEvent } from "@pulumi/pulumi/automation";

export type { EngineEvent };

/** What a run did. A failed deployment is a result, not an exception. */
export interface EngineRun {
  readonly succeeded: boolean;
  /** How many resources saw each operation, as in the summary of `pulumi up`. */
  readonly changes: Readonly<Record<string, number>>;
  readonly events: readonly EngineEvent[];
}

export interface RunSettings {
  readonly onEvent?: (event: EngineEvent) => void;
  /** Ends the run early: steps that run are finished and kept, no other one starts. */
  readonly signal?: AbortSignal;
}

export interface PreviewSettings extends RunSettings {
  /** Read every resource first. What was read is not kept. */
  readonly refresh?: boolean;
  /** Where to save Pulumi's own plan; only for engines with `savesPlans`. */
  readonly savePlan?: string;
}

export interface UpSettings extends RunSettings {
  readonly refresh?: boolean;
  /** A plan that `preview` has saved: nothing beyond it is done. */
  readonly plan?: string;
}

export interface DestroySettings extends RunSettings {
  /** Read every resource first. */
  readonly refresh?: boolean;
  /** Show what would be done, and do nothing. */
  readonly previewOnly?: boolean;
}

/** A stack that is open on one engine: all that the command needs of Pulumi. */
export interface StackEngine {
  readonly name: EngineName;
  readonly version: string;
  readonly project: string;
  readonly stack: string;
  /** Whether it can save a plan and hold a later `up` to it. */
  readonly savesPlans: boolean;
  preview(settings?: PreviewSettings): Promise<EngineRun>;
  up(settings?: UpSettings): Promise<EngineRun>;
  refresh(settings?: RunSettings): Promise<EngineRun>;
  destroy(settings?: DestroySettings): Promise<EngineRun>;
  /** The stack's configuration, secrets in clear: `roster:adobe` to a text, which may be JSON. */
  configuration(): Promise<Readonly<Record<string, string>>>;
  /** The state as `pulumi stack export` prints it, secrets encrypted or masked. */
  exportState(): Promise<unknown>;
}

export type EngineName = "pulumi" | "embedded";
