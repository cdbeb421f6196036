import { changesToSend } from "../compare/changes-to-send.js";
import { everything, setsTakenOver } from "../compare/diff.js";
import type { Account } from "../contract/account.js";
import {
  type Declaration,
  declareAll,
  fromProperties,
  naturalKeyOf,
  type Properties,
  personOf,
  toProperties,
  wantedBy,
} from "../contract/declaration.js";
import {
  AmbiguousError,
  ClaimedError,
  InternalError,
  InvalidArgumentsError,
  NotConvergedError,
  RejectedError,
} from "../contract/errors.js";
import { type Capabilities, NOUNS } from "../contract/kind.js";
import type { Change } from "../model/change.js";
import { type Desired, isAbsent, type Observed } from "../model/entity.js";
import { accountsFor } from "../reads/accounts-for.js";
import type { Identity } from "../session/creations.js";
import { twoResources } from "../session/persons.js";
import { accountOf, goneError, refuseIfReadOnly, type Session, sameTenant } from "../session/session.js";
import { noteStay } from "../session/stays.js";
import { adoptAccount, continueCreation, refuseClaimed } from "./adopt-account.js";
import { applyChanges } from "./apply-changes.js";
import { compare, poll } from "./converge.js";
import { type Created, createAccount } from "./create-account.js";
import { leftOver } from "./left-over.js";
import { type Bookkeeping, bookkeepingOf, outputsOf, rememberedOutputs } from "./outputs.js";
import { notEmpty, refuseDeletingCopy, refuseOwnReference, removalPolicy } from "./policy.js";
import { lackingNow, refuseUnoffered } from "./refuse-unoffered.js";
import type { Applied } from "./step.js";

/** A resource as a read found it: `inputs` are the arguments that describe it now, drift included. */
export interface Found extends Applied {
  readonly inputs: Record<string, unknown>;
}

/** What became of the account when its resource was removed. */
export type Departure = "deactivated" | "deleted" | "released" | "already-gone";

/**
 * Creates the declared person, or adopts the account that is there. A PartialError carries the id of an account that
 * exists although something failed after its creation; any other error means that nothing was created or taken on.
 *
 * @param inputs arguments that passed check, with nothing unknown in them
 * @param owner names the resource among owners
 */
export async function create(session: Session, inputs: Properties, owner: string): Promise<Applied> {
  refuseIfReadOnly(session);
  const { kind, connector, context, ownership } = session;
  const { capabilities } = kind;
  const declared = fromProperties(capabilities, inputs);
  const key = String(declared.desired.attributes[capabilities.naturalKey]);
  context.people?.knowAs(key, inputs);
  const tenant = await connector.tenant();
  const person = { declared, tenant, owner };
  const [found, ...others] = await accountsFor(session, declared);
  const identity = {
    kind: kind.name,
    platform: kind.platform.id,
    tenant,
    naturalKey: naturalKeyOf(capabilities, inputs) ?? key,
  };
  // An account that shows while another resource creates this person is that resource's, although nothing claims it yet.
  refuseCreatedByAnother(session, identity, owner);
  const origin = found && others.length === 0 ? await leftOver(session, identity, declared, found) : undefined;
  if (found && origin) return continueCreation(session, person, found, origin);
  if (found) {
    sayIfReturned(session, inputs, accountOf(session, tenant, found.id));
    return adoptAccount(session, person, [found, ...others]);
  }
  await refuseUnoffered(session, everything(capabilities, declared));
  refuseCreatedByAnother(session, identity, owner);
  session.creations?.begin(identity);
  ownership.beginCreation(identity, owner);
  let created: Created;
  try {
    created = await createAccount(session, declared, key);
    session.creations?.made(identity, created.written.id);
    // What was found after a lost answer may have been found, and taken on, by somebody else before.
    refuseClaimed(session, person, created.written.id);
    ownership.claim(accountOf(session, tenant, created.written.id), owner, personOf(capabilities, declared));
  } catch (error) {
    if (error instanceof RejectedError) session.creations?.refused(identity);
    // Somebody else may have created the account since the look-up.
    const [since, ...more] = error instanceof RejectedError ? await accountsFor(session, declared).catch(() => []) : [];
    if (since) return adoptAccount(session, person, [since, ...more]);
    throw error;
  } finally {
    ownership.endCreation(identity);
  }
  const { written } = created;
  sayIfReturned(session, inputs, accountOf(session, tenant, written.id));
  if (written.note) context.log.info(`${kind.platform.title}: ${written.note}`);
  const known = { ...declared.desired, attributes: takenAtCreation(capabilities, declared.desired) };
  return applyChanges(session, { way: "creation", ...person, id: written.id, known, origin: "created", ...created });
}

/** Refuses a person whom another resource of this run is creating at this moment. */
function refuseCreatedByAnother({ kind, ownership }: Session, identity: Identity, owner: string): void {
  if (!ownership.createdByAnother(identity, owner)) return;
  const { subject } = NOUNS[kind.name];
  throw new ClaimedError(
    `${kind.capabilities.naturalKey}: another resource of this program is creating this ${subject}; declare each ${subject} once`,
  );
}

/**
 * Brings the account from what the last outputs say to what is declared now, with the calls that this takes and no
 * others. Where only an option changed, there is no call.
 */
export async function update(
  session: Session,
  id: string,
  olds: Properties,
  news: Properties,
  owner: string,
): Promise<Applied> {
  const { kind, connector, ownership, context } = session;
  const { capabilities } = kind;
  context.people?.knowAs(id, olds, news);
  const declared = fromProperties(capabilities, news);
  const last = fromProperties(capabilities, olds);
  const { origin, tenant: stored } = bookkeepingOf(olds);
  refuseOwnReference(kind, declared, id);
  refuseDeletingCopy(capabilities, declared, last, id, olds);
  noteStay(ownership, kind, { id, olds, news, isUpdate: true });
  const account = accountOf(session, String(stored), id);
  if (ownership.keptAsAnother(account, owner, personOf(capabilities, declared))) {
    throw twoResources(account, capabilities.naturalKey);
  }
  let changes = changesToSend(capabilities, declared, last);
  let before: Observed | undefined;
  const takenOver = setsTakenOver(capabilities, declared, last);
  if (changes.length === 0 && takenOver.length === 0) {
    return { id, outputs: rememberedOutputs(kind, declared, olds) };
  }
  refuseIfReadOnly(session);
  const tenant = await sameTenant(session, stored);
  if (takenOver.length > 0) {
    const now = await connector.read(id, wantedBy(declared));
    if (isAbsent(now)) throw goneError(session, id);
    const isTakenOver = ({ path }: Change): boolean => takenOver.includes(String(path[0]));
    const { missing } = await compare(session, now, declared);
    changes = [...changes.filter((change) => !isTakenOver(change)), ...missing.filter(isTakenOver)];
    before = now;
  }
  await refuseUnoffered(session, changes, before ? undefined : () => lackingNow(session, id, declared));
  ownership.claim(accountOf(session, tenant, id), owner, personOf(capabilities, declared));
  const known = { id, tenant, declared, owner, origin, known: last.desired };
  const step = { way: "update", ...known, changes, last, lastOutputs: olds } as const;
  return applyChanges(session, before ? { ...step, before } : step);
}

/**
 * Reads an account: with the last outputs, only what is managed (a refresh); without, everything that can be declared
 * (an import). Undefined means proven absence.
 *
 * @param id the vendor's id or, at import, the natural key as `email:ada@example.com`
 */
export async function read(
  session: Session,
  id: string,
  olds: Properties | undefined,
  owner: string | undefined,
): Promise<Found | undefined> {
  const { kind, connector, ownership, context } = session;
  const { capabilities } = kind;
  if (olds) context.people?.knowAs(id, olds);
  const tenant = await sameTenant(session, olds?.["tenant"]);
  const account = accountOf(session, tenant, id);
  const person = olds && naturalKeyOf(capabilities, olds);
  if (person !== undefined) ownership.persons.takenFor(person, account, "read", capabilities.naturalKey);
  const managed = olds && fromProperties(capabilities, olds);
  const observed = managed ? await connector.read(id, wantedBy(managed)) : await readForImport(session, id);
  if (isAbsent(observed)) {
    if (person !== undefined) ownership.persons.gone(person, account);
    return undefined;
  }
  if (!olds && owner !== undefined) ownership.takers.take(accountOf(session, tenant, observed.id), owner);
  const declared = managed ?? {
    desired: declareAll(capabilities, observed),
    options: fromProperties(capabilities, {}).options,
  };
  const { origin, pendingOn }: Omit<Bookkeeping, "tenant"> = olds ? bookkeepingOf(olds) : { origin: "imported" };
  return describe(session, observed, declared, { tenant, origin, pendingOn });
}

/** An account that was just read, as a resource that declares so much of it. */
export async function describe(
  session: Session,
  observed: Observed,
  declared: Declaration,
  bookkeeping: Bookkeeping,
): Promise<Found> {
  const { kind } = session;
  const { capabilities } = kind;
  const { view } = await compare(session, observed, declared);
  return {
    id: observed.id,
    outputs: outputsOf(kind, view, observed, bookkeeping),
    inputs: toProperties(capabilities, withoutImpliedActivation(capabilities, view)),
  };
}

/** Deactivates, deletes or releases the account, as the last applied policy and its origin say. Gone is success. */
export async function remove(session: Session, id: string, olds: Properties, owner: string): Promise<Departure> {
  const { kind, connector, context, ownership, removalLimit } = session;
  const { origin, tenant: stored } = bookkeepingOf(olds);
  const { record } = NOUNS[kind.name];
  const policy = removalPolicy(kind.capabilities, fromProperties(kind.capabilities, olds).options.onDestroy, origin);
  if (policy === "retain") {
    context.log.info(
      `${kind.platform.title}: ${record} ${id} is released, ${kind.capabilities.holdsOthers ? "left as it is" : "still active"}, and no longer managed (${origin})`,
    );
    return "released";
  }
  context.people?.knowAs(id, olds);
  const tenant = await sameTenant(session, stored);
  const account = accountOf(session, tenant, id);
  const person = naturalKeyOf(kind.capabilities, olds);
  const isDeclared = person !== undefined && ownership.isDeclared(kind.platform.id, person, kind.name);
  const stay = ownership.persons.stayOf(account);
  const isHeld = stay !== undefined && stay.urn !== owner;
  if (isDeclared || isHeld || ownership.keptByAnother(account, owner)) {
    if (!isDeclared && isHeld && person !== stay.from && person !== stay.to) {
      throw twoResources(account, kind.capabilities.naturalKey);
    }
    const by = isDeclared ? "declared" : "managed";
    context.log.warn(
      `${kind.platform.title}: ${record} ${id} is ${by} by another resource now, so it is released and not touched`,
    );
    return "released";
  }
  if (person !== undefined) {
    ownership.persons.takenFor(person, account, "removal", kind.capabilities.naturalKey);
  }
  refuseIfReadOnly(session);
  if (kind.capabilities.holdsOthers && (await isGoneOrFull(session, id, policy))) return "already-gone";
  removalLimit.take();
  const deadline = context.clock.now() + session.timeout;
  const key = olds[kind.capabilities.naturalKey];
  const lastKey = typeof key === "string" ? key : undefined;
  const removal =
    policy !== "deactivate" ? await connector.remove(id) : await connector.deactivate(id, deadline, lastKey);
  if (removal === "already") removalLimit.putBack();
  if (removal === "accepted") await awaitDeparture(session, id, policy, deadline);
  ownership.release(account);
  if (removal === "already") return "already-gone";
  return policy === "deactivate" ? "deactivated" : "deleted";
}

/**
 * Whether something that holds others is gone. Throws where something is in it that must not be deleted with it; where nobody can
 * tell, it is not deleted either.
 */
async function isGoneOrFull(session: Session, id: string, policy: string): Promise<boolean> {
  const { kind, connector, context, removalLimit } = session;
  if (isAbsent(await connector.read(id, []))) return true;
  // Members whom this run has removed may still show.
  const window = removalLimit.isUsed ? kind.capabilities.consistencyWindow : 0;
  let reason: Error | undefined;
  await poll(session, context.clock.now() + window, async () => {
    const contents = await connector.contents?.(id);
    if (!contents) throw new InternalError(`${kind.platform.title} does not tell what is in a ${kind.name}`);
    reason = notEmpty(kind, id, policy === "delete" ? "delete" : "delete-empty", contents);
    return reason === undefined ? contents : undefined;
  });
  if (reason) throw reason;
  return false;
}

/** Whatever hung on the old id (courses, histories, references from elsewhere) does not hang on the new one. */
function sayIfReturned({ ownership, kind, context }: Session, inputs: Properties, account: Account): void {
  const person = naturalKeyOf(kind.capabilities, inputs);
  const former = person === undefined ? undefined : ownership.persons.formerIdOf(person, account);
  if (former === undefined) return;
  context.log.warn(
    `${kind.platform.title}: ${NOUNS[kind.name].record} ${former} is gone, and the ${NOUNS[kind.name].subject} came back under a new id, ${account.id}: what refers to the old one ` +
      `doesn't find ${kind.name === "user" ? "them" : "it"}`,
  );
}

async function readForImport(session: Session, id: string) {
  const { connector, kind } = session;
  const { naturalKey } = kind.capabilities;
  const prefix = `${naturalKey}:`;
  if (!id.startsWith(prefix)) {
    const observed = await connector.read(id);
    // An id may have a colon in it, so only one that nobody has is taken for a slip.
    const [, kind] = /^([A-Za-z]\w*):/.exec(id) ?? [];
    if (kind === undefined || !isAbsent(observed)) return observed;
    const forms = `the ${NOUNS[session.kind.name].record}'s id, or \`${prefix}\` and the ${naturalKey}`;
    throw new InvalidArgumentsError([
      { path: ["id"], reason: `nobody has it, and \`${kind}:\` is no form of it. Give ${forms}` },
    ]);
  }
  const matches = await connector.find(id.slice(prefix.length));
  if (matches.length > 1) {
    throw new AmbiguousError(
      `several ${NOUNS[kind.name].record}s have this ${kind.capabilities.naturalKey}: ids ${matches.map((match) => match.id).join(", ")}`,
    );
  }
  return matches[0] ?? { absent: true as const, proof: "none with this natural key" };
}

async function awaitDeparture(
  session: Session,
  id: string,
  policy: "deactivate" | "delete" | "delete-empty",
  deadline: number,
): Promise<void> {
  const gone = await poll(session, deadline, async () => {
    const observed = await session.connector.read(id, []);
    return isAbsent(observed) || (policy === "deactivate" && !observed.active) ? true : undefined;
  });
  if (!gone) {
    throw new NotConvergedError(
      `${session.kind.platform.title} accepted the removal of ${NOUNS[session.kind.name].record} ${id} and still shows it after ${session.timeout / 1000} s; run again`,
      [],
    );
  }
}

/** Outputs always show whether an account is on; as an argument it is worth naming only where it is off. */
function withoutImpliedActivation(capabilities: Capabilities, view: Declaration): Declaration {
  const { activation } = capabilities;
  if (!activation || view.desired.attributes[activation.attribute] === activation.inactive) return view;
  const { [activation.attribute]: _, ...attributes } = view.desired.attributes;
  return { ...view, desired: { ...view.desired, attributes } };
}

function takenAtCreation(capabilities: Capabilities, desired: Desired): Desired["attributes"] {
  return Object.fromEntries(
    Object.entries(desired.attributes).filter(([name]) => !capabilities.attributes[name]?.afterCreate),
  );
}
