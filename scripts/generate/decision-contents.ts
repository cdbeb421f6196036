import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const RECORD = /^(\d{4})-[a-z0-9-]+\.md$/;

/** Names of the files that hold a decision each, in the order of their numbers. */
export function decisionFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => RECORD.test(name))
    .sort();
}

/**
 * The contents of the decisions as a Markdown list: number, title, and the first sentence of the decision. For a superseded one,
 * the number of its successor stands in the sentence's place.
 *
 * @param folder holds one file for each decision
 */
export function decisionContents(folder: string): string {
  return decisionFiles(folder)
    .map((name) => {
      const text = readFileSync(join(folder, name), "utf8");
      const title = /^# (.+)$/m.exec(text)?.[1] ?? name;
      return `- [${title}](${name}): ${successorOf(text) ?? firstSentence(text)}`;
    })
    .join("\n");
}

function successorOf(text: string): string | undefined {
  const number = /Status: superseded by \[(\d{4})\]/.exec(text)?.[1];
  return number === undefined ? undefined : `superseded by ${number}.`;
}

function firstSentence(text: string): string {
  const decision = /^## Decision\n\n([\s\S]*?)\n\n/m.exec(text)?.[1] ?? "";
  const [first = ""] = decision.replaceAll("\n", " ").split(/(?<=\.)\s/);
  return first;
}
