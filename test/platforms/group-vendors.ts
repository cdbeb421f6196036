import type { Connector } from "../../provider/core/contract/connector";
import type { ResourceKind } from "../../provider/core/contract/kind";
import type { Change } from "../../provider/core/model/change";
import type { Desired } from "../../provider/core/model/entity";
import { VerifiedConnector } from "../../provider/core/reads/verified-connector";
import type { HttpClient } from "../../provider/http/client";
import { AdobeGroups } from "../../provider/platforms/adobe/group/connector";
import { adobe } from "../../provider/platforms/adobe/index";
import { KeycloakGroups } from "../../provider/platforms/keycloak/group/connector";
import { keycloak } from "../../provider/platforms/keycloak/index";
import { NetexGroups } from "../../provider/platforms/netex/group/connector";
import { netex } from "../../provider/platforms/netex/index";
import { Discovery } from "../../provider/platforms/scim/discovery";
import { ScimGroups } from "../../provider/platforms/scim/group/connector";
import { scim } from "../../provider/platforms/scim/index";
import { type Answer, type Answered, ORIGIN, type Sent, scripted } from "../http/scripted-vendor";

/** A group in its vendor's names. */
export type Group = Readonly<Record<string, unknown>> & { readonly id: string };
type Fields = Readonly<Record<string, unknown>>;

/** How one vendor talks of its groups. */
export interface GroupVendor {
  readonly title: string;
  readonly kind: ResourceKind;
  connector(http: HttpClient): Connector;
  /** The address of all groups. */
  readonly root: string;
  /** What can be changed beside the name. */
  readonly other: string;
  /** The name itself, where that can be changed. */
  readonly label: string;
  /** Attributes of every group, whatever a test is about. */
  readonly own: Fields;
  /** A group as a look at it answers. */
  shown(group: Group): object;
  /** Attributes that the body of a write holds. */
  sent(body: Fields): Fields;
  /** The answer to a creation. */
  made(group: Group): Answered;
  /** The answer to a creation that names no group. */
  readonly unnamed: readonly Answered[];
  /** The answer to a change. */
  changed(group: Group): Answered;
  readonly missing: Answered;
  /** A list, or what a look-up by name answers. */
  listed(groups: readonly Group[], query: URLSearchParams): unknown;
  members(people: readonly string[]): object;
  /** What is asked beside the groups. */
  beside?(path: string): Answered | undefined;
}

const GONE = "The group does not exist";
const SOMEBODY = { id: "u-1", active: true, attributes: {}, sets: {}, references: {}, info: {} } as const;
const scimError = (status: number, detail: string): Answered => ({
  status,
  body: { schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], status: String(status), detail },
});
export const netexAnswer = (status: number, location: string | null, platform = status): Answered => ({
  status,
  body: { status, location, message: null, responsePlatforms: { management: { status: platform, location: null } } },
});

/** A SCIM server that says so of itself. */
export function scimServer(title: string, patch: boolean, etag = false): GroupVendor {
  return {
    title,
    kind: scim.kinds.group,
    connector: (http) => new ScimGroups(http, ORIGIN, new Discovery(http, true), async () => SOMEBODY, 10_000),
    root: "/Groups",
    other: "externalId",
    label: "displayName",
    own: {},
    shown: ({ people, ...group }) => ({ members: (people as string[]).map((value) => ({ value })), ...group }),
    sent: ({ Operations, schemas: _, members: __, id: ___, ...whole }) => {
      const operations = Operations as { path: string; value?: unknown }[] | undefined;
      return operations ? Object.fromEntries(operations.map(({ path, value }) => [path, value])) : whole;
    },
    made: ({ people: _, ...group }) => ({ status: 201, body: group }),
    unnamed: [
      { status: 201, body: { displayName: "Payroll" } },
      { status: 201 },
      { status: 201, headers: { location: `${ORIGIN}/api/Groups` } },
    ],
    changed: ({ people: _, ...group }) => ({ status: 200, body: group }),
    missing: scimError(404, "not there"),
    listed: (groups, query) => {
      const named = groups.filter(({ displayName }) =>
        (query.get("filter") ?? `"${displayName}"`).toLowerCase().includes(`"${displayName}"`.toLowerCase()),
      );
      const rows = Number(query.get("startIndex")) > 1 ? [] : named.map(({ people: _, ...group }) => group);
      return { totalResults: named.length, Resources: rows };
    },
    members: () => ({}),
    beside: (path) => {
      if (path === "/ServiceProviderConfig") {
        const supported = { patch: { supported: patch }, etag: { supported: etag }, filter: { supported: true } };
        return { status: 200, body: supported };
      }
      return path === "/Users" ? { status: 200, body: { totalResults: 0, Resources: [] } } : undefined;
    },
  };
}

/** The vendor of this name. */
export function groupVendor(title: string): GroupVendor {
  const found = groupVendors.find((vendor) => vendor.title === title);
  if (!found) throw new Error(`there is no ${title}`);
  return found;
}

export const groupVendors: readonly GroupVendor[] = [
  {
    title: "Netex",
    kind: netex.kinds.group,
    connector: (http) => new NetexGroups(http, ORIGIN),
    root: "/groups",
    other: "description",
    label: "name",
    own: { name: "A group" },
    shown: ({ people: _, ...group }) => ({ image: "/images/1.png", colour: "red", parentId: null, ...group }),
    sent: ({ group }) => group as Fields,
    made: ({ id }) => netexAnswer(201, `${ORIGIN}/groups/${id}`),
    unnamed: [{ status: 200, body: { status: "fine" } }, netexAnswer(201, null), netexAnswer(201, `${ORIGIN}/groups`)],
    changed: () => netexAnswer(204, null),
    missing: { status: 404, body: { status: 404, location: null, message: GONE, responsePlatforms: {} } },
    listed: (groups, query) => (query.get("startIndex") === "0" ? groups : []),
    members: (people) => people.map((id) => ({ id })),
  },
  {
    title: "Adobe",
    kind: adobe.kinds.group,
    connector: (http) => new AdobeGroups(http, async () => "a-1"),
    root: "/userGroups",
    other: "description",
    label: "name",
    own: {},
    shown: (group) => ({ data: adobeRow(group) }),
    sent: ({ data: _, ...attributes }) => attributes,
    made: (group) => ({ status: 201, body: { data: adobeRow(group) } }),
    unnamed: [{ status: 201, body: { data: { type: "userGroup", attributes: { name: "Payroll" } } } }, { status: 201 }],
    changed: (group) => ({ status: 200, body: { data: adobeRow(group) } }),
    missing: { status: 404, body: { meta: { error: "User group not found" } } },
    listed: (groups) => ({ data: groups.map(adobeRow), links: {} }),
    members: (people) => ({ data: people.map((id) => ({ id, type: "user" })) }),
    beside: (path) => (path === "/user" ? { status: 200, body: { data: { id: "u-1" } } } : undefined),
  },
  {
    title: "Keycloak",
    kind: keycloak.kinds.group,
    connector: (http) => new KeycloakGroups(http, ORIGIN),
    root: "/groups",
    other: "description",
    label: "name",
    own: {},
    shown: ({ people: _, ...group }) => ({ path: `/${group["name"]}`, subGroupCount: 0, ...group }),
    sent: ({ id: _, ...group }) => group,
    made: ({ id }) => ({ status: 201, headers: { location: `${ORIGIN}/api/groups/${id}` } }),
    unnamed: [{ status: 201 }, { status: 201, headers: { location: `${ORIGIN}/api/groups` } }],
    changed: () => ({ status: 204 }),
    missing: { status: 404, body: { error: "Could not find group by id" } },
    listed: (groups, query) => {
      const name = query.get("search")?.toLowerCase();
      const rows = groups.filter((group) => name === undefined || String(group["name"]).toLowerCase() === name);
      return query.get("first") === "0" ? rows : [];
    },
    members: (people) => people.map((id) => ({ id })),
  },
  scimServer("a SCIM server", true),
  scimServer("a SCIM server without PATCH", false),
];

function adobeRow({ id, people: _, ...attributes }: Group): object {
  return { id, type: "userGroup", attributes: { state: "Active", readOnly: false, ...attributes } };
}

/** A vendor in memory that has these groups, and whatever a test puts in place of its answers. */
export function stage(vendor: GroupVendor, ...given: readonly Group[]) {
  const groups = new Map<string, Group>(given.map((group) => [group.id, { people: [], ...vendor.own, ...group }]));
  const writes: string[] = [];
  const bodies: Fields[] = [];
  const { kind } = vendor;
  const { naturalKey } = kind.capabilities;
  let meddle: (call: string, honest: () => Answer) => Answer = (_, honest) => honest();

  function one(method: string, id: string, rest: string, body: Fields): Answer {
    const group = groups.get(id) ?? [...groups.values()].find((other) => other["codGroup"] === id);
    if (!group) return vendor.missing;
    const people = group["people"] as readonly string[];
    if (rest === "children") return { status: 200, body: listOf([...groups.values()].filter(isBelow(id))) };
    if (rest !== "" && method === "GET") return { status: 200, body: vendor.members(people) };
    if (rest !== "") return { status: 204 };
    if (method === "GET") return { status: 200, body: vendor.shown(group) };
    if (method === "DELETE") {
      groups.delete(id);
      return vendor.title === "Netex" ? netexAnswer(204, null) : { status: 204 };
    }
    groups.set(id, { ...group, ...vendor.sent(body) });
    return vendor.changed(groups.get(id) as Group);
  }

  const listOf = (some: readonly Group[]): unknown => vendor.listed(some, new URLSearchParams("first=0"));

  function honest({ method, path, body }: Sent): Answer {
    const { pathname, searchParams } = new URL(path, ORIGIN);
    const own = pathname.replace("/api", "");
    const told = vendor.beside?.(own);
    if (told) return told;
    const sent = JSON.parse(body ?? "{}") as Fields;
    const [, id = "", rest = ""] = own.slice(1).split("/");
    if (id !== "") return one(method, decodeURIComponent(id), rest, sent);
    if (method !== "POST") return { status: 200, body: vendor.listed([...groups.values()], searchParams) };
    const { parentId } = vendor.sent(sent);
    const group = { id: "g-new", people: [], ...vendor.sent(sent), ...(parentId ? { parentId } : {}) };
    groups.set(group.id, group);
    return vendor.made(group);
  }

  const { http, clock, sent } = scripted((request) => {
    const call = `${request.method} ${new URL(request.path, ORIGIN).pathname.replace("/api", "")}`;
    if (request.method !== "GET") {
      writes.push(call);
      bodies.push(JSON.parse(request.body ?? "{}") as Fields);
    }
    return meddle(call, () => honest(request));
  });
  const raw = vendor.connector(http);
  const connector = new VerifiedConnector(raw, kind);
  const desired = (attributes: Fields): Desired =>
    ({ attributes: { ...vendor.own, ...attributes }, sets: {}, references: {} }) as unknown as Desired;

  return {
    groups,
    writes,
    bodies,
    sent,
    connector,
    /** The vendor's own connector, whose answers nobody else holds against their questions. */
    raw,
    clock,
    /** What becomes of calls from now on. */
    meddling(how: typeof meddle): void {
      meddle = how;
    },
    /** The same of the first call that fits. */
    once(call: string, answer: (honest: () => Answer) => Answer): void {
      let isOver = false;
      meddle = (asked, honest) => {
        if (isOver || asked !== call) return honest();
        isOver = true;
        return answer(honest);
      };
    },
    desired,
    create: (key: string, more: Fields = {}) => clock.ended(connector.create(desired({ [naturalKey]: key, ...more }))),
    read: (id: string) => clock.ended(connector.read(id)),
    find: (key: string) => clock.ended(connector.find(key)),
    /** Sends these changes of attributes. */
    change: (id: string, declared: Fields, ...names: readonly string[]) =>
      clock.ended(
        connector.update({
          id,
          changes: names.map((name) => ({
            kind: "attribute",
            path: [name],
            from: groups.get(id)?.[name],
            to: declared[name],
          })),
          desired: desired(declared),
          addOnly: [],
        }),
      ),
    /** Changes what can be changed beside the name of a group of this name, or more. */
    update: (id: string, key: string, to: string | null = "new", changes: readonly Change[] = []) =>
      clock.ended(
        connector.update({
          id,
          changes: [{ kind: "attribute", path: [vendor.other], from: "old", to: to ?? undefined }, ...changes],
          desired: desired({ [naturalKey]: key, [vendor.other]: to }),
          addOnly: [],
        }),
      ),
    remove: (id: string) => clock.ended(connector.remove(id)),
    contents: (id: string) => clock.ended(connector.contents?.(id) ?? Promise.reject(new Error("tells no contents"))),
    pages: () =>
      clock.ended(
        (async () => {
          const all: unknown[] = [];
          for await (const page of connector.pages()) all.push(...page.map(({ id }) => id));
          return all;
        })(),
      ),
  };
}

function isBelow(id: string): (group: Group) => boolean {
  return ({ parentId }) => parentId === id;
}
