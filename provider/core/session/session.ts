import type { Account } from "../contract/account.js";
import type { Connector } from "../contract/connector.js";
import type { Context } from "../contract/context.js";
import type { Properties } from "../contract/declaration.js";
import { ForeignTenantError, NotFoundError, ReadOnlyError } from "../contract/errors.js";
import { NOUNS, type ResourceKind } from "../contract/kind.js";
import type { Creations } from "./creations.js";
import type { Ownership } from "./ownership.js";
import type { RemovalLimit } from "./removal-limit.js";
import type { VocabularyCheck } from "./vocabulary-check.js";

/** Everything that the operations on one kind of resource in one tenant share during a run. */
export interface Session {
  readonly kind: ResourceKind;
  readonly connector: Connector;
  /** What is about to be written passes it; absent: the configuration skips it, and nobody asks what the tenant offers. */
  readonly vocabulary?: VocabularyCheck;
  /** The platform's settings, judged; absent where nobody reads them. */
  readonly configuration?: Properties;
  readonly context: Context;
  /** Shared by all sessions of the process. */
  readonly ownership: Ownership;
  readonly removalLimit: RemovalLimit;
  /** Whether guards have judged all removals: then the default limit of a set stands aside. */
  readonly isGuarded?: boolean;
  /** Refuses every write. */
  readonly readOnly: boolean;
  /** How long one create, update or delete may take in all, in milliseconds. */
  readonly timeout: number;
  /** How many people may be worked on at once; the vendor's own limits are kept below. Absent: 8. */
  readonly concurrency?: number;
  /** What outlives a run that is killed; absent where nobody has said where to keep it. */
  readonly creations?: Creations;
  /** Whether the adapter can import, for messages that name the ways out. */
  readonly canImport: boolean;
}

export function refuseIfReadOnly({ readOnly, kind }: Session): void {
  if (readOnly) {
    throw new ReadOnlyError(
      `refused to write to ${kind.platform.title}: roster:${kind.platform.id}.readOnly is true. Nothing was sent`,
    );
  }
}

/** The configured tenant; throws where the resource was made in another one, whose accounts must not be touched. */
export async function sameTenant({ connector, kind }: Session, stored: unknown): Promise<string> {
  const tenant = await connector.tenant();
  if (stored !== undefined && stored !== tenant) {
    throw new ForeignTenantError(
      `this resource belongs to tenant ${String(stored)} of ${kind.platform.title}, and the configuration opens ${tenant}. ` +
        "Nothing was sent. Configure the tenant it was made in",
    );
  }
  return tenant;
}

export function goneError({ kind }: Session, id: string): NotFoundError {
  return new NotFoundError(
    `${NOUNS[kind.name].record} ${id} is no longer at ${kind.platform.title}. Run a refresh, so that it leaves the state, and then decide whether to create it again`,
  );
}

export function accountOf({ kind }: Session, tenant: string, id: string): Account {
  return { kind: kind.name, platform: kind.platform.id, tenant, id };
}
