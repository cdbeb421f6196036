import { AsyncLocalStorage } from "node:async_hooks";
import type { Context, Operation } from "../core/contract/context.js";
import type { Properties } from "../core/contract/declaration.js";
import { ConfigurationError } from "../core/contract/errors.js";
import type { ResourceKind } from "../core/contract/kind.js";
import type { Ownership } from "../core/session/ownership.js";
import type { Session } from "../core/session/session.js";
import { type OpenTenant, openTenant } from "../open-tenant.js";
import { platformNamed } from "./platforms.js";

/** The tenants that one provider instance opens: one for each platform it is configured for. */
export class Tenants {
  readonly #open = new Map<string, OpenTenant>();
  #configuration: Readonly<Record<string, unknown>> = {};

  readonly #ends = new AsyncLocalStorage<number>();
  readonly context: Context;

  constructor(
    context: Context,
    readonly ownership: Ownership,
  ) {
    const operation: Operation = {
      until: () => this.#ends.getStore(),
      apart: (work) => this.#ends.exit(work),
    };
    this.context = { ...context, operation };
  }

  /**
   * Carries out one operation.
   *
   * @param timeout seconds that the resource grants it (`customTimeouts`); 0: as long as it takes
   */
  within<T>(timeout: number, work: () => T): T {
    return timeout > 0 ? this.#ends.run(this.context.clock.now() + timeout * 1000, work) : work();
  }

  /**
   * Begins a run: a process that an engine attaches to lives through several.
   *
   * @param configuration the provider's arguments: an object, or its JSON text, for each platform
   */
  configure(configuration: Readonly<Record<string, unknown>>): void {
    this.#configuration = configuration;
    this.#open.clear();
    this.ownership.clear();
  }

  /**
   * The session in which such resources are managed, opened when it is first needed.
   *
   * @param timeout seconds that the resource grants an operation; 0: what is configured
   */
  session({ name, platform: { id } }: ResourceKind, timeout = 0): Session {
    let tenant = this.#open.get(id);
    if (!tenant) {
      const { context, ownership } = this;
      tenant = openTenant(platformNamed(id), this.#configuration[id], { context, ownership, canImport: true });
      this.#open.set(id, tenant);
    }
    const session = tenant.session(name);
    return timeout > 0 ? { ...session, timeout: timeout * 1000 } : session;
  }

  /** The platform's configuration; undefined where it is not complete yet, as in a preview. */
  settings(kind: ResourceKind): Properties | undefined {
    try {
      return this.session(kind).configuration;
    } catch (error) {
      if (error instanceof ConfigurationError) return undefined;
      throw error;
    }
  }

  /** Closes every connection. */
  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((tenant) => tenant.close()));
    this.#open.clear();
  }
}
