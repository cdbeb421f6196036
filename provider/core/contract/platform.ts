import type { z } from "zod";
import type { Connector } from "./connector.js";
import type { Context } from "./context.js";
import type { PlatformName, ResourceKind } from "./kind.js";

/** A vendor: how it is configured, what can be declared there, and how to open a tenant of it. */
export interface Platform extends PlatformName {
  /** What can be declared there, by kind. */
  readonly kinds: { readonly user: ResourceKind };
  /** The platform's configuration object. */
  readonly configuration: z.ZodObject;
  /** Names in the configuration that hold a credential: where one is set, the environment is not read. */
  readonly credentialNames: readonly string[];
  /** Opens a tenant; no network yet. `configuration` has passed the schema. Throws ConfigurationError. */
  open(configuration: Readonly<Record<string, unknown>>, context: Context): Connector;
}
