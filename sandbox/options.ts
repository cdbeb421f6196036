import type { Rates } from "./rates";

/** How an emulator behaves, whichever vendor it plays. */
export interface EmulatorOptions {
  /** Port on 127.0.0.1; 0 (default) for a free one. */
  readonly port?: number;
  /** Milliseconds before each answer; default 0. */
  readonly latency?: number;
  /** Milliseconds until a write shows in reads, as on large accounts; default 0, at once. */
  readonly async?: number;
  /** Default `off`. Headers that announce a rate are sent in any case. */
  readonly rates?: Rates;
  /** Seed of faults and identifiers; default 1. */
  readonly seed?: number;
  /** Milliseconds since 1970; default Date.now. */
  readonly now?: () => number;
}

/** The options with their defaults filled in. */
export type Settings = Required<EmulatorOptions>;

export function withDefaults(options: EmulatorOptions): Settings {
  return {
    port: options.port ?? 0,
    latency: options.latency ?? 0,
    async: options.async ?? 0,
    rates: options.rates ?? "off",
    seed: options.seed ?? 1,
    now: options.now ?? Date.now,
  };
}
