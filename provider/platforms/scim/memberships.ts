import { NotFoundError, RejectedError } from "../../core/contract/errors.js";
import { settled } from "../../core/contract/outcome.js";
import { polled } from "../../core/lifecycle/backoff.js";
import { FLAT, type ObservedSet } from "../../core/model/entity.js";
import { pathText } from "../../core/model/value.js";
import type { HttpClient } from "../../http/client.js";
import { AskedOnce } from "../asked-once.js";
import type { HeldGroup, MembershipAction } from "../memberships.js";
import type { Discovery } from "./discovery.js";
import { isInability, TITLE } from "./errors.js";
import { getGroup } from "./group/api.js";
import { findGroupsOf, lookForGroups, NOBODY, patchMembers, walkMembers } from "./member-calls.js";
import { replaceMembers } from "./member-replacement.js";
import type { AnyUser } from "./wire.js";

/** How long a walk through all groups is believed, in milliseconds. */
const WALK_HOLDS = 1_000;

/** People's groups, which a server keeps as members of the group. */
export class Memberships {
  /** Whether the server is known to show people's groups on the people: then whoever shows none is in none. */
  #isShown = false;
  #hasNoPatch = false;
  /** Whether a removal by a filter in the path was seen to work, or was seen to be passed over. */
  #removes: boolean | undefined;
  readonly #turns = new Map<string, Promise<unknown>>();
  /** Members that reads of people have shown, by group: whoever a read of the group leaves out was kept back. */
  readonly #seen = new Map<string, Set<string>>();
  /** Whether there are any groups: once somebody has joined one, there are. */
  readonly #list = new AskedOnce(() => lookForGroups(this.http));
  #hasJoined = false;
  #walk: { readonly at: number; readonly groups: ReturnType<typeof walkMembers> } | undefined;
  /** Whether a look for groups by a member is understood: of one that is passed over, the answer is all groups. */
  #filters: boolean | undefined;

  constructor(
    readonly http: HttpClient,
    readonly discovery: Discovery,
    /** How long a write may take to show, in milliseconds. */
    readonly visibilityTimeout: number,
  ) {}

  /**
   * The groups of somebody as the server tells: on the person or, where it shows none there, by a look for groups that they are
   * a member of, or by a walk through all of them. Undefined: it has no groups.
   */
  async shown(user: AnyUser): Promise<ObservedSet | undefined> {
    const groups = user["groups"];
    const own = Array.isArray(groups) ? groupsIn(groups) : undefined;
    if (own && (own.direct.length > 0 || own.indirect.length > 0)) this.#isShown = true;
    const told = own ?? (this.#isShown ? { direct: [], indirect: [] } : await this.#found(user.id));
    if (told === undefined) return undefined;
    for (const group of told.direct) this.#seen.set(group, (this.#seen.get(group) ?? new Set()).add(user.id));
    return { members: { [FLAT]: told.direct }, implied: { [FLAT]: told.indirect } };
  }

  async held(user: AnyUser): Promise<readonly HeldGroup[]> {
    const { members = {} } = (await this.shown(user)) ?? {};
    return (members[FLAT] ?? []).map((id) => ({ id, names: [id] }));
  }

  /**
   * Refuses groups of a server that lists none, where each of them doesn't show by itself either.
   *
   * @throws RejectedError, and whatever the server refuses or fails at
   */
  async refuseUnreachable(groups: readonly string[]): Promise<void> {
    if (groups.length === 0) return;
    const list = await settled(this.#list.get());
    if ("value" in list && (list.value === "some" || list.value === "none")) return;
    for (const [i, group] of groups.entries()) {
      if (await getGroup(this.http, group)) continue;
      const place = pathText(["groups", i]);
      throw new RejectedError(
        `${place}: the ${TITLE} server has no list of groups (404), and doesn't show group "${group}". Nothing was sent; leave it out`,
        [place],
      );
    }
  }

  /**
   * Puts people into a group or takes them out, by a PATCH of these members alone. A server that has none, or refuses or passes
   * over what it can't, gets the whole group, one change of it at a time.
   *
   * @param heldBy the groups that somebody is in now
   */
  async change(
    group: string,
    people: readonly string[],
    action: MembershipAction,
    heldBy: (person: string) => Promise<readonly HeldGroup[]>,
  ): Promise<void> {
    const { patch } = await this.discovery.features();
    this.#hasJoined = true;
    this.#walk = undefined;
    const isTried = patch && !this.#hasNoPatch && !(action === "remove" && this.#removes === false);
    const isPatched = isTried && (await this.#isPatched(group, people, action, heldBy));
    this.#walk = undefined;
    if (isPatched) return;
    const before = this.#turns.get(group) ?? Promise.resolve();
    const expected = this.#seen.get(group) ?? new Set();
    const turn = before.then(() => replaceMembers(this.http, this.discovery, { group, people, action, expected }));
    this.#turns.set(
      group,
      turn.catch(() => undefined),
    );
    await turn;
    this.#walk = undefined;
    for (const person of people) if (action === "remove") expected.delete(person);
  }

  async #isPatched(
    group: string,
    people: readonly string[],
    action: MembershipAction,
    heldBy: (person: string) => Promise<readonly HeldGroup[]>,
  ): Promise<boolean> {
    const outcome = await patchMembers(this.http, group, people, action).catch(ifFailing);
    if (outcome === "missing") throw new NotFoundError(`the ${TITLE} server has no group "${group}"`);
    if (outcome === "disallowed") this.#hasNoPatch = true;
    if (outcome !== "done" || action === "add") return outcome === "done";
    const [first] = people;
    if (this.#removes === undefined && first !== undefined) this.#removes = await this.#isOut(group, first, heldBy);
    if (this.#removes) for (const person of people) this.#seen.get(group)?.delete(person);
    return this.#removes === true;
  }

  /** Some servers answer a removal as done and keep the member: it counts when it shows, the first time. */
  async #isOut(
    group: string,
    person: string,
    heldBy: (person: string) => Promise<readonly HeldGroup[]>,
  ): Promise<boolean> {
    const { context } = this.http.options;
    const isOut = await polled(context, context.clock.now() + this.visibilityTimeout, async () =>
      (await heldBy(person)).some(({ id }) => id === group) ? undefined : true,
    );
    return isOut === true;
  }

  async #found(userId: string): Promise<Told | undefined> {
    if (!this.#hasJoined && (await this.#list.get()) !== "some") return undefined;
    const { filter } = await this.discovery.features();
    const found = filter && this.#filters !== false ? await findGroupsOf(this.http, userId) : undefined;
    if (found !== undefined && found.length > 0) {
      this.#filters ??= (await findGroupsOf(this.http, NOBODY))?.length === 0;
    }
    const direct = found === undefined || this.#filters === false ? await this.#walked(userId) : found;
    return { direct, indirect: [] };
  }

  /** Where no filter finds a person's groups, all groups are read with their members' ids, and shared by who asks at that time. */
  async #walked(userId: string): Promise<readonly string[]> {
    const now = this.http.options.context.clock.now();
    if (this.#walk === undefined || now - this.#walk.at > WALK_HOLDS) {
      this.#walk = { at: now, groups: walkMembers(this.http) };
      this.#walk.groups.catch(() => {
        this.#walk = undefined;
      });
    }
    return (await this.#walk.groups).get(userId) ?? [];
  }
}

interface Told {
  readonly direct: readonly string[];
  /** Groups that others lead to. */
  readonly indirect: readonly string[];
}

function groupsIn(items: readonly unknown[]): Told {
  const groups = items as readonly Readonly<Record<string, unknown>>[];
  const ids = (some: typeof groups) => some.flatMap(({ value }) => (typeof value === "string" ? [value] : []));
  const isIndirect = ({ type }: (typeof groups)[number]) =>
    typeof type === "string" && type.toLowerCase() === "indirect";
  return { direct: ids(groups.filter((item) => !isIndirect(item))), indirect: ids(groups.filter(isIndirect)) };
}

/** A server that fails at a PATCH again and again may take the whole group. */
function ifFailing(error: unknown): "refused" {
  if (isInability(error)) return "refused";
  throw error;
}
