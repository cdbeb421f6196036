import { naturalKeyOf, type Properties } from "../contract/declaration.js";
import { PartialError } from "../contract/errors.js";
import { type Found, read } from "../lifecycle/reconcile.js";
import type { Applied } from "../lifecycle/step.js";
import { needsCall } from "../model/change.js";
import { twoResources } from "../session/persons.js";
import { accountOf, refuseIfReadOnly, type Session, sameTenant } from "../session/session.js";
import { Failures } from "./failures.js";
import { forEachConcurrent } from "./for-each-concurrent.js";
import { withoutHeld } from "./held.js";
import { acquaint, type Known, knownOf, type People, peopleOf, withoutDefaults } from "./people.js";
import { type Plan, planOf } from "./plan.js";
import { Counter, type Report } from "./progress.js";
import { waves } from "./references.js";
import { refuseUnofferedPeople } from "./refuse-unoffered.js";
import { policyOf, refuseDestroy, refuseRemovals, removedBy } from "./removals.js";
import { removePeople } from "./remove-people.js";
import { SetState } from "./set-state.js";
import { waitsForOthers, workOf } from "./work.js";
import { concurrencyOf, ownerOfPerson, writePeople } from "./write-people.js";

/** How an operation on a set is named and followed. */
export interface Run {
  /** Names the set among owners. */
  readonly owner: string;
  /** Told how a long operation goes. */
  readonly report?: Report | undefined;
}

const NOBODY: Properties = { users: {}, ids: {} };

/**
 * Creates or adopts everybody in the set. Whoever is finished is kept: where others fail, a PartialError carries the
 * outputs with those who succeeded, and names each who did not.
 *
 * @param inputs arguments that passed check, with nothing unknown in them
 */
export async function createUsers(session: Session, inputs: Properties, run: Run): Promise<Applied> {
  const known = knownOf(NOBODY);
  acquaint(session, peopleOf(inputs));
  const plan = planOf(session.kind, inputs, NOBODY);
  refuseRemovals(session.kind, plan, known, inputs, session.isGuarded === true);
  refuseIfReadOnly(session);
  const tenant = await session.connector.tenant();
  return carryOut(session, { news: inputs, known: { ...known, tenant }, plan }, run);
}

/**
 * Brings a set from its last outputs to what is declared: people first, each after their manager, then those who leave. No
 * call is made for anybody who is as declared. Nobody is taken away as long as anybody else fails.
 */
export async function updateUsers(session: Session, olds: Properties, news: Properties, run: Run): Promise<Applied> {
  const known = knownOf(olds);
  acquaint(session, known.people, peopleOf(news));
  const plan = planOf(session.kind, news, olds);
  refuseRemovals(session.kind, plan, known, news, session.isGuarded === true);
  if (makesCalls(plan, known)) {
    refuseIfReadOnly(session);
    await sameTenant(session, known.tenant);
  }
  return carryOut(session, { news, known, plan }, run);
}

/** Reads everybody. Who is proven gone leaves the set, outputs and arguments alike; where anybody can't be read, it fails. */
export async function readUsers(session: Session, olds: Properties, run: Run): Promise<Found> {
  const known = knownOf(olds);
  acquaint(session, known.people);
  const tenant = await sameTenant(session, known.tenant);
  const state = new SetState(session.kind.capabilities, known);
  const failures = new Failures();
  const counter = new Counter(known.people.size, session.context.clock, run.report);
  const inputs = new Map<string, Properties>();
  session.connector.announceLoad?.(known.people.size);
  await forEachConcurrent(
    known.people,
    concurrencyOf(session),
    async ([key, person]) => {
      try {
        const found = await read(session, state.idOf(key) ?? "", state.lastOf(key), ownerOfPerson(run.owner, key));
        if (found) {
          state.put(key, person, found);
          inputs.set(key, withoutDefaults(session.kind.capabilities, found.inputs, person));
        } else state.drop(key);
        counter.succeed();
      } catch (error) {
        failures.add(key, error);
      }
    },
    () => failures.size > 0,
  );
  if (failures.size > 0) throw failures.error("not everybody could be read, so nothing is taken for known");
  const sorted = new Map([...inputs].sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    id: tenant,
    outputs: state.outputs(known.own, tenant, olds),
    inputs: { ...known.own, users: state.named(sorted, olds) },
  };
}

/** Takes everybody away, as the last applied policies say. Refused as a whole where that was not said before. */
export async function removeUsers(session: Session, olds: Properties, run: Run): Promise<void> {
  const known = withoutHeld(knownOf(olds));
  acquaint(session, known.people);
  refuseDestroy(known, session.isGuarded === true);
  const removals = [...known.people.keys()].filter((key) => policyOf(known, key) !== "retain");
  const state = new SetState(session.kind.capabilities, known);
  const failures = new Failures();
  const counter = new Counter(known.people.size, session.context.clock, run.report);
  const limited = { ...session, removalLimit: session.removalLimit.reserve(removals.length) };
  await removePeople(limited, known.people, run.owner, { state, failures, counter });
  if (failures.size === 0) return;
  throw failures.error(
    `${counter.done} of ${counter.total} people are gone, and the rest stays in the state; run again`,
  );
}

async function carryOut(
  session: Session,
  { news, known, plan }: { news: Properties; known: Known; plan: Plan },
  { owner, report }: Run,
): Promise<Applied> {
  const { kind, connector, context } = session;
  // Asked for all of them before the first write: a removal that stops half-way is worse than none.
  const limited = { ...session, removalLimit: session.removalLimit.reserve(removedBy(kind, plan, known, news).length) };
  const state = new SetState(kind.capabilities, known, plan.renames);
  const failures = new Failures();
  const people = peopleOf(news);
  const joiners = new Map(plan.joiners.map((key) => [key, people.get(key) ?? {}]));
  const waiting: People = new Map([...people].filter(([key]) => joiners.has(key) || plan.changed.has(key)));
  await refuseUnofferedPeople(session, waiting, { news, plan, state });
  claimStaying(session, people, { state, owner, failures });
  const allowed = () => connector.perMinute?.(joiners.size > 0 ? "create" : "update");
  const counter = new Counter(waiting.size + plan.leavers.length, context.clock, report, allowed);
  connector.announceLoad?.(joiners.size, waiting.size);
  for (const wave of waves(kind.capabilities, waiting, joiners)) {
    const batch = wave.map((key) => workOf(key, news, state));
    await writePeople(
      limited,
      batch,
      owner,
      ({ key }, outcome) => {
        const person = people.get(key) ?? {};
        if ("applied" in outcome) {
          state.put(key, person, outcome.applied);
          failures.succeeded();
          const waiting = waitsForOthers(key, news, state);
          if (!waiting) return counter.succeed();
          failures.add(key, waiting);
        } else {
          const { error } = outcome;
          if (error instanceof PartialError) state.put(key, person, error);
          failures.add(key, error);
        }
        counter.fail();
      },
      failures.stopped,
    );
  }
  if (failures.size === 0) {
    const leavers: People = new Map(plan.leavers.map((key) => [key, known.people.get(key) ?? {}]));
    await removePeople(limited, leavers, owner, { state, failures, counter });
  }
  const id = String(known.tenant);
  const { users: _, ...own } = news;
  if (failures.size === 0) return { id, outputs: state.outputs(own, known.tenant, news) };
  for (const line of failures.untold()) context.log.warn(line);
  const error = failures.error(summaryOf(counter, failures.size, plan));
  // The set's own arguments are applied once everybody is as they say.
  const kept = known.people.size > 0 || Object.keys(known.own).length > 0 ? known.own : own;
  throw state.touched ? new PartialError(id, state.outputs(kept, known.tenant, news), error) : error;
}

interface Claiming {
  readonly state: SetState;
  readonly owner: string;
  readonly failures: Failures;
}

/**
 * Whoever stays keeps their account, though nothing is sent for them: no other key may take it on, or take it away. Nor may
 * they keep one that another resource has taken on, as somebody else, in this run.
 */
function claimStaying(session: Session, people: People, { state, owner, failures }: Claiming): void {
  const { ownership, kind } = session;
  for (const key of people.keys()) {
    const id = state.idOf(key);
    if (id === undefined) continue;
    const account = accountOf(session, String(state.known.tenant), id);
    const theirs = ownerOfPerson(owner, key);
    const person = naturalKeyOf(kind.capabilities, people.get(key) ?? {});
    if (ownership.keptAsAnother(account, theirs, person))
      failures.add(key, twoResources(account, kind.capabilities.naturalKey));
    else if (!ownership.keptByAnother(account, theirs)) ownership.claim(account, theirs, person);
  }
}

function summaryOf({ done, total }: Counter, failed: number, { leavers }: Plan): string {
  const waiting = leavers.length > 0 ? `; ${leavers.length} who leave stay until the others are done` : "";
  return `${done} of ${total} people are done, ${failed} failed${waiting}. What is done is kept, and the next run does what is left`;
}

function makesCalls({ joiners, leavers, changed }: Plan, known: Known): boolean {
  return (
    joiners.length > 0 ||
    leavers.some((key) => policyOf(known, key) !== "retain") ||
    [...changed.values()].some(({ changes }) => changes.length === 0 || changes.some(needsCall))
  );
}
