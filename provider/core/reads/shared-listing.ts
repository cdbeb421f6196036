import {
  type Connector,
  type Contents,
  type Filter,
  type Removal,
  type UpdateRequest,
  type Wanted,
  type Written,
  wants,
} from "../contract/connector.js";
import type { Clock, Operation } from "../contract/context.js";
import { comparableKey, shownKey } from "../contract/declaration.js";
import { OverdueError, RosterError } from "../contract/errors.js";
import { inTime } from "../contract/in-time.js";
import type { Capabilities } from "../contract/kind.js";
import type { Absent, Desired, Observed, Sections } from "../model/entity.js";
import { GatheredWrites } from "./gathered-writes.js";

/** Calls that are made for single reads before a listing is begun: a run about a few people walks no whole tenant. */
export const FEW_CALLS = 10;
/** An account that was listed longer ago than this is read anew, in milliseconds: it may have changed since. */
const LONGEST_MEMORY = 10 * 60_000;

interface Listed {
  readonly entity: Observed;
  readonly at: number;
}

/**
 * A connector whose reads and look-ups share one paged listing, where many are asked for, and whose writes are gathered.
 *
 * Choice by cost: how large a tenant is shows only at the listing's end, so pages are fetched as long as they
 * cost less than the single reads that they replace. A run costs at most twice the cheaper way, beyond the first
 * few calls, and for a tenant that is managed as a whole about one call for each page of people.
 *
 * An account on a page is proof that it is there. That one is on no page proves nothing: an id is read singly, and a natural
 * key looked up singly. Who has a natural key is told by the listing only where every page has been seen, as a second
 * account may have it too. Whatever this run has written is never taken from a page, which may be older than the
 * write. A page that fails ends the listing, and reads are single from then on.
 */
export class SharedListing implements Connector {
  readonly #byId = new Map<string, Listed>();
  readonly #byKey = new Map<string | undefined, string[]>();
  readonly #writtenIds = new Set<string>();
  readonly #writtenKeys = new Set<string | undefined>();
  #state: "open" | "complete" | "failed" = "open";
  #pages: AsyncIterator<readonly Observed[]> | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #pulled = 0;
  /** What single reads would have cost so far, in calls. */
  #asked = 0;
  /** Relations that reads have asked for so far. */
  readonly #wanted = new Set<string>();
  /** Those of them that the listing shows, once it is begun. */
  #shown: Wanted = [];
  /** Reads that were announced and have not been asked for yet. */
  #expected = 0;
  readonly #writes: GatheredWrites;

  constructor(
    readonly inner: Connector,
    readonly capabilities: Capabilities,
    readonly clock: Clock,
    /** The operation that happens to ask for a page: the page is everybody's. */
    readonly operation?: Operation,
  ) {
    this.#writes = new GatheredWrites(inner);
    if (inner.finishCreation) this.finishCreation = inner.finishCreation.bind(inner);
    if (inner.impliedMembers) this.impliedMembers = inner.impliedMembers.bind(inner);
    if (inner.contents) this.contents = inner.contents.bind(inner);
    if (inner.shownFor) this.shownFor = inner.shownFor.bind(inner);
    if (inner.vocabulary) this.vocabulary = inner.vocabulary.bind(inner);
  }

  readonly finishCreation?: NonNullable<Connector["finishCreation"]>;
  readonly impliedMembers?: (id: string, set: string) => Promise<Sections>;
  readonly contents?: (id: string) => Promise<Contents>;
  readonly shownFor?: NonNullable<Connector["shownFor"]>;
  readonly vocabulary?: NonNullable<Connector["vocabulary"]>;

  announceLoad(reads: number, writes = 0): void {
    this.#expected += reads;
    this.#writes.announceLoad(writes);
  }

  perMinute(write: "create" | "update"): number | undefined {
    return this.inner.perMinute?.(write);
  }

  tenant(): Promise<string> {
    return this.inner.tenant();
  }

  async read(id: string, wanted?: Wanted): Promise<Observed | Absent> {
    if (this.#writtenIds.has(id)) return this.inner.read(id, wanted);
    const listed = await this.#seek(this.#callsFor(wanted), wanted, () => this.#fresh(id));
    return listed && this.#tells(listed, wanted) ? listed : this.inner.read(id, wanted);
  }

  async find(naturalKey: string, wanted?: Wanted): Promise<readonly Observed[]> {
    const key = comparableKey(this.capabilities, naturalKey);
    const singly = () => this.#writes.after(() => this.inner.find(naturalKey, wanted));
    if (this.#writtenKeys.has(key)) return singly();
    const listed = await this.#seek(1, wanted, () => (this.#state === "complete" ? this.#withKey(key) : undefined));
    const isShown = listed !== undefined && listed.length > 0 && listed.every((entity) => this.#tells(entity, wanted));
    return isShown ? listed : singly();
  }

  async create(desired: Desired, until?: number): Promise<Written> {
    this.#writtenKeys.add(shownKey(this.capabilities, desired.attributes));
    const written = await (this.#writes.create({ desired, until }) ?? this.inner.create(desired, until));
    this.#written(written.id);
    return written;
  }

  update(request: UpdateRequest): Promise<Written> {
    this.#written(request.id);
    this.#writtenKeys.add(shownKey(this.capabilities, request.desired.attributes));
    return this.#writes.update(request) ?? this.inner.update(request);
  }

  deactivate(id: string, until?: number, naturalKey?: string): Promise<Removal> {
    this.#written(id);
    return this.inner.deactivate(id, until, naturalKey);
  }

  remove(id: string): Promise<Removal> {
    this.#written(id);
    return this.inner.remove(id);
  }

  pages(filter?: Filter, wanted?: Wanted): AsyncIterable<readonly Observed[]> {
    return this.inner.pages(filter, wanted);
  }

  /**
   * Looks in the pages seen so far, and fetches further ones while they cost less than the single reads.
   *
   * @param calls what the single way takes
   */
  async #seek<T>(calls: number, wanted: Wanted | undefined, look: () => T | undefined): Promise<T | undefined> {
    for (const relation of wanted ?? this.#relations()) this.#wanted.add(relation);
    this.#expected = Math.max(0, this.#expected - 1);
    this.#asked += calls;
    const known = look();
    if (known !== undefined) return known;
    const singly = (): number => this.#asked + this.#expected * calls;
    if (singly() <= FEW_CALLS) return undefined;
    const seen = async (): Promise<T | undefined> => {
      while (look() === undefined && this.#state === "open" && this.#pulled < singly()) await this.#pull();
      return look();
    };
    const next = () => this.#turn.then(seen);
    const turn = this.operation ? this.operation.apart(next) : next();
    this.#turn = turn;
    const overdue = () =>
      new OverdueError("the time that customTimeouts grants this operation is over. Nothing was sent");
    return inTime(this.clock, turn, { end: this.operation?.until(), overdue });
  }

  async #pull(): Promise<void> {
    if (this.#pages === undefined) {
      this.#shown = [...this.#wanted];
      this.#pages = this.inner.pages(undefined, this.#shown)[Symbol.asyncIterator]();
    }
    this.#pulled++;
    try {
      const { done, value } = await this.#pages.next();
      if (done) this.#state = "complete";
      else for (const entity of value) this.#add(entity);
    } catch (error) {
      if (!(error instanceof RosterError)) throw error;
      // Whoever asked reads singly now, and that tells what is wrong.
      this.#state = "failed";
    }
  }

  #add(entity: Observed): void {
    if (this.#writtenIds.has(entity.id)) return;
    this.#byId.set(entity.id, { entity, at: this.clock.now() });
    const key = shownKey(this.capabilities, entity.attributes);
    const ids = this.#byKey.get(key) ?? [];
    if (!ids.includes(entity.id)) this.#byKey.set(key, [...ids, entity.id]);
  }

  #fresh(id: string): Observed | undefined {
    const listed = this.#byId.get(id);
    return listed && this.clock.now() - listed.at <= LONGEST_MEMORY ? listed.entity : undefined;
  }

  /** Accounts that were written since, or listed long ago, are looked up anew: they may have another key by now. */
  #withKey(key: string): readonly Observed[] | undefined {
    const ids = this.#byKey.get(key) ?? [];
    const entities = ids.flatMap((id) => this.#fresh(id) ?? []);
    return entities.length === ids.length ? entities : undefined;
  }

  /** A list may leave open who somebody's manager is, and shows no relation that nobody had asked for when it began. */
  #tells({ references }: Observed, wanted: Wanted | undefined): boolean {
    const names = Object.keys(this.capabilities.references).filter((name) => wants(wanted, name));
    const isAsked = (wanted ?? this.#relations()).every((relation) => this.#shown.includes(relation));
    return isAsked && names.every((name) => references[name] !== undefined);
  }

  #relations(): readonly string[] {
    return Object.keys({ ...this.capabilities.sets, ...this.capabilities.references });
  }

  /** What a single read takes: a vendor may keep relations apart from its entities. */
  #callsFor(wanted: Wanted | undefined): number {
    const relations = Object.entries({ ...this.capabilities.sets, ...this.capabilities.references });
    return 1 + relations.filter(([name, { readApart }]) => readApart && wants(wanted, name)).length;
  }

  #written(id: string): void {
    this.#writtenIds.add(id);
    this.#byId.delete(id);
  }
}
