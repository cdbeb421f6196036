import type { Review } from "../review/review";
import type { World } from "./world";

/** The review for whoever ran the command. */
export function terminalText(
  review: Review,
  world: World,
  options: { readonly all?: boolean; readonly written?: readonly string[]; readonly next?: string },
): string {
  void world;
  void options;
  return `${JSON.stringify(review.changes)}\n${JSON.stringify(review.guards)}\n`;
}

export function markdownText(review: Review): string {
  return `# ${review.project}/${review.stack}\n`;
}

export function htmlText(review: Review): string {
  return `<title>${review.digest}</title>`;
}
