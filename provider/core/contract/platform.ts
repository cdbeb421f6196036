import type { z } from "zod";
import type { Assumption } from "./assumption.js";
import type { Connector } from "./connector.js";
import type { Context } from "./context.js";
import { InternalError } from "./errors.js";
import type { KindName, PlatformName, ResourceKind } from "./kind.js";
import type { Probes } from "./probes.js";

/** A vendor: how it is configured, what can be declared there, and how to open a tenant of it. */
export interface Platform extends PlatformName {
  /** What can be declared there, by kind. */
  readonly kinds: { readonly user: ResourceKind; readonly group?: ResourceKind };
  /** The platform's configuration object. */
  readonly configuration: z.ZodObject;
  /** Names in the configuration that hold a credential: where one is set, the environment is not read. */
  readonly credentialNames: readonly string[];
  /** What the vendor leaves open, and what is done about it. */
  readonly assumptions: readonly Assumption[];
  /** Opens a tenant; no network yet. `configuration` has passed the schema. Throws ConfigurationError. */
  open(configuration: Readonly<Record<string, unknown>>, context: Context): Tenant;
}

/** One tenant of a vendor: connections, rates and credentials are the same for all kinds of resources. */
export interface Tenant {
  /** By kind, those that the platform has. */
  readonly connectors: { readonly user: Connector; readonly group?: Connector };
  /** Absent where nothing can be found out. */
  readonly probes?: Probes;
  /** Closes connections. */
  close(): Promise<void>;
}

/** The kind of this name. Throws where the platform has none. */
export function kindNamed({ kinds, title }: Pick<Platform, "kinds" | "title">, name: KindName): ResourceKind {
  const kind = kinds[name];
  if (kind === undefined) throw new InternalError(`${title} has no ${name}s`);
  return kind;
}
