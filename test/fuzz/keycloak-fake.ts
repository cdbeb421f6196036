import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Properties } from "../conformance/adapter";
import type { Account } from "../conformance/target";
import { documentOf, shown } from "../conformance/targets/keycloak";
import { type PlainAnswer, type Question, textOf } from "../servers/forwarding";

const BASE = "/admin/realms/acme";
const TOKEN = "keycloak-fake-token-1837";
const ROLES = ["auditor", "contractor", "reviewer"].map((name) => ({ id: `role-${name}`, name }));
const GROUPS = ["engines", "notes"].map((name) => ({ id: `group-${name}`, name, path: `/${name}`, subGroupCount: 0 }));
const MISSING = { status: 404, body: { error: "User not found" } };

interface User {
  document: Properties & { id: string; username: string };
  roles: Set<string>;
  groups: Set<string>;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly location?: string;
}

/** As much of a Keycloak as the provider asks for, in memory: users, realm roles and groups of one realm. */
export interface KeycloakFake {
  readonly origin: string;
  readonly configuration: Properties;
  readonly token: string;
  /** Answers without a connection. */
  answer(question: Question): Promise<PlainAnswer>;
  accounts(): readonly Account[];
  create(attributes: Properties): string;
  close(): Promise<void>;
}

export async function startKeycloakFake(): Promise<KeycloakFake> {
  const users = new Map<string, User>();
  const byName = (name: unknown) =>
    [...users.values()].find(({ document }) => document.username === String(name).toLowerCase());

  function create(sent: Properties): User | undefined {
    const { groups, credentials: _, ...rest } = sent;
    const username = String(sent["username"] ?? "").toLowerCase();
    if (username === "" || byName(username)) return undefined;
    const document = { emailVerified: false, enabled: false, ...filled(rest), id: randomUUID(), username };
    const paths = Array.isArray(groups) ? groups : [];
    const user = {
      document,
      roles: new Set<string>(),
      groups: new Set(GROUPS.filter(({ path }) => paths.includes(path)).map(({ id }) => id)),
    };
    users.set(document.id, user);
    return user;
  }

  function change({ document }: User, sent: Properties): void {
    for (const [name, value] of Object.entries(sent)) {
      if (name === "attributes") Object.assign(document, { attributes: value });
      else if (value === "" || value === null) delete document[name];
      else document[name] = name === "username" || name === "email" ? String(value).toLowerCase() : value;
    }
  }

  function ofUser(user: User, method: string, rest: readonly string[], sent: unknown): Answer {
    const [part, id = ""] = rest;
    if (part === undefined) {
      if (method === "GET") return { status: 200, body: user.document };
      if (method === "DELETE") users.delete(user.document.id);
      else {
        const taken = byName((sent as Properties)["username"]);
        if (taken && taken !== user) return { status: 409, body: { errorMessage: "User exists with same username" } };
        change(user, sent as Properties);
      }
      return { status: 204 };
    }
    if (part === "groups") {
      if (method === "GET") return { status: 200, body: GROUPS.filter((group) => user.groups.has(group.id)) };
      if (method === "PUT") user.groups.add(id);
      else user.groups.delete(id);
      return { status: 204 };
    }
    if (method === "GET") {
      return { status: 200, body: { realmMappings: ROLES.filter(({ name }) => user.roles.has(name)) } };
    }
    for (const { name } of sent as { name: string }[]) {
      if (method === "POST") user.roles.add(name);
      else user.roles.delete(name);
    }
    return { status: 204 };
  }

  function answer(method: string, url: URL, sent: unknown): Answer {
    const [first, second, ...rest] = url.pathname
      .slice(BASE.length + 1)
      .split("/")
      .map(decodeURIComponent);
    const query = url.searchParams;
    const page = <T>(rows: readonly T[]) => ({
      status: 200,
      body: rows.slice(Number(query.get("first") ?? 0)).slice(0, Number(query.get("max") ?? 100)),
    });
    if (first === "")
      return {
        status: 200,
        body: { id: "acme", realm: "acme", defaultRole: { id: "role-default", name: "default-roles-acme" } },
      };
    if (first === "roles") {
      return page<unknown>(second === undefined ? ROLES : members((user) => user.roles.has(second)));
    }
    if (first === "groups") {
      return page<unknown>(second === undefined ? GROUPS : members((user) => user.groups.has(second)));
    }
    if (first === "authentication")
      return { status: 200, body: ["UPDATE_PASSWORD", "VERIFY_EMAIL"].map((alias) => ({ alias, enabled: true })) };
    if (first !== "users") return { status: 404, body: { error: "HTTP 404 Not Found" } };
    if (second === "profile") return { status: 200, body: { attributes: [], unmanagedAttributePolicy: "ENABLED" } };
    if (second === "count") return { status: 200, body: users.size };
    if (second !== undefined) {
      const user = users.get(second);
      return user ? ofUser(user, method, rest, sent) : MISSING;
    }
    if (method === "POST") {
      const made = create(sent as Properties);
      if (!made) return { status: 409, body: { errorMessage: "User exists with same username" } };
      return { status: 201, location: `${url.origin}${BASE}/users/${made.document.id}` };
    }
    const ids = query.get("search")?.replace(/^id:/, "").split(" ");
    const name = query.get("username");
    const all = [...users.values()].map(({ document }) => document);
    return page(
      all.filter(
        ({ id, username }) => (name === null || username === name.toLowerCase()) && (!ids || ids.includes(id)),
      ),
    );
  }

  function members(has: (user: User) => boolean) {
    return [...users.values()].filter(has).map(({ document }) => document);
  }

  function respond({ method, path, headers, body: sent }: Question): PlainAnswer {
    const { status, body, location } =
      headers.authorization === `Bearer ${TOKEN}`
        ? answer(method, new URL(path, origin), sent === "" ? undefined : JSON.parse(sent))
        : { status: 401, body: { error: "HTTP 401 Unauthorized" } };
    return {
      status,
      headers: { "content-type": "application/json", ...(location ? { location } : {}) },
      text: body === undefined ? "" : JSON.stringify(body),
    };
  }

  const server = createServer((incoming, response) => {
    const { method = "GET", url: path = "/", headers } = incoming;
    void textOf(incoming).then((body) => {
      const answered = respond({ method, path, headers, body });
      response.writeHead(answered.status, answered.headers);
      response.end(answered.text || undefined);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    token: TOKEN,
    answer: async (question) => respond(question),
    configuration: { url: origin, realm: "acme", token: TOKEN },
    accounts: () => [...users.values()].map(({ document, roles }) => shown(document, { realm: [...roles] })),
    create: (attributes) => create({ enabled: true, ...documentOf(attributes) })?.document.id ?? "",
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function filled(document: Properties): Properties {
  return Object.fromEntries(Object.entries(document).filter(([, value]) => value !== "" && value !== null));
}
