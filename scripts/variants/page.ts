import type { Platform } from "../../provider/core/contract/platform";

/** What became of the scenarios in one variant. */
export interface Outcome {
  readonly passed: number;
  readonly skipped: number;
  /** What each of those that failed says. */
  readonly failed: readonly string[];
}

/** What a failing scenario can say of a variant, the worst first: its message has the word and a colon. */
const HARMS = ["twinned", "lost", "endless"] as const;
export type Harm = (typeof HARMS)[number];

/** Which scenarios were run in a variant: all, or those that it can touch. */
export type Scope = "whole" | "touched";

const SCOPES = {
  whole: "the whole list of scenarios was run",
  touched: "those scenarios were run that the variant can touch",
} as const satisfies Record<Scope, string>;

/** By `adobe.revival=refuse`. */
export type Outcomes = ReadonlyMap<string, Outcome>;

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly status: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

/** The outcomes in a report of vitest's. */
export function outcomesIn(report: string): Outcomes {
  const outcomes = new Map<string, Outcome>();
  for (const { assertionResults } of (JSON.parse(report) as Report).testResults) {
    for (const { ancestorTitles, status, failureMessages = [] } of assertionResults) {
      const [variant = ""] = ancestorTitles;
      const { passed, skipped, failed } = outcomes.get(variant) ?? { passed: 0, skipped: 0, failed: [] };
      outcomes.set(variant, {
        passed: passed + (status === "passed" ? 1 : 0),
        skipped: skipped + (status === "passed" || status === "failed" ? 0 : 1),
        failed: status === "failed" ? [...failed, failureMessages.join("; ")] : failed,
      });
    }
  }
  return outcomes;
}

/** The page about all assumptions of these platforms. */
export function variantsPage(platforms: readonly Platform[], outcomes: Outcomes, scope: Scope): string {
  const sections = platforms.filter(({ assumptions }) => assumptions.length > 0).map((one) => section(one, outcomes));
  return `# What vendors leave open, and what happens in each case

For everybody who wonders what a wrong guess about a vendor would do. Written by \`npm run variants\`: against an emulator that behaves in
one of these ways, each in turn, ${SCOPES[scope]}. What is taken for likely, why, and what is done about
it stands in the [pages of the platforms](README.md#reference); which variant a tenant has is told by
[\`roster doctor\`](operations/doctor.md).

\`lost\`, \`twinned\`, \`endless\` and \`fails\` would say that scenarios failed: data that nobody had declared is gone, a person has two accounts,
a difference never ends, or something else. A scenario is skipped where the platform, or that variant, can't do what it asks for: then an
error says so. The usual variants run in every test. [Real servers](servers.md) run the list of Keycloak and SCIM 2.0, too.

${sections.join("\n")}`;
}

function section({ id, title, assumptions }: Platform, outcomes: Outcomes): string {
  const items = assumptions.flatMap(({ id: question, variants }) =>
    Object.entries(variants).map(([answer, what], i) => {
      const name = `${id}.${question}=${answer}`;
      return `- \`${name}\`: ${what} *${i === 0 ? "The usual one." : said(outcomes.get(name))}*`;
    }),
  );
  return `## ${title}\n\n${items.join("\n")}\n`;
}

function said(outcome: Outcome | undefined): string {
  if (outcome === undefined) return "No emulator plays it.";
  const { passed, skipped, failed } = outcome;
  const counts = `${passed} passed, ${skipped} skipped.`;
  return failed.length === 0 ? counts : `**${harmOf(failed)}**: ${failed.length} failed, ${counts}`;
}

function harmOf(failed: readonly string[]): string {
  return HARMS.find((harm) => failed.some((message) => message.includes(`${harm}: `))) ?? "fails";
}
