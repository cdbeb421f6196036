import type { EngineEvent } from "@pulumi/pulumi/automation";

/** What a run shows of itself, whichever engine made it. */
export interface Run {
  readonly succeeded: boolean;
  /** Operations of the summary event: how many resources saw each. */
  readonly changes: Readonly<Record<string, number>>;
  readonly events: readonly EngineEvent[];
}

export type Operation = "preview" | "up" | "refresh" | "destroy";

/** An engine that has the example's stack open. */
export interface Runner {
  readonly name: "embedded" | "pulumi";
  /** @param roster the roster file to deploy, absolute */
  run(operation: Operation, roster: string): Promise<Run>;
  close(): Promise<void>;
}

/** What both engines are started with. */
export interface Setting {
  /** The example's folder. */
  readonly program: string;
  /** A folder for state and logs. */
  readonly folder: string;
  /** Where the vendors are, and the credentials. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends a run early; what was done so far stays done. */
  readonly signal: AbortSignal;
}

export const STACK = "dev";
/** The demo's state goes with the demo, so its passphrase protects nothing. */
export const PASSPHRASE = "demo";

/** The stack's configuration: what is not a credential. The demo's last step removes everybody. */
export function configuration(roster: string): Record<string, string> {
  const settings = JSON.stringify({ maxRemovals: 100 });
  return {
    "acme:roster": roster,
    "roster:adobe": settings,
    "roster:netex": settings,
    "roster:nerm": settings,
  };
}
