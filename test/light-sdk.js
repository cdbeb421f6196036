// Preloaded into the processes of a run: most of the SDK's loading is for closures that it serializes (npm's arborist,
// TypeScript, the debugger of V8, whose flags also make Node's cache of compiled code void) and for tracing. A third of its
// time is then for the source maps of the SDK itself, whose frames are in the stack of each resource. No program of the labs
// needs any of it, and none is in TypeScript.
const Module = require("node:module");

const UNUSED = new Set([
  "@npmcli/arborist",
  "@opentelemetry/exporter-zipkin",
  "@opentelemetry/instrumentation",
  "@opentelemetry/instrumentation-grpc",
  "@opentelemetry/resources",
  "@opentelemetry/sdk-trace-base",
  "@opentelemetry/sdk-trace-node",
  "normalize-package-data",
  "source-map-support/register",
  "typescript",
]);
/** Loaded when something of it is used: programs call no vendor, and providers make no workspace. */
const LATER = new Set(["./automation", "semver", "undici"]);
const DEBUGGER = { isInitializedAsync: async () => undefined };
const load = Module._load;
Module._load = (name, ...rest) => {
  if (UNUSED.has(name)) return {};
  if (LATER.has(name)) return later(() => load(name, ...rest));
  if (name.endsWith("/v8Hooks")) return DEBUGGER;
  return /[\\/]ts-node@/.test(name) ? { register: () => undefined } : load(name, ...rest);
};

function later(loaded) {
  return new Proxy({}, { get: (_, property) => property === "__esModule" || loaded()[property] });
}
