import { diff, managedView, matchedSet } from "../compare/diff.js";
import type { Written } from "../contract/connector.js";
import { type Declaration, declaredMembers, isAddOnly, wantedBy, withoutImplied } from "../contract/declaration.js";
import { NotConvergedError, NotFoundError, type RosterError } from "../contract/errors.js";
import { type Capabilities, NOUNS } from "../contract/kind.js";
import type { Change } from "../model/change.js";
import { isAbsent, type Observed, type Sections } from "../model/entity.js";
import { own } from "../model/value.js";
import type { Session } from "../session/session.js";
import { polled } from "./backoff.js";
import { paths } from "./policy.js";

/** The account, and what it shows of the declared person. */
export interface Seen {
  readonly observed: Observed;
  readonly view: Declaration;
  /** What still differs and needs a vendor call. */
  readonly missing: readonly Change[];
}

/** Compares an account with what is declared; asks where undeclared members of its sets come from before it calls them drift. */
export async function compare(session: Session, observed: Observed, declared: Declaration): Promise<Seen> {
  const { capabilities } = session.kind;
  const elsewhere: Record<string, Sections> = {};
  for (const name of setsWithUndeclared(session, observed, declared)) {
    elsewhere[name] = (await session.connector.impliedMembers?.(observed.id, name)) ?? {};
  }
  const view = managedView(capabilities, observed, declared, elsewhere);
  return { observed, view, missing: diff(capabilities, declared, view) };
}

/** What is known before anybody waits. */
interface Awaiting {
  /** Only these changes are waited for; absent: everything that is declared. */
  readonly awaited?: readonly Change[] | undefined;
  /** What was written shows, where it has been compared. */
  readonly seen?: Seen | undefined;
}

/**
 * Waits until the vendor shows what was sent. Where the vendor's own answer is proof and shows everything, it costs
 * nothing; otherwise it reads back with growing pauses.
 *
 * @param deadline when to give up, in milliseconds of the clock; then a NotConvergedError names what is missing
 */
export async function converge(
  session: Session,
  written: Written,
  declared: Declaration,
  deadline: number,
  { awaited, seen: known }: Awaiting = {},
): Promise<Seen> {
  const open = ({ missing }: Seen): readonly Change[] =>
    awaited ? missing.filter((change) => awaited.some((other) => sameSubject(change, other))) : missing;
  const { capabilities, platform } = session.kind;
  const { record } = NOUNS[session.kind.name];
  const latest = Math.min(
    deadline,
    session.context.clock.now() + (capabilities.visibilityTimeout ?? Number.POSITIVE_INFINITY),
  );
  if (capabilities.answerIsProof && written.observed) {
    const seen = known ?? (await compare(session, written.observed, declared));
    if (open(seen).length === 0) return seen;
  }
  let missing: readonly Change[] = [];
  const seen = await poll(session, latest, async () => {
    const observed = await session.connector.read(written.id, wantedBy(declared));
    if (isAbsent(observed)) return undefined;
    const seen = await compare(session, observed, declared);
    missing = open(seen);
    return missing.length === 0 ? seen : undefined;
  });
  if (seen) return seen;
  const waited = Math.ceil((latest === deadline ? session.timeout : (capabilities.visibilityTimeout ?? 0)) / 1000);
  const kept = missing.flatMap((change) => partlyKept(capabilities, change) ?? []).join("");
  throw new NotConvergedError(
    `${platform.title} accepted the change of ${record} ${written.id} and does not show it after ${waited} s; ` +
      `${stillOpen(missing, record)}.${kept} Run again; if it stays so, the vendor ` +
      (missing.length > 0 && missing.every(isToGo) ? "keeps what is to go" : "does not accept these values"),
    missing.length > 0 ? paths(missing).split(", ") : [],
  );
}

/** What isn't there, and what is there still. */
function stillOpen(missing: readonly Change[], record: string): string {
  if (missing.length === 0) return `still missing: the ${record} itself`;
  const [staying, lacking] = [missing.filter(isToGo), missing.filter((change) => !isToGo(change))];
  return [
    ...(lacking.length > 0 ? [`still missing: ${paths(lacking)}`] : []),
    ...(staying.length > 0 ? [`still there: ${paths(staying)}`] : []),
  ].join("; ");
}

function isToGo({ to }: Change): boolean {
  return to === undefined || (Array.isArray(to) && to.length === 0);
}

/** Of a set that the vendor keeps a part of: which part, by its places in the declaration. The values are the person's own. */
function partlyKept({ attributes }: Capabilities, { path, from, to }: Change): string | undefined {
  const name = String(path[0]);
  const traits = attributes[name];
  if (!traits?.set || !Array.isArray(from) || !Array.isArray(to)) return undefined;
  const { missing } = matchedSet(traits, to, from);
  const kept = to.filter((item) => !missing.includes(item));
  if (kept.length === 0 || missing.length === 0) return undefined;
  const placesOf = (items: readonly unknown[]) => items.map((item) => `${name}[${to.indexOf(item)}]`).join(", ");
  return ` It keeps ${kept.length} of the ${to.length} values of ${name}: ${placesOf(kept)}, and not ${placesOf(missing)}. Declare those that it keeps.`;
}

/** Whether two changes are about the same attribute, map key or list of roles. */
function sameSubject(a: Change, b: Change): boolean {
  const subject = ({ path }: Change): string => JSON.stringify(path.filter((part) => typeof part === "string"));
  return subject(a) === subject(b);
}

/** Calls `attempt` until it gives a result or the deadline has passed; undefined then. At least one attempt is made. */
export async function poll<T>(
  session: Session,
  deadline: number,
  attempt: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const { context } = session;
  return polled(context, Math.min(deadline, context.operation?.until() ?? deadline), attempt);
}

/**
 * Repeats a call that the vendor refuses because it doesn't see, yet, an account that was just created (this one, or
 * its manager, a group). Only a refusal is repeated, never a call whose outcome is open.
 */
export async function untilConsistent<T>(session: Session, call: () => Promise<T>): Promise<T> {
  const deadline = session.context.clock.now() + session.kind.capabilities.consistencyWindow;
  let last: RosterError | undefined;
  const result = await poll(session, deadline, async () => {
    try {
      return { value: await call() };
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      last = error;
      return undefined;
    }
  });
  if (result) return result.value;
  throw last;
}

function setsWithUndeclared(session: Session, observed: Observed, declaration: Declaration) {
  const { capabilities } = session.kind;
  return Object.entries(capabilities.sets).flatMap(([name, traits]) => {
    const sections = declaredMembers(declaration.desired, name);
    if (sections === undefined || isAddOnly(declaration, traits)) return [];
    const shown = own(observed.sets, name)?.members;
    const hasUndeclared = Object.entries(sections).some(([section, declared]) =>
      withoutImplied(traits, own(shown, section) ?? [], declared).some((member) => !declared.includes(member)),
    );
    return hasUndeclared ? [name] : [];
  });
}
