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
import { NotFoundError, ProtocolError, RejectedError, UncertainError } from "../../core/contract/errors.js";
import type { Vocabulary } from "../../core/contract/vocabulary.js";
import { type Absent, type Desired, isAbsent, type Observed } from "../../core/model/entity.js";
import { decodedCaseless } from "../../core/model/value.js";
import { refuseRenamed } from "../../core/reads/same-account.js";
import type { HttpClient } from "../../http/client.js";
import { AskedOnce } from "../asked-once.js";
import { type GroupWrites, updateOneWithGroups, updateWithGroups } from "../memberships.js";
import { orUntold, Vocabularies } from "../vocabulary.js";
import { ActiveFields } from "./active-fields.js";
import {
  createUser,
  deleteUser,
  getAccount,
  getUser,
  LARGE_PAGE,
  listFields,
  listUsers,
  PAGE,
  patchUser,
  TITLE,
} from "./api.js";
import { attributes } from "./arguments.js";
import { isDeleted, leavesOpen, needsCurrent, toCreate, toListed, toObserved, toPatch } from "./convert.js";
import type { WireGroup } from "./group/wire.js";
import { Memberships, MOST_MEMBERS, shownIn } from "./memberships.js";
import { sourcesOf } from "./vocabulary.js";
import type { WireAccount, WireUser } from "./wire.js";

/** One Adobe Learning Manager account. */
export class AdobeConnector implements Connector {
  #tenant: Promise<string> | undefined;
  #pageSize = LARGE_PAGE;
  readonly #account: AskedOnce<WireAccount>;
  readonly #fields: ActiveFields;
  readonly #vocabularies: Vocabularies;
  readonly #memberships: Memberships;
  readonly #groupWrites: GroupWrites = {
    update: (request) => this.#updateUser(request),
    held: ({ id }) => this.#memberships.held(id),
    change: (group, people, action) => this.#memberships.change(group, people, action),
    most: MOST_MEMBERS,
  };

  constructor(readonly http: HttpClient) {
    this.#account = new AskedOnce(() => getAccount(http));
    const fields = new AskedOnce(orUntold(() => listFields(http)));
    this.#fields = new ActiveFields(fields);
    this.#vocabularies = new Vocabularies(sourcesOf(http, this.#account, fields));
    this.#memberships = new Memberships(http);
  }

  tenant(): Promise<string> {
    this.#tenant ??= this.#account.get().then(
      ({ id }) => id,
      (error: unknown) => {
        this.#tenant = undefined;
        throw error;
      },
    );
    return this.#tenant;
  }

  vocabulary(about?: readonly string[], since?: Vocabulary): Promise<Vocabulary> {
    return this.#vocabularies.told(about, since);
  }

  async read(id: string, wanted?: Wanted): Promise<Observed | Absent> {
    const user = await getUser(this.http, id);
    if (user === undefined) return { absent: true, proof: "404" };
    await this.#refuseForeign([user]);
    return isDeleted(user) ? { absent: true, proof: "state DELETED" } : this.#shown(user, wanted);
  }

  /** Deleted accounts are not listed: what a POST makes of their address is for the vendor to say. */
  async find(email: string, wanted?: Wanted): Promise<readonly Observed[]> {
    const key = decodedCaseless(email);
    const isWanted = (user: WireUser): boolean =>
      decodedCaseless(user.attributes.email ?? "") === key && !isDeleted(user);
    const users = await this.#named(email);
    const found = users?.filter(isWanted) ?? [];
    // Strangers in the answer mean that the filter was not understood, so that an empty result would prove nothing.
    if (found.length > 0 || users?.length === 0) {
      return Promise.all(found.map((user) => this.#shown(user, wanted)));
    }
    const ids: string[] = [];
    for await (const page of this.#pages()) ids.push(...page.filter(isWanted).map(({ id }) => id));
    const all = await Promise.all(ids.map((id) => this.read(id, wanted)));
    return all.filter((match): match is Observed => !isAbsent(match));
  }

  async create(desired: Desired): Promise<Written> {
    const user = await createUser(this.http, await this.#fields.spelt(toCreate(desired)));
    // Accepted without an id: the look-up for the email tells which account it became.
    if (user === undefined) throw new UncertainError(`${TITLE} has accepted the creation and names no account yet`);
    await this.#refuseForeign([user]);
    const { lastLoginDate, pointsEarned } = user.attributes;
    const lived = Boolean(lastLoginDate) || (pointsEarned ?? 0) > 0;
    return {
      id: user.id,
      ...(leavesOpen(user, desired) ? {} : { observed: toObserved(user) }),
      ...(lived
        ? { note: `account ${user.id} has been in use before: a deleted account was brought back, with its history` }
        : {}),
    };
  }

  update(request: UpdateRequest): Promise<Written> {
    return updateOneWithGroups(request, this.#groupWrites);
  }

  /** Changes of the accounts one by one, and memberships in one call for many people of a group. */
  updateMany(requests: readonly UpdateRequest[]): Promise<readonly Outcome[]> {
    return updateWithGroups(requests, this.#groupWrites);
  }

  async #updateUser(request: UpdateRequest): Promise<Written> {
    const { id, changes, desired, addOnly, seen } = request;
    const isAddOnly = addOnly.includes("roles");
    const current = needsCurrent(changes, desired, isAddOnly) ? (seen ?? (await this.read(id, []))) : undefined;
    if (current && isAbsent(current)) {
      throw new NotFoundError(
        `account ${id} is gone from ${TITLE} (${current.proof}). Run a refresh and then up, to create it again`,
      );
    }
    if (current) refuseRenamed({ title: TITLE, naturalKey: "email", attributes }, request, current.attributes["email"]);
    const document = await this.#fields.spelt(toPatch(id, changes, desired, isAddOnly, current));
    const user = await patchUser(this.http, id, document);
    if (user === undefined) return { id };
    await this.#refuseForeign([user]);
    return { id: user.id, observed: toObserved(user) };
  }

  /** Adobe's deletion is soft: the account becomes DELETED and keeps its history. */
  async deactivate(id: string): Promise<Removal> {
    return (await deleteUser(this.http, id)) ? "done" : "already";
  }

  remove(id: string): Promise<Removal> {
    return this.deactivate(id);
  }

  /**
   * Without `include`, which would limit a page to ten: a listed account names its manager nonetheless. Everybody's custom groups are
   * read by group, where asking each person would take a call each.
   */
  async *pages(_filter: Filter = {}, wanted?: Wanted): AsyncIterable<readonly Observed[]> {
    const isGrouped = wants(wanted, "groups");
    const groups = new Map<string, WireGroup[]>();
    if (isGrouped) yield* this.#memberships.everybodys(groups);
    for await (const page of this.#pages()) {
      yield page.map((user) => toListed(user, isGrouped ? shownIn(groups.get(user.id) ?? []) : undefined));
    }
  }

  async #shown(user: WireUser, wanted: Wanted | undefined): Promise<Observed> {
    return toObserved(user, wants(wanted, "groups") ? await this.#memberships.shown(user.id) : undefined);
  }

  perMinute(write: "create" | "update"): number | undefined {
    return this.http.perMinute(write === "create" ? "POST" : "PATCH");
  }

  /** A user names the Adobe account that they are in: one of another than was opened is not what was asked for. */
  async #refuseForeign(users: readonly WireUser[]): Promise<void> {
    const tenant = await this.#tenant;
    for (const { id, relationships } of users) {
      const account = relationships?.account?.data?.id;
      if (tenant === undefined || account === undefined || account === tenant) continue;
      throw new ProtocolError(
        `${TITLE} answers with user ${id} of account ${account}, and the configuration opens ${tenant}. Nothing is taken from that answer; run again`,
      );
    }
  }

  /** Undefined: the filter, whose name no page of the vendor's tells, is refused. */
  async #named(email: string): Promise<readonly WireUser[] | undefined> {
    try {
      const { users } = await listUsers(this.http, { ids: `email:${email}`, include: "manager" }, email);
      await this.#refuseForeign(users);
      return users;
    } catch (error) {
      if (error instanceof RejectedError || error instanceof NotFoundError) return undefined;
      throw error;
    }
  }

  /** Every user that is not deleted, following the vendor's links to the end. */
  async *#pages(): AsyncIterable<readonly WireUser[]> {
    let query: Record<string, string> | undefined = this.#firstPage();
    const seen = new Set<string>();
    while (query) {
      const key = JSON.stringify(query);
      if (seen.has(key)) throw new ProtocolError(`${TITLE} sends the same page of users again and again`);
      const isFirst = seen.size === 0;
      seen.add(key);
      let page: Awaited<ReturnType<typeof listUsers>>;
      try {
        page = await listUsers(this.http, query);
      } catch (error) {
        // The size is refused before anything is shown. It is not asked for again.
        if (!(isFirst && error instanceof RejectedError && this.#pageSize > PAGE)) throw error;
        this.#pageSize = PAGE;
        query = this.#firstPage();
        continue;
      }
      await this.#refuseForeign(page.users);
      yield page.users.filter((user) => !isDeleted(user));
      query = page.next;
    }
  }

  #firstPage(): Record<string, string> {
    return { "page[limit]": String(this.#pageSize), sort: "id" };
  }
}
