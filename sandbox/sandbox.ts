import { emulators } from "./emulators";
import type { EmulatorOptions } from "./options";
import type { Server } from "./server";

type Emulators = typeof emulators;
export type EmulatorId = keyof Emulators;

/** Options of all emulators, and by vendor its own over them; `port` is the first one's, the others take the next ones. */
export type SandboxOptions = EmulatorOptions & { readonly [Id in EmulatorId]?: Parameters<Emulators[Id]>[0] };

/** Every vendor that has an emulator, each on an address of its own. */
export type Sandbox = { readonly [Id in EmulatorId]: Awaited<ReturnType<Emulators[Id]>> } & {
  /** Stops all of them. */
  close(): Promise<void>;
};

export const emulatorIds = Object.keys(emulators) as EmulatorId[];

/** Starts the emulators on 127.0.0.1; if one can't start, the others are stopped again. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, latency, async, rates, seed, now } = options;
  const common = Object.entries({ latency, async, rates, seed, now }).filter(([, value]) => value !== undefined);
  const starting = emulatorIds.map((id, index) => {
    const start: (options: EmulatorOptions) => Promise<Server> = emulators[id];
    return start({ ...Object.fromEntries(common), port: port === 0 ? 0 : port + index, ...options[id] });
  });
  const settled = await Promise.allSettled(starting);
  if (settled.some((result) => result.status === "rejected")) {
    await Promise.all(settled.map((result) => (result.status === "fulfilled" ? result.value.close() : undefined)));
  }
  const servers = await Promise.all(starting);
  const byId = Object.fromEntries(emulatorIds.map((id, index) => [id, servers[index]]));
  return {
    ...byId,
    async close() {
      await Promise.all(servers.map((server) => server.close()));
    },
  } as Sandbox;
}
