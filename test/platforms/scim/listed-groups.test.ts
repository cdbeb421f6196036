import { describe, expect, it } from "vitest";
import { type Absent, NOTHING, type Observed } from "../../../provider/core/model/entity";
import { Discovery } from "../../../provider/platforms/scim/discovery";
import { getGroup } from "../../../provider/platforms/scim/group/api";
import { ScimGroups } from "../../../provider/platforms/scim/group/connector";
import { GROUP, memberIds, WireGroup } from "../../../provider/platforms/scim/group/wire";
import { walkMembers } from "../../../provider/platforms/scim/member-calls";
import { type Answer, ORIGIN } from "../../http/scripted-vendor";
import { features, filtersOf, GONE, pageOf, refusal, server } from "./scripted-server";

const CREW = { id: "g-1", displayName: "Crew" };
const TWIN = { id: "g-3", displayName: "crew" };
const NOTES = { id: "g-2", displayName: "Notes" };
const NAMELESS = { id: "g-5" };
const BY_NAME = 'displayName eq "Crew"';
const NOBODY: Absent = { absent: true, proof: "404" };

interface Told {
  readonly filter?: boolean;
  readonly patch?: boolean;
  readonly etag?: boolean;
  readonly groups?: readonly { readonly id: string }[];
  readonly instead?: (call: string, nth: number) => Answer | undefined;
  readonly readUser?: (id: string) => Promise<Observed | Absent>;
}

/** The groups of a server that doesn't count, whose lists of groups are these pages, one after the other, and then empty ones. */
function listing(pages: readonly (readonly unknown[] | Answer)[], told: Told = {}) {
  const {
    filter = true,
    patch = true,
    etag = false,
    groups = [CREW, NOTES, NAMELESS],
    instead = () => undefined,
  } = told;
  const asked = server(({ call, nth }) => {
    const known = groups.find(({ id }) => call.endsWith(`/Groups/${id}`));
    const answers: Readonly<Record<string, () => Answer>> = {
      "GET /ServiceProviderConfig": () => features({ patch, filter, etag }),
      "GET /Groups": () => pageOf(pages, nth),
      "GET /Users": () => refusal(400),
    };
    return instead(call, nth) ?? answers[call]?.() ?? (known ? { status: 200, body: known } : GONE);
  });
  const discovery = new Discovery(asked.http, true);
  const connector = new ScimGroups(asked.http, ORIGIN, discovery, told.readUser ?? (async () => NOBODY), 1000);
  const ended = <T>(work: Promise<T>) =>
    asked.clock.ended(work).catch(({ code, message }: { code?: string; message: string }) => code ?? message);
  return {
    ...asked,
    connector,
    ended,
    found: (name: string) => ended(connector.find(name).then((all) => all.map(({ id }) => id))),
    change: (externalId: string | null) =>
      ended(
        connector.update({
          id: "g-1",
          changes: [{ kind: "attribute", path: ["externalId"] }],
          desired: { ...NOTHING, attributes: { displayName: "Crew", externalId } },
          addOnly: [],
        }),
      ),
    filters: () => filtersOf(asked.sent, "/Groups"),
  };
}

describe("a group that is looked for by a filter", () => {
  it.each<[string, (readonly unknown[] | Answer)[], unknown, (string | null)[]]>([
    ["is every group of that name, on whatever page", [[CREW], [TWIN]], ["g-1", "g-3"], [BY_NAME, BY_NAME, BY_NAME]],
    ["is the one of that name among others", [[NOTES, CREW]], ["g-1"], [BY_NAME, BY_NAME]],
    [
      "is the one that a walk shows where only others are shown",
      [[NOTES], [NOTES], [CREW]],
      ["g-1"],
      [BY_NAME, null, null, null],
    ],
    [
      "is the one that a walk shows where the filter is refused",
      [refusal(400), [NOTES], [CREW]],
      ["g-1"],
      [BY_NAME, null, null, null],
    ],
    ["is walked for where a page comes again", [[CREW], [CREW], [CREW]], ["g-1"], [BY_NAME, BY_NAME, null, null]],
    ["is looked at where the row has no name", [[{ id: "g-1" }]], ["g-1"], [BY_NAME, BY_NAME]],
    ["is none whose look shows no name either", [[NAMELESS], [CREW]], ["g-1"], [BY_NAME, null, null]],
    ["is none that is gone by then", [[{ id: "g-7" }], [CREW]], ["g-1"], [BY_NAME, null, null]],
    ["is an error where the row doesn't say which it is", [[{ members: [] }]], "protocol", [BY_NAME]],
    ["is none where the filter shows none", [[]], [], [BY_NAME]],
    ["is an error where a walk is refused as well", [refusal(400), refusal(400)], "rejected", [BY_NAME, null]],
    ["is an error where it may not be seen", [refusal(403)], "permission-denied", [BY_NAME]],
  ])("%s", async (_, pages, ids, asked) => {
    const { found, filters } = listing(pages);
    expect(await found("Crew")).toEqual(ids);
    expect(filters()).toEqual(asked);
  });
});

describe("a group that is looked for by a walk", () => {
  it.each<[string, (readonly unknown[] | Answer)[], unknown]>([
    ["is every group of that name, on whatever page", [[NOTES], [CREW], [TWIN]], ["g-1", "g-3"]],
    ["is none whom no page shows", [[NOTES]], []],
    ["can't be told where a page comes again", [[CREW], [CREW]], "protocol"],
    ["can't be told where there is no list", [GONE], "not-found"],
  ])("%s", async (_, pages, ids) => {
    const { found, filters } = listing(pages, { filter: false });
    expect(await found("Crew")).toEqual(ids);
    expect(new Set(filters())).toEqual(new Set([null]));
  });
});

describe("groups that are listed", () => {
  it("are looked at where a row has no name, and left out where they are gone by then", async () => {
    const { connector, ended } = listing([[{ id: "g-1" }, { id: "g-7" }, NOTES]]);
    const ids: string[] = [];
    await ended(
      (async () => {
        for await (const page of connector.pages()) ids.push(...page.map(({ id }) => id));
      })(),
    );
    expect(ids).toEqual(["g-1", "g-2"]);
  });

  it("are an error in a walk for their members where one doesn't say which it is", async () => {
    const { ended, http } = listing([[{ displayName: "Crew", members: [{ value: "u-1" }] }]]);
    expect(await ended(walkMembers(http))).toBe("protocol");
  });

  it("are asked for once a run, and no more than one of them, before one is believed to be gone", async () => {
    const { connector, ended, sent } = listing([]);
    expect(await ended(connector.read("g-7"))).toEqual(NOBODY);
    expect(await ended(connector.remove("g-8"))).toBe("already");
    const lists = sent.map(({ path }) => new URL(path, ORIGIN)).filter(({ pathname }) => pathname.endsWith("/Groups"));
    expect(lists.map(({ searchParams }) => searchParams.get("count"))).toEqual(["1"]);
  });
});

it("no group is believed to be gone of a server that has none", async () => {
  const { connector, ended } = listing([GONE, GONE]);
  expect(await ended(connector.read("g-7"))).toBe("not-found");
  expect(await ended(connector.remove("g-7"))).toBe("not-found");
});

describe("a look at a group", () => {
  it.each([
    ["without members", { excludedAttributes: "members" }],
    ["members", { attributes: "members" }],
    ["all", {}],
  ] as const)("asks for what it is about: %s", async (shown, query) => {
    const { http, ended, sent } = listing([]);
    await ended(getGroup(http, "g-1", shown));
    expect(sent.map(({ path }) => Object.fromEntries(new URL(path, ORIGIN).searchParams))).toEqual([query]);
  });

  it("asks for it without its members, unless told otherwise", async () => {
    const { connector, ended, sent } = listing([]);
    await ended(connector.read("g-1"));
    expect(sent[0]?.path).toMatch(/g-1\?excludedAttributes=members$/);
  });

  it("tells the version that the document has", async () => {
    const { http, ended } = listing([], { groups: [{ ...CREW, meta: { version: 'W/"7"' } } as { id: string }] });
    expect(await ended(getGroup(http, "g-1"))).toMatchObject({ version: 'W/"7"' });
  });
});

describe("members", () => {
  it("are told by those ids alone that are texts", () => {
    const members = [{ value: "u-1" }, { display: "Ada" }, { value: 7 }, "u-2", null];
    expect(memberIds(WireGroup.parse({ id: "g-1", members }))).toEqual(["u-1", "u-2"]);
  });

  it("who don't say who they are fill a group, whoever else is gone", async () => {
    const shown = [{ ...CREW, members: [{ display: "Ada" }] }];
    const { connector, ended } = listing([], { groups: shown });
    expect(await ended(connector.contents("g-1"))).toEqual({ members: true, children: false });
  });
});

describe("a new group", () => {
  it.each([
    ["with its externalId", "7", { externalId: "7" }],
    ["without one", undefined, {}],
    ["with one that is to be empty", null, {}],
  ])("is sent as one of the standard's %s", async (_, externalId, more) => {
    const { connector, ended, bodies } = listing([], {
      instead: (call) => (call === "POST /Groups" ? { status: 201, body: CREW } : undefined),
    });
    const attributes = { displayName: "Crew", ...(externalId === undefined ? {} : { externalId }) };
    await ended(connector.create({ ...NOTHING, attributes }));
    expect(bodies).toEqual([{ schemas: [GROUP], displayName: "Crew", ...more }]);
  });
});

describe("a change of a group", () => {
  const PATCH = "PATCH /Groups/g-1";
  const PUT = "PUT /Groups/g-1";
  const written = (calls: readonly string[]) => calls.filter((call) => !call.startsWith("GET"));
  const answers =
    (of: Readonly<Record<string, Answer>>): NonNullable<Told["instead"]> =>
    (call) =>
      of[call];
  const filled = [{ ...CREW, externalId: "old", members: [{ value: "u-1" }] }];

  it("that is refused for what it says is an error, and no PUT", async () => {
    const told = { groups: filled, instead: answers({ [PATCH]: refusal(400, "invalidValue") }) };
    const { change, calls } = listing([], told);
    expect(await change("new")).toBe("rejected");
    expect(written(calls)).toEqual([PATCH]);
  });

  it("that empties nothing takes one call", async () => {
    const { change, calls } = listing([], { instead: answers({ [PATCH]: { status: 204 } }) });
    expect(await change("new")).toEqual({ id: "g-1" });
    expect(calls).toEqual(["GET /ServiceProviderConfig", PATCH]);
  });

  it("that empties something of a group that is gone by then is done with", async () => {
    const told = { groups: [], instead: answers({ [PATCH]: { status: 204 } }) };
    const { change, calls } = listing([], told);
    expect(await change(null)).toEqual({ id: "g-1" });
    expect(written(calls)).toEqual([PATCH]);
  });

  it.each<[string, Answer, string, string[]]>([
    ["gone", GONE, "not-found", [PUT]],
    ["changed by somebody else each time", refusal(412), "rejected", [PUT, PUT]],
  ])("by a PUT of a group that is %s is sent in no other form", async (_, answer, code, calls) => {
    const { change, calls: made } = listing([], {
      patch: false,
      etag: true,
      groups: filled,
      instead: answers({ [PUT]: answer }),
    });
    expect(await change(null)).toBe(code);
    expect(written(made)).toEqual(calls);
  });

  it("of one that is gone, at a server with versions, takes one look", async () => {
    const { change, calls } = listing([], { etag: true, groups: [] });
    expect(await change("new")).toBe("not-found");
    expect(calls).toEqual(["GET /ServiceProviderConfig", "GET /Groups/g-1"]);
  });
});
