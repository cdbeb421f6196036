import { randomUUID } from "node:crypto";
import type { dynamic } from "@pulumi/pulumi";
import { check } from "../core/check.js";
import type { Claims } from "../core/claims.js";
import type { Context } from "../core/context.js";
import { fromProperties, type Properties } from "../core/declaration.js";
import { diff } from "../core/diff.js";
import { NotFoundError, PartialError } from "../core/errors.js";
import type { Platform } from "../core/platform.js";
import { refuseOwnManager } from "../core/policy.js";
import { create, read, remove, update } from "../core/reconcile.js";
import type { Session } from "../core/session.js";
import { pathText } from "../core/value.js";
import { fittingOutputs } from "../fitting-outputs.js";
import { openSession } from "../open-session.js";
import { systemContext } from "../system-context.js";
import { PROVIDER_KEY } from "./provider-text.js";
import { fromHost, toHost } from "./unknowns.js";

type Raw = Record<string, unknown>;

/**
 * A platform as the dynamic host calls it. It translates values and errors; what happens is core's business.
 * The host tells no URN, so each write claims its account under a name of its own, and a read claims nothing.
 */
export class DynamicProvider implements dynamic.ResourceProvider {
  #raw: unknown;
  #session: Session | undefined;

  constructor(
    readonly platform: Platform,
    readonly claims: Claims,
    /** The process's own world, unless a test passes another. */
    readonly context: Context = systemContext(),
  ) {}

  /** Called once, with the whole stack's configuration. Errors wait for the first operation, which can report them. */
  async configure({ config }: dynamic.ConfigureRequest): Promise<void> {
    this.#raw = config.get(`roster:${this.platform.id}`);
  }

  async check(olds: Raw, news: Raw): Promise<dynamic.CheckResult> {
    this.#open();
    const { inputs, refusals } = check(this.platform, propertiesOf(news), propertiesOf(olds));
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
    const { id, outputs } = await keeping(inputs, () => create(this.#open(), propertiesOf(inputs), randomUUID()));
    return { id, outs: outputs };
  }

  async update(id: string, olds: Raw, news: Raw): Promise<dynamic.UpdateResult> {
    const session = this.#open();
    const { outputs } = await keeping(news, () =>
      update(session, id, propertiesOf(olds), propertiesOf(news), randomUUID()),
    );
    return { outs: outputs };
  }

  /** `X.get` reads with no state at all: there, an account that is not found is an error. */
  async read(id: string, state: Raw = {}): Promise<dynamic.ReadResult> {
    const olds = propertiesOf(state);
    const known = Object.keys(olds).length > 0;
    const found = await read(this.#open(), id, known ? olds : undefined, undefined);
    if (found) return { id: found.id, props: found.outputs, inputs: found.inputs } as dynamic.ReadResult;
    if (!known) {
      const { naturalKey } = this.platform.capabilities;
      const named = id.startsWith(`${naturalKey}:`) ? `with this ${naturalKey}` : id;
      throw new NotFoundError(`there is no account ${named} at ${this.platform.title}; look there for the person's id`);
    }
    return { id: "", props: {} };
  }

  async delete(id: string, state: Raw): Promise<void> {
    await remove(this.#open(), id, propertiesOf(state), randomUUID());
  }

  /** Closes connections. The host ends its process instead. */
  async close(): Promise<void> {
    await this.#session?.directory.close();
  }

  #open(): Session {
    this.#session ??= openSession(this.platform, this.#raw, {
      context: this.context,
      claims: this.claims,
      canImport: false,
    });
    return this.#session;
  }
}

function propertiesOf(raw: Raw): Properties {
  const { [PROVIDER_KEY]: _, ...properties } = raw;
  return fromHost(properties) as Properties;
}

/**
 * An error with `id`, `properties` and `reasons` makes the host keep the resource. It adds its own key only on
 * success, and without it a later refresh or delete could not find the provider.
 */
async function keeping<T>(inputs: Raw, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    if (error instanceof PartialError) {
      const properties = { ...fittingOutputs(error.outputs), [PROVIDER_KEY]: inputs[PROVIDER_KEY] };
      throw Object.assign(error, { properties, reasons: [error.message] });
    }
    throw error;
  }
}
