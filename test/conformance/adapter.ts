import type { Clock, Log } from "../../provider/core/contract/context";

export type Properties = Record<string, unknown>;

/** One kind of resource as an engine sees it. */
export interface ResourceAdapter {
  check(olds: Properties, news: Properties): Promise<{ inputs: Properties; failures: readonly CheckFailure[] }>;
  /** True where there is something to do. */
  diff(id: string, olds: Properties, news: Properties): Promise<boolean>;
  create(inputs: Properties): Promise<{ id: string; outputs: Properties }>;
  update(id: string, olds: Properties, news: Properties): Promise<{ outputs: Properties }>;
  /** With the last outputs: a refresh; without: an import. Undefined where the account is gone. */
  read(
    id: string,
    outputs: Properties | undefined,
  ): Promise<{ id: string; outputs: Properties; inputs: Properties } | undefined>;
  delete(id: string, outputs: Properties): Promise<void>;
}

/** A provider as an engine sees it, whatever lies between the two: `User`, and beside it `Users` and `Group`. One is one process. */
export interface Adapter extends ResourceAdapter {
  readonly set: ResourceAdapter;
  /** Absent where the platform has no groups. */
  readonly group?: ResourceAdapter;
  close(): Promise<void>;
}

export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

/** Starts a provider process for one run. */
export type StartAdapter = (surroundings: {
  readonly configuration: unknown;
  readonly clock: Clock;
  readonly log: Log;
}) => Promise<Adapter>;

/** A create or update that failed after it had changed something: the engine keeps the resource. */
export class InitFailed extends Error {
  constructor(
    readonly id: string,
    readonly outputs: Properties,
    readonly code: string | undefined,
    message: string,
  ) {
    super(message);
  }
}

/** The text that stands for every value that preview doesn't know yet. */
export const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
