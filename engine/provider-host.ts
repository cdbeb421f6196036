import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { parse } from "yaml";
import { PluginError } from "./errors";
import type { Child, ProcessGroup } from "./process";
import { findSdk } from "./program";
import { CHANNEL_OPTIONS } from "./rpc";

/** The package of dynamic resources, served by the SDK's own host. */
export const DYNAMIC_PACKAGE = "pulumi-nodejs";
const START_TIMEOUT_MILLISECONDS = 60_000;
const CONNECT_TIMEOUT_MILLISECONDS = 10_000;

export interface ProviderHostOptions {
  processes: ProcessGroup;
  programDirectory: string;
  project: string;
  engineAddress: string;
  environment: Record<string, string>;
  /** The stack's configuration: `namespace:key` to text, secrets in clear. */
  config: ReadonlyMap<string, string>;
  plugins: Readonly<Record<string, string>>;
  onOutput(line: string, isError: boolean): void;
}

/** A provider process that answers. */
export interface ProviderProcess {
  client: ResourceProviderClient;
  /** The plugin's folder, where it has one. */
  directory: string | undefined;
  stop(): Promise<void>;
}

/** Starts the process that serves a package, and waits until it can be called. */
export async function startProvider(packageName: string, options: ProviderHostOptions): Promise<ProviderProcess> {
  const path = options.plugins[packageName];
  if (packageName !== DYNAMIC_PACKAGE && path === undefined) {
    throw new PluginError(
      `no plugin for package ${packageName}: name its folder in the engine's plugins option or in Pulumi.yaml`,
    );
  }
  let settlePort: (text: string) => void = () => undefined;
  const portText = new Promise<string>((resolvePort) => {
    settlePort = resolvePort;
  });
  let sawPort = false;
  const child = spawnProvider(packageName, path, options, (line) => {
    if (sawPort) {
      options.onOutput(line, false);
    } else {
      sawPort = true;
      settlePort(line.trim());
    }
  });
  const port = await waitForPort(packageName, portText, child);
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), CHANNEL_OPTIONS);
  try {
    await connect(client);
  } catch (error) {
    client.close();
    await child.stop();
    throw new PluginError(`the plugin for ${packageName} does not answer on port ${port}`, error);
  }
  return {
    client,
    directory: path !== undefined && isDirectory(path) ? path : undefined,
    stop: async () => {
      client.close();
      await child.stop();
    },
  };
}

function spawnProvider(
  packageName: string,
  path: string | undefined,
  options: ProviderHostOptions,
  onOutput: (line: string) => void,
): Child {
  const shared = {
    directory: options.programDirectory,
    environment: {
      ...process.env,
      ...options.environment,
      PULUMI_PROJECT: options.project,
      PULUMI_CONFIG: JSON.stringify(packageConfig(options.config, packageName)),
      ...(path === undefined && { PULUMI_NODEJS_PROJECT: options.project }),
    },
    onOutput,
    onErrorOutput: (line: string) => options.onOutput(line, true),
  };
  const { processes, engineAddress } = options;
  if (path === undefined) {
    const host = join(findSdk(options.programDirectory), "cmd", "dynamic-provider", "index.js");
    return processes.startNode(host, { ...shared, arguments: [engineAddress] });
  }
  if (!isDirectory(path)) {
    return /\.[cm]?js$/.test(path)
      ? processes.startNode(path, { ...shared, arguments: [engineAddress] })
      : processes.start({ ...shared, command: path, arguments: [engineAddress] });
  }
  const runtime = pluginRuntime(path);
  if (runtime !== undefined && runtime !== "nodejs") {
    throw new PluginError(
      `the plugin in ${path} has the runtime ${runtime}; the embedded engine starts nodejs plugins`,
    );
  }
  const runner = join(findSdk(path), "cmd", "run-plugin", "index.js");
  return processes.startNode(runner, { ...shared, arguments: [resolve(path), engineAddress] });
}

function pluginRuntime(directory: string): string | undefined {
  const file = join(directory, "PulumiPlugin.yaml");
  if (!existsSync(file)) {
    return undefined;
  }
  const content: unknown = parse(readFileSync(file, "utf8"));
  const runtime = typeof content === "object" && content !== null && "runtime" in content ? content.runtime : undefined;
  if (typeof runtime === "object" && runtime !== null && "name" in runtime) {
    return String(runtime.name);
  }
  return runtime === undefined ? undefined : String(runtime);
}

/** The package's own part of the configuration, with bare keys. */
export function packageConfig(config: ReadonlyMap<string, string>, packageName: string): Record<string, string> {
  const prefix = `${packageName}:`;
  return Object.fromEntries(
    [...config].filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [key.slice(prefix.length), value]),
  );
}

async function waitForPort(packageName: string, portText: Promise<string>, child: Child): Promise<number> {
  const timer = new AbortController();
  const text = await Promise.race([
    portText,
    child.ended.then(
      ({ code, signal }) => {
        throw new PluginError(
          `the plugin for ${packageName} ended before it served: ${signal ?? `exit code ${code ?? "unknown"}`}`,
        );
      },
      (error: unknown) => {
        throw new PluginError(`the plugin for ${packageName} could not be started`, error);
      },
    ),
    timeout(START_TIMEOUT_MILLISECONDS, timer.signal).then(async () => {
      await child.stop();
      throw new PluginError(`the plugin for ${packageName} printed no port within a minute`);
    }),
  ]).finally(() => timer.abort());
  if (!/^\d+$/.test(text)) {
    await child.stop();
    throw new PluginError(`the plugin for ${packageName} printed ${JSON.stringify(text)} where its port was expected`);
  }
  return Number(text);
}

function timeout(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolveTimeout) => {
    const timer = setTimeout(resolveTimeout, milliseconds);
    signal.addEventListener("abort", () => clearTimeout(timer));
  });
}

function connect(client: ResourceProviderClient): Promise<void> {
  return new Promise((resolveConnect, reject) => {
    client.waitForReady(new Date(Date.now() + CONNECT_TIMEOUT_MILLISECONDS), (error) =>
      error === undefined || error === null ? resolveConnect() : reject(error),
    );
  });
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new PluginError(`there is no plugin at ${path}`, error);
  }
}
