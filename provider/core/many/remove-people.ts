import { remove } from "../lifecycle/reconcile.js";
import type { Session } from "../session/session.js";
import type { Failures } from "./failures.js";
import { forEachConcurrent } from "./for-each-concurrent.js";
import { type People, someOf } from "./people.js";
import type { Counter } from "./progress.js";
import { waves } from "./references.js";
import type { SetState } from "./set-state.js";
import { concurrencyOf, ownerOfPerson } from "./write-people.js";

/**
 * Takes people away, each as their policy says: whoever reports to somebody before that one. Whom another resource of
 * this run manages, or declares, is released.
 *
 * @param leavers by key, as last applied
 */
export async function removePeople(
  session: Session,
  leavers: People,
  owner: string,
  { state, failures, counter }: { state: SetState; failures: Failures; counter: Counter },
): Promise<void> {
  const released: string[] = [];
  const { context } = session;
  // One line for all who are released, instead of one for each.
  const quiet: Session = { ...session, context: { ...context, log: { ...context.log, info: () => {} } } };
  for (const wave of waves(session.kind.capabilities, leavers, leavers).toReversed()) {
    await forEachConcurrent(
      wave,
      concurrencyOf(session),
      async (key) => {
        try {
          const departure = await remove(quiet, state.idOf(key) ?? "", state.lastOf(key), ownerOfPerson(owner, key));
          if (departure === "released") released.push(key);
          state.drop(key);
          failures.succeeded();
          counter.succeed();
        } catch (error) {
          failures.add(key, error);
          counter.fail();
        }
      },
      failures.stopped,
    );
  }
  if (released.length === 0) return;
  const who = someOf(released.sort(), leavers, state.known.ids);
  context.log.info(`${session.kind.platform.title}: no longer managed: ${who}; released, still active`);
}
