import type { EngineEvent } from "@pulumi/pulumi/automation";

export type { EngineEvent };

/** What an engine works on. */
export interface EngineOptions {
  /** The folder that holds Pulumi.yaml. */
  programDirectory: string;
  /** The stack's name, such as `dev`. */
  stack: string;
  /** Where the state lives: `<stateDirectory>/<project>/<stack>.json`, with its journal and its lock. */
  stateDirectory: string;
  /** Encrypts the secrets in the state, in the form of Pulumi's passphrase provider. */
  passphrase: string;
  /** Configuration by `namespace:key`, or by a bare key of the project. Values are texts; objects are JSON text. */
  config?: Record<string, string | { secret: string }>;
  /** Additional environment of the program and the providers. */
  env?: Record<string, string>;
  /** Plugins by package: a folder with a Node plugin, or a JavaScript file. */
  plugins?: Record<string, { path: string }>;
  /** How many steps run at once; by default four per processor, 16 at most. */
  parallel?: number;
}

/** What a run may be told. */
export interface RunOptions {
  /** Called with each event as it happens. */
  onEvent?: (event: EngineEvent) => void;
  /** Read every resource before the program runs. For preview and up. */
  refresh?: boolean;
  /** After a failed step, go on with what does not depend on it. */
  continueOnError?: boolean;
  /** Only show what would happen. For refresh and destroy; `preview` is that of up. */
  previewOnly?: boolean;
  /** Forget creations that a killed run left pending. For refresh. */
  clearPendingCreates?: boolean;
  /** Once aborted no step starts any more; running steps end and are saved. */
  signal?: AbortSignal;
}

export interface Diagnostic {
  severity: "info" | "info#err" | "warning" | "error";
  urn?: string;
  message: string;
}

/** The stack's outputs, in the form of the Automation API. */
export type StackOutputs = Record<string, { value: unknown; secret: boolean }>;

/** What a run did. A failed deployment is a result, not an exception. */
export interface RunResult {
  succeeded: boolean;
  /** How many resources saw each operation, as in `pulumi up`'s summary. */
  changes: Record<string, number>;
  diagnostics: Diagnostic[];
  outputs: StackOutputs;
  events: EngineEvent[];
  seconds: number;
}
