import type { Call, Route } from "../exchange";
import { created, DONE, missing, refusal, shown } from "./answers";
import { shownUserGroup } from "./group-routes";
import { countedUsers, foundUsers, shownUser } from "./listing";
import { pageOf, sentUser, userDocument } from "./requests";
import type { RouteOptions } from "./route-options";
import type { KeycloakUser } from "./store";

/** The endpoints of people and of the groups that they are in. */
export function userRoutes(base: string, options: RouteOptions): readonly Route[] {
  const { store, people, delay } = options;
  const { users } = store;

  function list(call: Call) {
    const isBrief = call.query["briefRepresentation"] === "true";
    return shown(foundUsers(call, options).map((user) => shownUser(user, "listed", isBrief)));
  }

  function create(call: Call) {
    const user = people.create(sentUser(call) ?? userDocument({}), delay);
    return created(`${call.origin}${call.path.split("?")[0]}/${user.id}`);
  }

  function change(call: Call) {
    const before = userAt(call, store.users);
    const sent = sentUser(call);
    if (sent === undefined) throw refusal(400, "Could not update user!");
    people.change(before, sent, delay);
    return DONE;
  }

  function remove(call: Call) {
    users.put(userAt(call, users).id, undefined, delay);
    return DONE;
  }

  function groups(call: Call) {
    const isBrief = call.query["briefRepresentation"] !== "false";
    const held = store.groupsOf(userAt(call, users, call.view), call.view);
    return shown(pageOf(call, held).map((group) => shownUserGroup(group, store, isBrief, call.view)));
  }

  function setMember(call: Call, isMember: boolean) {
    const user = userAt(call, users);
    const group = store.groups.get(call.params["group"] ?? "");
    if (group === undefined) throw missing("Group not found");
    const others = user.groups.filter((id) => id !== group.id);
    users.put(user.id, { ...user, groups: isMember ? [...others, group.id] : others }, delay);
    return DONE;
  }

  const one = `${base}/users/:user`;
  return [
    { method: "GET", path: `${base}/users`, handle: list },
    { method: "POST", path: `${base}/users`, handle: create },
    { method: "GET", path: `${base}/users/count`, handle: (call) => shown(countedUsers(call, options)) },
    { method: "GET", path: one, handle: (call) => shown(shownUser(userAt(call, users, call.view), "whole")) },
    { method: "PUT", path: one, handle: change },
    { method: "DELETE", path: one, handle: remove },
    { method: "GET", path: `${one}/groups`, handle: groups },
    { method: "PUT", path: `${one}/groups/:group`, handle: (call) => setMember(call, true) },
    { method: "DELETE", path: `${one}/groups/:group`, handle: (call) => setMember(call, false) },
  ];
}

/** The person whom a path names. */
export function userAt({ params }: Call, users: RouteOptions["store"]["users"], view?: Call["view"]): KeycloakUser {
  const user = users.get(params["user"] ?? "", view);
  if (user === undefined) throw missing("User not found");
  return user;
}
