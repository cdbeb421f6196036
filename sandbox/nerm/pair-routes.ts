import type { Answer, Call, Route } from "../exchange";
import { ok, Refusal } from "../exchange";
import type { JsonObject } from "../json";
import { asFilledText } from "../json";
import type { Table } from "../visibility";
import { BASE_PATH, errorAnswer } from "./answers";
import type { BulkKind } from "./bulk";
import { accepted, bulkCall } from "./bulk";
import type { Filters } from "./listing";
import { listRecords } from "./listing";
import type { Checked } from "./requests";
import { checkUserManager, checkUserRole, readRecord } from "./requests";
import type { NermRole, NermUserManager, NermUserRole } from "./store";
import type { NermRouteOptions } from "./user-routes";

/** A relationship between a user and something else: the endpoints of both kinds are alike. */
interface PairKind<P extends { readonly id: string }> {
  readonly singular: string;
  readonly plural: string;
  readonly table: Table<P>;
  readonly filters: Filters<P>;
  readonly check: (record: JsonObject, self?: string) => Checked<[string, string]>;
  readonly create: (left: string, right: string) => P;
  readonly change: (pair: P, ids: [string, string]) => P;
}

function pairRoutes<P extends { readonly id: string; readonly user_id: string }>(
  kind: PairKind<P>,
  { bulk, store }: NermRouteOptions,
): Route[] {
  const words = kind.singular.replace("_", " ");
  const failure = `The ${words} failed to create/update`;
  const { behaviour } = store;

  function visible(call: Call): P {
    const pair = kind.table.get(call.params["id"] ?? "", call.view);
    if (pair === undefined) throw new Refusal(errorAnswer(behaviour.missing, `no ${words} found`));
    return pair;
  }
  function put(pair: P): P {
    kind.table.put(pair.id, pair, bulk.delay);
    return pair;
  }
  const bulkOf = <T>(check: (r: JsonObject) => Checked<T>, apply: (value: T) => P): BulkKind<T, P> => ({
    plural: kind.plural,
    failure,
    check,
    apply,
    show: (pair) => pair,
    about: (record) => {
      const userId = asFilledText(record["user_id"]);
      const managerId = behaviour.jobsNameManagers ? asFilledText(record["manager_id"]) : undefined;
      return {
        ...(userId === undefined ? {} : { user_id: userId }),
        ...(managerId === undefined ? {} : { manager_id: managerId }),
      };
    },
  });
  const creation = bulkOf(
    (record) => kind.check(record),
    (ids) => kind.create(...ids),
  );
  const changing = bulkOf(
    (record): Checked<[P, [string, string]]> => {
      const pair = kind.table.get(asFilledText(record["id"]) ?? "");
      if (pair === undefined) return { errors: { id: "must exist" } };
      const checked = kind.check({ ...pair, ...record }, pair.id);
      return "errors" in checked ? checked : { value: [pair, checked.value] };
    },
    ([pair, ids]) => put(kind.change(pair, ids)),
  );

  function create(call: Call): Answer {
    return ok({
      [kind.singular]: kind.create(...accepted(kind.check(readRecord(call, kind.singular)), failure, behaviour)),
    });
  }
  function update(call: Call): Answer {
    const pair = visible(call);
    const ids = accepted(kind.check({ ...pair, ...readRecord(call, kind.singular) }, pair.id), failure, behaviour);
    return ok({ [kind.singular]: put(kind.change(pair, ids)) });
  }
  const list = (call: Call) => listRecords(call, kind.plural, kind.table.list(call.view), kind.filters, behaviour);

  const one = `${BASE_PATH}/${kind.singular}`;
  const many = `${BASE_PATH}/${kind.plural}`;
  return [
    { method: "POST", path: one, handle: create },
    { method: "GET", path: many, handle: list },
    { method: "POST", path: many, handle: (call) => bulkCall(call, creation, bulk) },
    { method: "PATCH", path: many, handle: (call) => bulkCall(call, changing, bulk) },
    { method: "GET", path: `${many}/:id`, handle: (call) => ok({ [kind.singular]: visible(call) }) },
    { method: "PATCH", path: `${many}/:id`, handle: update },
  ];
}

/** Role assignments: created and deleted one by one, listed, and in bulk. */
export function userRoleRoutes(options: NermRouteOptions): Route[] {
  const { store, bulk } = options;
  const kind: PairKind<NermUserRole> = {
    singular: "user_role",
    plural: "user_roles",
    table: store.userRoles,
    filters: { user_id: (pair) => pair.user_id, role_id: (pair) => pair.role_id },
    check: (record, self) => checkUserRole(record, store, self),
    create: (userId, roleId) => store.createUserRole(userId, roleId, bulk.delay),
    change: (pair, [userId, roleId]) => ({ ...pair, user_id: userId, role_id: roleId }),
  };
  function remove(call: Call): Answer {
    const id = call.params["id"] ?? "";
    if (store.userRoles.get(id, call.view) === undefined || store.userRoles.get(id) === undefined) {
      throw new Refusal(errorAnswer(store.behaviour.missing, "no user role found"));
    }
    store.userRoles.put(id, undefined, bulk.delay);
    return ok({ info: "User role was destroyed" });
  }
  return [...pairRoutes(kind, options), { method: "DELETE", path: `${BASE_PATH}/user_role/:id`, handle: remove }];
}

/** Managers: one a user, created and changed but never deleted. */
export function userManagerRoutes(options: NermRouteOptions): Route[] {
  const { store, bulk } = options;
  return pairRoutes<NermUserManager>(
    {
      singular: "user_manager",
      plural: "user_managers",
      table: store.userManagers,
      filters: { user_id: (pair) => pair.user_id, manager_id: (pair) => pair.manager_id },
      check: (record, self) => checkUserManager(record, store, self),
      create: (userId, managerId) => store.createUserManager(userId, managerId, bulk.delay),
      change: (pair, [userId, managerId]) => ({ ...pair, user_id: userId, manager_id: managerId }),
    },
    options,
  );
}

/** The tenant's roles, which are only read here. */
export function roleRoutes({ store }: NermRouteOptions): Route[] {
  const filters: Filters<NermRole> = { name: (role) => role.name, uid: (role) => role.uid };
  function read(call: Call): Answer {
    const role = store.roles.find(({ id }) => id === call.params["id"]);
    if (role === undefined) throw new Refusal(errorAnswer(store.behaviour.missing, "no role found"));
    return ok({ role });
  }
  return [
    {
      method: "GET",
      path: `${BASE_PATH}/roles`,
      handle: (call) => listRecords(call, "roles", store.roles, filters, store.behaviour),
    },
    { method: "GET", path: `${BASE_PATH}/roles/:id`, handle: read },
  ];
}
