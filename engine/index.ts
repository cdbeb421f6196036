export { Engine } from "./engine";
export { EngineError, type EngineErrorCode, StackLockedError, UnsupportedFeatureError } from "./errors";
export type { ExportedDeployment } from "./state/deployment";
export { replaceFile } from "./state/replace-file";
export type { Diagnostic, EngineEvent, EngineOptions, RunOptions, RunResult, StackOutputs } from "./types";
