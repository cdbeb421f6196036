/** What the worker says before accounts may be under way, and what it hears once that is known. */
export const WRITING = "roster:writing";
export const GO_ON = "roster:go-on";

/** What the worker hears for each signal: Windows has none that a process could send to another one and that doesn't end it. */
export const STOP = "roster:stop";

/**
 * Tells the process that started this one that accounts may be under way from now on, and waits until it knows: from then on
 * it ends nothing by force at a first signal. Without such a process there is nobody to tell.
 */
export async function announceWriting(): Promise<void> {
  if (process.send === undefined || !process.connected) return;
  await new Promise<void>((resolve) => {
    const hear = (message: unknown): void => {
      if (message === GO_ON) finish();
    };
    const finish = (): void => {
      process.off("message", hear);
      process.off("disconnect", finish);
      resolve();
    };
    process.on("message", hear);
    process.on("disconnect", finish);
    process.send?.(WRITING);
  });
}
