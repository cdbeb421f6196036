import type { Answer, Call, Route } from "../exchange";
import { ok, Refusal } from "../exchange";
import type { JsonObject } from "../json";
import { asFilledText } from "../json";
import { BASE_PATH, errorAnswer, unchangedAnswer, userAnswer, validationRefusal } from "./answers";
import type { BulkKind, BulkOptions } from "./bulk";
import { accepted, bulkCall } from "./bulk";
import type { Filters } from "./listing";
import { listRecords } from "./listing";
import type { Checked } from "./requests";
import { checkChange, checkNewUser, readRecord } from "./requests";
import type { NermChange, NermNewUser, NermStore, NermUser } from "./store";

export interface NermRouteOptions {
  readonly store: NermStore;
  readonly bulk: BulkOptions;
}

const FILTERS = {
  name: (user) => user.name,
  login: (user) => user.login,
  title: (user) => user.title,
  email: (user) => user.email,
  type: (user) => user.type,
  sailpoint_identity_id: (user) => user.sailpoint_identity_id,
} satisfies Filters<NermUser>;

const NOT_CREATED = "The user failed to create";
const NOT_UPDATED = "The user failed to update";

/** The endpoints for users and their bulk jobs. */
export function userRoutes({ store, bulk }: NermRouteOptions): Route[] {
  const { behaviour } = store;
  const filters: Filters<NermUser> = { ...FILTERS, [behaviour.statusFilter]: (user: NermUser) => user.status };
  const show = (user: NermUser) => userAnswer(user, behaviour.newerAnswers);
  const about = (record: JsonObject, user?: NermUser) => {
    const id = user?.id ?? asFilledText(record["id"]);
    return id === undefined ? {} : { user_id: id };
  };

  function visible(call: Call): NermUser {
    const user = store.users.get(call.params["id"] ?? "", call.view);
    if (user === undefined) throw new Refusal(errorAnswer(behaviour.missing, "no user found"));
    return user;
  }

  function checkKnown(record: JsonObject): Checked<[string, NermChange]> {
    const id = asFilledText(record["id"]);
    if (id === undefined) return { errors: { id: "can't be blank" } };
    if (store.users.get(id) === undefined) return { errors: { id: "must exist" } };
    const checked = checkChange(record, store, id);
    return "errors" in checked ? checked : { value: [id, checked.value] };
  }

  const creation: BulkKind<NermNewUser, NermUser> = {
    plural: "users",
    failure: NOT_CREATED,
    check: (record) => checkNewUser(record, store),
    apply: made,
    show,
    about,
  };
  const changing: BulkKind<[string, NermChange], NermUser> = {
    plural: "users",
    failure: NOT_UPDATED,
    check: checkKnown,
    apply: ([id, change]) => store.changeUser(id, change, bulk.delay),
    show,
    about,
  };

  function made(user: NermNewUser): NermUser {
    const account = store.createUser(user, bulk.delay);
    const role = store.roles.find(({ name }) => name === behaviour.firstRole);
    if (role) store.createUserRole(account.id, role.id, bulk.delay);
    return account;
  }

  function create(call: Call): Answer {
    return ok({ user: show(made(accepted(checkNewUser(readRecord(call, "user"), store), NOT_CREATED, behaviour))) });
  }

  function update(call: Call): Answer {
    const before = visible(call);
    const { id } = before;
    const record = readRecord(call, "user");
    const named = asFilledText(record["id"]);
    const wrong = named === undefined ? "can't be blank" : "must be the id in the address";
    if (behaviour.idInBody ? named !== id : named !== undefined && named !== id) {
      throw validationRefusal(NOT_UPDATED, { id: wrong }, behaviour);
    }
    const change = accepted(checkChange(record, store, id), NOT_UPDATED, behaviour);
    if (behaviour.noChange !== "user" && changesNothing(before, change)) {
      return unchangedAnswer(behaviour.noChange, show(before));
    }
    const user = store.changeUser(id, change, bulk.delay);
    if (behaviour.jobs !== "always") return ok({ user: show(user) });
    return bulk.jobs.start("update", [{ user_id: id, errors: [] }], bulk.delay);
  }

  function remove(call: Call): Answer {
    store.deleteUser(visible(call).id, bulk.delay);
    return ok({ info: "object deleted" });
  }

  const list = (call: Call) => listRecords(call, "users", store.users.list(call.view), filters, behaviour, show);

  return [
    { method: "POST", path: `${BASE_PATH}/user`, handle: create },
    { method: "GET", path: `${BASE_PATH}/users`, handle: list },
    { method: "POST", path: `${BASE_PATH}/users`, handle: (call) => bulkCall(call, creation, bulk) },
    { method: "PATCH", path: `${BASE_PATH}/users`, handle: (call) => bulkCall(call, changing, bulk) },
    { method: "GET", path: `${BASE_PATH}/users/:id`, handle: (call) => ok({ user: show(visible(call)) }) },
    { method: "PATCH", path: `${BASE_PATH}/users/:id`, handle: update },
    { method: "DELETE", path: `${BASE_PATH}/users/:id`, handle: remove },
    { method: "GET", path: `${BASE_PATH}/job_status`, handle: (call) => bulk.jobs.status(call.query["job_id"]) },
  ];
}

function changesNothing(user: NermUser, change: NermChange): boolean {
  return Object.entries(change).every(([name, value]) => user[name as keyof NermChange] === value);
}
