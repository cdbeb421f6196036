import { diff } from "../../../provider/core/compare/diff";
import { fromProperties } from "../../../provider/core/contract/declaration";
import type { Capabilities } from "../../../provider/core/contract/kind";
import type { Change } from "../../../provider/core/model/change";
import { userKindOf } from "../../common/platforms";
import { isAddress } from "../../plan/review/addresses";
import { namesOf } from "../../plan/review/build-review";
import { judged } from "../../plan/review/details";
import type { PersonSnapshot } from "../../plan/review/people";
import { personName } from "../../plan/review/traits";
import { DRIFT_CLASSES, type DriftClass, type Drifted } from "./drift-report";

/** Everybody who is not as the last run left them. Pure: what the program says now plays no part. */
export function findDrift(people: readonly PersonSnapshot[]): readonly Drifted[] {
  const names = namesOf(people);
  const found = people.flatMap((person): readonly Drifted[] => {
    const { platform: id, key, stored, observed } = person;
    if (!stored || person.id === "") return [];
    const resource = userKindOf(id);
    const common = { platform: id, key, id: person.id, name: personName(resource, stored, observed) };
    if (!observed) return [{ ...common, class: "security", what: "gone", details: [] }];
    const context = {
      resource,
      extraRoles: [],
      nameManager: (manager: string) => names.get(`${id}:${manager}`),
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

function classOf({ naturalKey, administrative }: Capabilities, { kind, path }: Change): DriftClass {
  if (kind === "member" || kind === "activation") return "security";
  if (kind === "reference") return "identity";
  const [name = ""] = path;
  if (Object.hasOwn(administrative?.attributes ?? {}, name)) return "security";
  return isAddress(name) || name === naturalKey ? "identity" : "cosmetic";
}
