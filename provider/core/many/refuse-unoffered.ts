import { everything } from "../compare/diff.js";
import { fromProperties, type Properties } from "../contract/declaration.js";
import { InvalidArgumentsError } from "../contract/errors.js";
import { compare } from "../lifecycle/converge.js";
import { lackingNow } from "../lifecycle/refuse-unoffered.js";
import { accountsFor } from "../reads/accounts-for.js";
import type { Session } from "../session/session.js";
import type { Intent } from "../session/vocabulary-check.js";
import { Failures } from "./failures.js";
import { countOf, type People, withDefaults } from "./people.js";
import type { Plan } from "./plan.js";
import type { SetState } from "./set-state.js";

/**
 * Refuses a set of which anybody declares what the tenant is proven not to have: before the first write, so that nobody is made, or
 * changed, for the others' sake.
 *
 * @param waiting whoever is to be created or changed, with their arguments
 * @throws PeopleError with each reason and whom it stops
 */
export async function refuseUnofferedPeople(
  session: Session,
  waiting: People,
  { news, plan, state }: { readonly news: Properties; readonly plan: Plan; readonly state: SetState },
): Promise<void> {
  const { vocabulary, kind } = session;
  if (vocabulary === undefined) return;
  const keys = [...waiting.keys()];
  const all = await vocabulary.issues(
    keys.map((key) => intentOf(session, withDefaults(kind.capabilities, waiting.get(key) ?? {}, news), key)),
  );
  const failures = new Failures();
  for (const [i, issues] of all.entries()) {
    if (issues.length > 0) failures.add(keys[i] ?? "", new InvalidArgumentsError(issues));
  }
  if (failures.size === 0) return;
  for (const line of failures.untold()) session.context.log.warn(line);
  const verb = failures.size === 1 ? "declares" : "declare";
  throw failures.error(
    `nothing was sent, as ${countOf(failures.size)} ${verb} what is not at ${kind.platform.title}; mend that, and run again`,
  );

  function intentOf(session: Session, person: Properties, key: string): Intent {
    const declared = fromProperties(kind.capabilities, person);
    const id = state.idOf(key);
    const changed = plan.changed.get(key);
    if (changed && id !== undefined) {
      return { changes: changed.changes, lacking: () => lackingNow(session, id, declared) };
    }
    const changes = everything(kind.capabilities, declared);
    // An account that is not to be taken on is in the way, whatever it has.
    if (!declared.options.adopt) return { changes };
    return { changes, lacking: () => lackingOfNamed(session, declared) };
  }
}

/** What the account of somebody who may have one lacks of what is declared; undefined: they have none, or nobody can tell which. */
async function lackingOfNamed(session: Session, declared: ReturnType<typeof fromProperties>) {
  const [found, ...others] = await accountsFor(session, declared);
  if (found === undefined || others.length > 0) return undefined;
  return (await compare(session, found, declared)).missing;
}
