import { randomUUID } from "node:crypto";
import type { Properties } from "../conformance/adapter";
import type { Account, Stage, StageOptions } from "../conformance/target";
import {
  documentOf,
  managerOperation,
  operationsOf,
  shown as shownByStandard,
  shownGroup,
} from "../conformance/targets/scim";
import { startProxy } from "./recording-proxy";

/** A SCIM server that has as many tenants as are asked for. */
export interface Tenants {
  readonly token: string;
  url(tenant: string): string;
}

const MEDIA_TYPE = "application/scim+json";
const GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";

/** What is different at a server that the stage acts on. */
export interface ServerHabits {
  /** The server has no PATCH worth the name, so another system changes accounts by PUT. */
  readonly byPut?: boolean;
  /** A document as the suite compares accounts. */
  readonly shown?: (document: Properties) => Account;
  /** The operation that takes somebody out of a group, where a PUT of the group keeps its members as they are. */
  readonly removal?: (id: string) => object;
}

/** A tenant of its own for one scenario, seen through a proxy; what happens behind our back goes past the proxy. */
export async function openTenant(
  server: Tenants,
  { clock }: StageOptions,
  { byPut = false, shown = shownByStandard, removal }: ServerHabits = {},
): Promise<Stage> {
  const base = server.url(`t${randomUUID().replaceAll("-", "")}`);
  const { origin, pathname } = new URL(base);
  const schemas = ["urn:ietf:params:scim:api:messages:2.0:Error"];
  const proxy = await startProxy({
    upstream: origin,
    now: clock.now,
    problem: (status, detail) => ({ schemas, status: String(status), detail }),
    done: 204,
  });

  async function send(method: string, path: string, body?: unknown) {
    const headers = { authorization: `Bearer ${server.token}`, accept: MEDIA_TYPE, "content-type": MEDIA_TYPE };
    const payload = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${base}${path}`, { method, headers, ...payload });
    const text = await response.text();
    if (!response.ok && response.status !== 404)
      throw new Error(`${method} ${path} is answered ${response.status}: ${text}`);
    return { status: response.status, body: (text === "" ? {} : JSON.parse(text)) as Properties };
  }
  const patch = async (id: string, operations: readonly object[], of = "Users"): Promise<void> => {
    const patchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    await send("PATCH", `/${of}/${id}`, { schemas: [patchOp], Operations: operations });
  };

  const replace = async (id: string, attributes: Properties): Promise<void> => {
    const { body } = await send("GET", `/Users/${id}`);
    const { meta, groups, name, ...rest } = body;
    if (shown(body).attributes["emails"] === undefined) delete rest["emails"];
    const changed = documentOf(attributes);
    const merged = { ...rest, ...changed, name: { ...(name as object), ...(changed["name"] as object | undefined) } };
    await send("PUT", `/Users/${id}`, Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null)));
  };

  async function join(group: string, people: readonly string[]): Promise<void> {
    const added = people.map((value) => ({ value }));
    if (removal) return patch(group, [{ op: "add", path: "members", value: added }], "Groups");
    const { body } = await send("GET", `/Groups/${group}`);
    const { meta, ...rest } = body;
    const members = [...membersOf(body).map((value) => ({ value })), ...added];
    await send("PUT", `/Groups/${group}`, { ...rest, members });
  }

  async function leave(group: string, id: string): Promise<void> {
    if (removal) return patch(group, [removal(id)], "Groups");
    const { body } = await send("GET", `/Groups/${group}`);
    const { meta, ...rest } = body;
    const others = membersOf(body).filter((other) => other !== id);
    await send("PUT", `/Groups/${group}`, { ...rest, members: others.map((value) => ({ value })) });
  }

  return {
    log: proxy.log,
    faults: proxy.faults,
    configuration: { url: `${proxy.origin}${pathname}`, token: server.token },
    secrets: () => [server.token, "Difference-1822", "Analytical-1837"],
    async accounts() {
      const { body } = await send("GET", "/Users?count=100");
      return ((body["Resources"] ?? []) as Properties[]).map(shown);
    },
    async get(id) {
      const { status, body } = await send("GET", `/Users/${id}`);
      return status === 404 ? undefined : shown(body);
    },
    async create(attributes) {
      const { body } = await send("POST", "/Users", { active: true, ...documentOf(attributes) });
      return String(body["id"]);
    },
    change: (id, attributes) => (byPut ? replace(id, attributes) : patch(id, operationsOf(attributes))),
    group: {
      async list() {
        const { body } = await send("GET", "/Groups?count=100");
        return ((body["Resources"] ?? []) as Properties[]).map(shownGroup);
      },
      async get(id) {
        const { status, body } = await send("GET", `/Groups/${id}`);
        return status === 404 ? undefined : shownGroup(body);
      },
      async create(args) {
        const { body } = await send("POST", "/Groups", { schemas: [GROUP], ...args });
        return String(body["id"]);
      },
      async change(id, attributes) {
        const { body } = await send("GET", `/Groups/${id}`);
        const { meta, ...rest } = body;
        await send("PUT", `/Groups/${id}`, { ...rest, ...attributes });
      },
      async fill(id, people) {
        const members: string[] = [];
        for (let i = 0; i < people; i++) {
          const { body } = await send("POST", "/Users", documentOf({ userName: `m${i}.${id}`, active: true }));
          members.push(String(body["id"]));
        }
        await join(id, members);
      },
      async delete(id) {
        await send("DELETE", `/Groups/${id}`);
      },
    },
    memberships: {
      create: async (name) =>
        String((await send("POST", "/Groups", { schemas: [GROUP], displayName: name })).body["id"]),
      delete: async (group) => void (await send("DELETE", `/Groups/${group}`)),
      members: async (group) => membersOf((await send("GET", `/Groups/${group}`)).body).sort(),
      add: (group, id) => join(group, [id]),
      remove: leave,
    },
    grantOther: (id) => patch(id, [{ op: "add", path: "roles", value: [{ value: "auditor" }] }]),
    setManager: (id, manager) => patch(id, [managerOperation(manager)]),
    deactivate: (id) => patch(id, [{ op: "replace", path: "active", value: false }]),
    async delete(id) {
      await send("DELETE", `/Users/${id}`);
    },
    expireToken: () => undefined,
    close: () => proxy.close(),
  };
}

function membersOf({ members }: Properties): string[] {
  return Array.isArray(members) ? (members as Properties[]).map(({ value }) => String(value)) : [];
}
