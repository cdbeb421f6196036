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

/** An address with a text in it replaced by another, plain and percent-encoded. */
export function misroutedPath(path: string, { find, replace }: { find: string; replace: string }): string {
  const encoded = path.replaceAll(encodeURIComponent(find), encodeURIComponent(replace));
  return encoded === path ? path.replaceAll(find, replace) : encoded;
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
