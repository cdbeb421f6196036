import type { Answer, Call, Route } from "../exchange";
import { ok, Refusal } from "../exchange";
import { asCount, asFilledText, asObject, type JsonObject, withoutUndefined } from "../json";
import { missingObject, titleError, userResource } from "./answers";
import type { AdobeGroup, AdobeGroups } from "./groups";
import type { AdobeQuirks } from "./quirks";
import { BASE_PATH } from "./routes";
import type { AdobeStore } from "./store";

const LARGEST_PAGE = 10;
/** From there on only the cursor leads further. */
const MAX_OFFSET = 500;
const MOST_FIRST_MEMBERS = 100;
const MOST_MEMBERS_A_CALL = 20;

export interface AdobeGroupRouteOptions {
  readonly store: AdobeStore;
  readonly groups: AdobeGroups;
  readonly accountId: string;
  /** Milliseconds until a write shows. */
  readonly async: number;
  readonly quirks: AdobeQuirks;
}

/**
 * The user groups: created, renamed and deleted with the headers that say who asks. What the account keeps by itself can't be
 * changed.
 */
export function adobeGroupRoutes(options: AdobeGroupRouteOptions): Route[] {
  const { store, groups, accountId, quirks, async: delay } = options;
  const base = (call: Call) => `${call.origin}${BASE_PATH}/userGroups`;

  function shown(group: AdobeGroup, call: Call): JsonObject {
    const { id, name, description, dateCreated, readOnly, state, userIds } = group;
    const isActive = (userId: string) => store.get(userId, call.view)?.state === "ACTIVE";
    const userCount = (userIds === "everybody" ? store.index(call.view).map((user) => user.id) : userIds).filter(
      isActive,
    ).length;
    const attributes = withoutUndefined({ dateCreated, description, name, readOnly, state, userCount });
    return { id, type: "userGroup", attributes };
  }

  function document(call: Call, group: AdobeGroup, self = `${base(call)}/${group.id}`): JsonObject {
    return { links: { self }, data: shown(group, call) };
  }

  function readable(call: Call): AdobeGroup {
    const id = call.params["id"] ?? "";
    const group = groups.table.get(id, call.view);
    if (group === undefined) throw new Refusal(titleError(404, "The requested user group was not found", id));
    return group;
  }

  function refuseStranger(call: Call): void {
    if (quirks.groupAsker === "ignored") return;
    const isAdmin = call.headers["x-acap-caller-role"] === "ROLE_ADMIN";
    const user = store.get(call.headers["x-acap-user"] ?? "");
    if (isAdmin && call.headers["x-acap-account"] === accountId && user?.state === "ACTIVE") return;
    throw new Refusal(titleError(403, "X-acap-user, X-acap-account and X-acap-caller-role must say who asks"));
  }

  function writable(call: Call): AdobeGroup {
    refuseStranger(call);
    const group = readable(call);
    const now = groups.table.get(group.id) ?? group;
    if (now.state === "Deleted") throw new Refusal(titleError(404, "The requested user group was not found", group.id));
    if (now.readOnly) throw new Refusal(titleError(403, "This user group can't be changed", group.id));
    return now;
  }

  function named(call: Call, self?: string): { readonly name: string; readonly description?: string | undefined } {
    const body = asObject(call.body.kind === "parsed" ? call.body.value : undefined) ?? {};
    const name = asFilledText(body["name"]);
    if (name === undefined) throw new Refusal(titleError(400, "name must not be empty"));
    const others = groups.table.find(`name:${name.toLowerCase()}`);
    if (others.some(({ id, state }) => id !== self && state === "Active")) {
      throw new Refusal(titleError(400, "User group already exists", "A user group with this name exists"));
    }
    const { description } = body;
    if (description === undefined) return { name };
    return { name, description: asFilledText(description) };
  }

  function firstMembers(call: Call): readonly string[] {
    const data = asObject(call.body.kind === "parsed" ? call.body.value : undefined)?.["data"];
    if (!Array.isArray(data) || data.length === 0 || data.length > MOST_FIRST_MEMBERS) {
      throw new Refusal(titleError(400, `data must name 1 to ${MOST_FIRST_MEMBERS} users`));
    }
    return data.map((item: unknown) => {
      const { type, id } = asObject(item) ?? {};
      if (type !== "user" || typeof id !== "string") throw new Refusal(titleError(400, "data must hold users"));
      if (store.get(id, call.view)?.state !== "ACTIVE") throw missingObject(id);
      return id;
    });
  }

  function create(call: Call): Answer {
    refuseStranger(call);
    const group = groups.create({ ...named(call), userIds: [...new Set(firstMembers(call))] }, delay);
    return { status: 201, body: document(call, group, base(call)) };
  }

  function update(call: Call): Answer {
    const group = writable(call);
    return ok(document(call, groups.change(group, named(call, group.id), delay)));
  }

  function remove(call: Call): Answer {
    groups.change(writable(call), { state: "Deleted", userIds: [] }, delay);
    return { status: 204 };
  }

  /** A page of those that aren't deleted. */
  function list(call: Call): Answer {
    const limit = asCount(call.query["page[limit]"]) ?? LARGEST_PAGE;
    const offset = asCount(call.query["page[offset]"]) ?? 0;
    const cursor = asCount(call.query["page[cursor]"]);
    const sort = call.query["sort"] ?? "name";
    if (!(limit >= 1 && limit <= LARGEST_PAGE)) throw new Refusal(titleError(400, "page[limit] must be 1 to 10"));
    if (!(offset >= 0 && offset <= MAX_OFFSET)) throw new Refusal(titleError(400, "page[offset] is too large"));
    const field = sort.replace(/^-/, "");
    if (field !== "name" && field !== "dateCreated") throw new Refusal(titleError(400, "sort can't be that"));
    const active = groups.table.list(call.view).filter(({ state }) => state === "Active");
    const sorted = active.toSorted((a, b) => (a[field] < b[field] ? -1 : a[field] > b[field] ? 1 : 0));
    if (sort.startsWith("-")) sorted.reverse();
    const start = cursor ?? offset;
    const page = sorted.slice(start, start + limit);
    const next = start + limit;
    const more = next < sorted.length;
    const way = cursor === undefined && next <= MAX_OFFSET ? "offset" : "cursor";
    const link = `${base(call)}?page[${way}]=${next}&page[limit]=${limit}&sort=${sort}`;
    return ok({
      links: { self: `${call.origin}${call.path}`, ...(more ? { next: link } : {}) },
      data: page.map((group) => shown(group, call)),
    });
  }

  /** A page of the members, by id. */
  function members(call: Call): Answer {
    const { id, userIds } = readable(call);
    const ids = userIds === "everybody" ? store.index(call.view).map((user) => user.id) : userIds;
    const limit = asCount(call.query["page[limit]"]) ?? LARGEST_PAGE;
    const offset = asCount(call.query["page[offset]"]) ?? 0;
    if (!(limit >= 1 && limit <= LARGEST_PAGE)) throw new Refusal(titleError(400, "page[limit] must be 1 to 10"));
    const present = ids.map((userId) => store.get(userId, call.view)).filter((user) => user?.state === "ACTIVE");
    const sorted = present.flatMap((user) => user ?? []).sort((a, b) => Number(a.id) - Number(b.id));
    const next = offset + limit;
    const link = `${base(call)}/${id}/users?page[offset]=${next}&page[limit]=${limit}`;
    return ok({
      links: { self: `${call.origin}${call.path}`, ...(next < sorted.length ? { next: link } : {}) },
      data: sorted.slice(offset, next).map((account) => userResource(account, quirks)),
    });
  }

  /** Puts users into a group, or takes them out. */
  function change(call: Call, present: boolean): Answer {
    const group = readable(call);
    const data = asObject(call.body.kind === "parsed" ? call.body.value : undefined)?.["data"];
    const ids = (Array.isArray(data) ? data : []).map((item: unknown) => String(asObject(item)?.["id"]));
    if (ids.length === 0 || ids.length > MOST_MEMBERS_A_CALL) {
      throw new Refusal(titleError(400, `data must name 1 to ${MOST_MEMBERS_A_CALL} users`));
    }
    const now = groups.table.get(group.id) ?? group;
    if (now.state === "Deleted") throw new Refusal(titleError(404, "The requested user group was not found", group.id));
    if (now.readOnly || now.userIds === "everybody") {
      throw new Refusal(titleError(403, "This user group can't be changed", group.id));
    }
    for (const id of present ? ids : []) if (store.get(id, call.view)?.state !== "ACTIVE") throw missingObject(id);
    const others = now.userIds.filter((id) => !ids.includes(id));
    groups.change(now, { userIds: present ? [...others, ...ids] : others }, delay);
    return { status: 204 };
  }

  /** A page of somebody's groups, the one of everybody among them. */
  function groupsOfUser(call: Call): Answer {
    const id = call.params["id"] ?? "";
    if (store.get(id, call.view)?.state !== "ACTIVE") {
      throw new Refusal(titleError(404, "The requested user was not found", `user ${id}`));
    }
    const limit = asCount(call.query["page[limit]"]) ?? LARGEST_PAGE;
    const offset = asCount(call.query["page[offset]"]) ?? 0;
    if (!(limit >= 1 && limit <= LARGEST_PAGE)) throw new Refusal(titleError(400, "page[limit] must be 1 to 10"));
    const all = groups.table.list(call.view).filter(({ state, userIds }) => {
      return state === "Active" && (userIds === "everybody" || userIds.includes(id));
    });
    const next = offset + limit;
    const link = `${call.origin}${BASE_PATH}/users/${id}/userGroups?page[offset]=${next}&page[limit]=${limit}`;
    return ok({
      links: { self: `${call.origin}${call.path}`, ...(next < all.length ? { next: link } : {}) },
      data: all.slice(offset, next).map((group) => shown(group, call)),
    });
  }

  const path = `${BASE_PATH}/userGroups`;
  return [
    { method: "GET", path: `${BASE_PATH}/users/:id/userGroups`, handle: groupsOfUser },
    { method: "GET", path, handle: list },
    { method: "POST", path, handle: create },
    { method: "GET", path: `${path}/:id`, handle: (call) => ok(document(call, readable(call))) },
    { method: "PUT", path: `${path}/:id`, handle: update },
    { method: "DELETE", path: `${path}/:id`, handle: remove },
    { method: "GET", path: `${path}/:id/users`, handle: members },
    { method: "POST", path: `${path}/:id/users`, handle: (call) => change(call, true) },
    { method: "DELETE", path: `${path}/:id/users`, handle: (call) => change(call, false) },
  ];
}
