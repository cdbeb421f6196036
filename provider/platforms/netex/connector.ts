import {
  type Connector,
  type Filter,
  type Outcome,
  type Removal,
  type UpdateRequest,
  type Wanted,
  type Written,
  wants,
} from "../../core/contract/connector.js";
import { NotFoundError, ProtocolError } from "../../core/contract/errors.js";
import type { Vocabulary } from "../../core/contract/vocabulary.js";
import type { Absent, Desired, Observed, Sections } from "../../core/model/entity.js";
import { caseless } from "../../core/model/value.js";
import { refuseRenamed } from "../../core/reads/same-account.js";
import type { HttpClient } from "../../http/client.js";
import {
  changesGroups,
  type GroupWrites,
  type HeldGroup,
  updateOneWithGroups,
  updateWithGroups,
  withDeclaredGroups,
} from "../memberships.js";
import { Vocabularies } from "../vocabulary.js";
import { changeMembers, getUser, replaceUser } from "./api.js";
import { attributes } from "./arguments.js";
import { afterPut, personalIn, toObserved, toPut } from "./convert.js";
import { Creating } from "./creating.js";
import { Groups, shownIn } from "./groups.js";
import { reachOf, TITLE } from "./judge.js";
import { pagesOfUsers } from "./pages.js";
import { removed, switched, switchedOff } from "./removing.js";
import { Spellings } from "./spelling.js";
import { Unshown } from "./unshown.js";
import { sourcesOf } from "./vocabulary.js";
import type { UserWrite, WireUser } from "./wire.js";

/** Members that one call takes. */
const MOST_MEMBERS = 500;
/** One Netex learningCloud, through its management platform. */
export class NetexConnector implements Connector {
  readonly #creating: Creating;
  readonly #groups: Groups;
  readonly #spellings: Spellings;
  readonly #unshown: Unshown;
  readonly #vocabularies: Vocabularies;
  readonly #groupWrites: GroupWrites = {
    update: (request) => this.#updateUser(request),
    held: ({ id }) => this.#groups.held(id),
    change: async (group, people, action) => {
      reachOf(await changeMembers(this.http, group, people, action));
    },
    most: MOST_MEMBERS,
  };

  constructor(
    readonly http: HttpClient,
    readonly url: string,
    /** Creations that share a look. */
    readonly manyAtMost: number,
  ) {
    this.#creating = new Creating(http);
    this.#groups = new Groups(http);
    this.#spellings = new Spellings(http);
    this.#unshown = new Unshown(http.options.context);
    this.#vocabularies = new Vocabularies(sourcesOf(http));
  }

  async tenant(): Promise<string> {
    return this.url;
  }

  vocabulary(about?: readonly string[], since?: Vocabulary): Promise<Vocabulary> {
    return this.#vocabularies.told(about, since);
  }

  async read(id: string, wanted?: Wanted): Promise<Observed | Absent> {
    const user = await this.#user(id);
    return user ? this.#withGroups(user, wanted) : { absent: true, proof: "404" };
  }

  async find(username: string, wanted?: Wanted): Promise<readonly Observed[]> {
    const user = await getUser(this.http, username, username);
    if (user === undefined) {
      const alike = await this.#spellings.alike(username);
      return alike ? [await this.#withGroups(alike, wanted)] : [];
    }
    if (caseless(user.username) === caseless(username)) return [await this.#withGroups(user, wanted)];
    throw new ProtocolError(
      `username: ${TITLE} answers the look-up of this username with account ${user.id}, which has another one; use a username that is nobody's id`,
    );
  }

  create(desired: Desired): Promise<Written> {
    return this.#creating.one(desired);
  }

  createMany(people: readonly Desired[]): Promise<readonly Outcome[]> {
    return this.#creating.many(people);
  }

  update(request: UpdateRequest): Promise<Written> {
    if (changesGroups(request)) return updateOneWithGroups(request, this.#groupWrites);
    return this.#updateUser(request).then(withDeclaredGroups(request));
  }

  /** Changes of the accounts one by one, and memberships in one call for many people of a group. */
  updateMany(requests: readonly UpdateRequest[]): Promise<readonly Outcome[]> {
    return updateWithGroups(requests, this.#groupWrites);
  }

  async #updateUser(request: UpdateRequest): Promise<Written> {
    const { id, changes, desired, seen } = request;
    if (changes.every(({ kind }) => kind === "activation")) {
      const action = desired.attributes["enabled"] === false ? "deactivate" : "activate";
      reachOf(await switched(this.http, id, action, personalIn(desired.attributes)));
      return { id };
    }
    const { clock } = this.http.options.context;
    const made = this.#creating.madeAs(seen);
    let current = made ?? (await this.#toMerge(request));
    // Of a new account nobody else knows yet.
    const readAt = made ? Number.POSITIVE_INFINITY : clock.now();
    if (!made) this.#unshown.warn(current, desired);
    let user = toPut(current, request);
    const again = async (): Promise<UserWrite> => {
      current = await this.#toMerge(request);
      user = toPut(current, request);
      return user;
    };
    const outcome = reachOf(await replaceUser(this.http, id, user, { readAt, again }));
    // A picture gets a new path on the server, which only a read tells.
    const isProof = outcome === "done" && user["image"] === undefined;
    return { id, ...(isProof ? { observed: afterPut(current, user) } : {}) };
  }

  deactivate(id: string): Promise<Removal> {
    return switchedOff(this.http, id);
  }

  remove(id: string): Promise<Removal> {
    return removed(this.http, id);
  }

  /** Everybody's groups by group, where asking each person would take a call each. */
  async *pages(_filter: Filter = {}, wanted?: Wanted): AsyncIterable<readonly Observed[]> {
    const isGrouped = wants(wanted, "groups");
    const groups = new Map<string, HeldGroup[]>();
    if (isGrouped) yield* this.#groups.everybodys(groups);
    for await (const page of pagesOfUsers(this.http)) {
      yield page.map((user) => toObserved(user, isGrouped ? shownIn(groups.get(user.id) ?? []) : undefined));
    }
  }

  async impliedMembers(id: string, set: string): Promise<Sections> {
    return set === "roles" ? this.#groups.roles(id) : {};
  }

  async #present(id: string): Promise<WireUser> {
    const user = await this.#user(id);
    if (user) return user;
    throw new NotFoundError(`account ${id} is gone from ${TITLE} (404). Run a refresh and then up, to create it again`);
  }

  /** The account that a PUT is made from. */
  async #toMerge(request: UpdateRequest): Promise<WireUser> {
    const user = await this.#present(request.id);
    refuseRenamed({ title: TITLE, naturalKey: "username", attributes }, request, user.username);
    return user;
  }

  /** The account with this very id: the address also takes usernames. */
  async #user(id: string): Promise<WireUser | undefined> {
    const user = await getUser(this.http, id);
    if (user === undefined || user.id === id) return user;
    throw new ProtocolError(
      `${TITLE} answers the look-up of an id with another account, ${user.id}; to import by username, give username: before it`,
    );
  }

  async #withGroups(user: WireUser, wanted: Wanted | undefined): Promise<Observed> {
    return toObserved(user, wants(wanted, "groups") ? await this.#groups.shown(user.id) : undefined);
  }
}
