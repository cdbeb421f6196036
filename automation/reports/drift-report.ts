import { platformTitle } from "../common/platforms";
import { subjectName } from "../plan/review/traits";
import {
  DRIFT_CLASSES,
  type DriftClass,
  type Drifted,
  type DriftReport,
  type Unmanaged,
} from "../runs/drift/drift-report";
import { fitted, type Section } from "./fit";
import { COMMENT_LIMIT, commentMarker, folded, nameMarkdown, phrasesMarkdown, valueMarkdown } from "./markdown-parts";
import { markdownText } from "./markdown-text";
import { detailPhrases } from "./phrases";
import { shortened } from "./untrusted";
import { counted, moment, number, theRecord } from "./words";

const REST = "drift.json";

/**
 * What others have changed at the vendors, as an issue or a comment. Never longer than the limit: security first and always by
 * name, the cosmetic folded.
 */
export function renderDrift(report: DriftReport, { limit = COMMENT_LIMIT }: { readonly limit?: number } = {}): string {
  const before = [
    commentMarker("drift", report),
    `### ${markdownText(`${report.project}/${report.stack}`)}: ${driftHeadline(report)}`,
    "",
    "",
  ].join("\n");
  const notes = [...listedWords(report), ...report.notes]
    .map((note) => `- ${markdownText(shortened(note, 500))}\n`)
    .join("");
  const after = `${notes && `${notes}\n`}looked at ${markdownText(moment(report.lookedAt))}\n`;
  const sections = [
    ...DRIFT_CLASSES.flatMap((name) => driftSection(name, report)),
    ...unmanagedSection(report),
    ...waiverSections(report),
  ];
  return before + fitted(sections, limit - before.length - after.length).join("") + after;
}

/** `1 security, 2 identity, 3 unmanaged in 412 accounts`. */
export function driftHeadline({ drifted, unmanaged, accounts, groups = 0 }: DriftReport): string {
  const where = `in ${counted(accounts, "account")}${groups === 0 ? "" : ` and ${counted(groups, "group")}`}`;
  const counts = DRIFT_CLASSES.map((name) => [drifted.filter((found) => found.class === name).length, name] as const);
  const parts = [...counts, [unmanaged.length, "unmanaged"] as const]
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${number(count)} ${name}`);
  return parts.length === 0 ? `no drift ${where}` : `${parts.join(", ")} ${where}`;
}

/** What is said of accounts that nobody declares rests on lists; nothing where none was looked at. */
export function listedWords({ listed }: DriftReport): readonly string[] {
  if (listed.length === 0) return [];
  const each = listed.map(({ platform, accounts }) => `${number(accounts)} at ${platformTitle(platform)}`);
  return [`accounts that nobody declares were looked for among those that the lists show: ${each.join(", ")}`];
}

const MEANING: Readonly<Record<DriftClass, string>> = {
  security: "roles, groups, activation, accounts and groups that are gone",
  identity: "names and addresses",
  cosmetic: "the rest",
};

function driftSection(name: DriftClass, { drifted }: DriftReport): Section[] {
  const found = drifted.filter((one) => one.class === name);
  const title = `${counted(found.length, `${name} drift`, `${name} drifts`)} (${MEANING[name]})`;
  return section(title, found.map(driftLine), found.map(nameOf), name !== "cosmetic");
}

function driftLine(found: Drifted): string {
  const what = found.what === "gone" ? `${theRecord(found)} is gone` : phrasesMarkdown(detailPhrases(found.details));
  return `- **${nameOf(found)}** ${markdownText(platformTitle(found.platform))} ${valueMarkdown(found.id)}: ${what}`;
}

function unmanagedSection({ unmanaged }: DriftReport): Section[] {
  const order = [...unmanaged].sort((a, b) => Number(b.administrator) - Number(a.administrator));
  const title = `${counted(unmanaged.length, "account")} that nobody declares`;
  return section(title, order.map(accountLine), order.map(nameOf), true);
}

function accountLine(account: Unmanaged): string {
  const { platform, naturalKey, id, administrator } = account;
  const key = `${markdownText(platformTitle(platform))} ${valueMarkdown(naturalKey)}, id ${valueMarkdown(id)}`;
  return `- **${nameOf(account)}** ${key}${administrator ? ", **administrator**" : ""}`;
}

function waiverSections({ waived, expired, unused }: DriftReport): Section[] {
  const covered = waived.map(
    (account) => `${accountLine(account)}: ${nameMarkdown(account.waiver.reason)}, until ${account.waiver.until}`,
  );
  const over = expired.map(
    ({ account, platform, owner, until, reason }) =>
      `- ${markdownText(platformTitle(platform))} ${valueMarkdown(account)} (${nameMarkdown(reason)}) until ${until}: ask ${nameMarkdown(owner)}`,
  );
  const idle = unused.map(
    ({ account, platform }) => `- ${markdownText(platformTitle(platform))} ${valueMarkdown(account)}`,
  );
  return [
    ...section(counted(over.length, "waiver is over", "waivers are over"), over, undefined, true),
    ...section(`${counted(covered.length, "account is", "accounts are")} waived`, covered, undefined, false),
    ...section(
      `${counted(idle.length, "waiver fits", "waivers fit")} no unmanaged account any more`,
      idle,
      undefined,
      false,
    ),
  ];
}

function section(
  title: string,
  lines: readonly string[],
  names: readonly string[] | undefined,
  isVital: boolean,
): Section[] {
  if (lines.length === 0) return [];
  const text = lines.join("\n");
  return [
    {
      isVital,
      items: lines.length,
      full: isVital ? `**${title}**\n\n${text}\n\n` : folded(title, text),
      ...(names && { names: { start: `**${title}**, by name; in full in ${REST}: `, items: names } }),
      count: (hidden) =>
        hidden === lines.length
          ? `**${title}**, all of them in ${REST}\n\n`
          : `… ${number(hidden)} more, all of them in ${REST}\n\n`,
    },
  ];
}

function nameOf(found: Parameters<typeof subjectName>[0]): string {
  return nameMarkdown(subjectName(found));
}
