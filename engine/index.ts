export { Engine } from "./engine";
export {
  EngineError,
  type EngineErrorCode,
  MisuseError,
  PassphraseError,
  PluginError,
  ProjectError,
  StackLockedError,
  StateError,
  UnsupportedFeatureError,
} from "./errors";
export type { ExportedDeployment } from "./state/deployment";
export type { Diagnostic, EngineEvent, EngineOptions, RunOptions, RunResult, StackOutputs } from "./types";
