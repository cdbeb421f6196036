import { readConfiguration } from "./configuration.js";
import type { Connector } from "./core/contract/connector.js";
import type { Context } from "./core/contract/context.js";
import type { Properties } from "./core/contract/declaration.js";
import { InternalError } from "./core/contract/errors.js";
import type { KindName } from "./core/contract/kind.js";
import { kindNamed, type Platform } from "./core/contract/platform.js";
import type { Probes } from "./core/contract/probes.js";
import { SharedListing } from "./core/reads/shared-listing.js";
import { VerifiedConnector } from "./core/reads/verified-connector.js";
import { KnownPeople } from "./core/session/known-people.js";
import type { Ownership } from "./core/session/ownership.js";
import { RemovalLimit } from "./core/session/removal-limit.js";
import type { Session } from "./core/session/session.js";
import { VocabularyCheck } from "./core/session/vocabulary-check.js";
import { CreationJournal, JOURNAL_VARIABLE } from "./creation-journal.js";
import { isGuarded, plannedRemovals } from "./guarded.js";
import { CommonSettings } from "./platforms/common-configuration.js";

/** How many accounts a run may switch off or delete where nobody has said. */
const MOST_REMOVALS = 10;

/**
 * People who are worked on at once where the vendor takes many of them in one call: enough for two such calls of
 * creations while as many people are in their updates, so that calls go out full.
 */
const GATHERED = 400;

/** What an adapter knows beside the configuration. */
export interface AdapterContext {
  readonly context: Context;
  readonly ownership: Ownership;
  readonly canImport: boolean;
}

/** One tenant of a platform: a session for each kind of resource, with one set of connections, limits and names. */
export interface OpenTenant {
  session(kind: KindName): Session;
  /** Absent where nothing can be found out. What they write passes no session. */
  readonly probes?: Probes;
  /** Closes connections. */
  close(): Promise<void>;
}

/**
 * Opens one tenant of a platform; no network yet.
 *
 * @param raw the value of `roster:<platform>`
 * @throws ConfigurationError
 */
export function openTenant(platform: Platform, raw: unknown, adapter: AdapterContext): OpenTenant {
  const { ownership } = adapter;
  const people = new KnownPeople(platform.kinds.user.capabilities, (key) => ownership.isDeclared(platform.id, key));
  const configuration = readConfiguration(platform, raw, adapter.context.environment);
  const { maxRemovals, readOnly, skipVocabularyCheck, timeout } = CommonSettings.parse(configuration);
  const journal = adapter.context.environment[JOURNAL_VARIABLE];
  const tenant = platform.open(configuration, { ...adapter.context, people });
  const most = maxRemovals ?? plannedRemovals(platform, adapter.context.environment);
  const shared = {
    ...adapter,
    configuration,
    removalLimit: new RemovalLimit(most ?? MOST_REMOVALS, `roster:${platform.id}.maxRemovals`, most !== undefined),
    isGuarded: isGuarded(adapter.context.environment),
    readOnly,
    ...(journal ? { creations: new CreationJournal(journal) } : {}),
    timeout: timeout * 1000,
  };
  const sessions = new Map<KindName, Session>();

  function session(name: KindName): Session {
    const kind = kindNamed(platform, name);
    const connector = tenant.connectors[name];
    if (connector === undefined) throw new InternalError(`${platform.title} has no way to its ${name}s`);
    // What a message may not repeat is of people: a group's name is the tenant's own word.
    const known = name === "user" ? people : undefined;
    const { context } = adapter;
    const verified = new VerifiedConnector(connector, kind, known);
    return {
      ...shared,
      kind,
      ...(skipVocabularyCheck ? {} : { vocabulary: new VocabularyCheck(kind, verified, context.log) }),
      connector: new SharedListing(verified, kind.capabilities, context.clock, context.operation),
      concurrency: concurrencyOf(connector, configuration),
      context: known ? { ...context, people: known } : context,
    };
  }

  return {
    ...(tenant.probes ? { probes: tenant.probes } : {}),
    session(name) {
      const open = sessions.get(name) ?? session(name);
      sessions.set(name, open);
      return open;
    },
    close: () => tenant.close(),
  };
}

function concurrencyOf({ createMany, manyAtMost = 0 }: Connector, configuration: Properties): number {
  const { maxConcurrency } = CommonSettings.parse(configuration);
  return createMany ? Math.max(maxConcurrency, GATHERED, manyAtMost) : maxConcurrency;
}
