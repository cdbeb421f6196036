import type { Answer } from "./exchange";
import type { Fault } from "./faults";
import { asObject } from "./json";

/** Where the vendors say how many records a list has. */
const TOTALS: readonly string[] = ["total", "totalResults"];

/** The answer with what a fault changes in it. */
export function altered(answer: Answer, fault: Fault | undefined): Answer {
  if (answer.body === undefined || answer.status >= 400) return answer;
  if (fault?.kind === "hides") return { ...answer, body: hiding(answer.body, fault.id) };
  if (fault?.kind !== "rewritten") return answer;
  const text = JSON.stringify(answer.body).replaceAll(JSON.stringify(fault.find), JSON.stringify(fault.replace));
  return { ...answer, body: JSON.parse(text) as unknown };
}

/** An address with a whole word in it replaced by another, plain and percent-encoded: 12 is not the 12 of t612f. */
export function misroutedPath(path: string, { find, replace }: { find: string; replace: string }): string {
  const encoded = withWord(path, encodeURIComponent(find), encodeURIComponent(replace));
  return encoded === path ? withWord(path, find, replace) : encoded;
}

function withWord(text: string, find: string, replace: string): string {
  return text.split(find).reduce((before, after) => {
    const isPart = isOneWord(before, find) || isOneWord(find, after);
    return `${before}${isPart ? find : replace}${after}`;
  });
}

/** Whether one word reaches over the seam of two texts; the escape in `%3A12` is no part of a word. */
function isOneWord(before: string, after: string): boolean {
  return /(?<!%[\da-f]?)[\p{L}\p{N}]\n[\p{L}\p{N}]/iu.test(`${before}\n${after}`);
}

/** A list without the record of this id, and with totals to match. */
function hiding(body: unknown, id: string): unknown {
  let hidden = 0;
  const without = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      const kept: unknown[] = value.filter((item) => asObject(item)?.["id"] !== id);
      hidden += value.length - kept.length;
      return kept.map(without);
    }
    return mapped(value, (_, item) => without(item));
  };
  const counted = (value: unknown): unknown =>
    Array.isArray(value)
      ? value
      : mapped(value, (name, item) =>
          TOTALS.includes(name) && typeof item === "number" ? item - hidden : counted(item),
        );
  return counted(without(body));
}

function mapped(value: unknown, map: (name: string, item: unknown) => unknown): unknown {
  const object = asObject(value);
  if (object === undefined) return value;
  return Object.fromEntries(Object.entries(object).map(([name, item]) => [name, map(name, item)]));
}
