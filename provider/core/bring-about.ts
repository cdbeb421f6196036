import { type Change, needsCall } from "./change.js";
import { converge, look, poll, whileSettling } from "./converge.js";
import { type Declaration, toProperties, wantedBy } from "./declaration.js";
import { diff } from "./diff.js";
import { NotConvergedError, PartialError, PartlyRejectedError, ProtocolError, RosterError } from "./errors.js";
import type { Origin } from "./options.js";
import { outputsOf, withKnownUnseen } from "./outputs.js";
import type { Written } from "./platform.js";
import { unseenChanges } from "./policy.js";
import { accountOf, goneError, type Session } from "./session.js";
import { type DesiredUser, isAbsent, type ObservedUser } from "./user.js";

/** A resource after a successful create, update or read. */
export interface Applied {
  readonly id: string;
  readonly outputs: Record<string, unknown>;
}

/** One way from an account as it is to the account as declared. */
export interface Step {
  readonly id: string;
  readonly tenant: string;
  readonly declared: Declaration;
  /** Write-only values that the account is known to have. */
  readonly known: DesiredUser;
  readonly origin: Origin;
  readonly holder: string;
  /** Known in advance for updates and adoptions; after a creation they follow from the answer. */
  readonly changes?: readonly Change[];
  /** The creating call's answer. */
  readonly written?: Written;
  /** The account before this step, where it was read. */
  readonly before?: ObservedUser;
  /** The last outputs, in an update. */
  readonly last?: Declaration;
}

/**
 * Makes the account as declared, and waits until the vendor shows it. A PartialError says that the account exists, or
 * has changed, although something failed.
 */
export async function bringAbout(session: Session, step: Step): Promise<Applied> {
  const { platform, directory, context, claims } = session;
  const { id, declared, tenant, origin } = step;
  if (step.changes?.some((change) => switchesOff(session, change))) session.brake.take();
  const deadline = context.clock.now() + session.timeout;
  let written: Written = step.written ?? { id, ...(step.before ? { observed: step.before } : {}) };
  try {
    if (written.failure) throw written.failure;
    let wanted = step.changes ?? [];
    if (step.written) {
      const observed = await firstSight(session, step.written, declared, deadline);
      written = { ...step.written, observed };
      wanted = await changesAfterCreation(session, declared, observed);
    }
    const changes = wanted.filter(({ path }) => !platform.capabilities.attributes[String(path[0])]?.createOnly);
    if (changes.length > 0) {
      const addRolesOnly = declared.options.rolesMode === "add";
      const seen = written.observed;
      const request = { id, changes, desired: declared.desired, addRolesOnly, until: deadline };
      const call = () => directory.update(seen ? { ...request, seen } : request);
      const mayWait = step.written !== undefined || changes.some(({ kind }) => kind === "manager");
      written = mayWait ? await whileSettling(session, call) : await call();
    }
    // An update waits for what it sent; other people's drift is for the outputs to show.
    const { view, observed } = await converge(session, written, declared, deadline, step.last && changes);
    claims.claim(accountOf(session, tenant, id), step.holder, "keep");
    return { id, outputs: outputsOf(platform, view, observed, { tenant, origin }) };
  } catch (error) {
    throw await withTruth(session, step, written, error);
  }
}

function switchesOff({ platform }: Session, { kind, to }: Change): boolean {
  return kind === "activation" && to === platform.capabilities.activation?.inactive;
}

/** The new account as the answer shows it or, where it doesn't, as soon as the vendor does. */
async function firstSight(
  session: Session,
  { id, observed }: Written,
  declared: Declaration,
  deadline: number,
): Promise<ObservedUser> {
  if (observed) return observed;
  const seen = await poll(session, deadline, async () => {
    const found = await session.directory.read(id, wantedBy(declared));
    return isAbsent(found) ? undefined : found;
  });
  if (seen) return seen;
  throw new NotConvergedError(
    `${session.platform.title} answered with account ${id} and does not show it yet; run again`,
    [],
  );
}

/** What the creating call did not bring about. */
async function changesAfterCreation(
  session: Session,
  declared: Declaration,
  observed: ObservedUser,
): Promise<readonly Change[]> {
  const { missing } = await look(session, observed, declared);
  return [...missing, ...unseenChanges(session.platform, declared, observed, "after-create")];
}

/**
 * Turns a failure into what the engine should keep: the account as it really is now, where that can be read. An
 * update that changed nothing stays a plain error, so that the engine keeps the old outputs.
 */
async function withTruth(session: Session, step: Step, written: Written, error: unknown): Promise<Error> {
  const { platform, directory } = session;
  const cause = error instanceof RosterError ? error : new ProtocolError(`internal error: ${String(error)}`);
  const created = step.written !== undefined;
  const truth = await directory.read(step.id, wantedBy(step.declared)).catch(() => undefined);
  if (!created && truth && isAbsent(truth)) return goneError(session, step.id);
  const observed = truth && !isAbsent(truth) ? truth : created ? written.observed : undefined;
  const declared = withKnownUnseen(platform.capabilities, step.declared, step.known);
  const { tenant, origin } = step;
  // What a read shows after a partial refusal is one system's view: taking it for the truth would hide the others'.
  if (!observed || cause instanceof PartlyRejectedError) {
    if (!created) return cause;
    return new PartialError(step.id, { ...atCreation(session, declared), tenant, origin }, cause);
  }
  const { view } = await look(session, observed, declared).catch(() => ({ view: declared }));
  const outputs = outputsOf(platform, view, observed, { tenant, origin });
  const untouched = !created && !(cause instanceof NotConvergedError) && !hasMoved(session, step, view);
  return untouched ? cause : new PartialError(step.id, outputs, cause);
}

/**
 * What is certain of an account that can't be seen: its natural key, what could be set at its creation alone, and how it is
 * to be treated.
 */
function atCreation({ platform: { capabilities } }: Session, { desired, options }: Declaration) {
  const certain = Object.entries(desired.attributes).filter(
    ([name]) => name === capabilities.naturalKey || capabilities.attributes[name]?.createOnly,
  );
  const seen = { attributes: Object.fromEntries(certain), roles: undefined, manager: undefined };
  return toProperties(capabilities, { desired: seen, options });
}

/** Whether a failed update or adoption left the account different from what it was. */
function hasMoved(session: Session, step: Step, view: Declaration): boolean {
  const { capabilities } = session.platform;
  if (!step.last) return diff(capabilities, step.declared, view).length < (step.changes?.length ?? 0);
  return diff(capabilities, view, step.last).some((change) => needsCall(change) && change.from !== undefined);
}
