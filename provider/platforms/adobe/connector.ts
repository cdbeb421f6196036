import PQueue from "p-queue";
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
import { NotFoundError, ProtocolError, UncertainError } from "../../core/contract/errors.js";
import type { Vocabulary } from "../../core/contract/vocabulary.js";
import { type Absent, type Desired, isAbsent, type Observed } from "../../core/model/entity.js";
import { decodedCaseless } from "../../core/model/value.js";
import { refuseRenamed } from "../../core/reads/same-account.js";
import type { HttpClient } from "../../http/client.js";
import { AskedOnce } from "../asked-once.js";
import {
  changesGroups,
  type GroupWrites,
  updateOneWithGroups,
  updateWithGroups,
  withDeclaredGroups,
} from "../memberships.js";
import { orUntold, Vocabularies } from "../vocabulary.js";
import { ActiveFields } from "./active-fields.js";
import { createUser, deleteUser, getAccount, getUser, listFields, patchUser, TITLE } from "./api.js";
import { attributes } from "./arguments.js";
import type { Configuration } from "./configuration.js";
import { isDeleted, leavesOpen, PROFILE, toAdd, toCreate, toListed, toObserved, withProfile } from "./convert.js";
import { ExternalProfiles } from "./external-profiles.js";
import type { WireGroup } from "./group/wire.js";
import { Memberships, MOST_MEMBERS, shownIn } from "./memberships.js";
import { toPatch } from "./patch.js";
import { People } from "./people.js";
import { sourcesOf } from "./vocabulary.js";
import type { WireAccount, WireUser } from "./wire.js";

/** People who are read and changed at a time: what was read is to be young when its change has its turn at Adobe's rate. */
const CHANGES_AT_ONCE = 16;

/** One Adobe Learning Manager account. */
export class AdobeConnector implements Connector {
  readonly #account: AskedOnce<WireAccount>;
  readonly #people: People;
  readonly #changes = new PQueue({ concurrency: CHANGES_AT_ONCE });
  readonly #fields: ActiveFields;
  readonly #vocabularies: Vocabularies;
  readonly #memberships: Memberships;
  readonly #profiles: ExternalProfiles;
  readonly #groupWrites: GroupWrites = {
    update: (request) => this.#queued(request),
    held: ({ id }) => this.#memberships.held(id),
    change: (group, people, action) => this.#memberships.change(group, people, action),
    most: MOST_MEMBERS,
  };

  /** @param emptyFields how the account shows somebody without active fields */
  constructor(
    readonly http: HttpClient,
    readonly emptyFields: Configuration["emptyFields"],
  ) {
    this.#people = new People(http, (users) => this.#refuseForeign(users));
    this.#account = new AskedOnce(() => getAccount(http));
    const fields = new AskedOnce(orUntold(() => listFields(http)));
    this.#fields = new ActiveFields(fields);
    this.#profiles = new ExternalProfiles(http);
    this.#vocabularies = new Vocabularies(sourcesOf(http, this.#account, fields, this.#profiles.all));
    this.#memberships = new Memberships(http);
  }

  async tenant(): Promise<string> {
    return (await this.#account.get()).id;
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
    const found = await this.#people.withAddress(email);
    const all = await Promise.all(
      found.map((user) => (typeof user === "string" ? this.read(user, wanted) : this.#shown(user, wanted))),
    );
    // A list may be older than a change of the address.
    return all.filter(
      (user): user is Observed => !isAbsent(user) && decodedCaseless(String(user.attributes["email"])) === key,
    );
  }

  async create(desired: Desired): Promise<Written> {
    this.#people.writes(desired.attributes["email"]);
    const profile = desired.attributes[PROFILE];
    const user =
      typeof profile === "string"
        ? await this.#profiles.add(profile, toAdd(desired))
        : await createUser(this.http, await this.#fields.spelt(toCreate(desired)));
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

  /** An external person doesn't show their profile, and a profile shows who is in it. */
  async shownFor(shown: Observed, { attributes: { [PROFILE]: declared } }: Desired): Promise<Observed> {
    if (typeof declared !== "string" || !shown.unseen?.includes(PROFILE)) return shown;
    return withProfile(shown, (await this.#profiles.has(declared, shown.id)) ? declared : undefined);
  }

  update(request: UpdateRequest): Promise<Written> {
    if (changesGroups(request)) return updateOneWithGroups(request, this.#groupWrites);
    return this.#queued(request).then(withDeclaredGroups(request));
  }

  /** Changes of the accounts one by one, and memberships in one call for many people of a group. */
  updateMany(requests: readonly UpdateRequest[]): Promise<readonly Outcome[]> {
    return updateWithGroups(requests, this.#groupWrites);
  }

  #queued(request: UpdateRequest): Promise<Written> {
    return this.#changes.add(() => this.#updateUser(request));
  }

  /** What a PATCH may empty by leaving it out is read just before, and sent back as it is. */
  async #updateUser(request: UpdateRequest): Promise<Written> {
    const { id, desired } = request;
    const document = async () => this.#fields.spelt(toPatch(request, await this.#current(request), this.emptyFields));
    const readAt = this.http.options.context.clock.now();
    this.#people.writes(desired.attributes["email"]);
    const user = await patchUser(this.http, id, await document(), { readAt, again: document });
    if (user === undefined) return { id };
    await this.#refuseForeign([user]);
    return { id: user.id, observed: toObserved(user) };
  }

  async #current(request: UpdateRequest): Promise<WireUser> {
    const current = await getUser(this.http, request.id);
    if (current === undefined || isDeleted(current)) {
      const proof = current ? "state DELETED" : "404";
      throw new NotFoundError(
        `account ${request.id} is gone from ${TITLE} (${proof}). Run a refresh and then up, to create it again`,
      );
    }
    await this.#refuseForeign([current]);
    refuseRenamed({ title: TITLE, naturalKey: "email", attributes }, request, current.attributes.email);
    return current;
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
    for await (const page of this.#people.pages()) {
      const listed = page.map((user) => toListed(user, isGrouped ? shownIn(groups.get(user.id) ?? []) : undefined));
      yield await Promise.all(listed.map((user) => this.#withProfile(user, wanted)));
    }
  }

  async #shown(user: WireUser, wanted: Wanted | undefined): Promise<Observed> {
    const groups = wants(wanted, "groups") ? await this.#memberships.shown(user.id) : undefined;
    return this.#withProfile(toObserved(user, groups), wanted);
  }

  /** Where everything is wanted, as for an import: the profiles are asked whom they hold. */
  async #withProfile(shown: Observed, wanted: Wanted | undefined): Promise<Observed> {
    if (!wants(wanted, PROFILE) || !shown.unseen?.includes(PROFILE)) return shown;
    const profile = await this.#profiles.of(shown.id);
    return profile === undefined ? shown : withProfile(shown, profile);
  }

  perMinute(write: "create" | "update"): number | undefined {
    return this.http.perMinute(write === "create" ? "POST" : "PATCH");
  }

  /** A user names the Adobe account that they are in: one of another than was opened is not what was asked for. */
  async #refuseForeign(users: readonly WireUser[]): Promise<void> {
    const tenant = (await this.#account.asked)?.id;
    for (const { id, relationships } of users) {
      const account = relationships?.account?.data?.id;
      if (tenant === undefined || account === undefined || account === tenant) continue;
      throw new ProtocolError(
        `${TITLE} answers with user ${id} of account ${account}, and the configuration opens ${tenant}. Nothing is taken from that answer; run again`,
      );
    }
  }
}
