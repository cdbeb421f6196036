import { nameOfUrn } from "../../../provider/urn";
import type { EngineEvent } from "../../engines/stack-engine";
import { type Fingerprints, fingerprintsOf, partsOf } from "../../plan/review/digest";
import { entitiesOf } from "../../plan/review/people";
import { resourceSnapshots } from "../../plan/review/resource-snapshots";

/**
 * Watches what the run itself reads before it writes: somebody who is not as in the look a moment ago stops it. On
 * the embedded engine everything is read before the first write; `pulumi` reads each person before their own, and there the
 * saved plan is what holds the run to what was reviewed.
 */
export class RefreshGuard {
  readonly #abort = new AbortController();
  readonly #changed: string[] = [];

  /** @param urns of resources that get another name in this run, by those that they are read under */
  constructor(
    readonly expected: Fingerprints,
    readonly urns: ReadonlyMap<string, string> = new Map(),
  ) {}

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Keys of people who are not as expected. */
  get changed(): readonly string[] {
    return this.#changed;
  }

  take({ resOutputsEvent }: EngineEvent): void {
    const told = resOutputsEvent?.metadata;
    if (told?.op !== "refresh") return;
    const metadata = { ...told, urn: this.urns.get(told.urn) ?? told.urn };
    // The pair that a whole look would have of this resource.
    const pair = [{ resourcePreEvent: { metadata } }, { resOutputsEvent: { metadata } }] as unknown as EngineEvent[];
    const entities = entitiesOf(resourceSnapshots(pair)).map(({ declared: _, ...entity }) => entity);
    for (const [subject, fingerprint] of Object.entries(fingerprintsOf(entities, [], new Map()))) {
      if (partsOf(this.expected[subject]).observed !== partsOf(fingerprint).observed)
        this.#changed.push(nameOfUrn(subject));
    }
    if (this.#changed.length > 0) this.#abort.abort();
  }
}
