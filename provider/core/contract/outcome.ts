import { rosterErrorOf } from "./errors.js";

/** What an operation gave, or the error that it ended in. */
export type Settled<T> = { readonly value: T } | { readonly error: Error };

/** Waits for an operation that is one of several: its error is a result as well. */
export async function settled<T>(result: Promise<T>): Promise<Settled<T>> {
  try {
    return { value: await result };
  } catch (error) {
    return { error: rosterErrorOf(error) };
  }
}
