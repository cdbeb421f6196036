import { type Checked, check } from "../../provider/core/compare/check";
import { diff } from "../../provider/core/compare/diff";
import type { Clock } from "../../provider/core/contract/context";
import { fromProperties } from "../../provider/core/contract/declaration";
import { PartialError } from "../../provider/core/contract/errors";
import type { ResourceKind } from "../../provider/core/contract/kind";
import type { Platform } from "../../provider/core/contract/platform";
import { create, read, remove, update } from "../../provider/core/lifecycle/reconcile";
import { checkUsers } from "../../provider/core/many/check";
import { isNeeded, planOf } from "../../provider/core/many/plan";
import { createUsers, readUsers, removeUsers, updateUsers } from "../../provider/core/many/reconcile";
import { Ownership } from "../../provider/core/session/ownership";
import type { Session } from "../../provider/core/session/session";
import { openTenant } from "../../provider/open-tenant";
import type { Properties } from "../conformance/adapter";

/** What an engine keeps of a resource. */
interface Kept {
  readonly id: string;
  readonly outputs: Properties;
  readonly isUnfinished: boolean;
}

type Made = { readonly id: string; readonly outputs: Properties };

/** What can be done with one kind of resource. */
interface Kind {
  check(kind: ResourceKind, news: Properties, olds: Properties): Checked;
  /** True where there is something to do. */
  differs(kind: ResourceKind, news: Properties, olds: Properties): boolean;
  create(session: Session, inputs: Properties): Promise<Made>;
  update(session: Session, kept: Kept, inputs: Properties): Promise<Made>;
  read(session: Session, kept: Kept): Promise<Made | undefined>;
  remove(session: Session, kept: Kept): Promise<unknown>;
}

export const ONE: Kind = {
  check,
  differs({ capabilities }, news, olds) {
    return diff(capabilities, fromProperties(capabilities, news), fromProperties(capabilities, olds)).length > 0;
  },
  create: (session, inputs) => create(session, inputs, "ada"),
  update: (session, { id, outputs }, inputs) => update(session, id, outputs, inputs, "ada"),
  read: (session, { id, outputs }) => read(session, id, outputs, "ada"),
  remove: (session, { id, outputs }) => remove(session, id, outputs, "ada"),
};

const RUN = { owner: "everybody" };

export const MANY: Kind = {
  check: checkUsers,
  differs: (kind, news, olds) => isNeeded(planOf(kind, news, olds)),
  create: (session, inputs) => createUsers(session, inputs, RUN),
  update: (session, { outputs }, inputs) => updateUsers(session, outputs, inputs, RUN),
  read: (session, { outputs }) => readUsers(session, outputs, RUN),
  remove: (session, { outputs }) => removeUsers(session, outputs, RUN),
};

/** A resource as an engine takes it along: a session for each operation, and what failed halfway is kept. */
export class Life {
  kept: Kept | undefined;
  /** Every message, for a search. */
  readonly messages: string[] = [];

  constructor(
    readonly kind: Kind,
    readonly platform: Platform,
    readonly configuration: Properties,
    readonly clock: Clock,
  ) {}

  /** Creates, adopts or changes, as an engine would. */
  async apply(args: Properties): Promise<void> {
    const { kept } = this;
    const inputs = this.#inputs(args);
    if (kept && !kept.isUnfinished && !this.differs(args)) return;
    try {
      const { id, outputs } = await this.#during((session) =>
        kept ? this.kind.update(session, kept, inputs) : this.kind.create(session, inputs),
      );
      this.kept = { id, outputs, isUnfinished: false };
    } catch (error) {
      if (error instanceof PartialError) {
        this.kept = { id: error.id, outputs: { ...error.outputs }, isUnfinished: true };
      }
      throw error;
    }
  }

  /** Whether the state says something else than the arguments. */
  differs(args: Properties): boolean {
    return this.kind.differs(this.platform.kinds.user, this.#inputs(args), this.kept?.outputs ?? {});
  }

  /** True where the account is gone, and with it the resource. */
  async refresh(): Promise<boolean> {
    const { kept } = this;
    if (!kept) return true;
    const found = await this.#during((session) => this.kind.read(session, kept));
    this.kept = found && { id: found.id, outputs: found.outputs, isUnfinished: false };
    return found === undefined;
  }

  async remove(): Promise<void> {
    const { kept } = this;
    if (!kept) return;
    await this.#during((session) => this.kind.remove(session, kept));
    this.kept = undefined;
  }

  #inputs(args: Properties): Properties {
    const { inputs, issues } = this.kind.check(this.platform.kinds.user, args, {});
    if (issues.length > 0) throw new Error(`the test's own arguments are refused: ${JSON.stringify(issues)}`);
    return inputs;
  }

  async #during<T>(operation: (session: Session) => Promise<T>): Promise<T> {
    const say = (message: string): void => void this.messages.push(message);
    const context = { clock: this.clock, log: { info: say, warn: say }, random: () => 0.5, environment: {} };
    const tenant = openTenant(this.platform, this.configuration, {
      context,
      ownership: new Ownership(),
      canImport: true,
    });
    const session = tenant.session("user");
    try {
      return await operation(session);
    } finally {
      await tenant.close();
    }
  }
}
