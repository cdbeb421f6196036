import { isRecord } from "../../../provider/core/model/value";
import { isPlatformId } from "../../common/platforms";
import type { Path, RawPerson } from "../model/roster";
import { merged, valueAt } from "./merge";

type Values = Readonly<Record<string, unknown>>;

/** A person with what another source, or the roster itself, says of them: attribute by attribute, and of two values the later one. */
export function joined(first: RawPerson, more: RawPerson): RawPerson {
  const values = merged(first.values, more.values);
  const offers: Record<string, unknown> = merged(first.offers ?? {}, more.offers ?? {});
  for (const platform of Object.keys(values).filter(isPlatformId)) {
    delete offers[platform];
    // What is no map is refused as such, and not passed over.
    if (more.values[platform] !== undefined && more.values[platform] !== null && !isRecord(more.values[platform]))
      continue;
    const layers = [first.offers, first.values, more.offers, more.values].map((layer) => layer?.[platform]);
    values[platform] = layers.reduce<Values>((all, layer) => (isRecord(layer) ? merged(all, layer) : all), {});
  }
  const parts = first instanceof JoinedPerson ? first.parts : ([first] as const);
  return new JoinedPerson([...parts, more], values, offers);
}

/** A person of several origins: of each attribute, the last one that gives it says where it is from. */
class JoinedPerson implements RawPerson {
  constructor(
    readonly parts: readonly [RawPerson, ...RawPerson[]],
    readonly values: Values,
    readonly offers: Values,
  ) {}

  get holds(): boolean {
    return this.parts.some(({ holds }) => holds);
  }

  get managerBy(): string | undefined {
    return this.#of(["manager"]).managerBy;
  }

  placeOf(path: Path): string {
    return this.#of(path).placeOf(path);
  }

  lacks(path: Path): string | undefined {
    const all = this.parts.map((part) => part.lacks?.(path));
    return all.includes(undefined) ? undefined : all[0];
  }

  originOf(path: Path): string {
    return this.#of(path).originOf(path);
  }

  #of(path: Path): RawPerson {
    const [first] = this.parts;
    return this.parts.findLast((part) => valueAt({ ...part.offers, ...part.values }, path) !== undefined) ?? first;
  }
}
