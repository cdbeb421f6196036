import type { Declaration } from "../contract/declaration.js";
import type { Capabilities } from "../contract/kind.js";
import { type Change, needsCall } from "../model/change.js";
import { sameValue } from "../model/value.js";
import { diff, everything } from "./diff.js";

/**
 * What a vendor call must bring about. What is pending is everything declared: systems that have not taken the last write
 * have none of it for certain. Whether the account is on goes with it as it stands.
 */
export function changesToSend(capabilities: Capabilities, declared: Declaration, last: Declaration): readonly Change[] {
  const changes = diff(capabilities, declared, last).filter(needsCall);
  const own = changes.filter(({ kind }) => kind !== "pending");
  if (own.length === changes.length) return changes;
  const isOwn = ({ path, to }: Change): boolean =>
    own.some((other) => sameValue(other.path, path) && sameValue(other.to, to));
  const rest = everything(capabilities, declared).filter((change) => change.kind !== "activation" && !isOwn(change));
  return [...own, ...rest];
}
