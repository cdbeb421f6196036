import type { EntitySnapshot } from "./people";

/** An account with the address of somebody new, under another sign-in name: whoever comes back may get a second one. */
export interface Twin {
  readonly snapshot: EntitySnapshot;
  /** The sign-in name that the account has. */
  readonly name: string;
}
