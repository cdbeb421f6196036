/** Requests under way at once, as the provider's default. */
export const AT_ONCE = 8;

/** Acts on each item, on so many at once. */
export async function inTurns<T>(work: readonly T[], act: (item: T, i: number) => Promise<void>): Promise<void> {
  const items = work.entries();
  const worker = async (): Promise<void> => {
    for (const [i, item] of items) await act(item, i);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** How long something takes, in seconds. */
export async function timed(action: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await action();
  return (performance.now() - started) / 1000;
}
