import { caseless } from "../../../provider/core/model/value";

/** Keys that are given. A base that many share goes on from the number that it was at. */
export class Taken {
  readonly #keys: Set<string>;
  readonly #numbers = new Map<string, number>();

  constructor(keys: Iterable<string>) {
    this.#keys = new Set(keys);
  }

  take(base: string): string {
    let key = base;
    let number = this.#numbers.get(caseless(base)) ?? 1;
    while (this.#keys.has(caseless(key))) key = `${base}-${++number}`;
    this.#numbers.set(caseless(base), number);
    this.#keys.add(caseless(key));
    return key;
  }
}
