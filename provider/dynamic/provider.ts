import { randomUUID } from "node:crypto";
import type { dynamic } from "@pulumi/pulumi";
import { check } from "../core/check.js";
import { fromProperties } from "../core/declaration.js";
import { diff } from "../core/diff.js";
import { NotFoundError } from "../core/errors.js";
import type { Platform } from "../core/platform.js";
import { refuseOwnManager } from "../core/policy.js";
import { create, read, remove, update } from "../core/reconcile.js";
import { declarePeople } from "../core/users/declared.js";
import { pathText } from "../core/value.js";
import { keeping, propertiesOf, type Raw } from "./host-values.js";
import type { Tenant } from "./tenant.js";
import { toHost } from "./unknowns.js";

/**
 * A platform as the dynamic host calls it. It translates values and errors; what happens is core's business.
 * The host tells no URN, so each write claims its account under a name of its own, and a read claims nothing.
 */
export class DynamicProvider implements dynamic.ResourceProvider {
  readonly platform: Platform;

  constructor(readonly tenant: Tenant) {
    this.platform = tenant.platform;
  }

  async configure(request: dynamic.ConfigureRequest): Promise<void> {
    this.tenant.configure(request);
  }

  async check(olds: Raw, news: Raw): Promise<dynamic.CheckResult> {
    const { claims } = this.tenant.session();
    const { inputs, refusals } = check(this.platform, propertiesOf(news), propertiesOf(olds));
    declarePeople(claims, this.platform, [inputs]);
    return {
      inputs: toHost(inputs),
      failures: refusals.map(({ path, reason }) => ({ property: pathText(path), reason })),
    };
  }

  async diff(id: string, olds: Raw, news: Raw): Promise<dynamic.DiffResult> {
    const { capabilities } = this.platform;
    const declared = fromProperties(capabilities, propertiesOf(news));
    refuseOwnManager(declared, id);
    const changes = diff(capabilities, declared, fromProperties(capabilities, propertiesOf(olds)));
    return { changes: changes.length > 0 };
  }

  async create(inputs: Raw): Promise<dynamic.CreateResult> {
    const { id, outputs } = await keeping(this.tenant.context, inputs, () =>
      create(this.tenant.session(), propertiesOf(inputs), randomUUID()),
    );
    return { id, outs: outputs };
  }

  async update(id: string, olds: Raw, news: Raw): Promise<dynamic.UpdateResult> {
    const session = this.tenant.session();
    const { outputs } = await keeping(this.tenant.context, news, () =>
      update(session, id, propertiesOf(olds), propertiesOf(news), randomUUID()),
    );
    return { outs: outputs };
  }

  /** `X.get` reads with no state at all: there, an account that is not found is an error. */
  async read(id: string, state: Raw = {}): Promise<dynamic.ReadResult> {
    const olds = propertiesOf(state);
    const known = Object.keys(olds).length > 0;
    const found = await read(this.tenant.session(), id, known ? olds : undefined, undefined);
    if (found) return { id: found.id, props: found.outputs, inputs: found.inputs } as dynamic.ReadResult;
    if (!known) {
      const { naturalKey } = this.platform.capabilities;
      const named = id.startsWith(`${naturalKey}:`) ? `with this ${naturalKey}` : id;
      throw new NotFoundError(`there is no account ${named} at ${this.platform.title}; look there for the person's id`);
    }
    return { id: "", props: {} };
  }

  async delete(id: string, state: Raw): Promise<void> {
    await remove(this.tenant.session(), id, propertiesOf(state), randomUUID());
  }
}
