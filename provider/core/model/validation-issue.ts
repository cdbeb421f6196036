import type { Path } from "./value.js";

/** A value that can't be declared, by the property it stands in and with what to do instead. */
export interface ValidationIssue {
  readonly path: Path;
  readonly reason: string;
}
