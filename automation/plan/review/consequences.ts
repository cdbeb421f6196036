import { diff } from "../../../provider/core/compare/diff";
import { fromProperties } from "../../../provider/core/contract/declaration";
import { countOf } from "../../../provider/core/many/people";
import { platformIds, resourceKindOf } from "../../common/platforms";
import type { PersonSnapshot } from "./people";
import type { PersonChange } from "./review";

type Properties = Readonly<Record<string, unknown>>;

/** Says how many people something happens to that no declaration says, such as a mail to whoever gets an account. */
export function consequences(changes: readonly PersonChange[]): readonly string[] {
  return platformIds.flatMap((id) => {
    const own = changes.filter(({ platform }) => platform === id);
    const { capabilities, platform } = resourceKindOf({ platform: id });
    const { created, deactivated, deleted } = capabilities.consequences ?? {};
    const told: readonly [number, string | undefined][] = [
      [own.filter(({ classes }) => classes.includes("joiner") || classes.includes("reactivated")).length, created],
      [own.filter(({ departure }) => departure === "deactivated").length, deactivated],
      [own.filter(({ departure }) => departure === "deleted").length, deleted],
    ];
    return told.flatMap(([count, clause]) => {
      if (count === 0 || clause === undefined) return [];
      return [`${platform.title}: ${count === 1 ? "1 person is" : `${count} people are`} ${clause}`];
    });
  });
}

/** Says what is put back that somebody has changed at the vendor, where a sign-in may have done so and will again. */
export function putBackAfterSignIns(people: readonly PersonSnapshot[]): readonly string[] {
  return [...Map.groupBy(people, ({ platform }) => platform)].flatMap(([id, own]) => {
    const { capabilities, platform } = resourceKindOf({ platform: id });
    const found = own.map(putBack).filter((names) => names.length > 0);
    if (found.length === 0) return [];
    const names = (capabilities.consequences?.changedBySignIn ?? []).filter((name) => found.flat().includes(name));
    return [
      `${platform.title}: ${names.join(", ")} of ${countOf(found.length)} changed there since the last run, and will be put back. ` +
        "If a sign-in does that, it will be so after each run: list them in ignoreChanges",
    ];
  });
}

/** Names of what was as declared after the last run, and is not any more. */
function putBack(person: PersonSnapshot): readonly string[] {
  const { stored, observed, declared } = person;
  const { capabilities } = resourceKindOf(person);
  const { changedBySignIn = [] } = capabilities.consequences ?? {};
  if (changedBySignIn.length === 0 || !stored || !observed || !declared) return [];
  const differing = (shown: Properties) =>
    diff(capabilities, fromProperties(capabilities, declared), fromProperties(capabilities, shown)).map(({ path }) =>
      String(path[0]),
    );
  const [now, before] = [differing(observed), differing(stored)];
  return changedBySignIn.filter((name) => now.includes(name) && !before.includes(name));
}
