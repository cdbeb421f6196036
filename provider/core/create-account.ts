import { poll, whileSettling } from "./converge.js";
import type { Declaration } from "./declaration.js";
import { AmbiguousError, ProtocolError, UncertainError } from "./errors.js";
import type { Written } from "./platform.js";
import type { Session } from "./session.js";

/**
 * Creates the account once. Where the outcome is open, the natural key is looked up until the vendor's settling time
 * has passed: found, it is ours; not found, an UncertainError says that it may exist. There is no second creation.
 */
export async function createAccount(session: Session, declared: Declaration, key: string): Promise<Written> {
  const { platform, directory, context } = session;
  const { naturalKey, settlingTime } = platform.capabilities;
  const until = context.clock.now() + session.timeout;
  try {
    return await whileSettling(session, () => directory.create(declared.desired, until));
  } catch (error) {
    // An answer in no known shape is a lost answer: something was answered, so something may have been done.
    if (!(error instanceof UncertainError) && !(error instanceof ProtocolError)) throw error;
    const doubt =
      `${naturalKey}: the answer of ${platform.title} to the creation was lost, and the account may exist. It was not ` +
      "created a second time. Look there for this person; if the account is there, run again with adopt: true";
    try {
      const deadline = context.clock.now() + settlingTime;
      const found = await poll(session, deadline, async () => {
        const matches = await directory.find(key);
        return matches.length > 0 ? matches : undefined;
      });
      const [observed, ...others] = found ?? [];
      if (!observed) throw new UncertainError(doubt, { cause: error });
      if (others.length > 0)
        throw new AmbiguousError(`${naturalKey}: several accounts have this ${naturalKey} now. ${doubt}`);
      return {
        id: observed.id,
        observed,
        note: `the answer to a creation was lost; account ${observed.id} was found and is ours`,
      };
    } catch (second) {
      throw second instanceof UncertainError || second instanceof AmbiguousError
        ? second
        : new UncertainError(`${doubt} (looking for it failed: ${(second as Error).message})`, { cause: second });
    }
  }
}
