import { personOf } from "../contract/declaration.js";
import { ClaimedError } from "../contract/errors.js";
import { NOUNS } from "../contract/kind.js";
import { NOTHING, type Observed } from "../model/entity.js";
import type { Origin } from "../model/options.js";
import { accountOf, type Session } from "../session/session.js";
import { applyChanges } from "./apply-changes.js";
import { compare } from "./converge.js";
import { adoptable, refuseDeletingCopy, refuseDifferent, refuseOwnReference, unseenChanges } from "./policy.js";
import { refuseUnoffered } from "./refuse-unoffered.js";
import type { Applied, Subject } from "./step.js";

/**
 * Takes on the account that is there and brings it to what is declared, or refuses to, naming its id and the way out.
 *
 * @param matches every account with the declared natural key
 */
export async function adoptAccount(
  session: Session,
  person: Subject,
  matches: readonly [Observed, ...Observed[]],
): Promise<Applied> {
  const { kind, context } = session;
  const { declared } = person;
  if (matches.length === 1) refuseClaimed(session, person, matches[0].id);
  const match = adoptable(kind, declared, matches, session.canImport);
  const { id } = match;
  refuseOwnReference(kind, declared, id);
  refuseDeletingCopy(kind.capabilities, declared, undefined, id, match.info);
  // Claimed before anything is waited for, so that another resource of this run can't take it on at the same time.
  const account = accountOf(session, person.tenant, id);
  session.ownership.claim(account, person.owner, personOf(kind.capabilities, declared));
  const before = (await session.connector.shownFor?.(match, declared.desired)) ?? match;
  const { missing } = await compare(session, before, declared);
  const changes = [...missing, ...unseenChanges(kind, declared, before, "adoption")];
  refuseDifferent(kind, declared, before, changes);
  await refuseUnoffered(session, changes);
  const applied = await applyChanges(session, {
    way: "adoption",
    ...person,
    id,
    known: NOTHING,
    origin: "adopted",
    before,
    changes,
  });
  if (!before.active)
    context.log.info(`${kind.platform.title}: ${NOUNS[kind.name].record} ${id} was inactive and is reactivated`);
  return applied;
}

/**
 * Goes on with an account that an earlier run of this stack has created and the state doesn't have, as that run was ended: what
 * was not brought about any more is.
 *
 * @param origin how certain it is that it is ours, as `leftOver` says
 */
export async function continueCreation(
  session: Session,
  person: Subject,
  before: Observed,
  origin: Origin,
): Promise<Applied> {
  const { kind, context, ownership } = session;
  const { declared, tenant, owner } = person;
  const { id } = before;
  refuseClaimed(session, person, id);
  refuseOwnReference(kind, declared, id);
  refuseDeletingCopy(kind.capabilities, declared, undefined, id, before.info);
  ownership.claim(accountOf(session, tenant, id), owner, personOf(kind.capabilities, declared));
  const { missing } = await compare(session, before, declared);
  const changes = [...missing, ...unseenChanges(kind, declared, before, "after-create")];
  await refuseUnoffered(session, changes);
  context.log.info(
    `${kind.platform.title}: ${NOUNS[kind.name].record} ${id} was created in an interrupted run and is taken on`,
  );
  return applyChanges(session, { way: "adoption", ...person, id, known: NOTHING, origin, before, changes });
}

/** Refuses to take on an account that another resource of this run manages and keeps. */
export function refuseClaimed(
  session: Session,
  { tenant, owner }: Pick<Subject, "tenant" | "owner">,
  id: string,
): void {
  const { ownership } = session;
  const account = accountOf(session, tenant, id);
  const stay = ownership.persons.stayOf(account);
  if (!ownership.keptByAnother(account, owner) && (stay === undefined || stay.urn === owner)) return;
  const { record, subject } = NOUNS[session.kind.name];
  throw new ClaimedError(
    `${session.kind.capabilities.naturalKey}: ${record} ${id} is already managed by another resource of this program; declare each ${subject} once`,
  );
}
