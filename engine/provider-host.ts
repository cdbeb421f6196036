import { existsSync, statSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client, credentials } from "@grpc/grpc-js";
import type { Configuration } from "./configuration";
import { EngineError } from "./errors";
import type { EventStream } from "./events";
import { type Child, startNode } from "./process";
import { findSdk } from "./program";
import type { Project } from "./project";
import { CHANNEL_OPTIONS } from "./rpc";
import { ERROR_ROOM } from "./spilled-outputs";

/** The package of dynamic resources, served by the SDK's own host. */
export const DYNAMIC_PACKAGE = "pulumi-nodejs";
const START_TIMEOUT_MILLISECONDS = 60_000;
const CONNECT_TIMEOUT_MILLISECONDS = 10_000;

export interface ProviderHostOptions {
  project: Project;
  configuration: Configuration;
  environment: Record<string, string>;
  /** Paths by package. */
  plugins: Readonly<Record<string, string>>;
  engineAddress: string;
  events: EventStream;
  /** Kills the processes. */
  signal: AbortSignal;
}

/** A provider process that answers. */
export interface ProviderProcess {
  client: Client;
  /** The plugin's folder, where it has one. */
  directory: string | undefined;
  stop(): Promise<void>;
}

/** Starts the process that serves a package, and waits until it can be called. */
export async function startProvider(packageName: string, options: ProviderHostOptions): Promise<ProviderProcess> {
  const path = packageName === DYNAMIC_PACKAGE ? undefined : pluginPath(packageName, options.plugins);
  let settlePort: ((line: string) => void) | undefined;
  const firstLine = new Promise<string>((resolve) => {
    settlePort = resolve;
  });
  const child = spawnProvider(packageName, path, options, (line) => {
    if (settlePort === undefined) options.events.diagnostic("info", `${line}\n`);
    settlePort?.(line.trim());
    settlePort = undefined;
  });
  try {
    const port = await portOf(firstLine, child);
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), CHANNEL_OPTIONS);
    await connected(client);
    return {
      client,
      directory: path !== undefined && statSync(path).isDirectory() ? path : undefined,
      stop: async () => {
        client.close();
        await child.stop();
      },
    };
  } catch (error) {
    await child.stop();
    throw new EngineError(
      "plugin",
      `the plugin for ${packageName} ${error instanceof Error ? error.message : error}`,
      error,
    );
  }
}

function pluginPath(packageName: string, plugins: Readonly<Record<string, string>>): string {
  const path = plugins[packageName];
  if (path === undefined) {
    throw new EngineError(
      "plugin",
      `no plugin for package ${packageName}: name its folder in the engine's plugins option or in Pulumi.yaml`,
    );
  }
  if (!existsSync(path)) throw new EngineError("plugin", `there is no plugin at ${path}`);
  return path;
}

function spawnProvider(
  packageName: string,
  path: string | undefined,
  options: ProviderHostOptions,
  onOutput: (line: string) => void,
): Child {
  const { engineAddress, project, configuration, environment, events, signal } = options;
  const [script, ...before] =
    path === undefined
      ? [join(findSdk(project.directory), "cmd", "dynamic-provider", "index.js")]
      : statSync(path).isDirectory()
        ? [join(findSdk(path), "cmd", "run-plugin", "index.js"), path]
        : [path];
  return startNode(script ?? "", {
    arguments: [...before, engineAddress],
    directory: project.directory,
    environment: {
      ...process.env,
      ...ERROR_ROOM,
      ...environment,
      PULUMI_PROJECT: project.name,
      PULUMI_CONFIG: JSON.stringify(configuration.ofPackage(packageName)),
      ...(path === undefined && { PULUMI_NODEJS_PROJECT: project.name }),
    },
    // A program sends one log call after the other and the run waits for the last; a provider has many calls at once.
    priority: constants.priority.PRIORITY_BELOW_NORMAL,
    signal,
    onOutput,
    onErrorOutput: (line) => events.diagnostic("info#err", `${line}\n`),
  });
}

/** The port in the first line of a plugin's output; the errors complete a sentence that begins with the plugin. */
async function portOf(firstLine: Promise<string>, child: Child): Promise<number> {
  const text = await Promise.race([
    firstLine,
    child.ended.then(({ code, signal }) => {
      throw new Error(`ended before it served: ${signal ?? `exit code ${code ?? "unknown"}`}`);
    }),
    delay(START_TIMEOUT_MILLISECONDS, undefined, { ref: false }).then(() => {
      throw new Error("printed no port within a minute");
    }),
  ]);
  if (!/^\d+$/.test(text)) throw new Error(`printed ${JSON.stringify(text)} where its port was expected`);
  return Number(text);
}

function connected(client: Client): Promise<void> {
  return new Promise((resolve, reject) => {
    client.waitForReady(Date.now() + CONNECT_TIMEOUT_MILLISECONDS, (error) => {
      if (error === undefined || error === null) {
        resolve();
      } else {
        client.close();
        reject(new Error("does not answer on its port", { cause: error }));
      }
    });
  });
}
