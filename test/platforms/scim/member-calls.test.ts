import { describe, expect, it } from "vitest";
import type { HttpClient } from "../../../provider/http/client";
import * as members from "../../../provider/platforms/scim/member-calls";
import type { Answer } from "../../http/scripted-vendor";
import { GONE, NO_PAGE, refusal, rows, server } from "./scripted-server";

const outcome = (answer: Answer, call: (http: HttpClient) => Promise<unknown>) =>
  server(() => answer)
    .ask(call)
    .catch(({ code }: { code: string }) => code);

describe("a look whether there are groups", () => {
  it.each<[string, Answer]>([
    ["some", rows({ id: "g-1" })],
    ["none", rows()],
    ["unsupported", refusal(501)],
    ["absent", GONE],
    ["absent", NO_PAGE],
    ["absent", refusal(405)],
    ["permission-denied", refusal(403)],
    ["rejected", refusal(400)],
  ])("finds %s", async (found, answer) => {
    expect(await outcome(answer, members.lookForGroups)).toBe(found);
  });
});

describe("a server's count of a group's members", () => {
  const count = (of: (id: string) => Answer) =>
    server(({ query }) => of(query.get("filter")?.includes(members.NOBODY) ? "nobody" : "group")).ask((http) =>
      members.countMembers(http, "g-1"),
    );
  const total = (totalResults: number): Answer => ({ status: 200, body: { totalResults } });

  it.each<[string, Answer, Answer, number | undefined]>([
    ["counts where it counts nobody in a group that isn't there", total(7), total(0), 7],
    ["counts nothing where it passes over the filter", total(7), total(7), undefined],
    ["counts nothing where it can't filter", refusal(400), refusal(400), undefined],
    ["counts nothing where a filter is not supported", refusal(501), total(0), undefined],
    ["counts nothing where it answers a group of nobody's with 404", total(7), GONE, undefined],
  ])("%s", async (_, group, nobody, counted) => {
    expect(await count((of) => (of === "group" ? group : nobody))).toBe(counted);
  });

  it("is an error where it may not be asked", async () => {
    await expect(count(() => refusal(403))).rejects.toMatchObject({ code: "permission-denied" });
  });
});

describe("a PATCH of members", () => {
  it.each<[Answer, unknown, unknown]>([
    [{ status: 204 }, "done", "done"],
    [refusal(405), "disallowed", "disallowed"],
    [GONE, "missing", "missing"],
    [NO_PAGE, "not-found", "not-found"],
    [refusal(501), "refused", "refused"],
    [refusal(400, "invalidPath"), "refused", "refused"],
    [refusal(400, "noTarget"), "refused", "not-found"],
    [refusal(400, "invalidValue"), "rejected", "refused"],
    [refusal(403), "permission-denied", "permission-denied"],
  ])("that is answered %j", async (answer, joined, left) => {
    for (const [action, expected] of [
      ["add", joined],
      ["remove", left],
    ] as const) {
      expect(await outcome(answer, (http) => members.patchMembers(http, "g-1", ["u-1"], action))).toBe(expected);
    }
  });
});

describe("the groups of somebody, by a filter", () => {
  const page = (total: number | undefined, ...ids: unknown[]): Answer => ({
    status: 200,
    body: {
      ...(total === undefined
        ? { schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"] }
        : { totalResults: total }),
      Resources: ids.map((id) => ({ id })),
    },
  });
  const found = async (pages: Answer[]) => {
    const starts: (string | null)[] = [];
    const { ask } = server(({ query }) => {
      starts.push(query.get("startIndex"));
      return pages[starts.length - 1] ?? page(0);
    });
    return { ids: await ask((http) => members.findGroupsOf(http, "u-1")).catch(({ code }) => code), starts };
  };

  it.each<[string, Answer[], unknown, string[]]>([
    [
      "are those of every page, until all that it counts have come",
      [page(3, "a", "b"), page(3, "c")],
      ["a", "b", "c"],
      ["1", "3"],
    ],
    ["are those of the only page without a count", [page(undefined, "a")], ["a"], ["1"]],
    [
      "are those that were shown where a page brings nothing new",
      [page(9, "a", "b"), page(9, "b", "a")],
      ["a", "b"],
      ["1", "3"],
    ],
    ["are each told once", [page(3, "a", "b"), page(3, "b", "c")], ["a", "b", "c"], ["1", "3"]],
    ["are those that say who they are", [page(1, "a", {})], ["a"], ["1"]],
    ["are none where the server says so by its 404", [GONE], [], ["1"]],
    ["are those of the pages before a 404", [page(9, "a"), GONE], ["a"], ["1", "2"]],
    ["can't be told where the filter is refused", [refusal(400)], undefined, ["1"]],
    ["can't be told where a further page is refused", [page(9, "a"), refusal(501)], undefined, ["1", "2"]],
    ["are an error where they may not be seen", [refusal(403)], "permission-denied", ["1"]],
  ])("%s", async (_, pages, ids, starts) => {
    expect(await found(pages)).toEqual({ ids, starts });
  });
});

describe("a walk through all groups", () => {
  it("tells the groups of each member, of those that say who they are", async () => {
    const { ask } = server(({ query }) =>
      query.get("startIndex") === "1"
        ? rows(
            { id: "g-1", members: [{ value: "u-1" }, { value: 7 }, {}] },
            { id: "g-2", members: ["u-1", "u-2"] },
            { id: "g-3" },
          )
        : rows(),
    );
    expect([...(await ask(members.walkMembers))]).toEqual([
      ["u-1", ["g-1", "g-2"]],
      ["u-2", ["g-2"]],
    ]);
  });

  it("is an error where a group can't be told, as somebody may be in it", async () => {
    expect(await outcome(rows({ displayName: "x", members: [{ value: "u-1" }] }), members.walkMembers)).toBe(
      "protocol",
    );
  });
});
