import { diff, everything } from "../../provider/core/compare/diff";
import { namesDeclaredIn } from "../../provider/core/compare/unoffered";
import { fromProperties } from "../../provider/core/contract/declaration";
import { lackingNow } from "../../provider/core/lifecycle/refuse-unoffered";
import type { ValidationIssue } from "../../provider/core/model/validation-issue";
import { isRecord, UNKNOWN } from "../../provider/core/model/value";
import type { Session } from "../../provider/core/session/session";
import { type Intent, VocabularyCheck } from "../../provider/core/session/vocabulary-check";
import { type PlatformId, platformOf, resourceKindOf } from "../common/platforms";
import type { Existing } from "../plan/review/existing";
import type { EntitySnapshot } from "../plan/review/people";
import { SECRET_TEXT } from "../plan/review/resource-snapshots";
import type { ReadOnlySessions } from "./read-only-sessions";

/** Something declared that the tenant is proven not to have. */
export interface UnofferedWord {
  readonly snapshot: EntitySnapshot;
  readonly issue: ValidationIssue;
}

export interface UnofferedAnswer {
  readonly words: readonly UnofferedWord[];
  /** What could not be told, or looks like a slip, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Holds whatever would be written against what the vendors' tenants offer, as the run itself will. What isn't known yet, or is secret, is
 * passed over, and so is what a provider with credentials of its own serves.
 *
 * @param existing accounts that somebody new has already
 */
export async function findUnoffered(
  entities: readonly EntitySnapshot[],
  existing: readonly Existing[],
  sessions: Pick<ReadOnlySessions, "open">,
): Promise<UnofferedAnswer> {
  const words: UnofferedWord[] = [];
  const notes: string[] = [];
  const met = Map.groupBy(existing, ({ snapshot }) => snapshot);
  const judged = entities.filter(({ declared, hasOwnProvider }) => declared && !hasOwnProvider);
  for (const alike of Map.groupBy(judged, ({ platform, kind }) => `${platform} ${kind}`).values()) {
    const [first] = alike;
    if (first === undefined) continue;
    const { platform, kind } = first;
    const intents = alike.map((entity) => intentOf(entity, met.get(entity)?.[0], () => sessions.open(platform, kind)));
    // A platform at which nothing is written is not opened.
    if (!intents.some(({ changes }) => namesDeclaredIn(changes).length > 0)) continue;
    const { connector, vocabulary } = sessions.open(platform, kind);
    if (vocabulary === undefined) {
      notes.push(skipped(platform));
      continue;
    }
    const tell = (text: string): void => void notes.push(text);
    const check = new VocabularyCheck(resourceKindOf(first), connector, { info: tell, warn: tell });
    const found = await check.issues(intents);
    for (const [i, snapshot] of alike.entries()) words.push(...(found[i] ?? []).map((issue) => ({ snapshot, issue })));
  }
  return { words, notes: [...new Set(notes)] };
}

function skipped(platform: PlatformId): string {
  const { title } = platformOf(platform);
  return `${title}: whether it has what is declared was not asked, as roster:${platform}.skipVocabularyCheck is true`;
}

/** @param met the account that somebody new has already */
function intentOf(entity: EntitySnapshot, met: Existing | undefined, open: () => Session): Intent {
  const { capabilities } = resourceKindOf(entity);
  const declared = fromProperties(capabilities, withoutSecrets(entity.declared ?? {}));
  if (met) return { changes: met.changes };
  if (entity.observed === undefined) return { changes: everything(capabilities, declared) };
  const shown = fromProperties(capabilities, entity.observed);
  return { changes: diff(capabilities, declared, shown), lacking: () => lackingNow(open(), entity.id, declared) };
}

/** A secret is one text in a preview, whatever it is. */
function withoutSecrets(properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, withoutSecret(value)]));
}

function withoutSecret(value: unknown): unknown {
  if (value === SECRET_TEXT) return UNKNOWN;
  if (Array.isArray(value)) return value.some((item) => item === SECRET_TEXT) ? UNKNOWN : value;
  return isRecord(value) ? withoutSecrets(value) : value;
}
