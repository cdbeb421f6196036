import type { PlatformId } from "../../common/platforms";
import { platformNamed } from "../cells/attribute-names";
import type { Path } from "../model/roster";
import { type Expression, expressionsIn } from "./expressions";
import { dotted, type Given, givenOf, readExpression } from "./mapping";
import type { RuleSettings } from "./settings";

/** What whoever matches is given. */
export interface Rule {
  readonly when: Expression;
  readonly values: readonly Given[];
  /** Platforms that a map, even an empty one, puts people on. */
  readonly platforms: readonly PlatformId[];
}

/** @param report takes what is wrong at a path below `rules` */
export function rulesOf(
  settings: readonly RuleSettings[],
  report: (path: Path, reason: string) => void,
): readonly Rule[] {
  return settings.flatMap(({ when, ...given }, i) => {
    const expression = readExpression(when, (reason) => report([i, "when"], reason));
    const platforms = Object.keys(given).flatMap((name) => platformNamed(name) ?? []);
    const values = dotted(given).flatMap(([name, value]) => {
      const head = name.split(".", 1)[0] ?? "";
      // `nerm:` alone is the platform itself.
      if (value === null && platformNamed(name) !== undefined) return [];
      return givenOf(name, value, (reason) => report([i, head], `${name}: ${reason}`)) ?? [];
    });
    return expression === undefined ? [] : [{ when: expression, values, platforms }];
  });
}

/** What a rule asks a row. */
export function expressionsOf({ when, values }: Rule): readonly Expression[] {
  return [when, ...expressionsIn(values)];
}
