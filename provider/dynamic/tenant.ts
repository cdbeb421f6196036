import type { dynamic } from "@pulumi/pulumi";
import type { Context } from "../core/contract/context.js";
import type { KindName } from "../core/contract/kind.js";
import type { Platform } from "../core/contract/platform.js";
import { Ownership } from "../core/session/ownership.js";
import type { Session } from "../core/session/session.js";
import { type OpenTenant, openTenant } from "../open-tenant.js";
import { systemContext } from "../system-context.js";

/** The tenant of one platform that a stack is configured for: a session for each kind of resource. */
export class Tenant {
  #raw: unknown;
  #open: OpenTenant | undefined;

  constructor(
    readonly platform: Platform,
    readonly ownership: Ownership = new Ownership(),
    /** The process's own world, unless a test passes another. */
    readonly context: Context = systemContext(),
  ) {}

  /** Given the whole stack's configuration. Errors wait for the first operation, which can report them. */
  configure({ config }: dynamic.ConfigureRequest): void {
    this.#raw = config.get(`roster:${this.platform.id}`);
  }

  session(kind: KindName): Session {
    this.#open ??= openTenant(this.platform, this.#raw, {
      context: this.context,
      ownership: this.ownership,
      canImport: false,
    });
    return this.#open.session(kind);
  }

  /** Closes connections. The host ends its process instead. */
  async close(): Promise<void> {
    await this.#open?.close();
  }
}
