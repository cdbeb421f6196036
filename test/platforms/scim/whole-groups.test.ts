import { describe, expect, it } from "vitest";
import { RejectedError } from "../../../provider/core/contract/errors";
import { Discovery } from "../../../provider/platforms/scim/discovery";
import { NOBODY } from "../../../provider/platforms/scim/member-calls";
import { type MemberChange, replaceMembers } from "../../../provider/platforms/scim/member-replacement";
import { Memberships } from "../../../provider/platforms/scim/memberships";
import { wholeGroup } from "../../../provider/platforms/scim/whole-group";
import { AnyUser } from "../../../provider/platforms/scim/wire";
import type { Answer } from "../../http/scripted-vendor";
import { features, GONE, refusal, rows, server } from "./scripted-server";

const GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";

/** A server with one group of these members, and what it says of itself. */
function grouped(of: {
  members?: unknown;
  counted?: number | "nobody counts";
  shows?: string;
  patch?: boolean;
  put?: (nth: number) => Answer | undefined;
  etag?: string;
  filter?: boolean;
}) {
  const { shows, counted = "nobody counts", put, etag, filter = true, patch = false } = of;
  let group: Record<string, unknown> | undefined = {
    id: "g-1",
    displayName: "Engines",
    meta: { version: "x" },
    ...("members" in of ? { members: of.members } : {}),
  };
  const whole = (body: unknown): Answer => ({ status: 200, body });
  const returned = shows === "unsaid" ? {} : { returned: shows };
  const attributes = shows === undefined ? [] : [{ name: "members", ...returned }];
  const asked = server(({ call, query, sent, nth }) => {
    const told: Readonly<Record<string, () => Answer>> = {
      "GET /ServiceProviderConfig": () => features({ patch, filter, etag: etag !== undefined }),
      "GET /Schemas": () => whole([{ id: GROUP, attributes }]),
      "GET /Users": () =>
        counted === "nobody counts"
          ? refusal(400)
          : whole({ totalResults: query.get("filter")?.includes(NOBODY) ? 0 : counted }),
      "GET /Groups": () => rows(...(group && query.get("startIndex") === "1" ? [{ id: "g-1" }] : [])),
      "PUT /Groups/g-1": () => put?.(nth) ?? written(JSON.parse(sent.body ?? "{}")),
    };
    return told[call]?.() ?? shown();
  });
  const shown = (): Answer =>
    group ? ({ ...(whole(group) as object), ...(etag ? { headers: { etag } } : {}) } as Answer) : GONE;
  function written(body: object): Answer {
    if (group) group = { ...group, ...body };
    return shown();
  }
  const discovery = new Discovery(asked.http, true);
  return {
    ...asked,
    discovery,
    change: (change: Partial<MemberChange> & Pick<MemberChange, "action">) =>
      asked.clock.ended(
        replaceMembers(asked.http, discovery, { group: "g-1", people: ["u-9"], expected: new Set(), ...change }),
      ),
    remove: () => {
      group = undefined;
    },
    membersNow: () => group?.["members"],
    meddle: (more: object) => {
      group = { ...group, ...more };
    },
  };
}

const people = (count: number) => Array.from({ length: count }, (_, i) => ({ value: `u-${i}` }));

describe("a group that is read whole", () => {
  const read = async (of: Parameters<typeof grouped>[0], expected?: ReadonlySet<string>) => {
    const { http, discovery, clock } = grouped(of);
    const incomplete = (why: string) => new RejectedError(why);
    return clock.ended(wholeGroup(http, discovery, "g-1", incomplete, expected)).then(
      (found) => found?.group.members?.length ?? "no members",
      ({ code }: { code: string }) => code,
    );
  };

  it.each<[string, Parameters<typeof grouped>[0], unknown]>([
    ["where nobody can count", { members: people(3) }, 3],
    ["where the server counts as many", { members: people(3), counted: 3 }, 3],
    ["where the server counts fewer", { members: people(3), counted: 2 }, 3],
    ["not where it counts more", { members: people(3), counted: 4 }, "rejected"],
    [
      "not where groups among them make up its count",
      { members: [...people(2), { value: "g-2", type: "Group" }, { value: "g-3", $ref: "/x/groups/g-3" }], counted: 3 },
      "rejected",
    ],
    ["not where it ends at a round number that nobody can count", { members: people(200) }, "rejected"],
    ["where the server has counted that round number", { members: people(100), counted: 100 }, 100],
    ["where it ends beside one", { members: people(99) }, 99],
    ["where it is empty by its own word", { members: [] }, 0],
    ["not where it shows no members", {}, "rejected"],
    ["not where it shows no members, and shows them on request", { shows: "request" }, "rejected"],
    ["where it shows no members, and would always show them", { shows: "ALWAYS" }, "no members"],
    ["where it shows no members, and would show them by default", { shows: "default" }, "no members"],
    ["where it shows no members, and its schema has them", { shows: "unsaid" }, "no members"],
    ["not where it shows no members, and the server counts some", { shows: "default", counted: 2 }, "rejected"],
    [
      "without a count where the server says that it can't filter",
      { members: people(3), filter: false, counted: 9 },
      3,
    ],
  ])("is believed %s", async (_, of, expected) => {
    expect(await read(of)).toBe(expected);
  });

  it("is not believed where it leaves out somebody who was seen in it", async () => {
    expect(await read({ members: people(3) }, new Set(["u-1", "u-2"]))).toBe(3);
    expect(await read({ members: people(3) }, new Set(["u-1", "u-7"]))).toBe("rejected");
  });
});

describe("a group that is written whole", () => {
  it("has the others that it had, with whoever joins and without whoever leaves", async () => {
    const before = [{ value: "u-1", display: "Ada" }, { display: "unsaid" }];
    const { change, membersNow, bodies } = grouped({ members: before });
    await change({ action: "add", people: ["u-9", "u-1"] });
    expect(membersNow()).toEqual([...before, { value: "u-9" }]);
    expect(bodies).toEqual([
      { schemas: [GROUP], id: "g-1", displayName: "Engines", members: [...before, { value: "u-9" }] },
    ]);
    await change({ action: "remove", people: ["u-9", "u-7"] });
    expect(membersNow()).toEqual(before);
  });

  it.each([
    ["add", ["u-0"]],
    ["remove", ["u-9"]],
  ] as const)("is not written where nothing is to change: %s", async (action, who) => {
    const { change, calls } = grouped({ members: people(2) });
    await change({ action, people: who });
    expect(calls.filter((call) => call.startsWith("PUT"))).toEqual([]);
  });

  it("gets its first member where it shows none and would", async () => {
    const { change, membersNow } = grouped({ shows: "default" });
    await change({ action: "add" });
    expect(membersNow()).toEqual([{ value: "u-9" }]);
  });

  it("is bound to the version that was read, and read anew where somebody else was faster", async () => {
    const { change, membersNow, sent, meddle } = grouped({
      members: people(1),
      etag: '"1"',
      put: (nth) => {
        if (nth > 1) return undefined;
        meddle({ members: people(3) });
        return refusal(412);
      },
    });
    await change({ action: "add" });
    expect(membersNow()).toEqual([...people(3), { value: "u-9" }]);
    expect(sent.filter(({ method }) => method === "PUT").map(({ headers }) => headers["if-match"])).toEqual([
      '"1"',
      '"1"',
    ]);
  });

  it("is left alone where somebody else is faster twice", async () => {
    const { change, calls } = grouped({ members: people(1), etag: '"1"', put: () => refusal(412) });
    await expect(change({ action: "add" })).rejects.toMatchObject({ code: "rejected", properties: ["groups"] });
    expect(calls.filter((call) => call.startsWith("PUT"))).toHaveLength(2);
  });

  it.each<[string, (nth: number) => Answer | undefined, object]>([
    [
      "is made anew, with what others changed, before it is sent again",
      (nth) => (nth === 1 ? 503 : undefined),
      [...people(3), { value: "u-9" }],
    ],
  ])("%s", async (_, put, expected) => {
    const { change, membersNow, meddle } = grouped({
      members: people(1),
      put: (nth) => {
        if (nth === 1) meddle({ members: people(3) });
        return put(nth);
      },
    });
    await change({ action: "add" });
    expect(membersNow()).toEqual(expected);
  });

  it("is gone where the server says so, before it is written or then", async () => {
    const before = grouped({ members: people(1) });
    before.remove();
    await expect(before.change({ action: "add" })).rejects.toMatchObject({ code: "not-found" });
    const then = grouped({ members: people(1), put: () => GONE });
    await expect(then.change({ action: "add" })).rejects.toMatchObject({ code: "not-found" });
  });

  it("is refused with the argument that asked for it where it may not be whole", async () => {
    const { change } = grouped({ members: people(1) });
    await expect(change({ action: "add", expected: new Set(["u-7"]) })).rejects.toMatchObject({
      code: "rejected",
      properties: ["groups"],
    });
  });
});

describe("the groups that a person shows", () => {
  const user = (groups?: unknown) => AnyUser.parse({ id: "u-1", ...(groups === undefined ? {} : { groups }) });
  const shown = async (groups: unknown) => {
    const { http, discovery, clock, calls } = grouped({ members: [] });
    const known = new Memberships(http, discovery, 1000);
    return { sets: await clock.ended(known.shown(user(groups))), calls };
  };

  it.each<[string, unknown, string[], string[]]>([
    ["are theirs", [{ value: "g-1", type: "direct" }, { value: "g-2" }], ["g-1", "g-2"], []],
    [
      "are apart where another group leads to them",
      [{ value: "g-1", type: "Indirect" }, { value: "g-2" }],
      ["g-2"],
      ["g-1"],
    ],
    ["are those that say which they are", [{ display: "x" }, { value: "g-2" }], ["g-2"], []],
  ])("%s", async (_, groups, direct, indirect) => {
    const { sets, calls } = await shown(groups);
    expect(sets).toEqual({ members: { "": direct }, implied: { "": indirect } });
    expect(calls).toEqual([]);
  });

  it("are none of somebody without any once another person has shown theirs, without a look", async () => {
    const { http, discovery, clock, calls } = grouped({ members: people(1) });
    const known = new Memberships(http, discovery, 1000);
    expect(await clock.ended(known.shown(user()))).toMatchObject({ members: { "": [] } });
    const before = calls.length;
    expect(before).toBeGreaterThan(0);
    await clock.ended(known.shown(user([{ value: "g-1", type: "indirect" }])));
    expect(await clock.ended(known.shown(user()))).toEqual({ members: { "": [] }, implied: { "": [] } });
    expect(calls).toHaveLength(before);
    expect(await clock.ended(known.held(user([{ value: "g-1" }])))).toEqual([{ id: "g-1", names: ["g-1"] }]);
  });
});
