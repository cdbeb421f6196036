import type { Call } from "../exchange";
import type { JsonObject } from "../json";
import { withoutUndefined } from "../json";
import type { Federation } from "./federation";
import { pageOf } from "./requests";
import type { RealmSettings } from "./settings";
import { byUsername, type KeycloakUser, type RealmStore } from "./store";

/** Rows of a page where none are asked for. */
export const USUAL_PAGE = 100;
const TEXTS = ["username", "email", "firstName", "lastName"] as const;

export interface ListingOptions {
  readonly store: RealmStore;
  readonly settings: Pick<RealmSettings, "pages">;
  readonly federation: Federation | undefined;
  /** Ids of people who may not be seen in lists. */
  readonly hidden: ReadonlySet<string>;
}

/** How a person is shown: whole with the whole list of rights, whole, or as the few fields of a brief one. */
type Form = "whole" | "listed" | "member";

/** The people that a list's query asks for, a page of them. */
export function foundUsers(call: Call, options: ListingOptions): readonly KeycloakUser[] {
  const { store, federation } = options;
  const { search, username, exact } = call.query;
  const named = exact === "true" && username !== undefined ? username.toLowerCase() : undefined;
  if (search?.startsWith("id:")) {
    const ids = search.slice("id:".length).trim().split(/\s+/);
    return ids.flatMap((id) => store.users.get(id, call.view) ?? []);
  }
  federation?.copy(named);
  // Behind it, so that whoever has just come is seen.
  const people = named === undefined ? store.users.list(call.view) : store.users.find(`username:${named}`, call.view);
  return visiblePage(call, people.filter(matching(call)).sort(byUsername), options);
}

/** How many people match, without a look at the directory. */
export function countedUsers(call: Call, { store }: ListingOptions): number {
  return store.users.list(call.view).filter(matching(call)).length;
}

/** A page of people: whoever may not be seen, or has left the directory, leaves it short. */
export function visiblePage(
  call: Call,
  people: readonly KeycloakUser[],
  { settings, hidden, federation }: ListingOptions,
): readonly KeycloakUser[] {
  const seen = (users: readonly KeycloakUser[]) => {
    const there = federation ? federation.withoutLeavers(users) : users;
    return there.filter(({ id }) => !hidden.has(id));
  };
  return settings.pages === "cut" ? seen(pageOf(call, people, USUAL_PAGE)) : pageOf(call, seen(people), USUAL_PAGE);
}

export function shownUser(user: KeycloakUser, form: Form, isBrief = false): JsonObject {
  const { id, username, firstName, lastName, email, emailVerified, enabled, createdTimestamp, federationLink } = user;
  const brief = { id, username, firstName, lastName, email, emailVerified, enabled, createdTimestamp, federationLink };
  const access = form === "member" ? undefined : form === "whole" ? RIGHTS : { manage: true };
  if (isBrief) return withoutUndefined({ ...brief, access });
  return withoutUndefined({
    ...brief,
    attributes: Object.keys(user.attributes).length > 0 ? user.attributes : undefined,
    origin: federationLink,
    totp: false,
    disableableCredentialTypes: [],
    requiredActions: user.requiredActions,
    notBefore: 0,
    access,
  });
}

const RIGHTS = {
  manageGroupMembership: true,
  resetPassword: true,
  view: true,
  mapRoles: true,
  impersonate: false,
  manage: true,
};

/** Whether somebody matches the query. Clients' own accounts are found by their names alone. */
function matching({ query }: Call): (user: KeycloakUser) => boolean {
  const { search, exact, q } = query;
  const terms = search?.split(/\s+/).filter(Boolean).map(patternOf) ?? [];
  const wanted = TEXTS.flatMap((name) =>
    query[name] === undefined ? [] : [[name, query[name].toLowerCase()] as const],
  );
  const further = q?.split(/\s+/).map((pair) => pair.split(":")) ?? [];
  return (user) =>
    (!user.isService || query["username"] !== undefined) &&
    terms.every((pattern) => TEXTS.some((name) => pattern.test(user[name] ?? ""))) &&
    wanted.every(([name, text]) => {
      const value = (user[name] ?? "").toLowerCase();
      return exact === "true" ? value === text : value.includes(text);
    }) &&
    further.every(([name = "", value = ""]) => user.attributes[name]?.includes(value));
}

/** A word of a search: the beginning of a text, all of it in quotes, or with stars for anything. */
function patternOf(word: string): RegExp {
  const quoted = /^"(.*)"$/.exec(word)?.[1];
  const text = (quoted ?? word).replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${text}${quoted === undefined ? "" : "$"}`, "i");
}
