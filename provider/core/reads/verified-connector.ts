import { mayBeSpeltOtherwise, respelt } from "../compare/respell.js";
import type {
  Connector,
  Contents,
  Filter,
  Outcome,
  Removal,
  UpdateRequest,
  Wanted,
  Written,
} from "../contract/connector.js";
import type { People } from "../contract/context.js";
import { comparableKey, inPlace, shownKey } from "../contract/declaration.js";
import { InternalError, ProtocolError, UncertainError } from "../contract/errors.js";
import { NOUNS, type ResourceKind } from "../contract/kind.js";
import { type Absent, type Desired, isAbsent, type Observed, type Sections } from "../model/entity.js";
import { refuseAnother } from "./same-account.js";

/**
 * A connector whose every answer is held against its question: what is said of an account is about that account, and who is
 * found or created is the person who was asked for. An answer about somebody else is an error and never a fact. A name is
 * one name in whatever Unicode form the vendor holds it: it is looked for in both, and written as the vendor spells it.
 */
export class VerifiedConnector implements Connector {
  readonly manyAtMost?: number;
  readonly createMany?: NonNullable<Connector["createMany"]>;
  readonly updateMany?: NonNullable<Connector["updateMany"]>;
  readonly finishCreation?: NonNullable<Connector["finishCreation"]>;
  readonly announceLoad?: NonNullable<Connector["announceLoad"]>;
  readonly perMinute?: NonNullable<Connector["perMinute"]>;
  readonly impliedMembers?: (id: string, set: string) => Promise<Sections>;
  readonly contents?: (id: string) => Promise<Contents>;
  readonly shownFor?: NonNullable<Connector["shownFor"]>;
  readonly vocabulary?: NonNullable<Connector["vocabulary"]>;

  constructor(
    readonly inner: Connector,
    readonly kind: Pick<ResourceKind, "name" | "platform" | "capabilities">,
    /** Told of everybody who is asked for or shown. */
    readonly people?: People,
  ) {
    const { createMany, updateMany, announceLoad, perMinute, impliedMembers, contents, shownFor, vocabulary } = inner;
    const { manyAtMost, finishCreation } = inner;
    if (manyAtMost !== undefined) this.manyAtMost = manyAtMost;
    if (createMany) {
      this.createMany = async (people, until) => {
        const outcomes = await createMany.call(inner, people, until);
        return people.map((desired, i) => judged(outcomes[i], (written) => this.#created(desired, written)));
      };
    }
    if (updateMany) {
      this.updateMany = async (requests) => {
        const spelt = await Promise.all(requests.map((request) => this.#inVendorsSpelling(request)));
        const outcomes = await updateMany.call(inner, spelt);
        return requests.map((request, i) => judged(outcomes[i], (written) => this.#updated(request, written)));
      };
    }
    if (finishCreation) this.finishCreation = finishCreation.bind(inner);
    if (announceLoad) this.announceLoad = announceLoad.bind(inner);
    if (perMinute) this.perMinute = perMinute.bind(inner);
    if (impliedMembers) this.impliedMembers = impliedMembers.bind(inner);
    if (contents) this.contents = contents.bind(inner);
    if (shownFor) this.shownFor = shownFor.bind(inner);
    if (vocabulary) this.vocabulary = vocabulary.bind(inner);
  }

  tenant(): Promise<string> {
    return this.inner.tenant();
  }

  async read(id: string, wanted?: Wanted): Promise<Observed | Absent> {
    const found = await this.inner.read(id, wanted);
    if (!isAbsent(found)) {
      this.people?.knowNames(found.attributes);
      refuseAnother(this.kind.platform.title, id, found.id, this.#record);
    }
    return found;
  }

  async find(naturalKey: string, wanted?: Wanted): Promise<readonly Observed[]> {
    this.people?.knowKey(naturalKey);
    const [composed, decomposed] = [naturalKey.normalize("NFC"), naturalKey.normalize("NFD")];
    let found = await this.inner.find(composed, wanted);
    // A server that compares bytes may hold the name as another system has typed it.
    if (found.length === 0 && decomposed !== composed) found = await this.inner.find(decomposed, wanted);
    for (const entity of found) {
      this.people?.knowNames(entity.attributes);
      if (this.#isPerson(entity, naturalKey)) continue;
      const name = this.kind.capabilities.naturalKey;
      throw new ProtocolError(
        `${name}: ${this.kind.platform.title} answers the look-up of this ${name} with ${this.#record} ${entity.id}, which has another one. Nothing is taken from that answer; run again`,
      );
    }
    return [...new Map(found.map((entity) => [entity.id, entity])).values()];
  }

  async create(desired: Desired, until?: number): Promise<Written> {
    return this.#created(desired, await this.inner.create(desired, until));
  }

  async update(request: UpdateRequest): Promise<Written> {
    return this.#updated(request, await this.inner.update(await this.#inVendorsSpelling(request)));
  }

  deactivate(id: string, until?: number, naturalKey?: string): Promise<Removal> {
    return this.inner.deactivate(id, until, naturalKey);
  }

  remove(id: string): Promise<Removal> {
    return this.inner.remove(id);
  }

  /** Each account once, however often the vendor shows it. */
  async *pages(filter?: Filter, wanted?: Wanted): AsyncIterable<readonly Observed[]> {
    const { platform, capabilities } = this.kind;
    const seen = new Map<string, string | undefined>();
    for await (const page of this.inner.pages(filter, wanted)) {
      const fresh: Observed[] = [];
      for (const entity of page) {
        this.people?.knowNames(entity.attributes);
        if (entity.id === "")
          throw new ProtocolError(`${platform.title} lists ${NOUNS[this.kind.name].aRecord} without an id; run again`);
        const key = shownKey(capabilities, entity.attributes);
        if (!seen.has(entity.id)) fresh.push(entity);
        else if (seen.get(entity.id) !== key) {
          throw new ProtocolError(
            `${platform.title} lists ${this.#record} ${entity.id} twice, with another ${capabilities.naturalKey} each time; run again`,
          );
        }
        seen.set(entity.id, key);
      }
      yield fresh;
    }
  }

  /**
   * An answer that shows somebody else leaves open what became of the creation. One that doesn't show whom it is about
   * proves nothing: the account is looked at.
   */
  #created(desired: Desired, written: Written): Written {
    const { platform, capabilities } = this.kind;
    const { observed, ...rest } = written;
    if (written.id === "" || (observed && observed.id !== written.id)) {
      throw new UncertainError(`${platform.title} answers a creation without saying which ${this.#record} it has made`);
    }
    if (observed && inPlace(capabilities, { desired }, [observed]).length === 0) {
      throw new UncertainError(
        `${platform.title} answers the creation with ${this.#record} ${written.id}, which has another ${capabilities.uniqueWithin} than was sent`,
      );
    }
    const sent = desired.attributes[capabilities.naturalKey];
    if (!observed || typeof sent !== "string" || this.#isPerson(observed, sent)) return written;
    if (shownKey(capabilities, observed.attributes) === undefined) return rest;
    throw new UncertainError(
      `${platform.title} answers the creation with ${this.#record} ${written.id}, which has another ${capabilities.naturalKey} than was sent`,
    );
  }

  #updated({ id }: Pick<UpdateRequest, "id">, written: Written): Written {
    refuseAnother(this.kind.platform.title, id, written.id, this.#record);
    if (written.observed) refuseAnother(this.kind.platform.title, id, written.observed.id, this.#record);
    return written;
  }

  /** Looks at the account where a name in the request may be spelt otherwise there. */
  async #inVendorsSpelling(request: UpdateRequest): Promise<UpdateRequest> {
    const { capabilities } = this.kind;
    if (!mayBeSpeltOtherwise(capabilities, request)) return request;
    const shown = request.seen ?? (await this.read(request.id, Object.keys(request.desired.sets)));
    return isAbsent(shown) ? request : respelt(capabilities, request, shown);
  }

  get #record(): string {
    return NOUNS[this.kind.name].record;
  }

  #isPerson({ attributes, unseen }: Observed, naturalKey: string): boolean {
    const { capabilities } = this.kind;
    const shown = shownKey(capabilities, attributes);
    if (shown === undefined) return unseen?.includes(capabilities.naturalKey) ?? false;
    return shown === comparableKey(capabilities, naturalKey);
  }
}

/** An outcome whose success passes a judgement, or fails by it. */
function judged(outcome: Outcome | undefined, judge: (written: Written) => Written): Outcome {
  if (outcome === undefined) return { error: new InternalError("a write has no outcome") };
  if ("error" in outcome) return outcome;
  try {
    return { written: judge(outcome.written) };
  } catch (error) {
    return { error: error as Error };
  }
}
