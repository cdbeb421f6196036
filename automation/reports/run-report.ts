import { platformTitle } from "../common/platforms";
import { type ReportedChange, type RunReport, returnedIn } from "../runs/apply/run-report";
import { fitted, type Section } from "./fit";
import { COMMENT_LIMIT, commentMarker, folded, nameMarkdown, phrasesMarkdown, valueMarkdown } from "./markdown-parts";
import { markdownText } from "./markdown-text";
import { detailPhrases } from "./phrases";
import { shortened } from "./untrusted";
import { counted, duration, moment, number } from "./words";

type Outcome = ReportedChange["outcome"];

const REST = "report.json";

/** What needs somebody's attention comes first; `done` is folded. */
const OUTCOMES: Readonly<Record<Outcome, string>> = {
  failed: "failed",
  interrupted: "interrupted: what the vendor has of them is not known, the next plan looks",
  "not-started": "not begun",
  done: "done",
};

/** What one run did, for people. Never longer than the limit; report.json has everything. */
export function renderRun(report: RunReport, { limit = COMMENT_LIMIT }: { readonly limit?: number } = {}): string {
  const before = [
    commentMarker("run", report),
    `### ${markdownText(`${report.project}/${report.stack}`)}: ${headline(report)}`,
    "",
    "| | |",
    "|---|---|",
    ...factsOf(report).map(([name, value]) => `| ${name} | ${markdownText(shortened(value, 500))} |`),
    "",
    "",
  ].join("\n");
  const sections = [
    ...errorSection(report),
    ...returnedSection(report),
    ...(Object.keys(OUTCOMES) as Outcome[]).flatMap((outcome) => changes(outcome, report)),
  ];
  return before + fitted(sections, limit - before.length).join("");
}

function headline({ outcome, changes }: RunReport): string {
  const done = changes.filter((change) => change.outcome === "done").length;
  const words: Readonly<Record<RunReport["outcome"], string>> = {
    applied: "✅ applied",
    "nothing-to-do": "✅ nothing to do",
    failed: "❌ failed",
    interrupted: "⛔ interrupted",
    stale: "⛔ stopped, as something had changed at a vendor",
  };
  return changes.length === 0
    ? words[outcome]
    : `${words[outcome]}, ${number(done)} of ${counted(changes.length, "change")} done`;
}

function factsOf(report: RunReport): readonly (readonly [string, string])[] {
  const seconds = (Date.parse(report.endedAt) - Date.parse(report.startedAt)) / 1000;
  const approvals = report.approvals.map(
    ({ guard, platform, count }) => `${platform === undefined ? "" : `${platform}.`}${guard}=${count}`,
  );
  return [
    ["run by", report.ranBy],
    ["started", `${moment(report.startedAt)}${Number.isFinite(seconds) ? `, took ${duration(seconds)}` : ""}`],
    ["commit", report.commit ?? "unknown"],
    ["plan", `${report.planDigest.slice(0, 7)}, looked at ${moment(report.plannedAt)}`],
    ["allowed", approvals.join(", ") || "nothing had to be"],
    ["engine", report.engine],
  ];
}

function errorSection({ errors }: RunReport): Section[] {
  if (errors.length === 0) return [];
  const lines = errors.map((error) => `- ${markdownText(shortened(error, 500))}`);
  return [
    {
      isVital: true,
      items: errors.length,
      full: `**${counted(errors.length, "error")}**\n\n${lines.join("\n")}\n\n`,
      count: (hidden) => `**${counted(hidden, "error")}**, all of them in ${REST}\n\n`,
    },
  ];
}

/** Whatever hung on the old id (courses, histories, links from elsewhere) does not hang on the new one. */
function returnedSection(report: RunReport): Section[] {
  const returned = returnedIn(report);
  if (returned.length === 0) return [];
  const title = `${counted(returned.length, "person", "people")} came back under a new id: what refers to the old one doesn't find them`;
  const lines = returned.map(
    ({ name, platform, formerId, id }) =>
      `- **${nameMarkdown(name)}** ${markdownText(platformTitle(platform))} ${valueMarkdown(formerId)} → ${valueMarkdown(id)}`,
  );
  return [
    {
      isVital: true,
      items: returned.length,
      full: `**${title}**\n\n${lines.join("\n")}\n\n`,
      count: (hidden) => `**${title}**, ${number(hidden)} of them in ${REST} alone\n\n`,
    },
  ];
}

function changes(outcome: Outcome, { changes: all }: RunReport): Section[] {
  const mine = all.filter((change) => change.outcome === outcome);
  if (mine.length === 0) return [];
  const isVital = outcome !== "done";
  const title = `${counted(mine.length, "change")} ${OUTCOMES[outcome]}`;
  const lines = mine.map(changeLine).join("\n");
  return [
    {
      isVital,
      items: mine.length,
      full: isVital ? `**${title}**\n\n${lines}\n\n` : folded(title, lines),
      ...(isVital && {
        names: {
          start: `**${title}**, by name; in full in ${REST}: `,
          items: mine.map(({ name }) => nameMarkdown(name)),
        },
      }),
      count: (hidden) =>
        hidden === mine.length
          ? `**${title}**, all of them in ${REST}\n\n`
          : `… ${number(hidden)} more, all of them in ${REST}\n\n`,
    },
  ];
}

function changeLine({ name, platform, id, classes, departure, details }: ReportedChange): string {
  const isJoiner = classes.includes("joiner");
  const what =
    departure === undefined ? phrasesMarkdown(detailPhrases(details, { isJoiner })) : markdownText(departure);
  const account = id === undefined ? "" : ` ${valueMarkdown(id)}`;
  return `- **${nameMarkdown(name)}** ${markdownText(platformTitle(platform))}${account}: ${what || "nothing else"}`;
}
