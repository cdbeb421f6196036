import { NotFoundError, ProtocolError, RejectedError } from "../../core/errors.js";
import type { Directory, Filter, Removal, UpdateRequest, Written } from "../../core/platform.js";
import type { Absent, DesiredUser, ObservedUser } from "../../core/user.js";
import { caseless } from "../../core/value.js";
import type { HttpClient } from "../../http/client.js";
import {
  type Change,
  createUser,
  deleteUser,
  getUser,
  listUsers,
  patchUser,
  replaceUser,
  type Versioned,
} from "./api.js";
import { needsCurrent, toOperations, toReplacement } from "./changes.js";
import { toCreate, toObserved } from "./convert.js";
import { Discovery } from "./discovery.js";
import { TITLE } from "./errors.js";
import { pages } from "./pages.js";
import { pathOf, placeOf, quoted } from "./places.js";
import type { WireUser } from "./wire.js";

type Wanted = Pick<UpdateRequest, "id" | "changes" | "desired" | "addRolesOnly">;

/** Texts that the vendor may compare for us: its match can't be narrower than ours, letter by letter. */
const NARROWING = ["externalId", "displayName", "title", "userType", "department", "division", "employeeNumber"];
const ASCII = /^[\x20-\x7e]+$/;

/** One SCIM server. */
export class ScimDirectory implements Directory {
  readonly #discovery: Discovery;
  #address: Promise<unknown> | undefined;
  /** userNames that a creation was refused for: the filter that didn't find them can't be relied on. */
  readonly #taken = new Set<string>();
  /** What this server has refused to PATCH, by the attributes that were in it. */
  readonly #unpatchable = new Set<string>();

  constructor(
    readonly http: HttpClient,
    readonly url: string,
    readonly closeConnections: () => Promise<void>,
  ) {
    this.#discovery = new Discovery(http);
  }

  async tenant(): Promise<string> {
    return this.url;
  }

  async read(id: string): Promise<ObservedUser | Absent> {
    const found = await getUser(this.http, id);
    if (found) return toObserved(found.user);
    await this.#answers();
    return { absent: true, proof: "404" };
  }

  async find(userName: string): Promise<readonly ObservedUser[]> {
    const isWanted = (user: WireUser): boolean => caseless(user.userName) === caseless(userName);
    const { filter } = await this.#discovery.features();
    const isReliable = filter && !this.#taken.has(caseless(userName));
    const { users, strangers } = await this.#search(
      isReliable ? `userName eq ${quoted(userName)}` : undefined,
      isWanted,
    );
    // Strangers alone mean that the filter was not understood, so that this result would prove nothing.
    if (users.length > 0 || strangers === 0 || !isReliable) return users.map(toObserved);
    return (await this.#search(undefined, isWanted)).users.map(toObserved);
  }

  async create(desired: DesiredUser): Promise<Written> {
    await this.#discovery.refuseUnknown(desired);
    try {
      const { user } = await createUser(this.http, toCreate(desired));
      return { id: user.id, observed: toObserved(user) };
    } catch (error) {
      const userName = desired.attributes["userName"];
      if (error instanceof RejectedError && error.properties.includes("userName") && typeof userName === "string") {
        this.#taken.add(caseless(userName));
      }
      throw error;
    }
  }

  async update(request: UpdateRequest): Promise<Written> {
    await this.#discovery.refuseUnknown(changedAlone(request));
    if ((await this.#change(request)) === "missing") throw goneError(request.id);
    return { id: request.id };
  }

  async deactivate(id: string): Promise<Removal> {
    const desired: DesiredUser = { attributes: { active: false }, roles: undefined, manager: undefined };
    const changes = [{ kind: "activation", path: ["active"], to: false }] as const;
    const outcome = await this.#change({ id, changes, desired, addRolesOnly: false });
    if (outcome === "done") return "accepted";
    await this.#answers();
    return "already";
  }

  async remove(id: string): Promise<Removal> {
    if (await deleteUser(this.http, id)) return "done";
    await this.#answers();
    return "already";
  }

  async *pages(filter: Filter = {}): AsyncIterable<readonly ObservedUser[]> {
    const everybody = () => pages(this.http, undefined, () => refusal());
    const narrowed = narrowing(filter);
    const { filter: filters } = narrowed === undefined ? { filter: false } : await this.#discovery.features();
    for await (const users of filters ? pages(this.http, narrowed, everybody) : everybody()) {
      yield users.map(toObserved);
    }
  }

  close(): Promise<void> {
    return this.closeConnections();
  }

  /**
   * Of an address that it doesn't know a server says the same, in the same shape, as of somebody who is gone: so its users
   * have to answer, once a run, before anybody is believed to be.
   */
  #answers(): Promise<unknown> {
    this.#address ??= listUsers(this.http, { startIndex: 1, count: 1 }).catch((error: unknown) => {
      this.#address = undefined;
      throw error;
    });
    return this.#address;
  }

  async #search(filter: string | undefined, isWanted: (user: WireUser) => boolean) {
    const users: WireUser[] = [];
    let strangers = 0;
    const everybody = () => pages(this.http, undefined, () => refusal());
    for await (const page of pages(this.http, filter, everybody)) {
      const wanted = page.filter(isWanted);
      users.push(...wanted);
      strangers += page.length - wanted.length;
      if (filter !== undefined && strangers > 0) break;
    }
    return { users, strangers };
  }

  /** Changes the account. Somebody else's change in between is read, and the change is made once more on top of it. */
  async #change(wanted: Wanted): Promise<"done" | "missing"> {
    for (let tries = 1; tries <= 2; tries++) {
      const outcome = await this.#try(wanted, tries > 1);
      if (outcome !== "stale") return outcome;
    }
    throw new RejectedError(
      `account ${wanted.id} was changed by somebody else, twice, while this change was on its way to the ${TITLE} server (412). Nothing was overwritten; run again`,
    );
  }

  async #try(wanted: Wanted, isAgain: boolean): Promise<"done" | "missing" | "stale"> {
    const { id } = wanted;
    const { patch, etag } = await this.#discovery.features();
    const subject = [...new Set(wanted.changes.map(({ path }) => pathOf(placeOf(path.slice(0, 1)))))].sort().join();
    const byPatch = patch && !this.#unpatchable.has(subject);
    const current = isAgain || etag || !byPatch || needsCurrent(wanted) ? await getUser(this.http, id) : null;
    if (current === undefined) return "missing";
    if (!byPatch) return settled(await this.#replace(wanted, current));
    const operations = toOperations(wanted, current?.user);
    if (operations.length === 0) return "done";
    const outcome = await patchUser(this.http, id, operations, current?.version);
    if (outcome !== "refused") return outcome;
    this.#unpatchable.add(subject);
    const now = current ?? (await getUser(this.http, id));
    return now === undefined ? "missing" : settled(await this.#replace(wanted, now));
  }

  async #replace(wanted: Wanted, current: Versioned | null): Promise<Change> {
    const now = current ?? (await getUser(this.http, wanted.id));
    if (now === undefined) return "missing";
    return replaceUser(this.http, wanted.id, toReplacement(wanted, now.user), now.version);
  }
}

/** A PUT has no path to refuse. */
function settled(outcome: Change): "done" | "missing" | "stale" {
  if (outcome !== "refused") return outcome;
  throw new ProtocolError(`${TITLE} server refuses a path that was not sent`);
}

/** Of what is declared, the part that is about to be written. */
function changedAlone({ changes, desired }: UpdateRequest): DesiredUser {
  const names = new Set(changes.filter(({ to }) => to !== undefined).map(({ path }) => String(path[0])));
  const attributes = Object.entries(desired.attributes).filter(([name]) => names.has(name));
  return {
    attributes: Object.fromEntries(attributes),
    roles: undefined,
    manager: names.has("manager") ? desired.manager : undefined,
  };
}

/** A filter for the texts that are compared letter by letter here, whatever the server does. */
function narrowing(filter: Filter): string | undefined {
  const parts = NARROWING.flatMap((name) => {
    const value = filter[name];
    return typeof value === "string" && ASCII.test(value) ? [`${pathOf(placeOf([name]))} eq ${quoted(value)}`] : [];
  });
  return parts.length === 0 ? undefined : parts.join(" and ");
}

function refusal(): never {
  throw new ProtocolError(`${TITLE} server refuses a filter that was not sent`);
}

function goneError(id: string): NotFoundError {
  return new NotFoundError(
    `account ${id} is gone from the ${TITLE} server. Run a refresh and then up, to create it again`,
  );
}
