import type { dynamic } from "@pulumi/pulumi";
import type { Checked } from "../core/compare/check.js";
import type { Properties } from "../core/contract/declaration.js";
import type { ResourceKind } from "../core/contract/kind.js";
import { declarePeople } from "../core/many/declared.js";
import { pathText } from "../core/model/value.js";
import type { Tenant } from "./tenant.js";
import { toHost } from "./unknowns.js";

/** What the providers of all kinds of resources have in common: the tenant they speak to, and how check answers. */
export abstract class TenantProvider {
  readonly kind: ResourceKind;

  constructor(readonly tenant: Tenant) {
    this.kind = tenant.platform.kinds.user;
  }

  async configure(request: dynamic.ConfigureRequest): Promise<void> {
    this.tenant.configure(request);
  }

  /** The platform's configuration. Throws where there is none. */
  protected get settings(): Properties | undefined {
    return this.tenant.session().configuration;
  }

  /** A judgement in the host's words. Notes whom the arguments declare, so that nobody takes them for gone. */
  protected checked({ inputs, issues }: Checked, people: Iterable<Properties>): dynamic.CheckResult {
    declarePeople(this.tenant.session().ownership, this.kind, people);
    return {
      inputs: toHost(inputs),
      failures: issues.map(({ path, reason }) => ({ property: pathText(path), reason })),
    };
  }
}
