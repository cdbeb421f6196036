/** Why the command stopped; tests compare the code, people read the message. */
export type FailureCode =
  | "usage"
  | "roster-file"
  | "settings-file"
  | "project"
  | "stack"
  | "engine"
  | "deployment"
  | "vendor"
  | "unoffered"
  | "plan-missing"
  | "plan-broken"
  | "plan-stale"
  | "folder"
  | "disk-full"
  | "interrupted";

/** An expected end of the command with exit code 1. The message says what to do next. */
export class Failure extends Error {
  /** What `--json` prints beside code and message. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    readonly code: FailureCode,
    message: string,
    options: ErrorOptions & { readonly details?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message, options);
    this.name = "Failure";
    this.details = options.details ?? {};
  }
}

/** The text of anything thrown. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
