import type { UpdateRequest } from "../../../provider/core/contract/connector";
import type { Change } from "../../../provider/core/model/change";
import { type Desired, NOTHING, type Observed } from "../../../provider/core/model/entity";
import { allowance } from "../../../provider/platforms/adobe/api";
import { AdobeConnector } from "../../../provider/platforms/adobe/connector";
import { type Answer, ORIGIN, type Sent, scripted } from "../../http/scripted-vendor";

export interface User {
  readonly id: string;
  readonly type: "user";
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly relationships?: Readonly<Record<string, unknown>>;
}

export const person = (id: string, email: string, more: object = {}): User => ({
  id,
  type: "user",
  attributes: { email, name: email, profile: "x", userType: "INTERNAL", ...more },
});
export const ADA = person("1", "ada@example.com");
export const BOB = person("2", "bob@example.com");
export const GONE: Answer = { status: 404, body: { meta: { error: "User not found" } } };
export const refusal = (status: number, error = "no"): Answer => ({ status, body: { meta: { error } } });
export const group = (id: string, more: object = {}) => ({
  id,
  type: "userGroup",
  attributes: { name: `group ${id}`, state: "Active", readOnly: false, ...more },
});

export interface Told {
  readonly people?: readonly User[];
  /** How the look-up by an address works. */
  readonly lookUp?: "caseless" | "exact" | "blind" | "everybody" | Answer;
  readonly groups?: readonly ReturnType<typeof group>[];
  /** Ids of members, by group. */
  readonly members?: Readonly<Record<string, readonly string[]>>;
  readonly profiles?: Readonly<Record<string, readonly string[]>> | Answer;
  readonly instead?: (call: string, nth: number, body?: unknown) => Answer | undefined;
  readonly emptyFields?: "shown" | "left-out";
}

/** The raw connector of an account with these people; nothing holds its answers against their questions. */
export function opened({
  people = [ADA, BOB],
  lookUp = "caseless",
  groups = [],
  members = {},
  profiles = {},
  instead = () => undefined,
  emptyFields = "shown",
}: Told = {}) {
  const users = new Map(people.map((user) => [user.id, user]));
  const calls: string[] = [];
  const bodies: unknown[] = [];
  const rows = (data: readonly unknown[]): Answer => ({ status: 200, body: { data, links: {} } });
  const isAnswer = (value: NonNullable<Told["profiles"]>): value is Answer =>
    typeof value !== "object" || value instanceof Error || "status" in value;

  const found = (query: URLSearchParams): Answer => {
    const email = query.get("ids")?.replace("email:", "");
    if (email === undefined) return rows([...users.values()]);
    if (typeof lookUp !== "string") return lookUp as Answer;
    const fold = (text: unknown) => (lookUp === "caseless" ? String(text).toLowerCase() : String(text));
    const isMeant = ({ attributes }: User) => lookUp !== "blind" && fold(attributes["email"]) === fold(email);
    return rows([...users.values()].filter((user) => lookUp === "everybody" || isMeant(user)));
  };
  const people_ = (ids: readonly string[] = []) => rows(ids.map((id) => ({ id, type: "user" })));
  const whole = (data: unknown): Answer => ({ status: 200, body: { data } });

  function shown(own: string, query: URLSearchParams): Answer {
    const [, kind = "", id = "", part = ""] = own.split("/");
    const told: Readonly<Record<string, () => Answer>> = {
      "/account": () => whole({ id: "a-1" }),
      "/account/fields": () => ({ status: 200, body: { fields: [] } }),
      "/externalProfiles": () =>
        isAnswer(profiles) ? profiles : rows(Object.keys(profiles).map((one) => ({ id: one }))),
      "/userGroups": () => rows(groups),
      "/users": () => found(query),
    };
    const ofKind: Readonly<Record<string, () => Answer>> = {
      "externalProfiles/users": () => people_((profiles as Record<string, string[]>)[id]),
      "userGroups/": () => whole(groups.find((one) => one.id === id)),
      "userGroups/users": () => people_(members[id]),
      "users/userGroups": () => rows(groups.filter((one) => members[one.id]?.includes(id))),
      "users/": () => (users.has(id) ? whole(users.get(id)) : GONE),
    };
    return (told[own] ?? ofKind[`${kind}/${part}`])?.() ?? GONE;
  }

  function written(method: string, own: string, body: string | null): Answer {
    const [, kind = "", id = ""] = own.split("/");
    if (kind === "userGroups") return 204;
    const { data } = JSON.parse(body ?? "{}") as { data: User };
    if (method === "POST") return kept("9", { ...data, id: "9" });
    const known = users.get(id);
    if (!known) return GONE;
    const more = method === "DELETE" ? { state: "DELETED" } : data.attributes;
    return kept(id, { ...known, attributes: { ...known.attributes, ...more } });
  }

  function kept(id: string, user: User): Answer {
    users.set(id, user);
    return whole(user);
  }

  const answered = ({ method, path, body }: Sent): Answer => {
    const { pathname, searchParams } = new URL(path, ORIGIN);
    const own = pathname.replace("/api", "");
    const call = `${method} ${own}`;
    calls.push(call);
    if (body) bodies.push(JSON.parse(body));
    const nth = calls.filter((one) => one === call).length;
    const other = instead(call, nth, body ? JSON.parse(body) : undefined);
    return other ?? (method === "GET" ? shown(own, searchParams) : written(method, own, body));
  };
  const { http, clock, sent } = scripted(answered, { allowance });
  const connector = new AdobeConnector(http, emptyFields);
  return {
    http,
    connector,
    users,
    calls,
    bodies,
    sent,
    told: <T>(work: Promise<T>) => clock.ended(work),
    writes: () => calls.filter((call) => !call.startsWith("GET")),
    lists: () => sent.filter(({ path }) => path.includes("/users?") && !path.includes("ids=")).length,
  };
}

export const idsOf = (found: readonly Observed[]) => found.map(({ id }) => id);
export const declared = (attributes: Desired["attributes"], more: Partial<Desired> = {}): Desired => ({
  ...NOTHING,
  attributes,
  ...more,
});
export const attribute = (...path: string[]): Change => ({ kind: "attribute", path });
export const member = (name: string): Change => ({ kind: "member", path: [name, 0] });
export const request = (
  changes: readonly Change[],
  desired: Desired,
  more: Partial<UpdateRequest> = {},
): UpdateRequest => ({ id: "1", changes, desired, addOnly: [], ...more });
export const BIO = request([attribute("bio")], declared({ email: "ada@example.com", bio: "x" }));
