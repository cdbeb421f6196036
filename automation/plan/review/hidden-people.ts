import { treatmentNames } from "../../../provider/core/contract/options";
import { isRecord, pathText, UNKNOWN } from "../../../provider/core/model/value";
import { PACKED } from "../../../provider/fitting-outputs";
import { nameOfUrn } from "../../../provider/urn";
import { Failure } from "../../common/failure";
import { resourceKindOf } from "../../common/platforms";
import { type EntitySnapshot, entitiesOf, meaningOf } from "./people";
import { type ResourceSnapshot, SECRET_TEXT } from "./resource-snapshots";

type Side = "stored" | "observed" | "declared";
type Properties = Readonly<Record<string, unknown>>;

/** So many places are named. */
const FEW = 10;

/**
 * Ends a look that can't tell what becomes of somebody, as no plan would say it and no guard count it: people of a set who are a secret as
 * a whole or not known yet, secrets where what somebody may do stands or whether they go, and a switch that is not known yet.
 */
export function refuseHidden(snapshots: readonly ResourceSnapshot[], sides: readonly Side[]): void {
  const ofSets = snapshots.flatMap((snapshot) => {
    if (!meaningOf(snapshot.type)?.isSet) return [];
    const parts = sides.flatMap((side) => hiddenParts(propertiesOf(snapshot, side)));
    return parts.map((part) => `${nameOfUrn(snapshot.urn)}: ${part}`);
  });
  const ofEach = entitiesOf(snapshots).flatMap((entity) =>
    sides.flatMap((side) => hiddenMeaning(entity, entity[side] ?? {}).map((name) => placeOf(entity, name))),
  );
  const found = [...new Set([...ofSets, ...ofEach])];
  if (found.length === 0) return;
  const more = found.length > FEW ? ` and ${found.length - FEW} more` : "";
  throw new Failure(
    "deployment",
    `nobody can tell what becomes of people, as this is a secret, or not known yet: ${found.slice(0, FEW).join(", ")}${more}. ` +
      "Give people, their roles, groups and state in plain values, and mark or compute other attributes of them; then run `pulumi up` where the state holds the secret",
  );
}

/** The parts of a set's properties of which nothing can be told, as Pulumi prints them. */
export function hiddenParts({ users, [PACKED]: packed }: Properties): readonly string[] {
  if (isHidden(packed) || isHidden(users)) return ["users"];
  if (!isRecord(users)) return [];
  return Object.keys(users).flatMap((key) => (isHidden(users[key]) ? [pathText(["users", key])] : []));
}

/**
 * Names of arguments that say what somebody may do, or what becomes of them, and that hold a secret. Roles that are not known yet
 * count as the most powerful ones; a switch that is not known yet has no such side, and is hidden too.
 */
function hiddenMeaning(entity: EntitySnapshot, properties: Properties): readonly string[] {
  const { capabilities } = resourceKindOf(entity);
  const { sets, activation, administrative } = capabilities;
  const names = [
    ...Object.keys(sets),
    ...(activation ? [activation.attribute] : []),
    ...Object.keys(administrative?.attributes ?? {}),
    ...treatmentNames(capabilities),
  ];
  return names.filter(
    (name) => holdsSecret(properties[name]) || (name === activation?.attribute && properties[name] === UNKNOWN),
  );
}

function placeOf({ urn, key, isMember }: EntitySnapshot, name: string): string {
  return `${nameOfUrn(urn)}: ${isMember ? pathText(["users", key, name]) : name}`;
}

function propertiesOf(snapshot: ResourceSnapshot, side: Side) {
  const told = snapshot[side];
  return (side === "declared" ? told?.inputs : told?.outputs) ?? {};
}

function isHidden(value: unknown): boolean {
  return value === SECRET_TEXT || value === UNKNOWN;
}

function holdsSecret(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsSecret);
  return value === SECRET_TEXT || (isRecord(value) && Object.values(value).some(holdsSecret));
}
