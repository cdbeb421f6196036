import type { Outcome, Written } from "../core/contract/connector.js";
import { settled } from "../core/contract/outcome.js";

/** What became of a write that is one of several. */
export async function outcomeOf(write: Promise<Written>): Promise<Outcome> {
  const result = await settled(write);
  return "error" in result ? result : { written: result.value };
}
