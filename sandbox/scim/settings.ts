import type { Call, Route } from "../exchange";
import type { JsonObject } from "../json";
import type { ScimFeatures } from "./discovery";
import type { ScimHabit } from "./habits";
import type { ResourceType } from "./schemas";
import type { Collection, ScimRecord } from "./store";

/** How lists are answered beside the standard. */
export interface ScimLists {
  /** What a list without users has for them; `404` is an error in place of the list, `filtered-404` that of a filter
   * alone. */
  readonly empty?: "null" | "absent" | "404" | "filtered-404";
  /** `totalResults` as a text, or not at all. */
  readonly total?: "text" | "absent";
  /** A list of one user has the user in place of the list. */
  readonly single?: boolean;
  /** Every page begins with the first user. */
  readonly ignoresStartIndex?: boolean;
  /** `itemsPerPage` says how many users a page could have, whatever it has. */
  readonly itemsPerPage?: number;
  /** Pages begin so many users earlier than asked for. */
  readonly overlap?: number;
  /** userNames of users whose rows don't show it. */
  readonly nameless?: readonly string[];
  /** Rows that hold nobody before all others. */
  readonly blanks?: readonly unknown[];
  /** The status by which a filter is refused where there are none; default 400. */
  readonly refusesFilters?: 400 | 501;
}

/** What a PATCH can't. */
export interface ScimPatches {
  /** Operations that are answered 501. */
  readonly unsupported?: readonly ("add" | "remove" | "replace")[];
  /** What happens to a removal of single items by a filter in the path. */
  readonly filtered?: 400 | 500 | "ignored";
  /** Whether the removal of a whole attribute is answered as done and not carried out. */
  readonly ignoresRemovals?: boolean;
  /** Whether the replacement of an attribute in an extension that the person has nothing of is answered 500. */
  readonly failsWithoutExtension?: boolean;
}

/** What is the same for resources of all types. */
export interface ScimHabits {
  readonly features: ScimFeatures;
  readonly delay: number;
  /** Attributes that answers to writes echo and that are not stored. */
  readonly drops: readonly string[];
  /** Paths that a PATCH can't have. */
  readonly refusedPaths: readonly string[];
  /** What `totalResults` says: how many there are, or how many are on this page. */
  readonly totals: "exact" | "page";
  readonly habits: readonly ScimHabit[];
  readonly lists: ScimLists;
  readonly patches: ScimPatches;
  readonly keepsOne: readonly string[];
  /** What the answer to a creation shows: the resource, its id alone, or nothing but its address in the header. */
  readonly creations: "user" | "id" | "address";
  /** What a PUT does to what it leaves out: it empties it, keeps it, or keeps also what is sent as null or an empty list. */
  readonly put: "replace" | "merge" | "keep";
  /** Whether an answer to a PATCH shows the resource. */
  readonly patchAnswers: 200 | 204;
}

export interface ScimRouteOptions extends ScimHabits {
  /** What the server adds to a resource when it shows it. */
  shownBeside?(record: ScimRecord, call: Call): JsonObject;
  readonly type: ResourceType;
  readonly resources: Collection;
  /** Whether a name, in any case, can be given once alone. */
  readonly uniqueNames: boolean;
}

export type Query = Readonly<Record<string, string>>;
/** Shows a match as the query wants it. */
export type Row = () => JsonObject;

export interface ResourceEndpoints {
  readonly routes: readonly Route[];
  matching(call: Call, query: Query): readonly Row[];
}
