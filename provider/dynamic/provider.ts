import { randomUUID } from "node:crypto";
import type { dynamic } from "@pulumi/pulumi";
import { check } from "../core/compare/check.js";
import { diff } from "../core/compare/diff.js";
import { fromProperties } from "../core/contract/declaration.js";
import { NotFoundError } from "../core/contract/errors.js";
import { NOUNS } from "../core/contract/kind.js";
import { refuseDeletingCopy, refuseOwnReference } from "../core/lifecycle/policy.js";
import { create, read, remove, update } from "../core/lifecycle/reconcile.js";
import { noteStay } from "../core/session/stays.js";
import { keeping, propertiesOf, type Raw } from "./host-values.js";
import { TenantProvider } from "./tenant-provider.js";

/**
 * One kind of a platform's resources as the dynamic host calls it. It translates values and errors; what happens is core's business.
 * The host tells no URN, so each write claims its account under a name of its own, and a read claims nothing.
 */
export class DynamicProvider extends TenantProvider implements dynamic.ResourceProvider {
  async check(olds: Raw, news: Raw): Promise<dynamic.CheckResult> {
    const checked = check(this.kind, propertiesOf(news), propertiesOf(olds), this.settings);
    return this.checked(checked, [checked.inputs]);
  }

  async diff(id: string, olds: Raw, news: Raw): Promise<dynamic.DiffResult> {
    const { capabilities } = this.kind;
    const [last, next] = [propertiesOf(olds), propertiesOf(news)];
    const declared = fromProperties(capabilities, next);
    refuseOwnReference(this.kind, declared, id);
    const current = fromProperties(capabilities, last);
    refuseDeletingCopy(capabilities, declared, current, id, last);
    noteStay(this.tenant.ownership, this.kind, { id, olds: last, news: next });
    const changes = diff(capabilities, declared, current);
    return { changes: changes.length > 0 };
  }

  async create(inputs: Raw): Promise<dynamic.CreateResult> {
    const created = create(this.session, propertiesOf(inputs), randomUUID());
    const { id, outputs } = await created.catch(keeping(this.tenant.context, inputs));
    return { id, outs: outputs };
  }

  async update(id: string, olds: Raw, news: Raw): Promise<dynamic.UpdateResult> {
    const updated = update(this.session, id, propertiesOf(olds), propertiesOf(news), randomUUID());
    const { outputs } = await updated.catch(keeping(this.tenant.context, news));
    return { outs: outputs };
  }

  /** `X.get` reads with no state at all: there, an account that is not found is an error. */
  async read(id: string, state: Raw = {}): Promise<dynamic.ReadResult> {
    const olds = propertiesOf(state);
    const known = Object.keys(olds).length > 0;
    const found = await read(this.session, id, known ? olds : undefined, undefined);
    if (found) return { id: found.id, props: found.outputs, inputs: found.inputs } as dynamic.ReadResult;
    if (!known) {
      const { naturalKey } = this.kind.capabilities;
      const { record, subject } = NOUNS[this.kind.name];
      const named = id.startsWith(`${naturalKey}:`) ? `with this ${naturalKey}` : id;
      throw new NotFoundError(
        `there is no ${record} ${named} at ${this.kind.platform.title}; look there for the ${subject}'s id`,
      );
    }
    return { id: "", props: {} };
  }

  async delete(id: string, state: Raw): Promise<void> {
    await remove(this.session, id, propertiesOf(state), randomUUID());
  }
}
