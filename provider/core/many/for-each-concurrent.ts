/**
 * Calls `work` for each item, so many at once, in the order of the items. Nothing more is begun once `stopped` says so.
 * `work` must not throw.
 */
export async function forEachConcurrent<T>(
  items: Iterable<T>,
  atOnce: number,
  work: (item: T) => Promise<void>,
  stopped: () => boolean,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    while (!stopped()) {
      const { done, value } = queue.next();
      if (done) return;
      await work(value);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
