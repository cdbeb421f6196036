import { environmentName, readConfiguration } from "../../provider/configuration";
import { ConfigurationError } from "../../provider/core/contract/errors";
import { Failure } from "../common/failure";
import { isPlatformId, type PlatformId, platformIds, platformOf } from "../common/platforms";
import type { VendorSetting } from "./open-vendor";

/**
 * The platforms that are named, or else those that are configured. Throws where there are none.
 *
 * @param isWanted which of those that are not named; default: whose configuration is complete and right
 */
export function wantedPlatforms(
  named: readonly string[],
  setting: VendorSetting,
  isWanted: (id: PlatformId, setting: VendorSetting) => boolean = isConfigured,
): readonly PlatformId[] {
  for (const id of named) {
    if (!isPlatformId(id)) throw new Failure("usage", `--platform ${id}: is none of ${platformIds.join(", ")}`);
  }
  if (named.length > 0) return platformIds.filter((id) => named.includes(id));
  const configured = platformIds.filter((id) => isWanted(id, setting));
  if (configured.length > 0) return configured;
  throw new Failure(
    "vendor",
    "no platform is configured: set its credentials in the environment, or name it with --platform",
  );
}

function isConfigured(id: PlatformId, { configuration, environment }: VendorSetting): boolean {
  try {
    readConfiguration(platformOf(id), configuration[`roster:${id}`], environment);
    return true;
  } catch (error) {
    if (error instanceof ConfigurationError) return false;
    throw error;
  }
}

/** Whether anything is configured of a platform, be it right or not. */
export function isMentioned(id: PlatformId, { configuration, environment }: VendorSetting): boolean {
  const names = Object.keys(platformOf(id).configuration.shape).map((name) => environmentName(platformOf(id), name));
  return Boolean(configuration[`roster:${id}`]) || names.some((name) => Boolean(environment[name]));
}
