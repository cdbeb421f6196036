import type { Need, StageOptions, Target } from "./target";
import type { World } from "./world";

/** Something every platform that can do it must do. */
export interface Scenario {
  /** The behaviour. */
  readonly name: string;
  readonly needs?: readonly Need[];
  readonly stage?: Omit<StageOptions, "clock">;
  run(world: World, target: Target): Promise<void>;
}

/** Scenarios of one topic; the target decides only over how many attributes and samples they range. */
export type Topic = (target: Target) => readonly Scenario[];
