import { readConfiguration } from "./configuration.js";
import { Brake } from "./core/brake.js";
import type { Claims } from "./core/claims.js";
import type { Context } from "./core/context.js";
import type { Platform } from "./core/platform.js";
import type { Session } from "./core/session.js";
import { SharedListing } from "./core/shared-listing.js";
import { CommonSettings } from "./platforms/common-configuration.js";

/** What an adapter knows beside the configuration. */
export interface Surroundings {
  readonly context: Context;
  readonly claims: Claims;
  readonly canImport: boolean;
}

/**
 * Opens one tenant of a platform; no network yet.
 *
 * @param raw the value of `roster:<platform>`
 * @throws ConfigurationError
 */
export function openSession(platform: Platform, raw: unknown, surroundings: Surroundings): Session {
  const configuration = readConfiguration(platform, raw, surroundings.context.environment);
  const { clock } = surroundings.context;
  const { maxRemovals, readOnly, timeout } = CommonSettings.parse(configuration);
  return {
    platform,
    directory: new SharedListing(platform.open(configuration, surroundings.context), platform.capabilities, clock),
    brake: new Brake(maxRemovals, `roster:${platform.id}.maxRemovals`),
    readOnly,
    timeout: timeout * 1000,
    ...surroundings,
  };
}
