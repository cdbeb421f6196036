import type { Outcome, UpdateRequest, Written } from "../core/contract/connector.js";
import { declaredMembers } from "../core/contract/declaration.js";
import { InternalError, InvalidArgumentsError, NotFoundError, RejectedError } from "../core/contract/errors.js";
import { settled } from "../core/contract/outcome.js";
import { isAbout } from "../core/model/change.js";
import { type Desired, FLAT } from "../core/model/entity.js";
import { type Path, pathText, sameValue } from "../core/model/value.js";

const GROUPS = "groups";
const isAboutGroups = isAbout(GROUPS);

export type MembershipAction = "add" | "remove";

/** A group that somebody is in. */
export interface HeldGroup {
  readonly id: string;
  /** Every text that declares it, its id among them. */
  readonly names: readonly string[];
  /** The vendor puts people into it by a rule of its own: nobody is taken out. */
  readonly isImplied?: boolean;
}

/** What a vendor does for people whose groups are written apart from them. */
export interface GroupWrites {
  /** Everything but groups. */
  update(request: UpdateRequest): Promise<Written>;
  /** The groups that the account is in. */
  held(request: UpdateRequest): Promise<readonly HeldGroup[]>;
  /** One call, in which the vendor takes all of these people or none. */
  change(group: string, people: readonly string[], action: MembershipAction): Promise<void>;
  /** People in one call. */
  readonly most: number;
}

interface Move {
  readonly person: number;
  readonly id: string;
  readonly group: string;
  readonly path: Path;
}

/**
 * Updates people and then their memberships, group by group: whoever joins or leaves one group shares calls. People join
 * first and leave last, so that an interrupted run leaves somebody with too much rather than with nothing. Where a vendor
 * refuses several, each is asked for alone, so that nobody is refused for another one.
 */
export async function updateWithGroups(
  requests: readonly UpdateRequest[],
  vendor: GroupWrites,
): Promise<readonly Outcome[]> {
  const outcomes = await Promise.all(requests.map((request) => ownOutcome(request, vendor)));
  const errors = new Map<number, Error>();
  const joins: Move[] = [];
  const leaves: Move[] = [];
  const open = requests.flatMap((request, person) => {
    const isOpen = "written" in (outcomes[person] ?? {}) && changesGroups(request);
    return isOpen ? [{ request, person }] : [];
  });
  await Promise.all(
    open.map(async ({ request, person }) => {
      const held = await settled(vendor.held(request));
      if ("error" in held) errors.set(person, held.error);
      else {
        joins.push(...joinsOf(request, person, held.value));
        leaves.push(...leavesOf(request, person, held.value));
      }
    }),
  );
  await changeAll(joins, "add", vendor, errors);
  const left = leaves.filter(({ person }) => !errors.has(person));
  await changeAll(left, "remove", vendor, errors);
  return outcomes.map((outcome, person) => {
    const error = errors.get(person);
    return error === undefined ? outcome : { error };
  });
}

/** The same for one person. */
export async function updateOneWithGroups(request: UpdateRequest, vendor: GroupWrites): Promise<Written> {
  const [outcome = { error: new InternalError("an update has no outcome") }] = await updateWithGroups(
    [request],
    vendor,
  );
  if ("error" in outcome) throw outcome.error;
  return outcome.written;
}

/** Whether a request is about groups too: any other one is an update of the account alone. */
export function changesGroups({ changes }: UpdateRequest): boolean {
  return changes.some(isAboutGroups);
}

/** Adds to the answer of an update of the account alone what it leaves out: groups, which are as declared. */
export function withDeclaredGroups({ desired }: UpdateRequest): (written: Written) => Written {
  return (written) => {
    const { observed } = written;
    const groups = declaredGroups(desired);
    if (!observed || !groups || observed.sets[GROUPS]) return written;
    return {
      ...written,
      observed: { ...observed, sets: { ...observed.sets, [GROUPS]: { members: { [FLAT]: groups } } } },
    };
  };
}

/** Groups that are declared, in their order. */
export function declaredGroups(desired: Desired): readonly string[] | undefined {
  return declaredMembers(desired, GROUPS)?.[FLAT];
}

/** What an answer shows of the account is kept only where it isn't about to have other groups. */
async function ownOutcome(request: UpdateRequest, vendor: GroupWrites): Promise<Outcome> {
  const others = request.changes.filter((change) => !isAboutGroups(change));
  if (others.length === 0) return { written: { id: request.id } };
  const result = await settled(vendor.update({ ...request, changes: others }));
  if ("error" in result) return result;
  if (!changesGroups(request)) return { written: withDeclaredGroups(request)(result.value) };
  const { observed: _, ...written } = result.value;
  return { written };
}

function joinsOf({ id, desired }: UpdateRequest, person: number, held: readonly HeldGroup[]): readonly Move[] {
  return (declaredGroups(desired) ?? []).flatMap((group, i) =>
    held.some((other) => isNamed(other, group)) ? [] : [{ person, id, group, path: [GROUPS, i] }],
  );
}

function leavesOf({ id, desired, addOnly }: UpdateRequest, person: number, held: readonly HeldGroup[]) {
  const declared = declaredGroups(desired);
  if (declared === undefined || addOnly.includes(GROUPS)) return [];
  const left = held.filter((group) => !group.isImplied && !declared.some((name) => isNamed(group, name)));
  return left.map((group): Move => ({ person, id, group: group.id, path: [GROUPS] }));
}

function isNamed({ names }: HeldGroup, text: string): boolean {
  return names.some((name) => sameValue(name, text));
}

async function changeAll(
  moves: readonly Move[],
  action: MembershipAction,
  vendor: GroupWrites,
  errors: Map<number, Error>,
): Promise<void> {
  const byGroup = [...Map.groupBy(moves, ({ group }) => group).values()];
  const parts = byGroup.flatMap((all) =>
    Array.from({ length: Math.ceil(all.length / vendor.most) }, (_, i) =>
      all.slice(i * vendor.most, (i + 1) * vendor.most),
    ),
  );
  await Promise.all(parts.map((part) => changePart(part, action, vendor, errors)));
}

async function changePart(
  part: readonly Move[],
  action: MembershipAction,
  vendor: GroupWrites,
  errors: Map<number, Error>,
): Promise<void> {
  const [first, ...others] = part;
  if (first === undefined) return;
  const people = part.map(({ id }) => id);
  const result = await settled(vendor.change(first.group, people, action));
  if ("value" in result) return;
  const { error } = result;
  const isRefused = error instanceof RejectedError || error instanceof NotFoundError;
  if (isRefused && others.length > 0) {
    await Promise.all(part.map((move) => changePart([move], action, vendor, errors)));
    return;
  }
  // Nobody is in a group that is not there: the look at the account afterwards proves it.
  if (action === "remove" && error instanceof NotFoundError) return;
  for (const { person, path } of part) errors.set(person, errors.get(person) ?? placed(error, path));
}

function placed(error: Error, path: Path): Error {
  const place = pathText(path);
  if (error instanceof InvalidArgumentsError) {
    return new InvalidArgumentsError(error.issues.map(({ reason }) => ({ path, reason })));
  }
  if (error instanceof RejectedError) return new RejectedError(`${place}: ${error.message}`, [place]);
  return error instanceof NotFoundError ? new NotFoundError(`${place}: ${error.message}`) : error;
}
