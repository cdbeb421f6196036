import type { ListingOptions } from "./listing";
import type { People } from "./people";

/** What the endpoints of people, groups and roles share. */
export interface RouteOptions extends ListingOptions {
  readonly people: People;
  /** Milliseconds until a write shows. */
  readonly delay: number;
}
