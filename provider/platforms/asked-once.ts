/** A fact that is asked for once a run. A failure is not kept: the next one asks again. */
export class AskedOnce<T> {
  #answer: Promise<T> | undefined;

  constructor(readonly ask: () => Promise<T>) {}

  /** The answer, where somebody has asked already. */
  get asked(): Promise<T> | undefined {
    return this.#answer;
  }

  get(): Promise<T> {
    this.#answer ??= this.#asked();
    return this.#answer;
  }

  /** A newer answer than `old`, which may not hold any more: whoever misses something may have made it in this same run. */
  async newerThan(old: T): Promise<T> {
    if ((await this.get()) === old) this.#answer = this.#asked();
    return this.get();
  }

  #asked(): Promise<T> {
    const answer = this.ask();
    answer.catch(() => {
      if (this.#answer === answer) this.#answer = undefined;
    });
    return answer;
  }
}
