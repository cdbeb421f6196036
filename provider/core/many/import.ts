import { declareAll, fromProperties, type Properties } from "../contract/declaration.js";
import { InvalidArgumentsError } from "../contract/errors.js";
import { describe, type Found } from "../lifecycle/reconcile.js";
import { listAll } from "../reads/queries.js";
import { accountOf, type Session } from "../session/session.js";
import { knownOf } from "./people.js";
import type { Run } from "./reconcile.js";
import { SetState } from "./set-state.js";

/** The id by which a set of everybody is imported. */
const EVERYBODY = "all";

/**
 * Everybody that the account shows, as one set: each person by their natural key, or by their id where it says nothing or is
 * somebody else's too. Everybody is retained when they leave, until the program says something else.
 *
 * @throws InvalidArgumentsError for an id other than "all"
 */
export async function importUsers(session: Session, id: string, { owner }: Run): Promise<Found> {
  if (id !== EVERYBODY) {
    throw new InvalidArgumentsError([
      { path: ["id"], reason: `a set is imported by the id "${EVERYBODY}": everybody that the account shows` },
    ]);
  }
  const { kind, connector } = session;
  const { capabilities } = kind;
  const tenant = await connector.tenant();
  const state = new SetState(capabilities, { ...knownOf({}), tenant });
  const inputs = new Map<string, Properties>();
  const { options } = fromProperties(capabilities, {});
  for await (const user of listAll(session, {})) {
    const naturalKey = user.attributes[capabilities.naturalKey];
    const usable = typeof naturalKey === "string" && naturalKey !== "" && !/^(__|id:)/.test(naturalKey);
    const key = [...(usable ? [naturalKey] : []), user.id, `${user.id}#`].find((one) => !inputs.has(one)) ?? user.id;
    session.ownership.takers.take(accountOf(session, tenant, user.id), owner);
    const declared = { desired: declareAll(capabilities, user), options };
    const found = await describe(session, user, declared, { tenant, origin: "imported" });
    state.put(key, {}, found);
    inputs.set(key, found.inputs);
  }
  const users = state.named(new Map([...inputs].sort(([a], [b]) => (a < b ? -1 : 1))), {});
  return { id: tenant, outputs: state.outputs({}, tenant, {}), inputs: { users, onDestroy: "retain" } };
}
