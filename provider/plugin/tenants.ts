import { AsyncLocalStorage } from "node:async_hooks";
import type { Context, Operation } from "../core/contract/context.js";
import type { Properties } from "../core/contract/declaration.js";
import { ConfigurationError } from "../core/contract/errors.js";
import type { Platform } from "../core/contract/platform.js";
import type { Claims } from "../core/session/claims.js";
import type { Session } from "../core/session/session.js";
import { openSession } from "../open-session.js";
import { platforms } from "../platforms/registry.js";
import { MalformedRequestError } from "./status.js";

/** The tenants that one provider instance opens: one for each platform it is configured for. */
export class Tenants {
  readonly #sessions = new Map<string, Session>();
  #configuration: Readonly<Record<string, unknown>> = {};

  readonly #ends = new AsyncLocalStorage<number>();
  readonly context: Context;

  constructor(
    context: Context,
    readonly claims: Claims,
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
    this.#sessions.clear();
    this.claims.clear();
  }

  /**
   * The platform's session, opened when it is first needed.
   *
   * @param timeout seconds that the resource grants an operation; 0: what is configured
   */
  session(platform: Platform, timeout = 0): Session {
    let session = this.#sessions.get(platform.id);
    if (!session) {
      const { context, claims } = this;
      session = openSession(platform, this.#configuration[platform.id], { context, claims, canImport: true });
      this.#sessions.set(platform.id, session);
    }
    return timeout > 0 ? { ...session, timeout: timeout * 1000 } : session;
  }

  /** The platform's configuration; undefined where it is not complete yet, as in a preview. */
  settings(platform: Platform): Properties | undefined {
    try {
      return this.session(platform).configuration;
    } catch (error) {
      if (error instanceof ConfigurationError) return undefined;
      throw error;
    }
  }

  /** Closes every connection. */
  async close(): Promise<void> {
    await Promise.all([...this.#sessions.values()].map(({ directory }) => directory.close()));
    this.#sessions.clear();
  }
}

/** What a URN's resource is: its type stands last in the qualified type, behind those of its parents. */
export function resourceOf<Member extends string>(urn: string, members: readonly Member[]) {
  return platformOf(urn.split("::")[2]?.split("$").at(-1) ?? "", members);
}

/** The platform of a token such as `roster:adobe:User`. */
export function platformOf<Member extends string>(
  token: string,
  members: readonly Member[],
): { readonly platform: Platform; readonly member: Member } {
  const [pkg, id = "", last] = token.split(":");
  const name = id.split("/")[0] ?? "";
  const platform = Object.hasOwn(platforms, name) ? (platforms as Readonly<Record<string, Platform>>)[name] : undefined;
  const member = members.find((known) => known === last);
  if (pkg !== "roster" || !platform || member === undefined) {
    const known = Object.keys(platforms).flatMap((name) => members.map((wanted) => `roster:${name}:${wanted}`));
    throw new MalformedRequestError(`there is no ${token} here; there are ${known.join(", ")}`);
  }
  return { platform, member };
}
