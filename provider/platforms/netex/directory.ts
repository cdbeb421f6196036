import { NotFoundError, ProtocolError, RosterError, UncertainError } from "../../core/errors.js";
import type { Directory, Removal, UpdateRequest, Written } from "../../core/platform.js";
import type { Absent, DesiredUser, ObservedUser, Roles } from "../../core/user.js";
import { caseless } from "../../core/value.js";
import type { HttpClient } from "../../http/client.js";
import { createUser, deleteUser, getGroupRoles, getUser, listUsers, PAGE, replaceUser, switchUser } from "./api.js";
import { afterPut, joinedRoles, personalIn, toCreate, toObserved, toObservedNew, toPut } from "./convert.js";
import { TITLE, type Verdict } from "./judge.js";
import type { WireUser } from "./wire.js";

/** One Netex learningCloud, through its management platform. */
export class NetexDirectory implements Directory {
  constructor(
    readonly http: HttpClient,
    readonly url: string,
    readonly closeConnections: () => Promise<void>,
  ) {}

  async tenant(): Promise<string> {
    return this.url;
  }

  async read(id: string): Promise<ObservedUser | Absent> {
    const user = await this.#user(id);
    return user ? toObserved(user) : { absent: true, proof: "404" };
  }

  async find(username: string): Promise<readonly ObservedUser[]> {
    const user = await getUser(this.http, username, username);
    if (user === undefined) return [];
    if (caseless(user.username) === caseless(username)) return [toObserved(user)];
    throw new ProtocolError(
      `username: ${TITLE} answers the look-up of this username with account ${user.id}, which has another one; use a username that is nobody's id`,
    );
  }

  async create(desired: DesiredUser): Promise<Written> {
    const user = toCreate(desired);
    const verdict = await createUser(this.http, user);
    const { id, shown } = await this.#created(verdict, String(user["username"]));
    const { failure } = verdict;
    if (failure) return { id, failure, note: `account ${id} was created, and not on every platform` };
    return { id, ...(shown && verdict.outcome === "done" ? { observed: toObservedNew(shown) } : {}) };
  }

  async update(request: UpdateRequest): Promise<Written> {
    const { id, changes, desired } = request;
    if (changes.every(({ kind }) => kind === "activation")) {
      const action = desired.attributes["enabled"] === false ? "deactivate" : "activate";
      settled(await switchUser(this.http, id, action, personalIn(desired.attributes)));
      return { id };
    }
    const current = await this.#user(id);
    if (current === undefined) {
      throw new NotFoundError(
        `account ${id} is gone from ${TITLE} (404). Run a refresh and then up, to create it again`,
      );
    }
    const user = toPut(current, request);
    const outcome = settled(await replaceUser(this.http, id, user));
    // A picture gets a new path on the server, which only a read tells.
    const isProof = outcome === "done" && user["image"] === undefined;
    return { id, ...(isProof ? { observed: afterPut(current, user) } : {}) };
  }

  deactivate(id: string): Promise<Removal> {
    return removal(switchUser(this.http, id, "deactivate"));
  }

  remove(id: string): Promise<Removal> {
    return removal(deleteUser(this.http, id));
  }

  /**
   * Whether indices begin at 0 or 1 is not documented, so pages may overlap by one user, and the first one may lack
   * one; each page is asked for from as far as the ones before reached.
   */
  async *pages(): AsyncIterable<readonly ObservedUser[]> {
    const seen = new Set<string>();
    for (let startIndex = 0; ; ) {
      const page = await listUsers(this.http, startIndex);
      const fresh = page.filter(({ id }) => !seen.has(id));
      for (const { id } of fresh) seen.add(id);
      yield fresh.map(toObserved);
      if (page.length < PAGE - 1) return;
      if (fresh.length === 0) throw new ProtocolError(`${TITLE} sends the same page of users again and again`);
      startIndex += page.length;
    }
  }

  async impliedRoles(id: string): Promise<Roles> {
    return joinedRoles(await getGroupRoles(this.http, id));
  }

  close(): Promise<void> {
    return this.closeConnections();
  }

  /** The account with this very id: the address also takes usernames. */
  async #user(id: string): Promise<WireUser | undefined> {
    const user = await getUser(this.http, id);
    if (user === undefined || user.id === id) return user;
    throw new ProtocolError(
      `${TITLE} answers the look-up of an id with another account, ${user.id}; to import by username, give username: before it`,
    );
  }

  /** The new account's id, and the account where it shows already. */
  async #created({ location, failure }: Verdict, username: string): Promise<{ id: string; shown?: WireUser }> {
    const named = lastSegment(location);
    const hint = named !== undefined && caseless(named) !== caseless(username) ? named : undefined;
    const looked = await getUser(this.http, hint ?? username, username).catch((error: unknown) => {
      if (error instanceof RosterError) return error;
      throw error;
    });
    if (looked && !(looked instanceof RosterError) && caseless(looked.username) === caseless(username)) {
      return { id: looked.id, shown: looked };
    }
    if (hint !== undefined) return { id: hint };
    // The platform where users are read has nobody: nothing exists that could be managed.
    if (failure && looked === undefined) throw failure;
    throw new UncertainError(failure?.message ?? `${TITLE} has accepted the creation and names no account yet`);
  }
}

/** The outcome of a write, or the failure of a platform. */
function settled({ outcome, failure }: Verdict): Verdict["outcome"] {
  if (failure) throw failure;
  return outcome;
}

async function removal(call: Promise<Verdict>): Promise<Removal> {
  try {
    return settled(await call);
  } catch (error) {
    if (error instanceof NotFoundError) return "already";
    throw error;
  }
}

/** `https://host/.../users/ff80` names `ff80`. */
function lastSegment(location: string | undefined): string | undefined {
  const segment = location
    ?.replace(/[?#].*$/, "")
    .split("/")
    .findLast((part) => part !== "");
  try {
    return segment === undefined ? undefined : decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
