import type { Review } from "../plan/review/review";
import { renderHtml } from "../reports/html";
import { renderMarkdown } from "../reports/markdown";
import { renderTerminal, type TerminalOptions } from "../reports/terminal";
import type { World } from "./world";

/** The review for whoever ran the command. */
export function terminalText(review: Review, world: World, options: TerminalOptions): string {
  const { columns, hasColour } = world;
  return renderTerminal(review, { ...options, colour: hasColour, ...(columns === undefined ? {} : { columns }) });
}

export function markdownText(review: Review): string {
  return renderMarkdown(review);
}

export function htmlText(review: Review): string {
  return renderHtml(review);
}
