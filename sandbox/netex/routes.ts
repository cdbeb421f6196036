import type { Answer, Call, Route } from "../exchange";
import { ok } from "../exchange";
import { asCount } from "../json";
import { BASE_PATH, envelope, refusal, userAnswer } from "./answers";
import type { PropagationOptions } from "./propagation";
import { fails, platformResults, propagate } from "./propagation";
import { readRecord, readRoles, readUpdateOnly, readUser, readUserIds } from "./requests";
import type { NetexGroup, NetexUser } from "./store";

export interface NetexRouteOptions extends PropagationOptions {
  /** True: reads show what newer listings have. A listing shows the password's hash in any case. */
  readonly newerReads: boolean;
  /** The index of the first user in a listing. */
  readonly startIndexBase: 0 | 1;
  /** Extended fields of the tenant; those that a PUT brings are added. */
  readonly fieldNames: Set<string>;
}

const MAX_COUNT = 500;

/** The user endpoints. */
export function userRoutes(options: NetexRouteOptions): Route[] {
  const { store, newerReads, fieldNames, startIndexBase } = options;

  function addressed(call: Call): NetexUser {
    const user = store.find(call.params["user"] ?? "", call.view);
    if (user === undefined) throw refusal(404, "The user does not exist");
    return store.users.get(user.id) ?? user;
  }
  function refuseTaken(username: string, self?: string): void {
    const holder = store.find(username);
    if (holder !== undefined && holder.id !== self) throw refusal(400, "The username is already in use");
  }
  function show(user: NetexUser, newer: boolean) {
    return userAnswer({ user, roles: store.effectiveRoles(user), fieldNames: [...fieldNames] }, newer);
  }

  function create(call: Call): Answer {
    const record = readRecord(call, "user");
    const values = readUser(record, store.imagePath);
    refuseTaken(values.username);
    const user = store.draft(values);
    propagate(call, undefined, user, options);
    const location = fails(call, "management") ? null : `${call.origin}${BASE_PATH}/users/${user.id}`;
    return envelope(platformResults(call, options, location), location);
  }

  function update(call: Call): Answer {
    const before = addressed(call);
    const record = readRecord(call, "user");
    const values = { ...readUser(record, store.imagePath), ...readUpdateOnly(record) };
    refuseTaken(values.username, before.id);
    for (const name of Object.keys(values.extendedFields)) fieldNames.add(name);
    propagate(call, before, { ...before, ...values }, options);
    return envelope(platformResults(call, options));
  }

  function enable(call: Call, enabled: boolean): Answer {
    const before = addressed(call);
    propagate(call, before, { ...before, enabled }, options);
    return envelope(platformResults(call, options));
  }

  function remove(call: Call): Answer {
    const user = addressed(call);
    if (!fails(call, "management")) store.remove(user);
    return envelope(platformResults(call, options));
  }

  function read(call: Call): Answer {
    const user = store.find(call.params["user"] ?? "", call.view);
    if (user === undefined) throw refusal(404, "The user does not exist");
    return ok(show(user, newerReads));
  }

  function list(call: Call): Answer {
    const start = asCount(call.query["startIndex"]) ?? startIndexBase;
    const count = Math.min(asCount(call.query["count"]) ?? MAX_COUNT, MAX_COUNT);
    if (!(start >= 0)) throw refusal(400, "startIndex must be a number");
    if (!(count >= 0)) throw refusal(400, "count must be a number");
    const from = Math.max(0, start - startIndexBase);
    const page = store.users.list(call.view).slice(from, from + count);
    return ok(page.map((user) => ({ ...show(user, newerReads), password: user.password })));
  }

  const users = `${BASE_PATH}/users`;
  return [
    { method: "POST", path: users, handle: create },
    { method: "GET", path: users, handle: list },
    { method: "GET", path: `${users}/:user`, handle: read },
    { method: "PUT", path: `${users}/:user`, handle: update },
    { method: "DELETE", path: `${users}/:user`, handle: remove },
    { method: "PUT", path: `${users}/:user/activate`, handle: (call) => enable(call, true) },
    { method: "PUT", path: `${users}/:user/deactivate`, handle: (call) => enable(call, false) },
    {
      method: "GET",
      path: `${users}/:user/groups`,
      handle: (call) =>
        ok(store.groupsOf(addressed(call).id).map(({ id, name, parentId, roles }) => ({ id, name, parentId, roles }))),
    },
  ];
}

/** The group endpoints. */
export function groupRoutes(options: NetexRouteOptions): Route[] {
  const { store } = options;

  function create(call: Call): Answer {
    const record = readRecord(call, "group");
    const name = record["name"];
    if (typeof name !== "string" || name.trim() === "") throw refusal(400, "name is mandatory");
    const parent = typeof record["parentId"] === "string" ? store.groups.get(record["parentId"]) : undefined;
    const roles = record["roles"] === undefined ? {} : readRoles(record["roles"], {});
    const group = store.createGroup({ name, parentId: parent?.id ?? null, roles });
    const location = `${call.origin}${BASE_PATH}/groups/${group.id}`;
    return envelope(platformResults(call, options, location), location);
  }

  function change(call: Call, present: boolean): Answer {
    const group: NetexGroup | undefined = store.findGroup(call.params["group"] ?? "");
    if (group === undefined) throw refusal(404, "The group does not exist");
    const ids = readUserIds(call);
    const unknown = ids.find((id) => store.users.get(id, call.view) === undefined);
    if (unknown !== undefined && present) throw refusal(400, `There is no user ${unknown}`);
    store.setMembers(group, ids, present);
    return envelope(platformResults(call, options));
  }

  const groups = `${BASE_PATH}/groups`;
  return [
    { method: "POST", path: groups, handle: create },
    { method: "POST", path: `${groups}/:group/users.add`, handle: (call) => change(call, true) },
    { method: "POST", path: `${groups}/:group/users.remove`, handle: (call) => change(call, false) },
  ];
}
