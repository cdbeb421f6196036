/**
 * Preloaded into the SDK's hosts, which load far more than most programs use: a TypeScript compiler and npm's arborist for
 * functions that become text, exporters of traces, and the way to start another engine. Each is loaded when something of it
 * is used, and only the SDK's own files are told so. Its debugger session is opened by the first function that becomes text:
 * the flag that it sets makes Node load all later files without the compiled code that it keeps.
 */
export const SDK_PARTS_WHEN_USED = `import Module from "node:module";
import inspector from "node:inspector";
import v8 from "node:v8";
const PARTS = /^(@npmcli\\/arborist|normalize-package-data|js-yaml|semver|\\.\\/automation|(\\.\\.\\/)+typescript-shim)$/;
const FUNCTIONS = /^@opentelemetry\\/(exporter-zipkin|instrumentation|instrumentation-grpc|resources|sdk-trace-base|sdk-trace-node)$/;
const OF_SDK = /[\\\\/]@pulumi[\\\\/]pulumi[\\\\/](?!node_modules)/;
const load = Module._load;
Module._load = (name, parent, ...rest) => {
  if (!OF_SDK.test(parent?.filename)) return load(name, parent, ...rest);
  if (/[\\\\/]v8Hooks$/.test(name)) return hooks;
  if (name === "source-map-support/register") {
    load("source-map-support", parent).install({ retrieveFile: (path) => (OF_SDK.test(path) ? " " : null) });
  }
  const part = () => load(name, parent, ...rest);
  return PARTS.test(name) ? whenUsed(part) : FUNCTIONS.test(name) ? whenCalled(part) : part();
};
function whenUsed(part) {
  return new Proxy({}, {
    get: (_, property) => {
      if (property === "__esModule") return true;
      const loaded = part();
      return property === "default" && !loaded.__esModule ? loaded : loaded[property];
    },
    has: (_, property) => property in part(),
    ownKeys: () => Reflect.ownKeys(part()),
    getOwnPropertyDescriptor: (_, property) => {
      const descriptor = Reflect.getOwnPropertyDescriptor(part(), property);
      return descriptor && { ...descriptor, configurable: true };
    },
  });
}
function whenCalled(part) {
  return new Proxy({}, {
    get: (_, property) => new Proxy(function () {}, {
      apply: (_, self, parameters) => Reflect.apply(part()[property], self, parameters),
      construct: (_, parameters) => Reflect.construct(part()[property], parameters),
    }),
  });
}
let session;
const scripts = new Map();
const hooks = {
  __esModule: true,
  isInitializedAsync: async () => undefined,
  getSessionAsync: async () => (session ??= openSession()),
  getScriptUrl: (id) => scripts.get(id),
};
function openSession() {
  v8.setFlagsFromString("--allow-natives-syntax");
  const opened = new inspector.Session();
  opened.connect();
  opened.on("Debugger.scriptParsed", ({ params }) => scripts.set(params.scriptId, params.url));
  return new Promise((resolve, reject) => {
    opened.post("Debugger.enable", (error) => (error ? reject(error) : resolve(opened)));
  });
}
`;
