import type { Properties } from "../contract/declaration.js";
import { create, update } from "../lifecycle/reconcile.js";
import type { Applied } from "../lifecycle/step.js";
import type { Session } from "../session/session.js";
import { forEachConcurrent } from "./for-each-concurrent.js";

const USUAL_CONCURRENCY = 8;

/** One person to be created, or to be brought from `last` to what is declared. */
export interface Work {
  readonly key: string;
  /** Their arguments with the set's defaults, and the manager by account id. */
  readonly person: Properties;
  /** The account and its last outputs; absent for somebody who is to be created or adopted. */
  readonly last?: { readonly id: string; readonly outputs: Properties };
}

/** What became of one person: `PartialError` where something has happened although it failed. */
export type Outcome = { readonly applied: Applied } | { readonly error: unknown };

/**
 * Creates and changes people who don't depend on each other: the one place from which a set's people are written.
 *
 * @param owner names the set; each person has a claim of their own
 * @param done told of each person as soon as they are finished
 */
export async function writePeople(
  session: Session,
  batch: readonly Work[],
  owner: string,
  done: (work: Work, outcome: Outcome) => void,
  stopped: () => boolean,
): Promise<void> {
  const write = async (work: Work): Promise<Outcome> => {
    const { key, person, last } = work;
    const theirs = ownerOfPerson(owner, key);
    try {
      const applied = last
        ? await update(session, last.id, last.outputs, person, theirs)
        : await create(session, person, theirs);
      return { applied };
    } catch (error) {
      return { error };
    }
  };
  await forEachConcurrent(batch, concurrencyOf(session), async (work) => done(work, await write(work)), stopped);
}

/** A person's name among owners: within a set, too, an account belongs to one key. */
export function ownerOfPerson(owner: string, key: string): string {
  return `${owner}#${key}`;
}

export function concurrencyOf({ concurrency }: Session): number {
  return concurrency ?? USUAL_CONCURRENCY;
}
