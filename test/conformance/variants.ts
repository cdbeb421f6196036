import { describe, it } from "vitest";
import { variantOptions } from "../../sandbox/variant";
import { dynamicAdapter } from "./dynamic-adapter";
import { conformance } from "./suite";
import type { Target } from "./target";

/** What an assumption has to do with the list of scenarios. */
export interface Touched {
  /** The scenarios that its variants can touch, by `topic: name`. */
  readonly scenarios: RegExp;
  /** What is different of the target, by variant: other requests, and scenarios that can't be passed, with the reason. */
  readonly changes?: Readonly<Record<string, Partial<Target>>>;
}

/** One question and its answer, out of those that an assumption names. */
export interface Choice {
  readonly question: string;
  readonly answer: string;
}

/** A target whose vendor behaves in these ways; undefined where its emulator can't. */
export function targetIn(target: Target, touched: Readonly<Record<string, Touched>>, choices: readonly Choice[]) {
  const options: object[] = [];
  let changed = target;
  for (const { question, answer } of choices) {
    const own = variantOptions(target.platform.id, question, answer);
    if (own === undefined) return undefined;
    options.push(own);
    const { lacks = [], requests, ...more } = touched[question]?.changes?.[answer] ?? {};
    changed = {
      ...changed,
      ...more,
      lacks: [...(changed.lacks ?? []), ...lacks],
      requests: { ...changed.requests, ...requests },
    };
  }
  const own = Object.assign({}, ...options) as object;
  const { start } = changed;
  return { ...changed, start: (stage) => start({ ...stage, own: { ...own, ...stage.own } }) } satisfies Target;
}

/**
 * Runs the list of scenarios in each variant but the usual one of each assumption. `VARIANTS=whole` runs all scenarios; otherwise
 * those that the assumption can touch.
 *
 * @param touched by assumption
 */
export function conformanceInVariants(target: Target, touched: Readonly<Record<string, Touched>>): void {
  for (const { id, variants } of target.platform.assumptions) {
    const scenarios = process.env["VARIANTS"] === "whole" ? undefined : touched[id]?.scenarios;
    for (const answer of Object.keys(variants).slice(1)) {
      const inVariant = targetIn(target, touched, [{ question: id, answer }]);
      const name = `${target.platform.id}.${id}=${answer}`;
      if (inVariant) describe(name, () => conformance(inVariant, dynamicAdapter, scenarios));
      else it.skip(`${name} (no emulator plays it)`);
    }
  }
}
