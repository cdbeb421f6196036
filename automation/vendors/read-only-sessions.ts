import { RosterError } from "../../provider/core/contract/errors";
import type { KindName } from "../../provider/core/contract/kind";
import type { Probes } from "../../provider/core/contract/probes";
import type { Session } from "../../provider/core/session/session";
import type { OpenTenant } from "../../provider/open-tenant";
import { Failure } from "../common/failure";
import type { PlatformId } from "../common/platforms";
import { openVendor, type VendorSetting } from "./open-vendor";

/** A session for each platform and kind that is asked for, one tenant for each platform; none of them can write. */
export class ReadOnlySessions {
  readonly #tenants = new Map<PlatformId, OpenTenant>();

  constructor(readonly setting: VendorSetting) {}

  /** @throws ConfigurationError */
  open(id: PlatformId, kind: KindName = "user"): Session {
    return { ...this.#tenant(id).session(kind), readOnly: true };
  }

  /**
   * What can be found out of the platform's assumptions by reading.
   *
   * @throws ConfigurationError
   */
  looks(id: PlatformId): Probes["looks"] {
    return this.#tenant(id).probes?.looks ?? {};
  }

  /**
   * Ids of the assumptions that a trial can find out, which these sessions can't carry out.
   *
   * @throws ConfigurationError
   */
  trialNames(id: PlatformId): readonly string[] {
    return Object.keys(this.#tenant(id).probes?.trials ?? {});
  }

  #tenant(id: PlatformId): OpenTenant {
    const tenant = this.#tenants.get(id) ?? openVendor(id, this.setting);
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
