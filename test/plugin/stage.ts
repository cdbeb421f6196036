import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../provider/core/contract/context";
import { startPlugin } from "../../provider/plugin/server";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../sandbox/index";
import { fastClock } from "../conformance/fast-clock";
import { patientClock } from "../patient-clock";
import { PluginClient, type Properties } from "./client";

export const ROOT = join(__dirname, "..", "..");

/** The three vendors, and a plugin in this process that has them configured. */
export interface Stage {
  readonly vendors: Sandbox;
  readonly client: PluginClient;
  /** What the plugin tells the person at the terminal. */
  readonly said: string[];
  readonly configuration: Properties;
  readonly clock: Clock;
  close(): Promise<void>;
}

/** A plugin in this process, which stands for one of its own. */
export async function openPlugin(configuration: Properties, clock = fastClock()) {
  const said: string[] = [];
  const log = { info: (text: string) => void said.push(text), warn: (text: string) => void said.push(text) };
  const about = { version: "1.2.3", schema: () => readFileSync(join(ROOT, "schema.json"), "utf8") };
  const plugin = await startPlugin({ clock, log, random: () => 0.5, environment: {} }, about);
  const client = new PluginClient(plugin.port);
  await client.handshake();
  await client.configure(configuration);
  const close = async () => {
    client.close();
    await plugin.close();
  };
  return { client, said, close };
}

/** On a clock twenty times as fast, as the emulators' is. */
export async function openStage(options: SandboxOptions = {}): Promise<Stage> {
  const clock = patientClock(20);
  const vendors = await startSandbox({ now: clock.now, ...options });
  const configuration = configurationOf(vendors);
  const { client, said, close } = await openPlugin(configuration, clock);
  return {
    vendors,
    client,
    said,
    configuration,
    clock,
    close: async () => {
      await close();
      await vendors.close();
      clock.stop();
    },
  };
}

/** The provider's arguments that open the sandbox. */
export function configurationOf({ adobe, netex, nerm }: Sandbox): {
  adobe: Properties;
  netex: Properties;
  nerm: Properties;
} {
  return {
    adobe: { url: adobe.url, token: adobe.token },
    netex: { url: netex.url, token: netex.token },
    nerm: { url: nerm.url, token: nerm.token },
  };
}

/** The least that declares a person on a platform. */
export const PEOPLE = {
  adobe: { email: "ada@example.com", name: "Ada Byron", profile: "Engineer" },
  netex: {
    username: "ada.acme",
    name: "Ada",
    surname: "Byron",
    language: "en",
    timezone: "Europe/London",
    email: "ada@example.com",
  },
  nerm: { login: "ada.of.acme", name: "Ada Byron", email: "ada@example.com" },
} as const;

export const PLATFORMS = ["adobe", "netex", "nerm"] as const;
export type PlatformName = (typeof PLATFORMS)[number];
