import type { Written } from "../contract/connector.js";
import { comparableKey, type Declaration, inPlace, shownKey, wantedBy } from "../contract/declaration.js";
import { AmbiguousError, NotConvergedError, ProtocolError, UncertainError } from "../contract/errors.js";
import { NOUNS } from "../contract/kind.js";
import { isAbsent, type Observed } from "../model/entity.js";
import type { Session } from "../session/session.js";
import { compare, poll, untilConsistent } from "./converge.js";
import { fixedChanges } from "./policy.js";

/** A new account. */
export interface Created {
  readonly written: Written;
  /** Why the account could not be looked at, where its answer doesn't show it: that it is the person's is not proven. */
  readonly unseen?: unknown;
}

/**
 * Creates the account once and looks at it. Where the outcome is open, or the account that the answer names is somebody
 * else's, the natural key is looked up until the vendor's consistency window has passed: found, it is ours; not found, an
 * UncertainError says that it may exist. There is no second creation.
 */
export async function createAccount(session: Session, declared: Declaration, key: string): Promise<Created> {
  const { kind, connector, context } = session;
  const { naturalKey, consistencyWindow } = kind.capabilities;
  const { record, subject } = NOUNS[kind.name];
  const until = context.clock.now() + session.timeout;
  try {
    const written = await untilConsistent(session, () => connector.create(declared.desired, until));
    return await sighted(session, written, declared, key);
  } catch (error) {
    // An answer in no known shape is a lost answer: something was answered, so something may have been done.
    if (!(error instanceof UncertainError) && !(error instanceof ProtocolError)) throw error;
    const doubt =
      `${naturalKey}: the answer of ${kind.platform.title} to the creation was lost or not about this ${subject}, and the ${record} may exist. ` +
      `It was not created a second time. Look there for this ${subject}; if the ${record} is there, run again with adopt: true`;
    try {
      const deadline = context.clock.now() + consistencyWindow;
      const found = await poll(session, deadline, async () => {
        const matches = await madeHere(session, declared, await connector.find(key));
        return matches.length > 0 ? matches : undefined;
      });
      const [observed, ...others] = found ?? [];
      if (!observed) throw new UncertainError(doubt, { cause: error });
      if (others.length > 0)
        throw new AmbiguousError(`${naturalKey}: several ${record}s have this ${naturalKey} now. ${doubt}`);
      const left = await connector.finishCreation?.(observed.id);
      const note = `the answer to a creation was lost; ${record} ${observed.id} was found and is ours`;
      return { written: { id: observed.id, observed, note: left === undefined ? note : `${note}; ${left}` } };
    } catch (second) {
      throw second instanceof UncertainError || second instanceof AmbiguousError
        ? second
        : new UncertainError(`${doubt} (looking for it failed: ${(second as Error).message})`, { cause: second });
    }
  }
}

/** Those that a creation of this declaration can have made: what is set at creation alone is as it was sent. */
async function madeHere(session: Session, declared: Declaration, found: readonly Observed[]) {
  const { capabilities } = session.kind;
  const made: Observed[] = [];
  for (const one of inPlace(capabilities, declared, found)) {
    const { missing } = await compare(session, one, declared);
    if (fixedChanges(capabilities, missing).length === 0) made.push(one);
  }
  return made;
}

/** True where it shows another natural key than this one, or stands elsewhere than the declared one. */
export function isStranger({ kind }: Session, observed: Observed, declared: Declaration, key: string): boolean {
  const { capabilities } = kind;
  const shown = shownKey(capabilities, observed.attributes);
  const isNamed = shown === undefined || shown === comparableKey(capabilities, key);
  return !isNamed || inPlace(capabilities, declared, [observed]).length === 0;
}

/** The new account as the answer shows it or, where it doesn't, as soon as the vendor does. */
async function sighted(session: Session, written: Written, declared: Declaration, key: string): Promise<Created> {
  if (written.observed || written.failure) return { written };
  const { kind, connector, context } = session;
  let observed: Observed | undefined;
  try {
    observed = await poll(session, context.clock.now() + session.timeout, async () => {
      const found = await connector.read(written.id, wantedBy(declared));
      return isAbsent(found) ? undefined : found;
    });
  } catch (unseen) {
    return { written, unseen };
  }
  if (observed === undefined) {
    const said = `${kind.platform.title} answered with ${NOUNS[kind.name].record} ${written.id} and does not show it yet; run again`;
    return { written, unseen: new NotConvergedError(said, []) };
  }
  if (!isStranger(session, observed, declared, key)) return { written: { ...written, observed } };
  throw new UncertainError(
    `${kind.platform.title} answered a creation with ${NOUNS[kind.name].record} ${written.id}, which is ${NOUNS[kind.name].anothers}`,
  );
}
