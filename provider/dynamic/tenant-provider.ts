import type { dynamic } from "@pulumi/pulumi";
import type { Checked } from "../core/compare/check.js";
import type { Properties } from "../core/contract/declaration.js";
import type { KindName, ResourceKind } from "../core/contract/kind.js";
import { kindNamed } from "../core/contract/platform.js";
import { declarePeople } from "../core/many/declared.js";
import { pathText } from "../core/model/value.js";
import type { Session } from "../core/session/session.js";
import type { Tenant } from "./tenant.js";
import { toHost } from "./unknowns.js";

/** What the providers of all kinds of resources have in common: the tenant they speak to, and how check answers. */
export abstract class TenantProvider {
  readonly kind: ResourceKind;

  constructor(
    readonly tenant: Tenant,
    name: KindName = "user",
  ) {
    this.kind = kindNamed(tenant.platform, name);
  }

  async configure(request: dynamic.ConfigureRequest): Promise<void> {
    this.tenant.configure(request);
  }

  protected get session(): Session {
    return this.tenant.session(this.kind.name);
  }

  /** The platform's configuration. Throws where there is none. */
  protected get settings(): Properties | undefined {
    return this.session.configuration;
  }

  /** A judgement in the host's words. Notes whom the arguments declare, so that nobody takes them for gone. */
  protected checked({ inputs, issues }: Checked, people: Iterable<Properties>): dynamic.CheckResult {
    declarePeople(this.session.ownership, this.kind, people);
    return {
      inputs: toHost(inputs),
      failures: issues.map(({ path, reason }) => ({ property: pathText(path), reason })),
    };
  }
}
