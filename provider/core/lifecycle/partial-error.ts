import { diff, managedView } from "../compare/diff.js";
import type { Written } from "../contract/connector.js";
import { type Declaration, mapSections, toProperties, wantedBy } from "../contract/declaration.js";
import {
  NotConvergedError,
  PartialError,
  PartlyRejectedError,
  rosterErrorOf,
  UncertainError,
} from "../contract/errors.js";
import { NOUNS } from "../contract/kind.js";
import { needsCall } from "../model/change.js";
import { FLAT, isAbsent, NOTHING, type Observed, type Sections } from "../model/entity.js";
import type { Path } from "../model/value.js";
import { goneError, type Session } from "../session/session.js";
import { compare } from "./converge.js";
import { isStranger } from "./create-account.js";
import { outputsOf, withKnownUnseen } from "./outputs.js";
import type { Adoption, Step, Update } from "./step.js";

/**
 * Turns a failure into what the engine should keep: the account as it really is now, where that can be read. An
 * update that changed nothing stays a plain error, so that the engine keeps the old outputs. Where systems behind the vendor
 * have not taken a write, what is shown is one system's view: `pendingOn` beside it says which ones lack it.
 */
export async function toPartialError(session: Session, step: Step, written: Written, error: unknown): Promise<Error> {
  const { kind, connector } = session;
  const cause = rosterErrorOf(error);
  const created = step.way === "creation";
  const last = step.way === "update" ? step : undefined;
  const truth = await connector.read(step.id, wantedBy(step.declared)).catch(() => undefined);
  if (!created && truth && isAbsent(truth)) return goneError(session, step.id);
  const isUnseen = step.way === "creation" && step.unseen !== undefined;
  if (isUnseen && truth && !isAbsent(truth) && isStranger(session, truth, step.declared, keyOf(session, step))) {
    const { record, subject, anothers } = NOUNS[kind.name];
    return new UncertainError(
      `${kind.platform.title} answered a creation with ${record} ${step.id}, which is ${anothers}. The ${record} may exist: look there for this ${subject}, and run again`,
      { cause },
    );
  }
  const answered = created && kind.capabilities.answerIsProof ? written.observed : undefined;
  const observed = truth && !isAbsent(truth) ? truth : answered;
  const declared = withKnownUnseen(kind.capabilities, step.declared, step.known, observed?.unseen);
  const { tenant, origin } = step;
  const isPartial = cause instanceof PartlyRejectedError;
  const pendingOn = isPartial ? cause.systems : last?.last.pendingOn;
  if (!observed) {
    if (!created && !isPartial) return cause;
    const certain = last?.lastOutputs ?? { ...atCreation(session, declared), tenant, origin };
    return new PartialError(step.id, { ...certain, ...(pendingOn ? { pendingOn } : {}) }, cause);
  }
  const { view } = await compare(session, observed, declared).catch(() => ({
    view: managedView(kind.capabilities, observed, declared, unexplained(step, observed)),
  }));
  const outputs = outputsOf(kind, view, observed, { tenant, origin, pendingOn });
  const isKept = created || isPartial || cause instanceof NotConvergedError || hasMoved(session, step, view);
  return isKept ? new PartialError(step.id, outputs, cause) : cause;
}

function keyOf({ kind: { capabilities } }: Session, { declared }: Step): string {
  return String(declared.desired.attributes[capabilities.naturalKey]);
}

/**
 * What is certain of an account that can't be seen: its natural key, what could be set at its creation alone, and how it is
 * to be treated.
 */
function atCreation({ kind: { capabilities } }: Session, { desired, options }: Declaration) {
  const certain = Object.entries(desired.attributes).filter(
    ([name]) => name === capabilities.naturalKey || capabilities.attributes[name]?.createOnly,
  );
  const seen = { ...NOTHING, attributes: Object.fromEntries(certain) };
  return toProperties(capabilities, { desired: seen, options });
}

/**
 * Undeclared members of sets of which nobody can say, just now, whether something else grants them. Those that this step was to take
 * away are the account's own: they stay visible, so that the next run takes them away.
 */
function unexplained(step: Step, { sets }: Observed): Readonly<Record<string, Sections>> {
  const changes = step.way === "creation" ? [] : step.changes;
  const views = Object.entries(sets).map(([set, { members }]) => {
    const isOwn = (section: string, name: string): boolean =>
      changes.some(({ path, from }) => path[0] === set && from === name && sectionOf(path) === section);
    return [set, mapSections(members, (names, section) => names.filter((name) => !isOwn(section, name)))] as const;
  });
  return Object.fromEntries(views);
}

function sectionOf(path: Path): string {
  return path.length > 2 ? String(path[1]) : FLAT;
}

/** Whether a failed update or adoption left the account different from what it was. */
function hasMoved(session: Session, step: Adoption | Update, view: Declaration): boolean {
  const { capabilities } = session.kind;
  if (step.way === "adoption") return diff(capabilities, step.declared, view).length < step.changes.length;
  const { pendingOn: _, ...last } = step.last;
  return diff(capabilities, view, last).some((change) => needsCall(change) && change.from !== undefined);
}
