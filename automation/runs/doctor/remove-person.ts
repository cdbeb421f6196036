import { comparableKey, shownKey } from "../../../provider/core/contract/declaration";
import { RosterError } from "../../../provider/core/contract/errors";
import { compare, poll } from "../../../provider/core/lifecycle/converge";
import { type Desired, isAbsent, type Observed } from "../../../provider/core/model/entity";
import { sameValue } from "../../../provider/core/model/value";
import type { Session } from "../../../provider/core/session/session";

/** A person who was made for trials, as far as it is known. */
export interface Made {
  readonly desired: Desired;
  /** Ids that the account has had. Empty: the answer to its creation wasn't heard. */
  readonly ids: readonly string[];
  /** When a process was last at it, in milliseconds of the clock: a call of that moment may still be carried out. */
  readonly lastAlive: number;
}

/** What became of that person. */
export interface Removed {
  /** Accounts that were there and are gone now. */
  readonly removed: number;
  readonly left: readonly { readonly id?: string; readonly reason: string }[];
}

const UNHEARD = "whether the account was made is not known, and it doesn't show";

/**
 * Removes the person in the vendor's sense, wherever the account is by now, and sees to it that it is gone. An account that is
 * not proven to be the one that was made is left.
 *
 * @throws RosterError where nobody can tell which accounts there are
 */
export async function removePerson(session: Session, made: Made): Promise<Removed> {
  let removed = 0;
  const left: { id?: string; reason: string }[] = [];
  const accounts = await accountsOf(session, made);
  // A vendor may carry a creation out as late as it may answer it.
  const mayCome = made.ids.length === 0 && session.context.clock.now() < made.lastAlive + session.timeout;
  if (accounts.length === 0 && mayCome) left.push({ reason: UNHEARD });
  for (const account of accounts) {
    const reason = (await isOurs(session, made, account))
      ? await removeAccount(session, account.id)
      : "it is not as it was made, so it may be somebody else's by now";
    if (reason === undefined) removed++;
    else left.push({ id: account.id, reason });
  }
  return { removed, left };
}

/** By every id that it has had, and by the natural key; a creation whose answer was lost, or a second one, may show later. */
async function accountsOf(session: Session, { desired, ids, lastAlive }: Made): Promise<readonly Observed[]> {
  const { connector, kind } = session;
  const key = String(desired.attributes[kind.capabilities.naturalKey]);
  const shown = await Promise.all(ids.map((id) => connector.read(id, [])));
  const isThere = shown.some((account) => !isAbsent(account));
  const deadline = isThere ? 0 : lastAlive + kind.capabilities.consistencyWindow;
  const named = await poll(session, deadline, async () => {
    const found = await connector.find(key, []);
    return found.length > 0 ? found : undefined;
  });
  const accounts = [...shown.filter((account): account is Observed => !isAbsent(account)), ...(named ?? [])];
  return [...new Map(accounts.map((account) => [account.id, account])).values()];
}

/**
 * An id that the vendor has told is proof, as long as the account shows the person's natural key or name. Without it, nobody had
 * the natural key before the creation, and the account must show what was sent: something beside that key, and nothing else in its
 * place. A vendor may keep less than it is sent.
 */
async function isOurs(session: Session, { desired, ids }: Made, account: Observed): Promise<boolean> {
  const { capabilities } = session.kind;
  if (ids.includes(account.id)) {
    const key = comparableKey(capabilities, String(desired.attributes[capabilities.naturalKey]));
    const names = capabilities.fullName ?? [];
    const hasName = names.every((name) => sameValue(account.attributes[name], desired.attributes[name]));
    const isNamed = names.some((name) => desired.attributes[name] !== undefined);
    return shownKey(capabilities, account.attributes) === key || (isNamed && hasName);
  }
  const { missing } = await compare(session, account, { desired, options: {} });
  const others = missing.filter(({ kind }) => kind === "attribute");
  const isProof = (name: string) => name !== capabilities.naturalKey && !others.some(({ path }) => path[0] === name);
  return (
    others.every(({ from }) => from === undefined || from === null) && Object.keys(desired.attributes).some(isProof)
  );
}

/** Why it is still there; undefined where it is gone. */
async function removeAccount(session: Session, id: string): Promise<string | undefined> {
  const { connector, context, kind, timeout } = session;
  try {
    const removal = await connector.remove(id);
    const patience = removal === "accepted" ? timeout : kind.capabilities.consistencyWindow;
    const gone = await poll(session, context.clock.now() + patience, async () =>
      isAbsent(await connector.read(id, [])) ? true : undefined,
    );
    return gone ? undefined : `${kind.platform.title} has taken the removal, and still shows it`;
  } catch (error) {
    if (error instanceof RosterError) return error.message;
    throw error;
  }
}
