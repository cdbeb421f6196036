import { FLAT, type ObservedSet, type Sections } from "../../core/model/entity.js";
import type { HttpClient } from "../../http/client.js";
import { isPathSegment } from "../../http/path.js";
import type { HeldGroup } from "../memberships.js";
import { getGroup, listGroups, listMembers, listUserGroups, PAGE } from "./api.js";
import { joinedRoles, rolesOf } from "./convert.js";
import { pagesOf } from "./pages.js";
import type { UserGroup, WireGroup } from "./wire.js";

/** Memberships. A person's groups are shown by their codes, and declared by ids or codes; neither ever changes. */
export class Groups {
  /** Asked for once a run, by what tells a group from another one that has its code later. */
  readonly #known = new Map<string, Promise<WireGroup | undefined>>();

  constructor(readonly http: HttpClient) {}

  async held(userId: string): Promise<readonly HeldGroup[]> {
    const rows = await this.#rowsOf(userId);
    return Promise.all(rows.map((row) => this.#named(row)));
  }

  async shown(userId: string): Promise<ObservedSet> {
    return shownIn(await this.held(userId));
  }

  /** The roles that a person's groups grant, as far as they show them. */
  async roles(userId: string): Promise<Sections> {
    const rows = await this.#rowsOf(userId);
    // A group may show its roles by itself alone.
    const shown = await Promise.all(rows.map((row) => (row.roles ? row : this.#groupOf(row))));
    return joinedRoles(shown.map((group) => rolesOf(group ?? {})));
  }

  /** Everybody's groups by user id, group by group. Yields an empty page for each call, so that callers can count. */
  async *everybodys(into: Map<string, HeldGroup[]>): AsyncIterable<readonly never[]> {
    const groups: HeldGroup[] = [];
    for await (const page of pagesOf("groups", (start) => listGroups(this.http, start), idOf)) {
      groups.push(...page.map(heldOf));
      yield [];
    }
    for (const group of groups) {
      for await (const page of pagesOf("members", (start) => listMembers(this.http, group.id, start), idOf)) {
        for (const { id } of page) into.set(id, [...(into.get(id) ?? []), group]);
        yield [];
      }
    }
  }

  /** A further page is asked for where one is full: a membership that was left out would merely be made again. */
  async #rowsOf(userId: string): Promise<readonly UserGroup[]> {
    const rows: UserGroup[] = [];
    const page = (start: number) => listUserGroups(this.http, userId, start);
    for await (const some of pagesOf("a user's groups", page, keyOf)) {
      rows.push(...some);
      if (some.length < PAGE) break;
    }
    return rows;
  }

  async #named(row: UserGroup): Promise<HeldGroup> {
    const { id, codGroup } = row;
    if (id !== undefined) return heldOf({ id, codGroup });
    return heldOf((await this.#groupOf(row)) ?? { id: codGroup ?? "", codGroup });
  }

  #groupOf(row: UserGroup): Promise<WireGroup | undefined> {
    const address = row.id ?? row.codGroup ?? "";
    const key = keyOf(row);
    const known = isPathSegment(address)
      ? (this.#known.get(key) ?? getGroup(this.http, address))
      : Promise.resolve(undefined);
    this.#known.set(key, known);
    known.catch(() => this.#known.delete(key));
    return known;
  }
}

export function shownIn(groups: readonly HeldGroup[]): ObservedSet {
  return {
    members: { [FLAT]: groups.map(({ id }) => id) },
    aliases: Object.fromEntries(groups.map(({ id, names }) => [id, names.filter((name) => name !== id)])),
  };
}

function heldOf({ id, codGroup }: Pick<WireGroup, "id" | "codGroup">): HeldGroup {
  return { id, names: [...new Set([id, codGroup ?? id])] };
}

function keyOf({ id, codGroup, commonId }: UserGroup): string {
  return JSON.stringify([id, codGroup, commonId]);
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}
