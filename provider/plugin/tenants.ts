import { AsyncLocalStorage } from "node:async_hooks";
import type { Context, Operation } from "../core/contract/context.js";
import type { Properties } from "../core/contract/declaration.js";
import { ConfigurationError } from "../core/contract/errors.js";
import type { ResourceKind } from "../core/contract/kind.js";
import type { Platform } from "../core/contract/platform.js";
import { own } from "../core/model/value.js";
import type { Ownership } from "../core/session/ownership.js";
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
    this.#sessions.clear();
    this.ownership.clear();
  }

  /**
   * The session in which such resources are managed, opened when it is first needed.
   *
   * @param timeout seconds that the resource grants an operation; 0: what is configured
   */
  session({ platform: { id } }: ResourceKind, timeout = 0): Session {
    let session = this.#sessions.get(id);
    if (!session) {
      const { context, ownership } = this;
      session = openSession(platformNamed(id), this.#configuration[id], { context, ownership, canImport: true });
      this.#sessions.set(id, session);
    }
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
    await Promise.all([...this.#sessions.values()].map(({ connector }) => connector.close()));
    this.#sessions.clear();
  }
}

/** What a URN's resource is: its type stands last in the qualified type, behind those of its parents. */
export function resourceOf<Member extends string>(urn: string, members: readonly Member[]) {
  return kindOf(urn.split("::")[2]?.split("$").at(-1) ?? "", members);
}

/** What a token such as `roster:adobe:User` is about. */
export function kindOf<Member extends string>(
  token: string,
  members: readonly Member[],
): { readonly kind: ResourceKind; readonly member: Member } {
  const [pkg, id = "", last] = token.split(":");
  const platform = own<Platform>(platforms, id.split("/")[0] ?? "");
  const member = members.find((known) => known === last);
  if (pkg !== "roster" || !platform || member === undefined) {
    const known = Object.keys(platforms).flatMap((name) => members.map((wanted) => `roster:${name}:${wanted}`));
    throw new MalformedRequestError(`there is no ${token} here; there are ${known.join(", ")}`);
  }
  return { kind: platform.kinds.user, member };
}

function platformNamed(id: string): Platform {
  const platform = own<Platform>(platforms, id);
  if (!platform) throw new Error(`there is no platform ${id}`);
  return platform;
}
