/** Why the engine refused or could not start; compare `code`, never the text. */
export type EngineErrorCode =
  /** Another run holds the stack. */
  | "locked"
  /** A Pulumi feature that this engine does not have. */
  | "unsupported"
  /** Pulumi.yaml is missing, or is not a project that this engine can run. */
  | "project"
  /** The passphrase does not open the secrets in the state. */
  | "passphrase"
  /** The state file is damaged, or is not a version 3 deployment. */
  | "state"
  /** The state can't be written: the disk is full, or the folder is read-only. */
  | "disk"
  /** A provider process did not start, or speaks another protocol. */
  | "plugin"
  /** The engine or one of its options was used in a way that cannot work. */
  | "misuse";

/** An error that the engine throws. Failures of a deployment are not thrown: they are in the run's result. */
export class EngineError extends Error {
  constructor(
    readonly code: EngineErrorCode,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = new.target.name;
  }
}

/** Another run, perhaps of another process, holds the stack. */
export class StackLockedError extends EngineError {
  constructor(
    readonly lockFile: string,
    readonly holder: { pid: number; hostname: string; timestamp: string },
  ) {
    super(
      "locked",
      `the stack is currently locked by process ${holder.pid} on ${holder.hostname} since ${holder.timestamp}; ` +
        `wait for it to end, or remove ${lockFile} if you are sure that it is gone`,
    );
  }
}

/** A Pulumi feature that this engine does not have; `feature` is its name in Pulumi's documentation. */
export class UnsupportedFeatureError extends EngineError {
  constructor(readonly feature: string) {
    super("unsupported", `the embedded engine does not support ${feature}; use the pulumi CLI for this program`);
  }
}

/** The code of a system's error, such as ENOENT. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

/** The text of anything thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
