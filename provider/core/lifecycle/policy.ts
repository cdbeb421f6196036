import type { Contents } from "../contract/connector.js";
import type { Declaration } from "../contract/declaration.js";
import {
  AlreadyExistsError,
  AmbiguousError,
  DiffersError,
  InactiveExistsError,
  InvalidArgumentsError,
  NotEmptyError,
} from "../contract/errors.js";
import { type Capabilities, NOUNS, type ResourceKind } from "../contract/kind.js";
import type { Change } from "../model/change.js";
import type { Observed } from "../model/entity.js";
import type { OnDestroy, Origin } from "../model/options.js";
import type { ValidationIssue } from "../model/validation-issue.js";
import { pathText } from "../model/value.js";

/**
 * The one account that may be taken on. Pure; throws the refusal, naming the account's id and the ways out.
 *
 * @param matches every account with the declared natural key
 * @param canImport whether this adapter can import, for the message
 */
export function adoptable(
  kind: ResourceKind,
  declared: Declaration,
  matches: readonly [Observed, ...Observed[]],
  canImport: boolean,
): Observed {
  const [observed, ...others] = matches;
  const { naturalKey } = kind.capabilities;
  if (others.length > 0) {
    const { record } = NOUNS[kind.name];
    const ids = matches.map(({ id }) => id).join(", ");
    const way = kind.capabilities.holdsOthers && canImport ? ", or import the one that is meant by its id" : "";
    throw new AmbiguousError(
      `${naturalKey}: ${matches.length} ${record}s at ${kind.platform.title} have this ${naturalKey} (ids ${ids}); resolve that there first${way}`,
    );
  }
  if ((declared.options.adopt ?? false) === false) throw refusal(kind, observed, canImport);
  return observed;
}

/** Refuses changes that this adoption must not make, or that no adoption could. Pure. */
export function refuseDifferent(
  kind: ResourceKind,
  declared: Declaration,
  observed: Observed,
  changes: readonly Change[],
): void {
  if (declared.options.adopt === "identical" && changes.length > 0) {
    throw new DiffersError(
      `${kind.capabilities.naturalKey}: ${NOUNS[kind.name].record} ${observed.id} at ${kind.platform.title} exists and differs from what is ` +
        `declared in ${paths(changes)}; declare what it has, or set adopt: true to change it`,
      observed.id,
    );
  }
  refuseFixedValues(kind, observed, changes);
}

/** Refuses a person as their own manager, say, before any call. */
export function refuseOwnReference(
  { name: kind }: Pick<ResourceKind, "name">,
  { desired }: Declaration,
  id: string,
): void {
  const { record, aSubject, their } = NOUNS[kind];
  const own = Object.keys(desired.references).filter((name) => desired.references[name] === id);
  if (own.length === 0) return;
  throw new InvalidArgumentsError(
    own.map((name) => ({
      path: [name],
      reason: `${aSubject} can't be ${their} own ${name}; name another ${record}'s id`,
    })),
  );
}

/**
 * Why an account must not be promised to be deleted: it is a copy of one in another directory, and would come back. Pure. What
 * was promised before stays as it is until the removal, which refuses it.
 *
 * @param last the declaration that was applied last; absent where there is none
 * @param shown the account's outputs
 */
export function copyIssues(
  { copies }: Capabilities,
  { options }: Declaration,
  last: Declaration | undefined,
  id: string,
  shown: Readonly<Record<string, unknown>>,
): readonly ValidationIssue[] {
  const source = copies && shown[copies.output];
  const isPromised = options.onDestroy === "delete" && last?.options.onDestroy !== "delete";
  return source && isPromised ? [copyIssue(id, copies.output, String(source))] : [];
}

/** Throws the same. */
export function refuseDeletingCopy(...about: Parameters<typeof copyIssues>): void {
  const issues = copyIssues(...about);
  if (issues.length > 0) throw new InvalidArgumentsError(issues);
}

/**
 * Says why an account can't be deleted for good, and what can be done instead.
 *
 * @param output names the directory that the account is a copy from
 */
export function copyIssue(id: string, output: string, source: string): ValidationIssue {
  const reason =
    `account ${id} is a copy of one in another directory (${output} ${source}), and what is deleted here comes back from there with ` +
    'another id, switched on. Nothing was sent. Declare the person with onDestroy "deactivate", which holds, or "retain", and run up before they ' +
    "are taken out; or delete them in that directory";
  return { path: ["onDestroy"], reason };
}

/** What happens to the account when its resource goes. */
export function destroyPolicy(onDestroy: OnDestroy | undefined, origin: Origin): OnDestroy {
  return onDestroy ?? (origin === "created" ? "deactivate" : "retain");
}

/** The same of a resource of any kind; `delete-empty`: deleted if nothing is in it, and refused otherwise. */
export function removalPolicy(
  { holdsOthers }: Capabilities,
  onDestroy: OnDestroy | undefined,
  origin: Origin,
): OnDestroy | "delete-empty" {
  const isUnsaid = onDestroy === undefined && origin === "created";
  return holdsOthers && isUnsaid ? "delete-empty" : destroyPolicy(onDestroy, origin);
}

/** Why something that holds others must not be deleted as it is; undefined where it may be. Pure. */
export function notEmpty(
  kind: ResourceKind,
  id: string,
  policy: "delete" | "delete-empty",
  { members, children }: Contents,
): NotEmptyError | undefined {
  const { record } = NOUNS[kind.name];
  const said = `${record} ${id} at ${kind.platform.title} is not deleted:`;
  if (children) {
    return new NotEmptyError(
      `${said} other ${record}s are below it, and would be deleted with it. Nothing was sent. Remove or move those first; to leave it there, ` +
        'declare it again with onDestroy: "retain", run up, and then take it out',
    );
  }
  if (!members || policy === "delete") return undefined;
  return new NotEmptyError(
    `${said} it has members. Nothing was sent. Take them out of it first; or declare the ${record} again with onDestroy: "delete", which deletes it with ` +
      'its members in it, or "retain", which leaves it there, run up, and then take it out',
  );
}

/**
 * Values that are sent but never shown: nobody can tell whether the account has them.
 *
 * @param when `after-create`: those that the create call did not take; `adoption`: all of them
 */
export function unseenChanges(
  { capabilities }: ResourceKind,
  declared: Declaration,
  observed: Observed,
  when: "after-create" | "adoption",
): readonly Change[] {
  return Object.entries(capabilities.attributes).flatMap(([name, traits]): Change[] => {
    const to = declared.desired.attributes[name];
    const unseen = traits.writeOnly || observed.unseen?.includes(name);
    if (!unseen || traits.createOnly || to === undefined) return [];
    if (when === "after-create" && !traits.afterCreate) return [];
    return [{ kind: "attribute", path: [name], ...(to === null ? {} : { to }) }];
  });
}

/** Property paths for a message, each once. */
export function paths(changes: readonly Change[]): string {
  return [...new Set(changes.map(({ path }) => pathText(path)))].join(", ");
}

/** Changes of what can be set at creation alone: no adoption can make them. */
export function fixedChanges({ attributes, references }: Capabilities, changes: readonly Change[]): readonly Change[] {
  const isFixed = (name: string) => attributes[name]?.createOnly === "refused" || references[name]?.fixed !== undefined;
  return changes.filter(({ path }) => isFixed(String(path[0])));
}

/** Refuses what no change of an account that is there can bring about. */
export function refuseFixedValues(kind: ResourceKind, { id }: Pick<Observed, "id">, changes: readonly Change[]): void {
  const fixed = fixedChanges(kind.capabilities, changes);
  if (fixed.length === 0) return;
  throw new InvalidArgumentsError(
    fixed.map(({ path }) => ({
      path,
      reason: `can only be set when ${NOUNS[kind.name].aRecord} is created, and the existing ${NOUNS[kind.name].record} ${id} has another value; leave it out`,
    })),
  );
}

function refusal(kind: ResourceKind, observed: Observed, canImport: boolean): Error {
  const { naturalKey } = kind.capabilities;
  const { aRecord, record, subject } = NOUNS[kind.name];
  const adopt = "set adopt: true";
  const ways = canImport ? `${adopt}, or import it with that id,` : adopt;
  const leaver =
    kind.name === "user"
      ? "If it belongs to someone who leaves in this same run, run again once that is done"
      : `If it is ${aRecord} that goes in this same run, run again once that is done`;
  return observed.active
    ? new AlreadyExistsError(
        `${naturalKey}: ${aRecord} with this ${naturalKey} exists at ${kind.platform.title} (id ${observed.id}). ` +
          `To manage it, ${ways} and it is kept and brought to what is declared. ${leaver}`,
        observed.id,
      )
    : new InactiveExistsError(
        `${naturalKey}: an inactive ${record} with this ${naturalKey} exists at ${kind.platform.title} (id ${observed.id}). ` +
          `To bring this ${subject} back under the same id, ${ways} and it is reactivated. ${leaver}`,
        observed.id,
      );
}
