import { RosterError } from "../../provider/core/contract/errors";
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

/** One session for each platform that is asked for; none of them can write. */
export class ReadOnlySessions {
  readonly #sessions = new Map<PlatformId, Session>();
  readonly #tenants: OpenTenant[] = [];

  constructor(readonly setting: VendorSetting) {}

  /** @throws ConfigurationError */
  open(id: PlatformId): Session {
    const known = this.#sessions.get(id);
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
    this.#tenants.push(tenant);
    const session = { ...tenant.session("user"), readOnly: true };
    this.#sessions.set(id, session);
    return session;
  }

  async close(): Promise<void> {
    await Promise.all(this.#tenants.map((tenant) => tenant.close()));
  }
}

/** An expected error of a vendor or its configuration, as the command's own. */
export function vendorFailure(error: unknown): unknown {
  return error instanceof RosterError ? new Failure("vendor", error.message, { cause: error }) : error;
}
