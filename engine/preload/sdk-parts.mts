import { Session } from "node:inspector";
import Module from "node:module";
import v8 from "node:v8";

/*
 * Preloaded into the SDK's hosts, which load far more than most programs use: a TypeScript compiler and npm's arborist for
 * functions that become text, exporters of traces, and the way to start another engine. Each is loaded when something of it
 * is used, and only the SDK's own files are told so. Its debugger session is opened by the first function that becomes text:
 * the flag that it sets makes Node load all later files without the compiled code that it keeps.
 */

const PARTS = /^(@npmcli\/arborist|normalize-package-data|js-yaml|semver|\.\/automation|(\.\.\/)+typescript-shim)$/;
const FUNCTIONS =
  /^@opentelemetry\/(exporter-zipkin|instrumentation|instrumentation-grpc|resources|sdk-trace-base|sdk-trace-node)$/;
const OF_SDK = /[\\/]@pulumi[\\/]pulumi[\\/](?!node_modules)/;
/** Stack traces name a package's files as they are installed: their sources are not, and each map takes long to read. */
const OF_PACKAGE = /[\\/]node_modules[\\/]/;

/** Not in Node's types. */
type Load = (name: string, parent: { readonly filename?: string } | undefined, ...rest: unknown[]) => unknown;
type Exports = Record<PropertyKey, unknown> & { readonly __esModule?: boolean };

/** A module whose properties are read from it when somebody asks for them. */
function whenUsed(part: () => Exports): object {
  return new Proxy(
    {},
    {
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
    },
  );
}

/** A module of functions and classes, which is loaded when one of them is called. */
function whenCalled(part: () => Exports): object {
  type Called = (...parameters: unknown[]) => object;
  const of = (property: PropertyKey): Called => part()[property] as Called;
  return new Proxy(
    {},
    {
      get: (_, property) =>
        new Proxy(class {}, {
          apply: (_called, self, parameters) => Reflect.apply(of(property), self, parameters),
          construct: (_called, parameters) => Reflect.construct(of(property), parameters),
        }),
    },
  );
}

/** In place of the SDK's module that opens a debugger session as soon as it is loaded. */
class Debugger {
  readonly #scripts = new Map<string, string>();
  #session: Promise<Session> | undefined;

  readonly isInitializedAsync = async (): Promise<void> => undefined;
  readonly getSessionAsync = (): Promise<Session> => (this.#session ??= this.#open());
  readonly getScriptUrl = (id: string): string | undefined => this.#scripts.get(id);

  #open(): Promise<Session> {
    v8.setFlagsFromString("--allow-natives-syntax");
    const session = new Session();
    session.connect();
    session.on("Debugger.scriptParsed", ({ params }) => this.#scripts.set(params.scriptId, params.url));
    return new Promise((resolve, reject) => {
      session.post("Debugger.enable", (error) => (error ? reject(error) : resolve(session)));
    });
  }
}

const loader = Module as unknown as { _load: Load };
const load = loader._load;
const hooks = new Debugger();
loader._load = (name, parent, ...rest) => {
  if (parent?.filename === undefined || !OF_SDK.test(parent.filename)) return load(name, parent, ...rest);
  if (/[\\/]v8Hooks$/.test(name)) return hooks;
  if (name === "source-map-support/register") {
    const { install } = load("source-map-support", parent) as {
      install: (options: { retrieveFile: (path: string) => string | null }) => void;
    };
    install({ retrieveFile: (path) => (OF_PACKAGE.test(path) ? " " : null) });
  }
  const part = (): Exports => load(name, parent, ...rest) as Exports;
  return PARTS.test(name) ? whenUsed(part) : FUNCTIONS.test(name) ? whenCalled(part) : part();
};
