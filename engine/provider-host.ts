import { existsSync, statSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { Client, credentials } from "@grpc/grpc-js";
import { EngineError, errorMessage } from "./errors";
import { findSdk, type Host, startInProject } from "./host";
import type { Child } from "./process";
import { CHANNEL_OPTIONS } from "./rpc";
import { ERROR_ROOM } from "./spilled-outputs";

/** The package of dynamic resources, served by the SDK's own host. */
export const DYNAMIC_PACKAGE = "pulumi-nodejs";
const START_TIMEOUT_MILLISECONDS = 60_000;
const CONNECT_TIMEOUT_MILLISECONDS = 10_000;

/** A provider process that answers. */
export interface ProviderProcess {
  client: Client;
  /** The plugin's folder, where it has one. */
  directory?: string | undefined;
  stop(): Promise<void>;
}

/** Starts the process that serves a package, and waits until it can be called. */
export async function startProvider(packageName: string, host: Host): Promise<ProviderProcess> {
  const { script, directory } = scriptOf(packageName, host);
  let settlePort: ((line: string) => void) | undefined;
  const firstLine = new Promise<string>((resolve) => {
    settlePort = resolve;
  });
  const { project, configuration, engineAddress, events } = host;
  const config = configuration.ofPackage(packageName).map(({ key, text }) => [key, text]);
  const child = startInProject(host, script, {
    arguments: directory === undefined ? [engineAddress] : [directory, engineAddress],
    environment: {
      ...ERROR_ROOM,
      PULUMI_PROJECT: project.name,
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(config)),
      ...(packageName === DYNAMIC_PACKAGE && { PULUMI_NODEJS_PROJECT: project.name }),
    },
    // A program sends one log call after the other and the run waits for the last; a provider has many calls at once.
    priority: constants.priority.PRIORITY_BELOW_NORMAL,
    onOutput: (line) => {
      if (settlePort === undefined) events.diagnostic("info", `${line}\n`);
      settlePort?.(line.trim());
      settlePort = undefined;
    },
  });
  try {
    const client = await connected(await portOf(firstLine, child));
    const stop = async (): Promise<void> => {
      client.close();
      await child.stop();
    };
    return { client, directory, stop };
  } catch (error) {
    await child.stop();
    throw new EngineError("plugin", `the plugin for ${packageName} ${errorMessage(error)}`, error);
  }
}

/** What Node runs for a package: a plugin's own file, or the SDK's host for its folder. */
function scriptOf(packageName: string, { plugins, project }: Host): { script: string; directory?: string } {
  if (packageName === DYNAMIC_PACKAGE) {
    return { script: join(findSdk(project.directory), "cmd", "dynamic-provider", "index.js") };
  }
  const path = plugins[packageName];
  if (path === undefined) {
    throw new EngineError(
      "plugin",
      `no plugin for package ${packageName}: name its folder in the engine's plugins option or in Pulumi.yaml`,
    );
  }
  if (!existsSync(path)) throw new EngineError("plugin", `there is no plugin at ${path}`);
  if (!statSync(path).isDirectory()) return { script: path };
  return { script: join(findSdk(path), "cmd", "run-plugin", "index.js"), directory: path };
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

async function connected(port: number): Promise<Client> {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), CHANNEL_OPTIONS);
  try {
    await promisify(client.waitForReady.bind(client))(Date.now() + CONNECT_TIMEOUT_MILLISECONDS);
    return client;
  } catch (error) {
    client.close();
    throw new Error("does not answer on its port", { cause: error });
  }
}
