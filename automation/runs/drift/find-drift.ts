import { diff } from "../../../provider/core/compare/diff";
import { fromProperties } from "../../../provider/core/contract/declaration";
import type { Capabilities } from "../../../provider/core/contract/kind";
import type { Change } from "../../../provider/core/model/change";
import { resourceKindOf } from "../../common/platforms";
import { isAddress } from "../../plan/review/addresses";
import { judged } from "../../plan/review/details";
import { Names } from "../../plan/review/names";
import type { EntitySnapshot } from "../../plan/review/people";
import { isOfPerson, personName } from "../../plan/review/traits";
import { DRIFT_CLASSES, type DriftClass, type Drifted } from "./drift-report";

/** Whoever, and whatever else, is not as the last run left it. Pure: what the program says now plays no part. */
export function findDrift(entities: readonly EntitySnapshot[]): readonly Drifted[] {
  const names = new Names(entities);
  const found = entities.flatMap((entity): readonly Drifted[] => {
    const { kind, platform, key, id, stored, observed } = entity;
    if (!stored || id === "") return [];
    const resource = resourceKindOf(entity);
    const name = personName(resource, stored, observed);
    const common = { ...(isOfPerson(entity) ? {} : { kind }), platform, key, id, name };
    if (!observed) return [{ ...common, class: "security", what: "gone", details: [] }];
    const context = {
      resource,
      extraRoles: [],
      names,
    };
    const { capabilities } = resource;
    const changes = diff(capabilities, fromProperties(capabilities, stored), fromProperties(capabilities, observed))
      .filter(({ kind }) => kind !== "policy")
      .map(turned);
    if (changes.length === 0) return [];
    const classes = changes.map((change) => classOf(capabilities, change));
    return [
      {
        ...common,
        class: DRIFT_CLASSES.find((name) => classes.includes(name)) ?? "cosmetic",
        what: "changed",
        details: changes.map((change) => judged(change, context).detail),
      },
    ];
  });
  const rank = (drifted: Drifted) => DRIFT_CLASSES.indexOf(drifted.class);
  return found.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

/** The difference says how to go back; drift is the way that was come. */
function turned({ from, to, ...change }: Change): Change {
  return { ...change, ...(to === undefined ? {} : { from: to }), ...(from === undefined ? {} : { to: from }) };
}

function classOf({ naturalKey, administrative, holdsOthers }: Capabilities, { kind, path }: Change): DriftClass {
  if (kind === "member" || kind === "activation") return "security";
  // What is in a thing that holds others gets what comes from above it.
  if (kind === "reference") return holdsOthers ? "security" : "identity";
  const [name = ""] = path;
  if (Object.hasOwn(administrative?.attributes ?? {}, name)) return "security";
  return isAddress(name) || name === naturalKey ? "identity" : "cosmetic";
}
