import { Discovery } from "../../../provider/platforms/scim/discovery";
import { Memberships } from "../../../provider/platforms/scim/memberships";
import { AnyUser } from "../../../provider/platforms/scim/wire";
import { type Answer, ORIGIN } from "../../http/scripted-vendor";
import { features, GONE, refusal, rows, server } from "./scripted-server";

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly value?: readonly { readonly value: string }[];
}

export interface Clubs {
  /** Ids of the members, by group. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  readonly patch?: boolean;
  /** Whether the server says that it filters. */
  readonly filter?: boolean;
  /** Whether it passes over a filter, and answers all that there is. */
  readonly passesOver?: boolean;
  /** What is answered in place of the server's own word, by call and by what it is filtered with; undefined lets it speak. */
  readonly instead?: (call: string, nth: number, filter: string | null) => Answer | undefined;
}

/** A server with these groups, which shows them on nobody, and what is known of memberships there. */
export function clubs({
  groups: given = {},
  patch = true,
  filter = true,
  passesOver = false,
  instead = () => undefined,
}: Clubs = {}) {
  const groups = new Map(Object.entries(given).map(([id, members]) => [id, [...members]]));
  const asked = server(({ call, query, sent, nth }): Answer => {
    const by = query.get("filter");
    const id = call.split("/")[2] ?? "";
    const body = sent.body ? JSON.parse(sent.body) : undefined;
    const told: Readonly<Record<string, () => Answer>> = {
      "GET /ServiceProviderConfig": () => features({ patch, filter, etag: false }),
      "GET /Schemas": () => ({ status: 200, body: {} }),
      "GET /Users": () => refusal(400),
      "GET /Groups": () => listed(by, query.get("startIndex") === "1"),
      [`PATCH /Groups/${id}`]: () => patched(id, body),
      [`PUT /Groups/${id}`]: () => replaced(id, body),
    };
    return instead(call, nth, by) ?? told[call]?.() ?? shown(id);
  });
  const documentOf = (id: string) => ({
    id,
    displayName: id,
    members: (groups.get(id) ?? []).map((value) => ({ value })),
  });
  const shown = (id: string): Answer => (groups.has(id) ? { status: 200, body: documentOf(id) } : GONE);

  function listed(by: string | null, isFirst: boolean): Answer {
    const member = /^members\.value eq "(.*)"$/.exec(by ?? "")?.[1];
    const isMeant = (id: string) => member === undefined || passesOver || groups.get(id)?.includes(member);
    return rows(...(isFirst ? [...groups.keys()].filter(isMeant).map(documentOf) : []));
  }

  function patched(id: string, { Operations }: { Operations: readonly Operation[] }): Answer {
    const members = groups.get(id);
    if (!members) return GONE;
    const joining = Operations.flatMap(({ value = [] }) => value.map((member) => member.value));
    const leaving = Operations.filter(({ op }) => op === "remove").map(({ path }) => path.split('"')[1]);
    groups.set(id, [...members.filter((member) => !leaving.includes(member)), ...joining]);
    return { status: 204 };
  }

  function replaced(id: string, { members }: { members: readonly { value: string }[] }): Answer {
    groups.set(
      id,
      members.map(({ value }) => value),
    );
    return shown(id);
  }

  const memberships = new Memberships(asked.http, new Discovery(asked.http, false), 1000);
  /** Whose groups were looked for, to see whether they have left. */
  const looks: string[] = [];
  const held = async (person: string) => {
    looks.push(person);
    return [...groups].flatMap(([id, members]) => (members.includes(person) ? [{ id, names: [id] }] : []));
  };
  return {
    ...asked,
    groups,
    looks,
    memberships,
    /** What the server tells of somebody whose document shows these groups, or none. */
    shown: (id: string, own?: unknown) =>
      asked.clock.ended(memberships.shown(AnyUser.parse({ id, ...(own === undefined ? {} : { groups: own }) }))),
    change: (group: string, people: readonly string[], action: "add" | "remove", heldBy = held) =>
      asked.clock.ended(memberships.change(group, people, action, heldBy)),
    writes: () => asked.calls.filter((call) => !call.startsWith("GET")),
    /** What groups were filtered by, one look after the other; null is none. */
    filters: () =>
      asked.sent.flatMap(({ path }) => {
        const { pathname, searchParams } = new URL(path, ORIGIN);
        return pathname.endsWith("/Groups") && searchParams.get("count") !== "1" ? [searchParams.get("filter")] : [];
      }),
  };
}
