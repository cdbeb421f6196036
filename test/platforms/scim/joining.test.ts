import { describe, expect, it } from "vitest";
import { NOBODY } from "../../../provider/platforms/scim/member-calls";
import { AnyUser } from "../../../provider/platforms/scim/wire";
import type { Answer } from "../../http/scripted-vendor";
import { type Clubs, clubs } from "./clubs";
import { GONE, refusal } from "./scripted-server";

const by = (id: string) => `members.value eq "${id}"`;
const only =
  (call: string, answer: Answer, times = 99): NonNullable<Clubs["instead"]> =>
  (asked, nth) =>
    asked === call && nth <= times ? answer : undefined;

describe("groups that a person doesn't show", () => {
  it.each<[string, object[], string[]]>([
    ["are looked for while nobody has shown any by its id", [{ display: "Engines" }], ["g-1"]],
    ["are none once somebody has shown one", [{ value: "g-9" }], []],
    ["are none once somebody has shown one that another leads to", [{ value: "g-9", type: "indirect" }], []],
  ])("%s", async (_, others, groups) => {
    const { shown } = clubs({ groups: { "g-1": ["u-1"] } });
    await shown("u-2", others);
    expect(await shown("u-1")).toEqual({ members: { "": groups }, implied: { "": [] } });
  });

  it("are found by a filter, of which one look for nobody shows that it is understood", async () => {
    const { shown, filters } = clubs({ groups: { "g-1": ["u-1", "u-2"], "g-2": ["u-2"] } });
    expect(await shown("u-3")).toEqual({ members: { "": [] }, implied: { "": [] } });
    expect(filters()).toEqual([by("u-3")]);
    expect(await shown("u-1")).toMatchObject({ members: { "": ["g-1"] } });
    expect(await shown("u-2")).toMatchObject({ members: { "": ["g-1", "g-2"] } });
    expect(filters()).toEqual([by("u-3"), by("u-1"), by(NOBODY), by("u-2")]);
  });

  it.each<[string, Clubs, (string | null)[]]>([
    ["that is passed over", { passesOver: true }, [by("u-1"), by(NOBODY), null, null]],
    ["that is refused", { instead: (_, __, filter) => (filter ? refusal(400) : undefined) }, [by("u-1"), null, null]],
    [
      "that is refused for nobody",
      { instead: (_, __, filter) => (filter === by(NOBODY) ? refusal(400) : undefined) },
      [by("u-1"), by(NOBODY), null, null],
    ],
    ["of a server that says that it has none", { filter: false }, [null, null]],
  ])("are found by a walk in place of a filter %s", async (_, told, looks) => {
    const { shown, filters } = clubs({ groups: { "g-1": ["u-1"], "g-2": ["u-2"] }, ...told });
    expect(await shown("u-1")).toMatchObject({ members: { "": ["g-1"] } });
    expect(filters()).toEqual(looks);
  });

  it("are not looked for again by a filter that was passed over", async () => {
    const { shown, filters } = clubs({ groups: { "g-1": ["u-1"], "g-2": ["u-2"] }, passesOver: true });
    await shown("u-1");
    const before = filters().length;
    expect(await shown("u-2")).toMatchObject({ members: { "": ["g-2"] } });
    expect(await shown("u-3")).toMatchObject({ members: { "": [] } });
    expect(filters()).toHaveLength(before);
  });

  it("are walked through once a second", async () => {
    const { shown, filters, clock, groups } = clubs({ groups: { "g-1": ["u-1"] }, filter: false });
    const walks = () => filters().length / 2;
    await shown("u-1");
    groups.set("g-2", ["u-1"]);
    await clock.ended(clock.sleep(1000));
    expect(await shown("u-1")).toMatchObject({ members: { "": ["g-1"] } });
    expect(walks()).toBe(1);
    await clock.ended(clock.sleep(1));
    expect(await shown("u-1")).toMatchObject({ members: { "": ["g-1", "g-2"] } });
    expect(walks()).toBe(2);
  });

  it("are walked through anew after a walk that failed", async () => {
    let isRefused = true;
    const { shown } = clubs({
      groups: { "g-1": ["u-1"] },
      filter: false,
      instead: (call, nth) => (call === "GET /Groups" && nth > 1 && isRefused ? refusal(403) : undefined),
    });
    await expect(shown("u-1")).rejects.toMatchObject({ code: "permission-denied" });
    isRefused = false;
    expect(await shown("u-1")).toMatchObject({ members: { "": ["g-1"] } });
  });

  it("are held by nobody at a server without groups", async () => {
    const { memberships, clock } = clubs({ instead: only("GET /Groups", refusal(501)) });
    expect(await clock.ended(memberships.held(AnyUser.parse({ id: "u-1" })))).toEqual([]);
  });

  it("are looked for where there were none, once somebody has joined one", async () => {
    const { shown, change, groups } = clubs();
    expect(await shown("u-1")).toBeUndefined();
    groups.set("g-1", []);
    await change("g-1", ["u-1"], "add");
    expect(await shown("u-1")).toMatchObject({ members: { "": ["g-1"] } });
  });

  it("are walked through anew after somebody has joined one", async () => {
    for (const patch of [true, false]) {
      const { shown, change } = clubs({ groups: { "g-1": ["u-2"] }, filter: false, patch });
      await shown("u-1");
      await change("g-1", ["u-1"], "add");
      expect(await shown("u-1")).toMatchObject({ members: { "": ["g-1"] } });
    }
  });
});

describe("groups that are declared of somebody who is to be created", () => {
  const refused = async (told: Clubs, ...groups: string[]) => {
    const { memberships, clock, calls } = clubs(told);
    const outcome = await clock.ended(memberships.refuseUnreachable(groups)).then(
      () => "taken",
      ({ properties }: { properties: readonly string[] }) => properties,
    );
    return { outcome, calls };
  };

  it("are none, and nothing is asked", async () => {
    expect(await refused({ instead: () => refusal(500) })).toEqual({ outcome: "taken", calls: [] });
  });

  it.each<[string, Clubs]>([
    ["lists some", { groups: { "g-1": [] } }],
    ["lists none", {}],
  ])("are not looked at by one by a server that %s", async (_, told) => {
    expect(await refused(told, "g-1", "g-2")).toEqual({ outcome: "taken", calls: ["GET /Groups"] });
  });

  it.each<[string, Answer]>([
    ["has no list of them", GONE],
    ["doesn't support a list", refusal(501)],
    ["doesn't let its list be seen", refusal(403)],
  ])("have to show by themselves where the server %s", async (_, answer) => {
    const told: Clubs = { groups: { "g-1": [], "g-2": [] }, instead: only("GET /Groups", answer) };
    expect(await refused(told, "g-1", "g-2")).toEqual({
      outcome: "taken",
      calls: ["GET /Groups", "GET /Groups/g-1", "GET /Groups/g-2"],
    });
    expect((await refused(told, "g-1", "g-3")).outcome).toEqual(["groups[1]"]);
  });
});

describe("a PATCH of members", () => {
  const PATCH = "PATCH /Groups/g-1";
  const PUT = "PUT /Groups/g-1";

  it("is all that a membership takes, and the first removal is looked for once", async () => {
    const { change, calls, looks, groups } = clubs({ groups: { "g-1": ["u-1", "u-2", "u-3"], "g-2": ["u-1"] } });
    await change("g-1", ["u-4"], "add");
    expect(looks).toEqual([]);
    await change("g-1", ["u-1", "u-2"], "remove");
    await change("g-1", ["u-3"], "remove");
    expect(groups.get("g-1")).toEqual(["u-4"]);
    expect(looks).toEqual(["u-1"]);
    expect(calls).toEqual(["GET /ServiceProviderConfig", PATCH, PATCH, PATCH]);
  });

  it("has removed somebody who still shows for a moment", async () => {
    const { change, writes } = clubs({ groups: { "g-1": ["u-1"] } });
    let looks = 0;
    await change("g-1", ["u-1"], "remove", async () => (++looks === 1 ? [{ id: "g-1", names: ["g-1"] }] : []));
    expect(looks).toBe(2);
    expect(writes()).toEqual([PATCH]);
  });

  it("that is passed over as a removal makes way for a PUT, and is tried for no other removal", async () => {
    const instead = only(PATCH, { status: 204 }, 1);
    const { change, writes, groups } = clubs({ groups: { "g-1": ["u-1", "u-2"] }, instead });
    await change("g-1", ["u-1"], "remove");
    await change("g-1", ["u-2"], "remove");
    await change("g-1", ["u-3"], "add");
    expect(writes()).toEqual([PATCH, PUT, PUT, PATCH]);
    expect(groups.get("g-1")).toEqual(["u-3"]);
  });

  it.each<[string, Answer, string[]]>([
    ["is not allowed is not tried again", refusal(405), [PATCH, PUT, PUT]],
    ["is not supported is tried again", refusal(501), [PATCH, PUT, PATCH, PUT]],
  ])("that %s, and the group is written whole", async (_, answer, methods) => {
    const { change, writes, groups } = clubs({ groups: { "g-1": ["u-1"] }, instead: only(PATCH, answer) });
    await change("g-1", ["u-2"], "add");
    await change("g-1", ["u-3"], "add");
    expect(writes()).toEqual(methods);
    expect(groups.get("g-1")).toEqual(["u-1", "u-2", "u-3"]);
  });

  it("that is refused as a removal is none that was passed over: nobody is looked at, and the next one is tried", async () => {
    const { change, writes, looks, groups } = clubs({
      groups: { "g-1": ["u-1", "u-2"] },
      instead: only(PATCH, refusal(400, "invalidFilter"), 1),
    });
    await change("g-1", ["u-1"], "remove");
    expect(looks).toEqual([]);
    await change("g-1", ["u-2"], "remove");
    expect(writes()).toEqual([PATCH, PUT, PATCH]);
    expect(groups.get("g-1")).toEqual([]);
  });

  it("that fails each time makes way for a PUT", async () => {
    const { change, writes, groups } = clubs({ groups: { "g-1": ["u-1"] }, instead: only(PATCH, refusal(500)) });
    await change("g-1", ["u-2"], "add");
    expect(writes().at(-1)).toBe(PUT);
    expect(groups.get("g-1")).toEqual(["u-1", "u-2"]);
  });

  it.each<[Answer, string]>([
    [refusal(503), "unavailable"],
    [refusal(403), "permission-denied"],
    [GONE, "not-found"],
  ])("that is answered %o is an error, and nothing is written whole", async (answer, code) => {
    const { change, writes } = clubs({ groups: { "g-1": ["u-1"] }, instead: only(PATCH, answer) });
    await expect(change("g-1", ["u-2"], "add")).rejects.toMatchObject({ code });
    expect(writes()).not.toContain(PUT);
  });
});

describe("a group that is written whole", () => {
  const own = (...groups: string[]) => groups.map((value) => ({ value }));

  it("has to show whoever a read of them has shown in it, until they are taken out", async () => {
    const { shown, change, groups, writes } = clubs({ groups: { "g-1": ["u-1", "u-2"] }, patch: false });
    await shown("u-1", own("g-1"));
    await shown("u-2", own("g-1"));
    await change("g-1", ["u-1"], "remove");
    await change("g-1", ["u-2", "u-3"], "add");
    expect(groups.get("g-1")).toEqual(["u-2", "u-3"]);
    groups.set("g-1", ["u-3"]);
    const before = writes().length;
    await expect(change("g-1", ["u-4"], "add")).rejects.toMatchObject({ code: "rejected" });
    expect(writes()).toHaveLength(before);
  });

  it("has to show whoever was to be taken out by a PATCH that was passed over", async () => {
    const { shown, change, groups, writes } = clubs({
      groups: { "g-1": ["u-1"] },
      instead: only("PATCH /Groups/g-1", { status: 204 }),
    });
    await shown("u-1", own("g-1"));
    groups.set("g-1", []);
    const isStill = async () => [{ id: "g-1", names: ["g-1"] }];
    await expect(change("g-1", ["u-1"], "remove", isStill)).rejects.toMatchObject({ code: "rejected" });
    expect(writes()).toEqual(["PATCH /Groups/g-1"]);
  });

  it("needs not show whoever a PATCH has taken out", async () => {
    const { shown, change, groups } = clubs({
      groups: { "g-1": ["u-1", "u-2"] },
      instead: (call, nth) => (call === "PATCH /Groups/g-1" && nth > 1 ? refusal(405) : undefined),
    });
    await shown("u-1", own("g-1"));
    await change("g-1", ["u-1"], "remove");
    await change("g-1", ["u-3"], "add");
    expect(groups.get("g-1")).toEqual(["u-2", "u-3"]);
  });

  it("is written whole after a change of it that failed", async () => {
    const { change, groups } = clubs({
      groups: { "g-1": ["u-1"] },
      patch: false,
      instead: only("PUT /Groups/g-1", refusal(403), 1),
    });
    await expect(change("g-1", ["u-2"], "add")).rejects.toMatchObject({ code: "permission-denied" });
    await change("g-1", ["u-3"], "add");
    expect(groups.get("g-1")).toEqual(["u-1", "u-3"]);
  });
});
