import type { Answer, Call, Route } from "../exchange";
import { ok } from "../exchange";
import { BASE_PATH, envelope, groupAnswer, missingRefusal, refusal, userAnswer } from "./answers";
import { fails, platformResults } from "./propagation";
import { mandatory, pageOf, readGroup, readRecord, readUserIds } from "./requests";
import type { NetexRouteOptions } from "./routes";
import type { NetexGroup } from "./store";

/** The group endpoints. A group is addressed by its id or its codGroup. */
export function groupRoutes(options: NetexRouteOptions): Route[] {
  const { store, habits, fieldNames } = options;

  function addressed(call: Call): NetexGroup {
    const group = store.findGroup(call.params["group"] ?? "", call.view);
    if (group === undefined) throw missingRefusal("group", habits);
    return store.groups.get(group.id) ?? group;
  }

  function create(call: Call): Answer {
    const record = readRecord(call, "group");
    const codGroup = mandatory(record, "codGroup");
    if (store.findGroup(codGroup) !== undefined) throw refusal(400, "The group code is already in use");
    const { parentId } = record;
    const parent = typeof parentId === "string" ? store.findGroup(parentId) : undefined;
    if (habits.unknownParent === "refused" && parentId && !parent) throw refusal(400, "The parent does not exist");
    const group = store.draftGroup({
      ...readGroup(record, store.imagePath),
      codGroup,
      parentId: parent?.id ?? null,
    });
    const isRefused = fails(call, "management");
    if (!isRefused) store.groups.put(group.id, group);
    const location = isRefused ? null : `${call.origin}${BASE_PATH}/groups/${group.id}`;
    return envelope(platformResults(call, options, location), habits, location);
  }

  /** id, codGroup and parentId of the body are passed over. */
  function update(call: Call): Answer {
    const before = addressed(call);
    const values = readGroup(readRecord(call, "group"), store.imagePath);
    if (!fails(call, "management")) store.groups.put(before.id, { ...before, ...values });
    return envelope(platformResults(call, options), habits);
  }

  function remove(call: Call): Answer {
    const group = addressed(call);
    if (!fails(call, "management")) store.removeGroup(group);
    return envelope(platformResults(call, options), habits);
  }

  /** Those with the term in their name, description or code; all of them without one. */
  function search(call: Call): Answer {
    const term = (call.query["q"] ?? "").toLowerCase();
    const texts = ({ name, description, codGroup }: NetexGroup) => [name, description ?? "", codGroup];
    const found = store.groups
      .list(call.view)
      .filter((group) => texts(group).some((text) => text.toLowerCase().includes(term)))
      .sort((a, b) => (a.codGroup < b.codGroup ? -1 : 1));
    return ok(pageOf(call, found, options).map((group) => groupAnswer(group, habits)));
  }

  function members(call: Call): Answer {
    const ids = pageOf(call, addressed(call).userIds, options);
    const users = ids.flatMap((id) => store.users.get(id, call.view) ?? []);
    const names = [...fieldNames];
    return ok(
      users.map((user) => ({
        ...userAnswer({ user, roles: store.effectiveRoles(user), fieldNames: names, habits }, options.newerReads),
        password: user.password,
      })),
    );
  }

  function change(call: Call, present: boolean): Answer {
    const group = addressed(call);
    const ids = readUserIds(call);
    const unknown = ids.find((id) => store.users.get(id, call.view) === undefined);
    if (unknown !== undefined && present) throw refusal(400, `There is no user ${unknown}`);
    store.setMembers(group, ids, present);
    return envelope(platformResults(call, options), habits);
  }

  const groups = `${BASE_PATH}/groups`;
  return [
    { method: "POST", path: groups, handle: create },
    { method: "GET", path: `${BASE_PATH}/groups.search`, handle: search },
    { method: "GET", path: `${groups}/:group`, handle: (call) => ok(groupAnswer(addressed(call), habits)) },
    { method: "PUT", path: `${groups}/:group`, handle: update },
    { method: "DELETE", path: `${groups}/:group`, handle: remove },
    { method: "GET", path: `${groups}/:group/users`, handle: members },
    { method: "POST", path: `${groups}/:group/users.add`, handle: (call) => change(call, true) },
    { method: "POST", path: `${groups}/:group/users.remove`, handle: (call) => change(call, false) },
  ];
}
