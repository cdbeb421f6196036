import type { Connector, Contents, Removal, UpdateRequest, Written } from "../../../core/contract/connector.js";
import { ProtocolError } from "../../../core/contract/errors.js";
import { type Absent, type Desired, isAbsent, type Observed } from "../../../core/model/entity.js";
import { caseless, type Value } from "../../../core/model/value.js";
import type { HttpClient } from "../../../http/client.js";
import { AskedOnce } from "../../asked-once.js";
import type { Discovery } from "../discovery.js";
import { TITLE } from "../errors.js";
import { countMembers } from "../member-calls.js";
import { pages, RepeatedPageError } from "../pages.js";
import { quoted } from "../places.js";
import { createGroup, deleteGroup, type GroupRow, getGroup, listGroups } from "./api.js";
import { GROUP, memberIds, type WireGroup } from "./wire.js";
import { GroupWriting } from "./writing.js";

/** Of more members than this nobody proves one by one that they are gone: then a group is not empty. */
const MOST_LOOKUPS = 100;

/** The groups of one SCIM server. Their members are read only where a group is replaced, or is to be deleted. */
export class ScimGroups implements Connector {
  /**
   * Of an address that it doesn't know a server says the same as of a group that is gone: so its groups have to answer, once a
   * run, before one is believed to be.
   */
  readonly #answers = new AskedOnce(() => listGroups(this.http)({ startIndex: 1, count: 1 }));
  readonly #writing: GroupWriting;

  constructor(
    readonly http: HttpClient,
    readonly url: string,
    readonly discovery: Discovery,
    /** A person's account, as far as it tells whether there is one. */
    readonly readUser: (id: string) => Promise<Observed | Absent>,
    visibilityTimeout: number,
  ) {
    this.#writing = new GroupWriting(http, discovery, visibilityTimeout);
  }

  async tenant(): Promise<string> {
    return this.url;
  }

  async read(id: string): Promise<Observed | Absent> {
    const found = await getGroup(this.http, id);
    if (found) return toObserved(found.group);
    await this.#answers.get();
    return { absent: true, proof: "404" };
  }

  async find(displayName: string): Promise<readonly Observed[]> {
    const { filter } = await this.discovery.features();
    const filtered = filter ? await this.#search(displayName, `displayName eq ${quoted(displayName)}`) : undefined;
    return filtered ?? (await this.#search(displayName)) ?? [];
  }

  async create({ attributes: { displayName, externalId } }: Desired): Promise<Written> {
    const own = externalId === undefined || externalId === null ? {} : { externalId };
    const { id, group } = await createGroup(this.http, { schemas: [GROUP], displayName, ...own });
    return group ? { id, observed: toObserved(group) } : { id };
  }

  async update(request: UpdateRequest): Promise<Written> {
    await this.#writing.change(request);
    return { id: request.id };
  }

  /** A group is not switched off. */
  async deactivate(): Promise<Removal> {
    throw new ProtocolError(`${TITLE} server has nothing to switch off a group with`);
  }

  async remove(id: string): Promise<Removal> {
    if (await deleteGroup(this.http, id)) return "done";
    await this.#answers.get();
    return "already";
  }

  /**
   * Groups in a group are members of it. Some servers show members only to whoever asks for them, and some not all: it is empty where
   * none is shown either way, and the server counts none. A few keep people who are deleted as members: those are none.
   */
  async contents(id: string): Promise<Contents> {
    for (const shown of ["all", "members"] as const) {
      const read = await getGroup(this.http, id, shown);
      if (read && !(await this.#areGone(read.group))) return { members: true, children: false };
    }
    const { filter } = await this.discovery.features();
    const counted = filter ? await countMembers(this.http, id) : undefined;
    return { members: (counted ?? 0) > 0, children: false };
  }

  /** Whether every member that is shown is proven to be neither a person nor a group any more, each by a look-up of its own. */
  async #areGone(group: WireGroup): Promise<boolean> {
    const ids = memberIds(group);
    if (ids.length !== (group.members?.length ?? 0) || ids.length > MOST_LOOKUPS) return false;
    for (const id of ids) {
      if (!isAbsent(await this.readUser(id)) || !isAbsent(await this.read(id))) return false;
    }
    return true;
  }

  async *pages(): AsyncIterable<readonly Observed[]> {
    for await (const page of pages(listGroups(this.http), { things: "groups" })) {
      const shown: Observed[] = [];
      for (const row of page) {
        const group = await this.#groupOf(row);
        if (group) shown.push(toObserved(group));
      }
      yield shown;
    }
  }

  /** Every group of this name; undefined where the filter isn't supported or was not understood, so that its answer proves nothing. */
  async #search(displayName: string, filter?: string): Promise<readonly Observed[] | undefined> {
    const found: Observed[] = [];
    try {
      const listing = pages(listGroups(this.http), { things: "groups", ...(filter === undefined ? {} : { filter }) });
      for (;;) {
        const { done, value } = await listing.next();
        if (done) return value === "unsupported" ? undefined : found;
        for (const row of value) {
          const group = await this.#groupOf(row);
          if (group && isNamed(group, displayName)) found.push(toObserved(group));
        }
        // A page has a row, and it is another group's.
        if (filter !== undefined && found.length === 0) return undefined;
      }
    } catch (error) {
      if (error instanceof RepeatedPageError && filter !== undefined) return undefined;
      throw error;
    }
  }

  /** A row that doesn't say what it is about, or can't be read, is looked up by its id. */
  async #groupOf({ id, group }: GroupRow): Promise<WireGroup | undefined> {
    if (group?.displayName) return group;
    if (id === undefined) {
      throw new ProtocolError(
        `${TITLE} server lists a group without an id that can be read, so that nobody can tell which it is`,
      );
    }
    return (await getGroup(this.http, id))?.group;
  }
}

function isNamed({ displayName }: WireGroup, wanted: string): boolean {
  return typeof displayName === "string" && caseless(displayName) === caseless(wanted);
}

function toObserved({ id, displayName, externalId }: WireGroup): Observed {
  const shown: [string, Value][] = Object.entries({ displayName, externalId }).flatMap(([name, value]) =>
    value ? [[name, value]] : [],
  );
  return { id, active: true, attributes: Object.fromEntries(shown), sets: {}, references: {}, info: {} };
}
