import type { Written } from "../contract/connector.js";
import { isAddOnly } from "../contract/declaration.js";
import type { Change } from "../model/change.js";
import type { Session } from "../session/session.js";
import { compare, converge, type Seen, untilConsistent } from "./converge.js";
import { outputsOf } from "./outputs.js";
import { toPartialError } from "./partial-error.js";
import { refuseFixedValues, unseenChanges } from "./policy.js";
import type { Applied, Creation, Step } from "./step.js";

/**
 * Makes the account as declared, and waits until the vendor shows it. A PartialError says that the account exists, or
 * has changed, although something failed.
 */
export async function applyChanges(session: Session, step: Step): Promise<Applied> {
  const { kind, connector, context } = session;
  const { id, declared, tenant, origin } = step;
  const isCreation = step.way === "creation";
  if (!isCreation && step.changes.some((change) => switchesOff(session, change))) session.removalLimit.take();
  const deadline = context.clock.now() + session.timeout;
  let written: Written = isCreation ? step.written : { id, ...(step.before ? { observed: step.before } : {}) };
  try {
    const begun: Begun = isCreation ? await afterCreation(session, step) : step;
    const changes = begun.changes.filter(({ path }) => !kind.capabilities.attributes[String(path[0])]?.createOnly);
    if (changes.length > 0) {
      const sets = Object.entries(kind.capabilities.sets);
      const addOnly = sets.filter(([, traits]) => isAddOnly(declared, traits)).map(([name]) => name);
      const before = written.observed;
      const request = { id, changes, desired: declared.desired, addOnly, until: deadline };
      const call = () => connector.update(before ? { ...request, seen: before } : request);
      const mayWait = isCreation || changes.some(({ kind }) => kind === "reference" || kind === "member");
      written = mayWait ? await untilConsistent(session, call) : await call();
    }
    // An update waits for what it sent; other people's drift is for the outputs to show.
    const awaited = step.way === "update" ? changes : undefined;
    const seen = changes.length === 0 ? begun.seen : undefined;
    const { view, observed, missing } = await converge(session, written, declared, deadline, { awaited, seen });
    refuseFixedValues(kind, { id }, missing.filter(isAmong(begun.changes)));
    return { id, outputs: outputsOf(kind, view, observed, { tenant, origin }) };
  } catch (error) {
    throw await toPartialError(session, step, written, error);
  }
}

/** Whether a change is of an attribute that some other changes are of. */
function isAmong(changes: readonly Change[]) {
  return (one: Change): boolean => changes.some(({ path }) => path[0] === one.path[0]);
}

function switchesOff(session: Session, { kind, to }: Change): boolean {
  return kind === "activation" && to === session.kind.capabilities.activation?.inactive;
}

/** What is to be changed, and how the account was seen, where it has been compared. */
interface Begun {
  readonly changes: readonly Change[];
  readonly seen?: Seen;
}

/** What the creating call did not bring about. Throws where a part of it was refused, or nobody could look at the account. */
async function afterCreation(
  session: Session,
  { written: { failure, observed }, unseen, declared }: Creation,
): Promise<Begun> {
  if (failure) throw failure;
  if (!observed) throw unseen;
  const seen = await compare(session, observed, declared);
  return { seen, changes: [...seen.missing, ...unseenChanges(session.kind, declared, observed, "after-create")] };
}
