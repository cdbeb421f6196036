import type { Written } from "../contract/connector.js";
import type { Declaration, Properties } from "../contract/declaration.js";
import type { Change } from "../model/change.js";
import type { Desired, Observed } from "../model/entity.js";
import type { Origin } from "../model/options.js";

/** A resource after a successful create, update or read. */
export interface Applied {
  readonly id: string;
  readonly outputs: Record<string, unknown>;
}

/** One way from an account as it is to the account as declared. */
export interface Step {
  readonly id: string;
  readonly tenant: string;
  readonly declared: Declaration;
  /** Write-only values that the account is known to have. */
  readonly known: Desired;
  readonly origin: Origin;
  readonly owner: string;
  /** Known in advance for updates and adoptions; after a creation they follow from the answer. */
  readonly changes?: readonly Change[];
  /** The creating call's answer. */
  readonly written?: Written;
  /** Why the created account could not be looked at: whether it is the person's is not proven. */
  readonly unseen?: unknown;
  /** The account before this step, where it was read. */
  readonly before?: Observed;
  /** The last outputs, in an update: taken apart, and as they are. */
  readonly last?: Declaration;
  readonly lastOutputs?: Properties;
}
