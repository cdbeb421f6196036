import { describe, it } from "vitest";
import { createRandom } from "../../sandbox/prng";
import { variantOptions } from "../../sandbox/variant";
import type { Properties } from "./adapter";
import { dynamicAdapter } from "./dynamic-adapter";
import { conformance } from "./suite";
import type { Target } from "./target";
import type { AdapterFor } from "./world";

/** What an assumption has to do with the list of scenarios. */
export interface Touched {
  /** The scenarios that its variants can touch, by `topic: name`. */
  readonly scenarios: RegExp;
  /** What is different of the target, by variant: other requests, and scenarios that can't be passed, with the reason. */
  readonly changes?: Readonly<Record<string, Partial<Target>>>;
}

type AllTouched = Readonly<Record<string, Touched>>;

/** One question and its answer, out of those that an assumption names. */
export interface Choice {
  readonly question: string;
  readonly answer: string;
}

/** Pairs of variants that are run with `VARIANTS=pairs`, the same ones each time. */
const PAIRS = 12;
const SEED = 20_261_128;

/** A target whose vendor behaves in these ways; undefined where its emulator can't. */
export function targetIn(target: Target, touched: AllTouched, choices: readonly Choice[]): Target | undefined {
  let changed = target;
  let own: Properties = {};
  let configured: Properties = {};
  for (const { question, answer } of choices) {
    const options = variantOptions(target.platform.id, question, answer);
    if (options === undefined) return undefined;
    own = { ...own, ...options };
    configured = { ...configured, ...settingFor(target, question, answer) };
    const { lacks = [], requests, ...more } = touched[question]?.changes?.[answer] ?? {};
    changed = {
      ...changed,
      ...more,
      lacks: [...(changed.lacks ?? []), ...lacks],
      requests: { ...changed.requests, ...requests },
    };
  }
  const { start } = changed;
  return {
    ...changed,
    async start(stage) {
      const started = await start({ ...stage, own: { ...own, ...stage.own } });
      return { ...started, configuration: { ...started.configuration, ...configured } };
    },
  };
}

/**
 * Runs the list of scenarios in each variant but the usual one of each assumption, those that the assumption can touch.
 * `VARIANTS=whole` runs all of them, `VARIANTS=pairs` all of them in pairs of variants of two assumptions.
 *
 * @param touched by assumption
 */
export function conformanceInVariants(
  target: Target,
  touched: AllTouched,
  adapterFor: AdapterFor = dynamicAdapter,
): void {
  const asked = process.env["VARIANTS"];
  const single = unusual(target).map((choice) => [choice]);
  for (const choices of asked === "pairs" ? pairsOf(unusual(target)) : single) {
    const inVariant = targetIn(target, touched, choices);
    const name = choices.map(({ question, answer }) => `${target.platform.id}.${question}=${answer}`).join(" ");
    const isWhole = asked === "whole" || asked === "pairs";
    const scenarios = isWhole ? undefined : touched[choices[0]?.question ?? ""]?.scenarios;
    if (inVariant) describe(name, () => conformance(inVariant, adapterFor, scenarios));
    else it.skip(`${name} (no emulator plays it)`);
  }
}

/** What the configuration has to say of a variant. */
function settingFor({ platform }: Target, question: string, answer: string): Properties {
  const assumption = platform.assumptions.find(({ id }) => id === question);
  if (assumption?.handling !== "setting") return {};
  return { [assumption.setting.name]: assumption.setting.values[answer] };
}

function unusual({ platform }: Target): readonly Choice[] {
  return platform.assumptions.flatMap(({ id, variants }) =>
    Object.keys(variants)
      .slice(1)
      .map((answer) => ({ question: id, answer })),
  );
}

/** Choices of two different assumptions each, drawn without repetition. */
function pairsOf(choices: readonly Choice[]): readonly (readonly Choice[])[] {
  const random = createRandom(SEED);
  const pairs = choices.flatMap((one, i) =>
    choices.slice(i + 1).flatMap((other) => (one.question === other.question ? [] : [[one, other]])),
  );
  return pairs
    .map((pair) => ({ pair, order: random() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, PAIRS)
    .map(({ pair }) => pair);
}
