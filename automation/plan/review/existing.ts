import type { Change } from "../../../provider/core/model/change";
import type { Observed } from "../../../provider/core/model/entity";
import type { PersonSnapshot } from "./people";

/** An account that somebody new has already. */
export interface Existing {
  readonly snapshot: PersonSnapshot;
  readonly account: Observed;
  /** What would have to change in it. */
  readonly changes: readonly Change[];
  readonly outcome: "adopted" | "refused";
  /** A run of this stack has created it and was ended before the state had it. */
  readonly isLeftOver?: true;
}
