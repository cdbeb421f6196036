import { isRecord, pathText, UNKNOWN } from "../../../provider/core/model/value";
import { PACKED } from "../../../provider/fitting-outputs";
import { nameOfUrn } from "../../../provider/urn";
import { Failure } from "../../common/failure";
import { meaningOf } from "./people";
import { type ResourceSnapshot, SECRET_TEXT } from "./resource-snapshots";

type Side = "stored" | "observed" | "declared";

/** Ends a look at sets of people that tell nothing of somebody: whatever becomes of them, no plan would say it and no guard count it. */
export function refuseHidden(snapshots: readonly ResourceSnapshot[], sides: readonly Side[]): void {
  const found = snapshots.flatMap((snapshot) => {
    if (!meaningOf(snapshot.type)?.isSet) return [];
    const parts = sides.flatMap((side) => hiddenParts(propertiesOf(snapshot, side)));
    return [...new Set(parts)].map((part) => `${nameOfUrn(snapshot.urn)}: ${part}`);
  });
  if (found.length === 0) return;
  throw new Failure(
    "deployment",
    `nobody can tell what becomes of these people, as they are a secret as a whole, or not known yet: ${found.join(", ")}. ` +
      "Give each person in plain values, and mark or compute single attributes of them; then run `pulumi up` where the state holds the secret",
  );
}

/** The parts of a set's properties of which nothing can be told, as Pulumi prints them. */
export function hiddenParts({ users, [PACKED]: packed }: Readonly<Record<string, unknown>>): readonly string[] {
  if (isHidden(packed) || isHidden(users)) return ["users"];
  if (!isRecord(users)) return [];
  return Object.keys(users).flatMap((key) => (isHidden(users[key]) ? [pathText(["users", key])] : []));
}

function propertiesOf(snapshot: ResourceSnapshot, side: Side) {
  const told = snapshot[side];
  return (side === "declared" ? told?.inputs : told?.outputs) ?? {};
}

function isHidden(value: unknown): boolean {
  return value === SECRET_TEXT || value === UNKNOWN;
}
