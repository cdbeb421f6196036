import type { Answer, Call, Route } from "../exchange";
import { ok } from "../exchange";
import type { JsonObject } from "../json";
import { BASE_PATH, envelope, missingRefusal, refusal, userAnswer, userGroupAnswer } from "./answers";
import type { PropagationOptions } from "./propagation";
import { fails, platformResults, propagate, withAbsentees } from "./propagation";
import { checkPassword, overPresent, pageOf, readRecord, readUpdateOnly, readUser } from "./requests";
import type { NetexUser } from "./store";

export interface NetexRouteOptions extends PropagationOptions {
  /** True: reads show what newer listings have. A listing shows the password's hash in any case. */
  readonly newerReads: boolean;
  /** The index of the first user in a listing. */
  readonly startIndexBase: 0 | 1;
  /** Extended fields of the tenant; those that a PUT brings are added. */
  readonly fieldNames: Set<string>;
}

const UPDATE_ONLY = ["extendedFields", "externalId", "extra"];

/** The user endpoints. */
export function userRoutes(options: NetexRouteOptions): Route[] {
  const { store, habits, newerReads, fieldNames } = options;

  function addressed(call: Call): NetexUser {
    const user = store.find(call.params["user"] ?? "", call.view);
    if (user === undefined) throw missingRefusal("user", habits);
    return store.users.get(user.id) ?? user;
  }
  function refuseTaken(username: string, self?: string): void {
    const holder = store.find(username);
    if ((holder !== undefined && holder.id !== self) || store.isKept(username))
      throw refusal(400, "The username is already in use");
  }
  function show(user: NetexUser, newer: boolean) {
    return userAnswer({ user, roles: store.effectiveRoles(user), fieldNames: [...fieldNames], habits }, newer);
  }

  function create(call: Call): Answer {
    const record = readRecord(call, "user");
    const values = readUser(record, store.imagePath);
    refuseTaken(values.username);
    checkPassword(record, habits);
    const user = store.draft({ ...values, ...beyondBasics(record) });
    propagate(call, undefined, user, options);
    const location = fails(call, "management") ? null : `${call.origin}${BASE_PATH}/users/${user.id}`;
    return envelope(platformResults(call, options, location), habits, location);
  }

  /** What only an update documents. */
  function beyondBasics(record: JsonObject): Partial<NetexUser> {
    const sent = UPDATE_ONLY.filter((name) => record[name] !== undefined);
    if (habits.updateOnly === "refused" && sent.length > 0) throw refusal(400, `${sent[0]} is not allowed here`);
    return habits.updateOnly === "taken" ? readUpdateOnly(record) : {};
  }

  function update(call: Call): Answer {
    const before = addressed(call);
    const sent = readRecord(call, "user");
    const record = habits.put === "merge" ? overPresent(sent, before) : sent;
    const read = { ...readUser(record, store.imagePath), ...readUpdateOnly(record) };
    const values = habits.put === "merge" && sent["image"] === undefined ? { ...read, image: before.image } : read;
    refuseTaken(values.username, before.id);
    for (const name of Object.keys(values.extendedFields)) fieldNames.add(name);
    propagate(call, before, { ...before, ...values }, options);
    return envelope(platformResults(call, options), habits);
  }

  function enable(call: Call, enabled: boolean): Answer {
    const before = addressed(call);
    if (habits.switches === "once" && before.enabled === enabled) {
      throw refusal(400, `The user is already ${enabled ? "enabled" : "disabled"}`);
    }
    propagate(call, before, { ...before, enabled }, options);
    const results = platformResults(call, options);
    return envelope(enabled ? results : withAbsentees(results, before.roles, habits), habits);
  }

  function remove(call: Call): Answer {
    const user = addressed(call);
    if (habits.deletes === "switched-off" && user.enabled) throw refusal(400, "The user must be disabled first");
    if (!fails(call, "management")) store.remove(user);
    return envelope(withAbsentees(platformResults(call, options), user.roles, habits), habits);
  }

  function read(call: Call): Answer {
    const user = store.find(call.params["user"] ?? "", call.view);
    if (user === undefined) throw missingRefusal("user", habits);
    return ok(show(user, newerReads));
  }

  function list(call: Call): Answer {
    const page = pageOf(call, store.users.list(call.view), options);
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
      handle: (call) => {
        const groups = pageOf(call, store.groupsOf(addressed(call).id), options);
        return ok(groups.map((group) => userGroupAnswer(group, habits)));
      },
    },
  ];
}
