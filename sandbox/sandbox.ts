import type { AdobeEmulator, AdobeOptions } from "./adobe/index";
import { startAdobe } from "./adobe/index";
import type { NermEmulator, NermOptions } from "./nerm/index";
import { startNerm } from "./nerm/index";
import type { NetexEmulator, NetexOptions } from "./netex/index";
import { startNetex } from "./netex/index";
import type { EmulatorOptions } from "./options";

/** Options of all three emulators; `port` is the first one's, the others take the next two. */
export interface SandboxOptions extends EmulatorOptions {
  /** Adobe's own options, over the common ones. */
  readonly adobe?: AdobeOptions;
  /** Netex's own options, over the common ones. */
  readonly netex?: NetexOptions;
  /** NERM's own options, over the common ones. */
  readonly nerm?: NermOptions;
}

/** The three vendors, each on an address of its own. */
export interface Sandbox {
  readonly adobe: AdobeEmulator;
  readonly netex: NetexEmulator;
  readonly nerm: NermEmulator;
  /** Stops all three. */
  close(): Promise<void>;
}

/** Starts the emulators on 127.0.0.1; if one can't start, the others are stopped again. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { adobe, netex, nerm, port = 0, ...common } = options;
  const at = (index: number) => ({ ...common, port: port === 0 ? 0 : port + index });
  const starting = [
    startAdobe({ ...at(0), ...adobe }),
    startNetex({ ...at(1), ...netex }),
    startNerm({ ...at(2), ...nerm }),
  ] as const;
  const settled = await Promise.allSettled(starting);
  if (settled.some((result) => result.status === "rejected")) {
    await Promise.all(settled.map((result) => (result.status === "fulfilled" ? result.value.close() : undefined)));
  }
  const [first, second, third] = await Promise.all(starting);
  return {
    adobe: first,
    netex: second,
    nerm: third,
    async close() {
      await Promise.all([first.close(), second.close(), third.close()]);
    },
  };
}
