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
  readonly changes?: Readonly<Record<string, Partial<Target> | ((target: Target) => Partial<Target>)>>;
}

type AllTouched = Readonly<Record<string, Touched>>;

/** One question and its answer, out of those that an assumption names. */
export interface Choice {
  readonly question: string;
  readonly answer: string;
}

/** Of the order in which pairs are taken: the same ones each time. */
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
    const change = touched[question]?.changes?.[answer] ?? {};
    const { lacks = [], requests, ...more } = typeof change === "function" ? change(changed) : change;
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

/** The plugin is loaded where it is asked for alone. */
const throughPlugin: AdapterFor = (platform) => async (surroundings) =>
  (await import("./plugin-adapter.js")).pluginAdapter(platform)(surroundings);

/**
 * Runs the list of scenarios in each variant but the usual one of each assumption, those that the assumption can touch.
 * The environment's VARIANTS asks for more, by words between commas: `whole` runs all scenarios, `pairs` all of them in pairs of
 * variants of two assumptions, and `plugin` runs them through the plugin.
 *
 * @param touched by assumption
 */
export function conformanceInVariants(
  target: Target,
  touched: AllTouched,
  adapterFor: AdapterFor = isAsked("plugin") ? throughPlugin : dynamicAdapter,
): void {
  const single = unusual(target).map((choice) => [choice]);
  for (const choices of isAsked("pairs") ? pairsOf(unusual(target).filter(isPlayed(target))) : single) {
    const inVariant = targetIn(target, touched, choices);
    const name = choices.map(({ question, answer }) => `${target.platform.id}.${question}=${answer}`).join(" ");
    const scenarios = isAsked("whole") || isAsked("pairs") ? undefined : touched[choices[0]?.question ?? ""]?.scenarios;
    if (inVariant) describe(name, () => conformance(inVariant, adapterFor, scenarios));
    else it.skip(`${name} (no emulator plays it)`);
  }
}

function isAsked(word: "whole" | "pairs" | "plugin"): boolean {
  return (process.env["VARIANTS"] ?? "").split(",").includes(word);
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

/** Whether the emulator can behave so. */
function isPlayed({ platform }: Target): (choice: Choice) => boolean {
  return ({ question, answer }) => variantOptions(platform.id, question, answer) !== undefined;
}

/** Choices of two different assumptions each, drawn so that every choice is in one pair at least. */
function pairsOf(choices: readonly Choice[]): readonly (readonly Choice[])[] {
  const random = createRandom(SEED);
  const drawn = choices
    .flatMap((one, i) => choices.slice(i + 1).map((other) => ({ pair: [one, other], order: random() })))
    .filter(({ pair: [one, other] }) => one?.question !== other?.question)
    .sort((a, b) => a.order - b.order);
  const open = new Set(choices);
  // Pairs of two that are open still, and then one for each that is left over.
  return [2, 1].flatMap((least) =>
    drawn.flatMap(({ pair }) => {
      if (pair.filter((choice) => open.has(choice)).length < least) return [];
      for (const choice of pair) open.delete(choice);
      return [pair];
    }),
  );
}
