import { randomUUID } from "node:crypto";
import type { dynamic } from "@pulumi/pulumi";
import type { Properties } from "../core/contract/declaration.js";
import { checkUsers } from "../core/many/check.js";
import { noteStaying } from "../core/many/declared.js";
import { importUsers } from "../core/many/import.js";
import { peopleOf } from "../core/many/people.js";
import { isNeeded, planOf } from "../core/many/plan.js";
import type { Report } from "../core/many/progress.js";
import { createUsers, type Run, readUsers, removeUsers, updateUsers } from "../core/many/reconcile.js";
import { unpacked } from "../fitting-outputs.js";
import { isGuarded } from "../guarded.js";
import { keeping, propertiesOf as plainOf, type Raw } from "./host-values.js";
import type { Tenant } from "./tenant.js";
import { TenantProvider } from "./tenant-provider.js";

/** A platform's `Users` as the dynamic host calls it: many people, one resource. */
export class SetProvider extends TenantProvider implements dynamic.ResourceProvider {
  constructor(
    tenant: Tenant,
    readonly report?: Report,
  ) {
    super(tenant);
  }

  async check(olds: Raw, news: Raw): Promise<dynamic.CheckResult> {
    const checked = checkUsers(this.kind, propertiesOf(news), propertiesOf(olds), {
      settings: this.settings,
      isGuarded: isGuarded(this.tenant.context.environment),
    });
    return this.checked(checked, peopleOf(checked.inputs).values());
  }

  async diff(_: string, olds: Raw, news: Raw): Promise<dynamic.DiffResult> {
    const set = { news: propertiesOf(news), olds: propertiesOf(olds) };
    noteStaying(this.tenant.ownership, this.kind, set);
    return { changes: isNeeded(planOf(this.kind, set.news, set.olds)) };
  }

  async create(inputs: Raw): Promise<dynamic.CreateResult> {
    const created = createUsers(this.session, propertiesOf(inputs), this.#run());
    const { id, outputs } = await created.catch(keeping(this.tenant.context, inputs));
    return { id, outs: outputs };
  }

  async update(_: string, olds: Raw, news: Raw): Promise<dynamic.UpdateResult> {
    const updated = updateUsers(this.session, propertiesOf(olds), propertiesOf(news), this.#run());
    const { outputs } = await updated.catch(keeping(this.tenant.context, news));
    return { outs: outputs };
  }

  /** `X.get` reads with no state at all: there, the id says whom. */
  async read(id: string, state: Raw = {}): Promise<dynamic.ReadResult> {
    const session = this.session;
    const olds = propertiesOf(state);
    const known = Object.keys(olds).length > 0;
    const found = await (known ? readUsers(session, olds, this.#run()) : importUsers(session, id, this.#run()));
    return { id: found.id, props: found.outputs, inputs: found.inputs } as dynamic.ReadResult;
  }

  async delete(_: string, state: Raw): Promise<void> {
    await removeUsers(this.session, propertiesOf(state), this.#run());
  }

  /** The host tells no URN, so each operation claims its people under a name of its own. */
  #run(): Run {
    return { owner: randomUUID(), report: this.report };
  }
}

function propertiesOf(raw: Raw): Properties {
  return unpacked(plainOf(raw));
}
