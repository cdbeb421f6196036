import type { Call, Route } from "../exchange";
import type { JsonObject } from "../json";
import { DONE, missing, shown } from "./answers";
import { shownUser, visiblePage } from "./listing";
import { pageOf, sentRoles } from "./requests";
import type { RouteOptions } from "./route-options";
import type { KeycloakRole, KeycloakUser } from "./store";
import { userAt } from "./user-routes";

/** The endpoints of roles, of the realm and of its clients, and of who has been granted them. */
export function roleRoutes(base: string, options: RouteOptions): readonly Route[] {
  const { store, delay } = options;
  const { users } = store;

  function clientAt({ params }: Call, otherwise: string): string {
    const client = store.clients.find(({ id }) => id === params["client"]);
    if (client === undefined) throw missing(otherwise);
    return client.id;
  }

  function list(call: Call, containerId: string) {
    return shown(pageOf(call, store.rolesOf(containerId)));
  }

  function roleAt({ params }: Call, containerId: string): KeycloakRole {
    const role = store.rolesOf(containerId).find(({ name }) => name === params["role"]);
    if (role === undefined) throw missing("Could not find role");
    return role;
  }

  function members(call: Call, containerId: string) {
    const people = store.having("role", roleAt(call, containerId).id, call.view);
    const isBrief = call.query["briefRepresentation"] === "true";
    return shown(visiblePage(call, people, options).map((user) => shownUser(user, "listed", isBrief)));
  }

  const held = (user: KeycloakUser, containerId: string) =>
    store.rolesOf(containerId).filter(({ id }) => user.roles.includes(id));

  function mappings(call: Call) {
    const user = userAt(call, users, call.view);
    const ofRealm = held(user, store.realmId);
    const ofClients = store.clients.flatMap(({ id, clientId }) => {
      const roles = held(user, id);
      return roles.length > 0 ? [[clientId, { id, client: clientId, mappings: roles }] as const] : [];
    });
    return shown({
      ...(ofRealm.length > 0 ? { realmMappings: ofRealm } : {}),
      ...(ofClients.length > 0 ? { clientMappings: Object.fromEntries(ofClients) } : {}),
    });
  }

  function named(sent: readonly JsonObject[], containerId: string): readonly string[] {
    const roles = store.rolesOf(containerId);
    const found = sent.map((one) => roles.find(({ id, name }) => id === one["id"] && name === one["name"])?.id);
    if (found.includes(undefined)) throw missing("Role not found");
    return found.flatMap((id) => id ?? []);
  }

  function grant(call: Call, containerId: string) {
    const user = userAt(call, users);
    const added = named(sentRoles(call) ?? [], containerId);
    users.put(user.id, { ...user, roles: [...new Set([...user.roles, ...added])] }, delay);
    return DONE;
  }

  /** All of the container's where none are named. */
  function revoke(call: Call, containerId: string) {
    const user = userAt(call, users);
    const sent = sentRoles(call);
    const removed = sent ? named(sent, containerId) : store.rolesOf(containerId).map(({ id }) => id);
    users.put(user.id, { ...user, roles: user.roles.filter((id) => !removed.includes(id)) }, delay);
    return DONE;
  }

  function clients(call: Call) {
    const { clientId } = call.query;
    const found = store.clients.filter((client) => clientId === undefined || client.clientId === clientId);
    return shown(pageOf(call, found).map((client) => ({ ...client, enabled: true, protocol: "openid-connect" })));
  }

  const { realmId } = store;
  const one = `${base}/users/:user/role-mappings`;
  const roles = `${base}/clients/:client/roles`;
  const CLIENT = "Could not find client";
  const MAPPED = "Client not found";
  return [
    { method: "GET", path: `${base}/roles`, handle: (call) => list(call, realmId) },
    { method: "GET", path: `${base}/roles/:role/users`, handle: (call) => members(call, realmId) },
    { method: "GET", path: `${base}/clients`, handle: clients },
    { method: "GET", path: roles, handle: (call) => list(call, clientAt(call, CLIENT)) },
    { method: "GET", path: `${roles}/:role/users`, handle: (call) => members(call, clientAt(call, CLIENT)) },
    { method: "GET", path: one, handle: mappings },
    {
      method: "GET",
      path: `${one}/realm`,
      handle: (call) => shown(held(userAt(call, users, call.view), realmId)),
    },
    { method: "POST", path: `${one}/realm`, handle: (call) => grant(call, realmId) },
    { method: "DELETE", path: `${one}/realm`, handle: (call) => revoke(call, realmId) },
    {
      method: "GET",
      path: `${one}/clients/:client`,
      handle: (call) => shown(held(userAt(call, users, call.view), clientAt(call, MAPPED))),
    },
    { method: "POST", path: `${one}/clients/:client`, handle: (call) => grant(call, clientAt(call, MAPPED)) },
    { method: "DELETE", path: `${one}/clients/:client`, handle: (call) => revoke(call, clientAt(call, MAPPED)) },
  ];
}
