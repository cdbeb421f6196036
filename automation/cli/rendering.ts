import type { Review } from "../plan/review/review";
import { renderHtml } from "../reports/html";
import { renderMarkdown } from "../reports/markdown";
import { renderTerminal, type TerminalOptions } from "../reports/terminal";
import type { CliContext } from "./context";

/** The review for whoever ran the command. */
export function terminalText(review: Review, context: CliContext, options: TerminalOptions): string {
  const { columns, hasColour } = context;
  return renderTerminal(review, { ...options, colour: hasColour, ...(columns === undefined ? {} : { columns }) });
}

export function markdownText(review: Review): string {
  return renderMarkdown(review);
}

export function htmlText(review: Review): string {
  return renderHtml(review);
}
