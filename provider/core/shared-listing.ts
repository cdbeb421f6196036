import type { Capabilities, Directory, Filter, Removal, UpdateRequest, Wanted, Written } from "./platform.js";
import type { Absent, DesiredUser, ObservedUser, Roles } from "./user.js";

/** So many reads are made singly before a listing is begun: a run about a few people should not walk a whole tenant. */
const SINGLE_READS = 10;

/**
 * A directory whose reads and look-ups share one paged listing, where many are asked for. Each read that would be made
 * buys one page of the listing, so a run costs at most twice the single reads, and for a tenant that is managed as a
 * whole about one page for each page of people.
 *
 * An account on a page is proof that it is there. That one is on no page proves nothing about an id: it is read
 * singly. It proves that a natural key is free only where every page has been seen. Whatever this run has written is
 * never taken from a page, which may be older than the write. A page that fails ends the listing, and reads are single
 * from then on.
 */
export class SharedListing implements Directory {
  readonly #byId = new Map<string, ObservedUser>();
  readonly #byKey = new Map<string, string[]>();
  readonly #writtenIds = new Set<string>();
  readonly #writtenKeys = new Set<string>();
  #state: "open" | "complete" | "failed" = "open";
  #pages: AsyncIterator<readonly ObservedUser[]> | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #pulled = 0;
  #asked = 0;

  constructor(
    readonly inner: Directory,
    readonly capabilities: Capabilities,
  ) {
    if (inner.impliedRoles) this.impliedRoles = (id) => inner.impliedRoles?.(id) ?? Promise.resolve({});
  }

  readonly impliedRoles?: (id: string) => Promise<Roles>;

  /** Says that `reads` accounts are about to be asked for, so that a listing pays from the start. */
  expect(reads: number): void {
    if (reads > SINGLE_READS) this.#asked += reads;
  }

  tenant(): Promise<string> {
    return this.inner.tenant();
  }

  async read(id: string, wanted?: Wanted): Promise<ObservedUser | Absent> {
    if (this.#writtenIds.has(id)) return this.inner.read(id, wanted);
    const listed = await this.#seek(() => this.#byId.get(id));
    return listed ?? this.inner.read(id, wanted);
  }

  async find(naturalKey: string, wanted?: Wanted): Promise<readonly ObservedUser[]> {
    const key = this.#key(naturalKey);
    if (this.#writtenKeys.has(key)) return this.inner.find(naturalKey, wanted);
    const listed = await this.#seek(() => (this.#state === "complete" ? this.#withKey(key) : undefined));
    return listed ?? this.inner.find(naturalKey, wanted);
  }

  async create(desired: DesiredUser): Promise<Written> {
    this.#writtenKeys.add(this.#key(desired.attributes[this.capabilities.naturalKey]));
    const written = await this.inner.create(desired);
    this.#written(written.id);
    return written;
  }

  update(request: UpdateRequest): Promise<Written> {
    this.#written(request.id);
    this.#writtenKeys.add(this.#key(request.desired.attributes[this.capabilities.naturalKey]));
    return this.inner.update(request);
  }

  deactivate(id: string): Promise<Removal> {
    this.#written(id);
    return this.inner.deactivate(id);
  }

  remove(id: string): Promise<Removal> {
    this.#written(id);
    return this.inner.remove(id);
  }

  pages(filter?: Filter, wanted?: Wanted): AsyncIterable<readonly ObservedUser[]> {
    return this.inner.pages(filter, wanted);
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  /** Looks in the pages seen so far, and sees further ones as long as they are paid for. */
  async #seek<T>(look: () => T | undefined): Promise<T | undefined> {
    const known = look();
    if (known !== undefined) return known;
    this.#asked++;
    if (this.#asked <= SINGLE_READS) return undefined;
    const turn = this.#turn.then(async () => {
      while (look() === undefined && this.#state === "open" && this.#pulled < this.#asked) await this.#pull();
      return look();
    });
    this.#turn = turn;
    return turn;
  }

  async #pull(): Promise<void> {
    this.#pages ??= this.inner.pages()[Symbol.asyncIterator]();
    this.#pulled++;
    try {
      const { done, value } = await this.#pages.next();
      if (done) this.#state = "complete";
      else for (const user of value) this.#add(user);
    } catch {
      // Whoever asked reads singly now, and that tells what is wrong.
      this.#state = "failed";
      this.#byKey.clear();
    }
  }

  #add(user: ObservedUser): void {
    if (this.#writtenIds.has(user.id)) return;
    this.#byId.set(user.id, user);
    const key = this.#key(user.attributes[this.capabilities.naturalKey]);
    const ids = this.#byKey.get(key) ?? [];
    if (!ids.includes(user.id)) this.#byKey.set(key, [...ids, user.id]);
  }

  /** Accounts that were written since are looked up anew: they may have another key by now. */
  #withKey(key: string): readonly ObservedUser[] | undefined {
    const ids = this.#byKey.get(key) ?? [];
    const users = ids.map((id) => this.#byId.get(id));
    return users.some((user) => user === undefined) ? undefined : (users as readonly ObservedUser[]);
  }

  /** Two natural keys that the vendor takes for one give one text. */
  #key(naturalKey: unknown): string {
    const { capabilities } = this;
    const compareBy = capabilities.attributes[capabilities.naturalKey]?.compareBy;
    const text = typeof naturalKey === "string" ? naturalKey.normalize("NFC") : "";
    return compareBy ? compareBy(text) : text;
  }

  #written(id: string): void {
    this.#writtenIds.add(id);
    this.#byId.delete(id);
  }
}
