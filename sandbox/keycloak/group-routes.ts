import type { Call, Route } from "../exchange";
import type { JsonObject } from "../json";
import { withoutUndefined } from "../json";
import type { View } from "../visibility";
import { created, DONE, failure, missing, refusal, shown } from "./answers";
import { shownUser, visiblePage } from "./listing";
import { type GroupDocument, pageOf, sentGroup } from "./requests";
import type { RouteOptions } from "./route-options";
import type { KeycloakGroup, RealmStore } from "./store";

const NO_NAME = "Group name is missing";
const RIGHTS = { view: true, viewMembers: true, manageMembers: true, manage: true, manageMembership: true };

/** The endpoints of groups, their children and their members. */
export function groupRoutes(base: string, options: RouteOptions): readonly Route[] {
  const { store, delay } = options;
  const { groups } = store;
  const row = (group: KeycloakGroup, call: Call, isBrief: boolean): JsonObject => ({
    ...shownGroup(group, store, isBrief, call.view),
    access: RIGHTS,
  });

  /** Those at the top; those with a name, on their own or below those that they are in. */
  function list(call: Call) {
    const { search, exact, populateHierarchy, briefRepresentation } = call.query;
    const isBrief = briefRepresentation !== "false";
    if (search === undefined) {
      return shown(pageOf(call, store.childrenOf(undefined, call.view)).map((group) => row(group, call, isBrief)));
    }
    const isFound = ({ name }: KeycloakGroup) =>
      exact === "true" ? name === search : name.toLowerCase().includes(search.toLowerCase());
    const found = groups.list(call.view).filter(isFound);
    if (populateHierarchy === "false") {
      const sorted = found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
      return shown(pageOf(call, sorted).map((group) => row(group, call, isBrief)));
    }
    const roots = new Set(found.flatMap((group) => ancestry(group, call.view).at(-1) ?? []));
    const onTheWay = new Set(found.flatMap((group) => ancestry(group, call.view)));
    const nested = (group: KeycloakGroup): JsonObject => ({
      ...row(group, call, isBrief),
      subGroups: store
        .childrenOf(group.id, call.view)
        .filter((one) => onTheWay.has(one))
        .map(nested),
    });
    return shown(pageOf(call, [...roots]).map(nested));
  }

  /** A group with those above it. */
  function ancestry(group: KeycloakGroup, view?: View): readonly KeycloakGroup[] {
    const parent = group.parentId === undefined ? undefined : groups.get(group.parentId, view);
    return parent ? [group, ...ancestry(parent, view)] : [group];
  }

  function refuseTaken(name: string, parentId: string | undefined, self: string, place = "Sibling"): void {
    const isTaken = store.childrenOf(parentId).some((group) => group.name === name && group.id !== self);
    if (isTaken) throw refusal(409, `${place} group named '${name}' already exists.`);
  }

  /** Makes a group, or moves one that is there. */
  function place(call: Call, parent: KeycloakGroup | undefined) {
    const sent = sentGroup(call);
    const name = nameIn(sent);
    const before = sent.id === undefined ? undefined : groups.get(sent.id);
    if (sent.id !== undefined && before === undefined) throw missing("Could not find child by id");
    if (before !== undefined && before.id === parent?.id) return DONE;
    const kept = before?.name ?? name;
    if (store.childrenOf(parent?.id).some((group) => group.name === kept && group.id !== before?.id))
      throw refusal(409, `${parent ? "Sibling" : "Top level"} group named '${name}' already exists.`);
    if (before !== undefined) {
      if (parent && ancestry(parent).includes(before)) throw failure();
      groups.put(before.id, { ...before, parentId: parent?.id }, delay);
      return DONE;
    }
    const { description, attributes = {} } = sent;
    const group = store.addGroup({ name, description, attributes, parentId: parent?.id }, delay);
    const location = `${call.origin}${base.replace(":realm", call.params["realm"] ?? "")}/groups/${group.id}`;
    if (parent === undefined) return created(location);
    const { subGroupCount: _, ...body } = row(group, call, false);
    return created(location, body);
  }

  /** The description is replaced in any case, attributes where they are sent. */
  function change(call: Call) {
    const before = groupAt(call);
    const sent = sentGroup(call);
    const name = nameIn(sent);
    refuseTaken(name, before.parentId, before.id);
    const attributes = sent.attributes ?? before.attributes;
    groups.put(before.id, { ...before, name, description: sent.description, attributes }, delay);
    return DONE;
  }

  function groupAt(call: Call, view?: View): KeycloakGroup {
    const group = groups.get(call.params["group"] ?? "", view);
    if (group === undefined) throw missing("Could not find group by id");
    return group;
  }

  function remove(call: Call) {
    store.removeGroup(groupAt(call).id, delay);
    return DONE;
  }

  function children(call: Call) {
    const isBrief = call.query["briefRepresentation"] === "true";
    const below = store.childrenOf(groupAt(call, call.view).id, call.view);
    return shown(pageOf(call, below).map((group) => row(group, call, isBrief)));
  }

  function members(call: Call) {
    const people = store.having("group", groupAt(call, call.view).id, call.view);
    const isBrief = call.query["briefRepresentation"] === "true";
    return shown(visiblePage(call, people, options).map((user) => shownUser(user, "member", isBrief)));
  }

  const one = `${base}/groups/:group`;
  return [
    { method: "GET", path: `${base}/groups`, handle: list },
    { method: "POST", path: `${base}/groups`, handle: (call) => place(call, undefined) },
    { method: "GET", path: `${base}/groups/count`, handle: (call) => shown({ count: groups.list(call.view).length }) },
    { method: "GET", path: one, handle: (call) => shown(row(groupAt(call, call.view), call, false)) },
    { method: "PUT", path: one, handle: change },
    { method: "DELETE", path: one, handle: remove },
    { method: "GET", path: `${one}/children`, handle: children },
    { method: "POST", path: `${one}/children`, handle: (call) => place(call, groupAt(call)) },
    { method: "GET", path: `${one}/members`, handle: members },
  ];
}

function nameIn({ name }: GroupDocument): string {
  if (!name) throw refusal(400, NO_NAME);
  return name;
}

/** A group in the list of somebody's groups, which counts nothing below it. */
export function shownUserGroup(group: KeycloakGroup, store: RealmStore, isBrief: boolean, view?: View): JsonObject {
  const { subGroupCount: _, ...rest } = shownGroup(group, store, isBrief, view);
  return rest;
}

function shownGroup(group: KeycloakGroup, store: RealmStore, isBrief: boolean, view?: View): JsonObject {
  const { id, name, description, parentId, attributes } = group;
  return withoutUndefined({
    id,
    name,
    description,
    path: store.pathOf(group, view),
    parentId,
    subGroupCount: store.childrenOf(id, view).length,
    subGroups: [],
    ...(isBrief ? {} : { attributes, realmRoles: [], clientRoles: {} }),
  });
}
