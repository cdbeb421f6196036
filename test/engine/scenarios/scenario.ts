import type { ExportedDeployment, RunOptions } from "../../../engine";
import type { EngineOptions } from "../../../engine/types";
import type { Lab, Program, ProgramResource } from "../lab";

/** One run: what the program declares, what happens behind its back, and the operation. A row of docs/parity.md. */
export interface Scenario {
  name: string;
  run: "preview" | "up" | "refresh" | "destroy";
  options?: RunOptions;
  /** Absent: as in the scenario before. */
  program?: Program;
  cloud?: Parameters<Lab["changeCloud"]>[0];
  /** Changes the state before the run, by export and import. */
  edit?: (resources: NonNullable<ExportedDeployment["deployment"]["resources"]>) => void;
}

/** Scenarios on one stack, each from where the one before ended. */
export interface Sequence {
  name: string;
  config?: NonNullable<EngineOptions["config"]>;
  scenarios: readonly Scenario[];
}

export function declare(...resources: ProgramResource[]): Program {
  return { resources };
}

export const CONFIG = { "lab:url": "http://lab", "lab:key": { secret: "s3cr3t" }, greeting: "hello" };
export const BASE = { name: "base", props: { size: 1, color: "red" } };
export const LEAF = { name: "leaf", props: { color: "green", on: "$id:base", stateOfBase: "$out:base.state" } };
