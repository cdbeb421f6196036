import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { Configuration } from "./configuration";
import { PluginError } from "./errors";
import type { EventStream } from "./events";
import { ERROR_ROOM } from "./left-texts";
import type { Child, ProcessGroup } from "./process";
import { findSdk } from "./program";
import type { Project } from "./project";
import { CHANNEL_OPTIONS } from "./rpc";

/** The package of dynamic resources, served by the SDK's own host. */
export const DYNAMIC_PACKAGE = "pulumi-nodejs";
const START_TIMEOUT_MILLISECONDS = 60_000;
const CONNECT_TIMEOUT_MILLISECONDS = 10_000;

export interface ProviderHostOptions {
  processes: ProcessGroup;
  project: Project;
  configuration: Configuration;
  environment: Record<string, string>;
  plugins: Readonly<Record<string, string>>;
  engineAddress: string;
  events: EventStream;
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
      options.events.diagnostic("info", `${line}\n`);
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
  const { processes, engineAddress, project } = options;
  const shared = {
    directory: project.directory,
    environment: {
      ...process.env,
      ...ERROR_ROOM,
      ...options.environment,
      PULUMI_PROJECT: project.name,
      PULUMI_CONFIG: JSON.stringify(options.configuration.ofPackage(packageName)),
      ...(path === undefined && { PULUMI_NODEJS_PROJECT: project.name }),
    },
    onOutput,
    onErrorOutput: (line: string) => options.events.diagnostic("info#err", `${line}\n`),
  };
  if (path === undefined) {
    const host = join(findSdk(project.directory), "cmd", "dynamic-provider", "index.js");
    return processes.startNode(host, { ...shared, arguments: [engineAddress] });
  }
  if (!isDirectory(path)) {
    return /\.[cm]?js$/.test(path)
      ? processes.startNode(path, { ...shared, arguments: [engineAddress] })
      : processes.start({ ...shared, command: path, arguments: [engineAddress] });
  }
  const runner = join(findSdk(path), "cmd", "run-plugin", "index.js");
  return processes.startNode(runner, { ...shared, arguments: [resolve(path), engineAddress] });
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
