import { readConfiguration } from "./configuration.js";
import type { Context } from "./core/contract/context.js";
import type { Platform } from "./core/contract/platform.js";
import { SharedListing } from "./core/reads/shared-listing.js";
import { VerifiedConnector } from "./core/reads/verified-connector.js";
import { KnownPeople } from "./core/session/known-people.js";
import type { Ownership } from "./core/session/ownership.js";
import { RemovalLimit } from "./core/session/removal-limit.js";
import type { Session } from "./core/session/session.js";
import { CreationJournal, JOURNAL_VARIABLE } from "./creation-journal.js";
import { isGuarded } from "./guarded.js";
import { CommonSettings } from "./platforms/common-configuration.js";

/** How many accounts a run may switch off or delete where nobody has said. */
const MOST_REMOVALS = 10;

/**
 * People who are worked on at once where the vendor takes many of them in one call: enough for two such calls of
 * creations while as many people are in their updates, so that calls go out full.
 */
const GATHERED = 400;

/** What an adapter knows beside the configuration. */
export interface Surroundings {
  readonly context: Context;
  readonly ownership: Ownership;
  readonly canImport: boolean;
}

/**
 * Opens one tenant of a platform; no network yet.
 *
 * @param raw the value of `roster:<platform>`
 * @throws ConfigurationError
 */
export function openSession(platform: Platform, raw: unknown, surroundings: Surroundings): Session {
  const { ownership } = surroundings;
  const kind = platform.kinds.user;
  const people = new KnownPeople(kind.capabilities, (key) => ownership.isDeclared(platform.id, key));
  const context: Context = { ...surroundings.context, people };
  const configuration = readConfiguration(platform, raw, context.environment);
  const { maxRemovals, readOnly, timeout, maxConcurrency } = CommonSettings.parse(configuration);
  const connector = new VerifiedConnector(platform.open(configuration, context), kind, people);
  const journal = surroundings.context.environment[JOURNAL_VARIABLE];
  return {
    kind,
    configuration,
    connector: new SharedListing(connector, kind.capabilities, context.clock, context.operation),
    removalLimit: new RemovalLimit(
      maxRemovals ?? MOST_REMOVALS,
      `roster:${platform.id}.maxRemovals`,
      maxRemovals !== undefined,
    ),
    concurrency: connector.createMany ? Math.max(maxConcurrency, GATHERED, connector.manyAtMost ?? 0) : maxConcurrency,
    isGuarded: isGuarded(context.environment),
    readOnly,
    ...(journal ? { creations: new CreationJournal(journal) } : {}),
    timeout: timeout * 1000,
    ...surroundings,
    context,
  };
}
