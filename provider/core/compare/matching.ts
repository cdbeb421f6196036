/** How an item can stand for a wanted one. */
export interface Likeness<Wanted, Item> {
  /** The same key: the two are equal. */
  keyOf(value: Wanted | Item): string;
  /** The item has all that is wanted, and maybe more. */
  holds(item: Item, wanted: Wanted): boolean;
}

/**
 * For each wanted item the place of the item that stands for it, each item once: equal ones first, then so many of the
 * others as can be served. An equal pair takes nothing from anybody: whoever could have its item could have another one
 * that holds more.
 */
export function assigned<Wanted, Item>(
  wanted: readonly Wanted[],
  items: readonly Item[],
  { keyOf, holds }: Likeness<Wanted, Item>,
): readonly (number | undefined)[] {
  const places = new Map<string, number[]>();
  items.forEach((item, place) => {
    const key = keyOf(item);
    places.set(key, [...(places.get(key) ?? []), place]);
  });
  const served = wanted.map((value) => places.get(keyOf(value))?.shift());
  const owners = new Map<number, number>();
  served.forEach((place, i) => {
    if (place !== undefined) owners.set(place, i);
  });
  const equal = new Set(owners.keys());

  /** Finds an item for a wanted one, and another one for whoever has to give theirs up. */
  function serve(i: number, tried: Set<number>): boolean {
    return items.some((item, place) => {
      if (equal.has(place) || tried.has(place) || !holds(item, wanted[i] as Wanted)) return false;
      tried.add(place);
      const owner = owners.get(place);
      if (owner !== undefined && !serve(owner, tried)) return false;
      owners.set(place, i);
      served[i] = place;
      return true;
    });
  }

  served.forEach((place, i) => {
    if (place === undefined) serve(i, new Set());
  });
  return served;
}
