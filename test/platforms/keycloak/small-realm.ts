import type { UpdateRequest } from "../../../provider/core/contract/connector";
import type { Change } from "../../../provider/core/model/change";
import { type Desired, FLAT, NOTHING, type Observed } from "../../../provider/core/model/entity";
import { KeycloakConnector } from "../../../provider/platforms/keycloak/connector";
import { type Answer, ORIGIN, scripted } from "../../http/scripted-vendor";

export interface User {
  readonly id: string;
  readonly username: string;
  readonly [name: string]: unknown;
}

export const ADA: User = { id: "u-1", username: "ada", enabled: true, firstName: "Ada" };
export const BOB: User = { id: "u-2", username: "bob", enabled: true };
export const GONE: Answer = { status: 404, body: { error: "User not found" } };
export const DENIED: Answer = { status: 403, body: {} };
export const STAFF = { id: "g-1", path: "/staff" };

export interface Told {
  readonly people?: readonly User[];
  readonly federations?: readonly string[] | "hidden";
  readonly groups?: Readonly<Record<string, readonly object[]>>;
  readonly roles?: Readonly<Record<string, readonly string[]>>;
  readonly requestsPerMinute?: number;
  /** What is answered in place of the realm's own word, by call. */
  readonly instead?: Readonly<Record<string, Answer>>;
}

/** The raw connector of a realm with these people, a group and two roles; nothing holds its answers against their questions. */
export function realm({
  people = [ADA, BOB],
  federations = [],
  groups = {},
  roles = {},
  instead = {},
  requestsPerMinute,
}: Told = {}) {
  const users = new Map(people.map((user) => [user.id, user]));
  const roleRows = ["reviewer", "auditor"].map((name) => ({ id: `r-${name}`, name, composite: false }));
  const page = (rows: readonly unknown[], query: URLSearchParams): Answer => ({
    status: 200,
    body: (query.get("first") ?? "0") === "0" ? rows : [],
  });

  const whole = (body: unknown): Answer => ({ status: 200, body });
  const lists = (query: URLSearchParams): Readonly<Record<string, Answer>> => ({
    "": whole({ defaultRole: { id: "r-0", name: "default-roles-acme" } }),
    "/users/count": whole(users.size),
    "/users/profile": whole({ attributes: [{ name: "badge" }, { name: "manager" }] }),
    "/components": federations === "hidden" ? DENIED : whole(federations.map((one) => ({ id: one }))),
    "/roles": page(roleRows, query),
    "/groups": page([STAFF], query),
  });

  function shown(path: string, query: URLSearchParams): Answer {
    const [, kind = "", id = "", part = ""] = path.split("/");
    if (path === "/users") {
      const ids = query.get("search")?.replace("id:", "").split(" ");
      return page(
        [...users.values()].filter((user) => !ids || ids.includes(user.id)),
        query,
      );
    }
    if (kind === "users") {
      const parts = {
        groups: groups[id] ?? [],
        "role-mappings": { realmMappings: roleRows.filter(({ name }) => roles[id]?.includes(name)) },
      };
      return users.has(id) ? whole(part in parts ? parts[part as keyof typeof parts] : users.get(id)) : GONE;
    }
    const having =
      kind === "roles"
        ? (user: User) => roles[user.id]?.includes(id)
        : (user: User) => groups[user.id]?.includes(STAFF);
    return page(people.filter(having), query);
  }

  const bodies: unknown[] = [];
  const { http, clock, sent } = scripted(
    ({ method, path, body }): Answer => {
      const { pathname, searchParams } = new URL(path, ORIGIN);
      const own = pathname.replace("/api", "");
      if (method !== "GET") bodies.push(body ? JSON.parse(body) : undefined);
      const other = instead[`${method} ${own}`];
      if (other !== undefined) return other;
      if (method === "GET") return lists(searchParams)[own] ?? shown(own, searchParams);
      const [, , id = "", part = ""] = own.split("/");
      if (method === "POST" && own === "/users") {
        const made = JSON.parse(body ?? "") as User;
        const user = { ...made, id: `u-${made.username}` };
        users.set(user.id, user);
        return { status: 201, headers: { location: `${ORIGIN}/api/users/${user.id}` } };
      }
      const known = users.get(id);
      if (!known) return GONE;
      if (part !== "") return 204;
      if (method === "DELETE") users.delete(id);
      else users.set(id, { ...known, ...(JSON.parse(body ?? "") as object) });
      return 204;
    },
    {},
    requestsPerMinute === undefined ? {} : { requestsPerMinute },
  );
  const connector = new KeycloakConnector(http, ORIGIN, { realm: "acme", managerAttribute: "manager", clients: [] });
  const calls = () => sent.map(({ method, path }) => `${method} ${new URL(path, ORIGIN).pathname.replace("/api", "")}`);
  return {
    connector,
    users,
    bodies,
    told: <T>(work: Promise<T>) => clock.ended(work),
    calls,
    writes: () => calls().filter((call) => !call.startsWith("GET")),
  };
}

export const declared = (attributes: Desired["attributes"], more: Partial<Desired> = {}): Desired => ({
  ...NOTHING,
  attributes,
  ...more,
});
export const attribute = (...path: string[]): Change => ({ kind: "attribute", path });
export const member = (...path: string[]): Change => ({ kind: "member", path });

export function request(
  id: string,
  changes: readonly Change[],
  desired: Desired,
  more: Partial<UpdateRequest> = {},
): UpdateRequest {
  return { id, changes, desired, addOnly: [], ...more };
}

export function seen(sets: Observed["sets"]): Observed {
  return { id: "u-1", active: true, attributes: { username: "ada" }, sets, references: {}, info: {} };
}

export const inGroups = (...names: string[]) => ({ [FLAT]: names });
