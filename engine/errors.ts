/** Why the engine refused or could not start; compare `code`, never the text. */
export type EngineErrorCode = "locked" | "unsupported" | "project" | "passphrase" | "state" | "plugin" | "misuse";

/** An error that the engine throws. Failures of a deployment are not thrown: they are in the run's result. */
export class EngineError extends Error {
  constructor(
    readonly code: EngineErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
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

/** The passphrase does not open the secrets in the state. */
export class PassphraseError extends EngineError {
  constructor() {
    super("passphrase", "incorrect passphrase: it does not open the secrets of this stack's state");
  }
}

/** Pulumi.yaml is missing or is not a project that this engine can run. */
export class ProjectError extends EngineError {
  constructor(message: string, cause?: unknown) {
    super("project", message, { cause });
  }
}

/** The state file is damaged or is not a version 3 deployment. */
export class StateError extends EngineError {
  constructor(message: string, cause?: unknown) {
    super("state", message, { cause });
  }
}

/** A provider process did not start or speaks another protocol. */
export class PluginError extends EngineError {
  constructor(message: string, cause?: unknown) {
    super("plugin", message, { cause });
  }
}

/** A Pulumi feature that this engine does not have; `feature` is its name in Pulumi's documentation. */
export class UnsupportedFeatureError extends EngineError {
  constructor(readonly feature: string) {
    super("unsupported", `the embedded engine does not support ${feature}; use the pulumi CLI for this program`);
  }
}

/** The engine or one of its options was used in a way that cannot work. */
export class MisuseError extends EngineError {
  constructor(message: string) {
    super("misuse", message);
  }
}

/** The text of anything thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
