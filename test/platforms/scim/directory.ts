import { ScimConnector } from "../../../provider/platforms/scim/connector";
import { Discovery } from "../../../provider/platforms/scim/discovery";
import { type Answer, ORIGIN } from "../../http/scripted-vendor";
import { features, GONE, rows, server } from "./scripted-server";

export const ADA = { id: "u-1", userName: "ada", title: "Engineer", active: true };
export const BOB = { id: "u-2", userName: "bob", title: "Notes", active: true };

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly value?: unknown;
}

export interface Told {
  readonly people?: readonly object[];
  readonly config?: object;
  readonly schemas?: unknown;
  /** What is answered in place of the server's own word, by call; undefined lets it speak. */
  readonly instead?: (call: string, nth: number, body: unknown) => Answer | undefined;
  /** Whether the server filters. */
  readonly filter?: boolean;
  readonly patch?: boolean;
  readonly etag?: string;
}

function patchedBy(user: Record<string, unknown>, operations: readonly Operation[]): Record<string, unknown> {
  const changed = { ...user };
  for (const { op, path, value } of operations) {
    if (op === "remove") delete changed[path];
    else changed[path] = value;
  }
  return changed;
}

/** The raw connector of a server with these people; nothing holds its answers against their questions. */
export function directory({
  people = [ADA, BOB],
  instead = () => undefined,
  filter = true,
  patch = true,
  etag,
  schemas = {},
}: Told = {}) {
  const users = new Map(people.map((user) => [String((user as { id: string }).id), user as Record<string, unknown>]));
  const headers = etag ? { headers: { etag } } : {};
  const asked = server(({ call, query, sent, nth }) => {
    const body = sent.body ? JSON.parse(sent.body) : undefined;
    const [method = "", path = ""] = call.split(" ");
    const told: Readonly<Record<string, () => Answer>> = {
      "GET /ServiceProviderConfig": () => features({ patch, filter, etag: etag !== undefined }),
      "GET /Schemas": () => ({ status: 200, body: schemas }),
      "GET /Groups": () => rows(),
      "GET /Users": () => listed(query),
      "POST /Users": () => ({ status: 201, body: kept("u-9", { ...body, id: "u-9" }) }),
    };
    return instead(call, nth, body) ?? told[call]?.() ?? one(method, path.split("/").at(-1) ?? "", body);
  });

  function kept(id: string, user: Record<string, unknown>): Record<string, unknown> {
    users.set(id, user);
    return user;
  }

  function listed(query: URLSearchParams): Answer {
    const sought = /userName eq "(.*)"/.exec(query.get("filter") ?? "")?.[1]?.toLowerCase();
    const isMeant = ({ userName }: Record<string, unknown>) =>
      sought === undefined || String(userName).toLowerCase() === sought;
    const all = [...users.values()].filter(isMeant);
    return { status: 200, body: { totalResults: all.length, Resources: query.get("startIndex") === "1" ? all : [] } };
  }

  function one(method: string, id: string, body: Record<string, unknown>): Answer {
    const known = users.get(id);
    if (!known) return GONE;
    if (method === "DELETE") return users.delete(id) ? { status: 204 } : GONE;
    if (method === "PUT") kept(id, body);
    if (method === "PATCH") kept(id, patchedBy(known, body["Operations"] as readonly Operation[]));
    return { status: 200, body: users.get(id), ...headers };
  }

  const connector = new ScimConnector(asked.http, ORIGIN, new Discovery(asked.http, false), 1000);
  return {
    ...asked,
    connector,
    users,
    told: <T>(work: Promise<T>) => asked.clock.ended(work),
    writes: () => asked.calls.filter((call) => !call.startsWith("GET")),
  };
}
