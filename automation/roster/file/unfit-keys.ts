import { ID_PREFIX } from "./group-names";
import { hiddenIn } from "./hidden-in-names";

/** What keys are used for, beside naming their owner. */
const USES = { person: "as a manager", group: "among groups" } as const;

/** Why a key can't be one: what a resource would refuse later, without a place. Undefined where it can. */
export function unfitKey(key: string, of: keyof typeof USES): string | undefined {
  const hidden = hiddenIn(key);
  if (hidden !== undefined) return hidden;
  if (key.startsWith("__")) return "keys that begin with __ are Pulumi's own";
  const meaning = of === "person" ? "an account id" : "the vendor's own id";
  return key.startsWith(ID_PREFIX)
    ? `keys that begin with ${ID_PREFIX} are not allowed: ${USES[of]} they stand for ${meaning}`
    : undefined;
}
