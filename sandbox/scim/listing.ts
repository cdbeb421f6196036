import type { Answer, Call, Route } from "../exchange";
import { Refusal } from "../exchange";
import { asCount, asTexts, type JsonObject } from "../json";
import { BASE_PATH, errorAnswer, listAnswer } from "./answers";
import { bodyOf } from "./requests";
import type { Query, ResourceEndpoints, Row, ScimHabits, ScimLists } from "./settings";

const DEFAULT_COUNT = 100;

/** The search over resources of all types (RFC 7644, 3.4.3). One in which a filter can't be read has none that match. */
export function rootSearchRoute(types: readonly ResourceEndpoints[], options: ScimHabits): Route {
  return {
    method: "POST",
    path: `${BASE_PATH}/.search`,
    handle: (call) =>
      searched(
        call,
        types.map(({ matching }) => matching),
        options,
      ),
  };
}

/** The page of the matches that a search in a body asks for. */
export function searched(call: Call, types: readonly ResourceEndpoints["matching"][], options: ScimHabits): Answer {
  const asked = Object.entries(bodyOf(call)).flatMap(([name, value]) => {
    const text = asTexts(value)?.join(",") ?? value;
    return typeof text === "string" || typeof text === "number" ? [[name, String(text)] as const] : [];
  });
  const query = Object.fromEntries(asked);
  const refusals: Refusal[] = [];
  const rows = types.flatMap((matching) => {
    try {
      return matching(call, query);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusals.push(error);
      return [];
    }
  });
  const [first] = refusals;
  if (first && refusals.length === types.length) throw first;
  return listed(rows, query, options);
}

/** The page of the matches that the query asks for. */
export function listed(matches: readonly Row[], query: Query, { lists, features, totals }: ScimHabits): Answer {
  const asked = Math.max(1, asCount(query["startIndex"]) || 1);
  const start = lists.ignoresStartIndex ? 1 : Math.max(1, asked - (asked > 1 ? (lists.overlap ?? 0) : 0));
  const count = Math.min(asCount(query["count"]) ?? DEFAULT_COUNT, features.largestPage);
  const page = matches.slice(start - 1, start - 1 + Math.max(0, count || 0));
  const rows = page.map((show) => show());
  const missing = query["filter"] === undefined ? ["404"] : ["404", "filtered-404"];
  if (rows.length === 0 && missing.includes(lists.empty ?? "")) return errorAnswer(404, "Nothing matches");
  const total = totals === "page" ? page.length : matches.length;
  const shown = [...(lists.blanks ?? []), ...rows];
  return { status: 200, body: inHabit(listAnswer(shown as object[], total, start, lists.itemsPerPage), lists) };
}

/** A list's document in place of the standard's. */
function inHabit(list: JsonObject, { empty, total, single }: ScimLists): JsonObject {
  const { totalResults, Resources, ...rest } = list;
  const users = Array.isArray(Resources) ? Resources : [];
  const isNobody = users.length === 0 && empty !== undefined;
  const held = isNobody ? (empty === "null" ? null : undefined) : single && users.length === 1 ? users[0] : users;
  const count = total === "absent" ? undefined : total === "text" ? String(totalResults) : totalResults;
  return { ...rest, totalResults: count, Resources: held };
}
