import { RosterError } from "../../provider/core/contract/errors";
import type { KindName } from "../../provider/core/contract/kind";
import { Ownership } from "../../provider/core/session/ownership";
import type { Session } from "../../provider/core/session/session";
import { type OpenTenant, openTenant } from "../../provider/open-tenant";
import { systemClock } from "../../provider/system-context";
import { Failure } from "../common/failure";
import { type PlatformId, platformOf } from "../common/platforms";

/** What opens the vendors: the stack's configuration and the environment, as the provider itself reads them. */
export interface VendorSetting {
  readonly configuration: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

/** A session for each platform and kind that is asked for, one tenant for each platform; none of them can write. */
export class ReadOnlySessions {
  readonly #tenants = new Map<PlatformId, OpenTenant>();

  constructor(readonly setting: VendorSetting) {}

  /** @throws ConfigurationError */
  open(id: PlatformId, kind: KindName = "user"): Session {
    return { ...this.#tenant(id).session(kind), readOnly: true };
  }

  #tenant(id: PlatformId): OpenTenant {
    const known = this.#tenants.get(id);
    if (known) return known;
    const { configuration, environment, signal } = this.setting;
    const context = {
      clock: systemClock,
      random: Math.random,
      environment,
      log: { info: () => undefined, warn: () => undefined },
      ...(signal ? { signal } : {}),
    };
    const surroundings = { context, ownership: new Ownership(), canImport: false };
    const tenant = openTenant(platformOf(id), configuration[`roster:${id}`], surroundings);
    this.#tenants.set(id, tenant);
    return tenant;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#tenants.values()].map((tenant) => tenant.close()));
  }
}

/** An expected error of a vendor or its configuration, as the command's own. */
export function vendorFailure(error: unknown): unknown {
  return error instanceof RosterError ? new Failure("vendor", error.message, { cause: error }) : error;
}
