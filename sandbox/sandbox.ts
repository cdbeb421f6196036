import type { AdobeEmulator, AdobeOptions } from "./adobe/index";
import { startAdobe } from "./adobe/index";
import type { NermEmulator, NermOptions } from "./nerm/index";
import { startNerm } from "./nerm/index";
import type { NetexEmulator, NetexOptions } from "./netex/index";
import { startNetex } from "./netex/index";
import type { EmulatorOptions } from "./options";
import type { ScimEmulator, ScimOptions } from "./scim/index";
import { startScim } from "./scim/index";

/** Options of all four emulators; `port` is the first one's, the others take the next ones. */
export interface SandboxOptions extends EmulatorOptions {
  /** Adobe's own options, over the common ones. */
  readonly adobe?: AdobeOptions;
  /** Netex's own options, over the common ones. */
  readonly netex?: NetexOptions;
  /** NERM's own options, over the common ones. */
  readonly nerm?: NermOptions;
  /** The SCIM server's own options, over the common ones. */
  readonly scim?: ScimOptions;
}

/** The three vendors and a SCIM server, each on an address of its own. */
export interface Sandbox {
  readonly adobe: AdobeEmulator;
  readonly netex: NetexEmulator;
  readonly nerm: NermEmulator;
  readonly scim: ScimEmulator;
  /** Stops all four. */
  close(): Promise<void>;
}

/** Starts the emulators on 127.0.0.1; if one can't start, the others are stopped again. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { adobe, netex, nerm, scim, port = 0, ...common } = options;
  const at = (index: number) => ({ ...common, port: port === 0 ? 0 : port + index });
  const starting = [
    startAdobe({ ...at(0), ...adobe }),
    startNetex({ ...at(1), ...netex }),
    startNerm({ ...at(2), ...nerm }),
    startScim({ ...at(3), ...scim }),
  ] as const;
  const settled = await Promise.allSettled(starting);
  if (settled.some((result) => result.status === "rejected")) {
    await Promise.all(settled.map((result) => (result.status === "fulfilled" ? result.value.close() : undefined)));
  }
  const [first, second, third, fourth] = await Promise.all(starting);
  return {
    adobe: first,
    netex: second,
    nerm: third,
    scim: fourth,
    async close() {
      await Promise.all([first.close(), second.close(), third.close(), fourth.close()]);
    },
  };
}
