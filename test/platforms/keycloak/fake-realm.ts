import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { KindName } from "../../../provider/core/contract/kind";
import { Ownership } from "../../../provider/core/session/ownership";
import type { Session } from "../../../provider/core/session/session";
import { openTenant } from "../../../provider/open-tenant";
import { keycloak } from "../../../provider/platforms/keycloak/index";
import { systemClock } from "../../../provider/system-context";

type Json = Record<string, unknown>;

interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly location?: string;
}

/** As much of a Keycloak as the tests ask for; what it holds can be changed at any time. In memory, on 127.0.0.1. */
export class FakeRealm {
  readonly users = new Map<string, Json & { id: string }>();
  readonly groups: { id: string; name: string; parent?: string }[] = [];
  readonly roles: { id: string; name: string; composite: boolean }[] = [];
  /** By user id. */
  readonly memberships = new Map<string, Set<string>>();
  readonly mappings = new Map<string, Set<string>>();
  /** GET of the realm; undefined answers 403. */
  document: Json | undefined = { registrationEmailAsUsername: false };
  profile = ["username", "email", "firstName", "lastName"];
  /** The only values that an attribute of the profile takes; others are answered 400. */
  readonly options = new Map<string, readonly string[]>();
  /** What the metadata names beside the profile. */
  builtIn: string[] = [];
  actions = [{ alias: "UPDATE_PASSWORD", enabled: true }];
  /** Ids of directories behind the realm; undefined answers 403. */
  federations: string[] | undefined = [];
  /** Users who are taken out of a page after it was cut. */
  readonly hidden = new Set<string>();
  /** Users who are deleted when a page would show them: gone from the directory behind the realm. */
  readonly dropped = new Set<string>();
  /** GET of the count; absent: how many there are. */
  count: unknown;
  /** Answers a write in place of the realm, where it says something. */
  refuse: (method: string, path: string, body: Json) => Answer | undefined = () => undefined;
  /** Called before each request; the connection breaks where it throws. */
  before: (call: string) => void = () => undefined;
  /** `GET /users`, without queries. */
  readonly calls: string[] = [];
  readonly #server = createServer((request, response) => {
    const work = bodyOf(request).then((body) => {
      const url = new URL(request.url ?? "", "http://127.0.0.1");
      const path = decodeURI(url.pathname).replace("/admin/realms/acme", "");
      const method = request.method ?? "GET";
      this.before(`${method} ${path}`);
      this.calls.push(`${method} ${path}`);
      const refused = method === "GET" ? undefined : this.refuse(method, path, body as Json);
      const { status = 200, body: content, location } = refused ?? this.#answer(method, path, url.searchParams, body);
      response.writeHead(status, { "content-type": "application/json", ...(location ? { location } : {}) });
      response.end(content === undefined ? "" : JSON.stringify(content));
    });
    work.catch(() => response.destroy());
  });
  #made = 0;
  #origin = "";

  static async start(): Promise<FakeRealm> {
    const realm = new FakeRealm();
    await new Promise<void>((resolve) => realm.#server.listen(0, "127.0.0.1", resolve));
    realm.#origin = `http://127.0.0.1:${(realm.#server.address() as AddressInfo).port}`;
    return realm;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** As a new process opens it. */
  session(settings: Json = {}, kind: KindName = "user"): Session {
    const log = { info: () => undefined, warn: () => undefined };
    let slept = 0;
    const sleep = async (ms: number) => {
      slept += ms;
    };
    const clock = { now: () => systemClock.now() + slept, sleep };
    const context = { clock, random: Math.random, environment: {}, log };
    const raw = { url: this.#origin, realm: "acme", token: "token-0123", ...settings };
    return openTenant(keycloak, raw, { context, ownership: new Ownership(), canImport: true }).session(kind);
  }

  addUser(username: string, more: Json = {}): string {
    const id = `u${++this.#made}`;
    this.users.set(id, { id, username, enabled: true, emailVerified: false, ...more });
    return id;
  }

  addGroup(name: string, parent?: string): string {
    const id = `g-${this.groups.length + 1}`;
    this.groups.push({ id, name, ...(parent ? { parent } : {}) });
    return id;
  }

  addRole(name: string, composite = false): string {
    const id = `r-${this.roles.length + 1}`;
    this.roles.push({ id, name, composite });
    return id;
  }

  writes(): readonly string[] {
    return this.calls.filter((call) => !call.startsWith("GET"));
  }

  #answer(method: string, path: string, query: URLSearchParams, body: unknown): Answer {
    const [, kind = "", id = "", part = "", more = ""] = path.split("/");
    if (method === "POST" && path === "/users") return this.#create(body as Json);
    if (kind === "users" && this.users.has(id)) return this.#user(method, id, [part, more], body);
    if (kind === "users" && id.startsWith("u")) return { status: 404, body: { error: "User not found" } };
    switch (path) {
      case "":
        return this.document ? { body: this.document } : { status: 403, body: { error: "HTTP 403 Forbidden" } };
      case "/users":
        return { body: this.#found(query) };
      case "/users/count":
        return { body: this.count ?? this.users.size };
      case "/users/profile":
        return { body: { attributes: this.profile.map((name) => ({ name, validations: this.#validations(name) })) } };
      case "/users/profile/metadata":
        return { body: { attributes: [...this.profile, ...this.builtIn].map((name) => ({ name })) } };
      case "/authentication/required-actions":
        return { body: this.actions };
      case "/components":
        return this.federations
          ? { body: this.federations.map((component) => ({ id: component })) }
          : { status: 403, body: { error: "HTTP 403 Forbidden" } };
      case "/roles":
        return { body: page(this.roles, query) };
      case "/groups": {
        const search = query.get("search");
        const found = this.groups.filter(({ name, parent }) => (search ? name.includes(search) : !parent));
        return {
          body: page(
            found.map((group) => this.#group(group)),
            query,
          ),
        };
      }
    }
    if (kind === "groups" && id !== "" && part === "") {
      const group = this.groups.find((one) => one.id === id);
      return group ? { body: this.#group(group) } : { status: 404, body: { error: "Could not find group by id" } };
    }
    if (kind === "groups" && part === "children") {
      const below = this.groups.filter(({ parent }) => parent === id);
      return {
        body: page(
          below.map((group) => this.#group(group)),
          query,
        ),
      };
    }
    const members = kind === "groups" ? this.memberships : this.mappings;
    const wanted = kind === "groups" ? id : this.roles.find(({ name }) => name === id)?.id;
    const having = [...members].flatMap(([user, held]) => (held.has(wanted ?? "") ? [{ id: user }] : []));
    return { body: page(having, query).filter((user) => !this.hidden.has(user.id)) };
  }

  #validations(name: string): Json {
    const options = this.options.get(name);
    return options ? { options: { options } } : { length: { max: 255 } };
  }

  #unlisted(document: Json): Answer | undefined {
    const values = Object.entries((document["attributes"] ?? {}) as Record<string, string[]>);
    const field = values.find(([name, all]) => all.some((one) => this.options.get(name)?.includes(one) === false))?.[0];
    return field === undefined ? undefined : { status: 400, body: { field, errorMessage: "error-invalid-options" } };
  }

  #create(document: Json): Answer {
    const unlisted = this.#unlisted(document);
    if (unlisted) return unlisted;
    const { groups = [], credentials: _, ...rest } = document;
    const kept = (this.actions as { alias: string }[]).map(({ alias }) => alias);
    const actions = ((rest["requiredActions"] ?? []) as string[]).filter((alias) => kept.includes(alias));
    const username = this.document?.["registrationEmailAsUsername"] ? rest["email"] : rest["username"];
    const id = this.addUser(String(username), { ...rest, username, requiredActions: actions });
    const paths = groups as string[];
    // As Keycloak does: of two groups with one path, the one that is found by going down.
    const joined = paths.map((path) => this.groups.filter((group) => this.#path(group) === path).at(-1)?.id ?? "");
    this.memberships.set(id, new Set(joined));
    const [everybodys] = this.roles.filter((role) => role.id === (this.document?.["defaultRole"] as Json)?.["id"]);
    this.mappings.set(id, new Set(everybodys ? [everybodys.id] : []));
    return { status: 201, location: `${this.#origin}/admin/realms/acme/users/${id}` };
  }

  #user(method: string, id: string, [part, more]: readonly string[], body: unknown): Answer {
    const held = this.memberships.get(id) ?? new Set();
    this.memberships.set(id, held);
    const roles = this.mappings.get(id) ?? new Set();
    this.mappings.set(id, roles);
    if (part === "groups" && more) {
      if (method === "PUT") held.add(more);
      else held.delete(more);
      return { status: 204 };
    }
    if (part === "groups") {
      return { body: this.groups.filter((group) => held.has(group.id)).map((group) => this.#group(group)) };
    }
    if (part === "role-mappings" && method === "GET")
      return { body: { realmMappings: this.roles.filter((role) => roles.has(role.id)) } };
    if (part === "role-mappings") {
      for (const role of body as { id: string }[]) {
        if (method === "POST") roles.add(role.id);
        else roles.delete(role.id);
      }
      return { status: 204 };
    }
    if (method === "GET") return { body: this.users.get(id) };
    const unlisted = this.#unlisted(body as Json);
    if (unlisted) return unlisted;
    if (method === "DELETE") this.users.delete(id);
    else this.users.set(id, { ...this.users.get(id), ...(body as Json), id });
    return { status: 204 };
  }

  #found(query: URLSearchParams): unknown[] {
    const ids = query.get("search")?.slice("id:".length).split(" ");
    if (ids) return ids.flatMap((id) => this.users.get(id) ?? []);
    const username = query.get("username");
    if (username !== null) return [...this.users.values()].filter((user) => user["username"] === username);
    const cut = page([...this.users.values()], query);
    for (const { id } of cut) if (this.dropped.has(id)) this.users.delete(id);
    return cut.filter(({ id }) => !this.hidden.has(id) && !this.dropped.has(id));
  }

  #group(group: FakeRealm["groups"][number]): Json {
    const subGroupCount = this.groups.filter(({ parent }) => parent === group.id).length;
    const above = group.parent === undefined ? {} : { parentId: group.parent };
    return { id: group.id, name: group.name, path: this.#path(group), subGroupCount, ...above };
  }

  #path({ name, parent }: FakeRealm["groups"][number]): string {
    const above = this.groups.find(({ id }) => id === parent);
    return `${above ? this.#path(above) : ""}/${name}`;
  }
}

function page<Row>(rows: readonly Row[], query: URLSearchParams): readonly Row[] {
  const first = Number(query.get("first") ?? 0);
  return rows.slice(first, first + Number(query.get("max") ?? 100));
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : {};
}
