import type { Change } from "../../../provider/core/model/change";
import type { Observed } from "../../../provider/core/model/entity";
import type { EntitySnapshot } from "./people";

/** An account that somebody new has already, or a group that a new one would meet. */
export interface Existing {
  readonly snapshot: EntitySnapshot;
  readonly account: Observed;
  /** What would have to change in it. */
  readonly changes: readonly Change[];
  readonly outcome: "adopted" | "refused";
  /** A run of this stack has created it and was ended before the state had it. */
  readonly isLeftOver?: true;
}
