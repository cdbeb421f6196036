import { PermissionDeniedError, RejectedError } from "../../core/contract/errors.js";
import { FLAT, type ObservedSet } from "../../core/model/entity.js";
import type { HttpClient } from "../../http/client.js";
import { pathSegment } from "../../http/path.js";
import { bodyOf } from "../../http/reply.js";
import type { HeldGroup, MembershipAction } from "../memberships.js";
import { namesNothing } from "../rejection.js";
import { succeeded, TITLE } from "./api.js";
import { getGroup, isDeleted, listGroups } from "./group/api.js";
import { MemberList, type WireGroup } from "./group/wire.js";
import { type Page, type Parameters, pageOf, pagesOf } from "./pages.js";

/** People whom one call takes. */
export const MOST_MEMBERS = 20;

/** People's user groups. Those that the account keeps by itself are read-only, and nobody is put into them or taken out. */
export class Memberships {
  constructor(readonly http: HttpClient) {}

  async shown(userId: string): Promise<ObservedSet> {
    return shownIn(await this.#groupsOf(userId));
  }

  async held(userId: string): Promise<readonly HeldGroup[]> {
    const groups = await this.#groupsOf(userId);
    return groups.map((group) => ({
      id: group.id,
      names: [group.id],
      ...(isKept(group) ? { isImplied: true } : {}),
    }));
  }

  /** Asynchronous at the vendor: any success is an acceptance, and counts when a read shows it. */
  async change(group: string, people: readonly string[], action: MembershipAction): Promise<void> {
    const json = { data: people.map((id) => ({ type: "user", id })) };
    const method = action === "add" ? "POST" : "DELETE";
    try {
      const reply = await this.http.request({ method, path: `/userGroups/${pathSegment(group)}/users`, json });
      succeeded(reply, undefined, namesNothing);
    } catch (error) {
      if (!(error instanceof PermissionDeniedError)) throw error;
      const found = await getGroup(this.http, group).catch(() => undefined);
      if (!found || !isKept(found)) throw error;
      throw new RejectedError(`${TITLE} keeps user group ${group} by itself: nobody can be put into it or taken out`, [
        "groups",
      ]);
    }
  }

  /** Everybody's custom groups by user id, group by group. Yields an empty page for each call, so that callers can count. */
  async *everybodys(into: Map<string, WireGroup[]>): AsyncIterable<readonly never[]> {
    const groups: WireGroup[] = [];
    for await (const page of pagesOf("a list", (query) => listGroups(this.http, query))) {
      groups.push(...page.filter((group) => !isDeleted(group) && !isKept(group)));
      yield [];
    }
    for (const group of groups) {
      const path = `/userGroups/${pathSegment(group.id)}/users`;
      for await (const page of pagesOf("a list", (query) => this.#pageOfMembers(path, query))) {
        for (const { id } of page) into.set(id, [...(into.get(id) ?? []), group]);
        yield [];
      }
    }
  }

  async #groupsOf(userId: string): Promise<readonly WireGroup[]> {
    const path = `/users/${pathSegment(userId)}/userGroups`;
    const groups: WireGroup[] = [];
    for await (const page of pagesOf("a list", (query) => listGroups(this.http, query, path))) groups.push(...page);
    return groups.filter((group) => !isDeleted(group));
  }

  async #pageOfMembers(path: string, query: Parameters): Promise<Page<{ readonly id: string }>> {
    return pageOf(bodyOf(MemberList, succeeded(await this.http.request({ method: "GET", path, query }))));
  }
}

/** User groups of an account by pages, so many at most, and whether these are all. */
export async function customGroups(http: HttpClient, mostPages: number) {
  const groups: WireGroup[] = [];
  let left = mostPages;
  for await (const page of pagesOf("a list", (query) => listGroups(http, query))) {
    groups.push(...page.filter((group) => !isDeleted(group)));
    if (--left === 0) return { groups, isComplete: false };
  }
  return { groups, isComplete: true };
}

export function shownIn(groups: readonly WireGroup[]): ObservedSet {
  const ids = (some: readonly WireGroup[]) => some.map(({ id }) => id);
  return {
    members: { [FLAT]: ids(groups.filter((group) => !isKept(group))) },
    implied: { [FLAT]: ids(groups.filter(isKept)) },
  };
}

/** Whether the account keeps the group by itself. */
function isKept({ attributes }: WireGroup): boolean {
  return attributes.readOnly === true;
}
