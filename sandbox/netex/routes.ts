import type { Answer, Call, Route } from "../exchange";
import { ok } from "../exchange";
import { BASE_PATH, envelope, refusal, userAnswer, userGroupAnswer } from "./answers";
import type { PropagationOptions } from "./propagation";
import { fails, platformResults, propagate } from "./propagation";
import { pageOf, readRecord, readUpdateOnly, readUser } from "./requests";
import type { NetexUser } from "./store";

export interface NetexRouteOptions extends PropagationOptions {
  /** True: reads show what newer listings have. A listing shows the password's hash in any case. */
  readonly newerReads: boolean;
  /** The index of the first user in a listing. */
  readonly startIndexBase: 0 | 1;
  /** Extended fields of the tenant; those that a PUT brings are added. */
  readonly fieldNames: Set<string>;
}

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
    const page = pageOf(call, store.users.list(call.view), startIndexBase);
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
      handle: (call) => ok(pageOf(call, store.groupsOf(addressed(call).id), startIndexBase).map(userGroupAnswer)),
    },
  ];
}
