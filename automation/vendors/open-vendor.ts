import { Ownership } from "../../provider/core/session/ownership";
import { type OpenTenant, openTenant } from "../../provider/open-tenant";
import { systemClock } from "../../provider/system-context";
import { type PlatformId, platformOf } from "../common/platforms";

/** What opens the vendors: the stack's configuration and the environment, as the provider itself reads them. */
export interface VendorSetting {
  readonly configuration: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

/**
 * Opens a platform's tenant, which can write unless its configuration says otherwise. No network yet.
 *
 * @throws ConfigurationError
 */
export function openVendor(id: PlatformId, { configuration, environment, signal }: VendorSetting): OpenTenant {
  const context = {
    clock: systemClock,
    random: Math.random,
    environment,
    log: { info: () => undefined, warn: () => undefined },
    ...(signal ? { signal } : {}),
  };
  const adapter = { context, ownership: new Ownership(), canImport: false };
  return openTenant(platformOf(id), configuration[`roster:${id}`], adapter);
}
