import type { ListResponse } from "@pulumi/pulumi/proto/provider_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { expect, it } from "vitest";
import { platforms } from "../../provider/platforms/registry";
import { Listing } from "../../provider/plugin/listing";
import { withMaps } from "../../provider/plugin/property-maps";
import { encodeStruct } from "../../provider/plugin/struct-codec";
import { type Properties, UNKNOWN } from "./client";

interface Asked {
  readonly query?: Properties;
  readonly pageSize?: number;
  readonly limit?: number;
  readonly continuation?: string;
  readonly token?: string;
  /** After so many answers the engine wants no more. */
  readonly until?: number;
}

/** A list of so many people, in pages of three; the page with this number fails. */
function stage(count: number, failing = Number.NaN) {
  let looked = 0;
  const people = Array.from({ length: count }, (_, i) => ({
    id: String(i),
    attributes: i === 0 ? {} : { email: `p${i}@example.com` },
  }));
  async function* pages() {
    for (let from = 0; from < people.length; from += 3) {
      if (looked++ === failing) throw new Error("the page failed");
      yield people.slice(from, from + 3);
    }
  }
  const session = { kind: platforms.adobe.kinds.user, connector: { pages } };
  const listing = new Listing({ session: () => session } as never);
  const list = async ({ query = {}, pageSize = 0, limit = 0, continuation = "", token, until }: Asked = {}) => {
    const request = new proto.ListRequest();
    request.setToken(token ?? "roster:adobe:User");
    request.setPageSize(pageSize);
    request.setLimit(limit);
    request.setContinuationToken(continuation);
    const answers: ListResponse[] = [];
    const call = {
      request: withMaps(request, { query: encodeStruct(query) }),
      write: (answer: ListResponse) => void answers.push(answer),
      get cancelled() {
        return answers.length === until;
      },
    };
    const end = await listing.serve(call as never).catch((error: Error) => error);
    const people = answers.flatMap((answer) => answer.getResult() ?? []);
    return {
      end,
      ids: people.map((result) => result.getId()).join(""),
      names: people.map((result) => result.getName()),
      more: answers.at(-1)?.getContinuation()?.getContinuationToken(),
      isOpen: answers.some((answer) => answer.hasComputed()),
      answers: answers.length,
    };
  };
  return { list, looked: () => looked };
}

it("everybody is listed once, with the natural key, or nothing, as the name", async () => {
  const { names, ids, more, isOpen, answers } = await stage(5).list();
  expect(ids).toBe("01234");
  expect(names).toEqual(["", "p1@example.com", "p2@example.com", "p3@example.com", "p4@example.com"]);
  expect([more, isOpen, answers]).toEqual([undefined, false, 5]);
});

it("groups are listed where a platform has them, and sets of people nowhere", async () => {
  const { list } = stage(2);
  expect(await list({ token: "roster:keycloak:Group" })).toMatchObject({ ids: "01", end: undefined });
  expect((await list({ token: "roster:keycloak:Users" })).end?.message).toMatch(
    /there is no roster:keycloak:Users here/,
  );
});

it("nobody is an empty list", async () => {
  expect(await stage(0).list()).toMatchObject({ ids: "", answers: 0, end: undefined });
});

it.each<[Asked, readonly string[]]>([
  [{ pageSize: 2 }, ["01", "23", "4"]],
  [{ pageSize: 5 }, ["01234"]],
  [{ pageSize: 4 }, ["0123", "4"]],
  [{ limit: 2 }, ["01"]],
  [{ limit: 9 }, ["01234"]],
  [{ limit: 3, pageSize: 2 }, ["01", "2"]],
  [{ limit: 4, pageSize: 2 }, ["01", "23"]],
])("what is asked for in %j comes as %j", async (asked, expected) => {
  const { list } = stage(5);
  const pages: string[] = [];
  for (let continuation: string | undefined = ""; continuation !== undefined; ) {
    const page: Awaited<ReturnType<typeof list>> = await list({ ...asked, continuation });
    pages.push(page.ids);
    continuation = page.more;
  }
  expect(pages).toEqual(expected);
});

it("no page of the vendor is read before somebody is to come from it, but for a look whether there is more", async () => {
  const { list, looked } = stage(9);
  const { more } = await list({ pageSize: 2 });
  expect(looked()).toBe(1);
  const next = await list({ pageSize: 2, continuation: more ?? "" });
  expect([next.ids, looked()]).toEqual(["23", 2]);
});

it("whoever wants no more gets no more, and nothing is read for them", async () => {
  const { list, looked } = stage(9);
  expect((await list({ until: 2 })).ids).toBe("01");
  expect(looked()).toBe(1);
});

it("a page that fails is an error, and never the end of a shorter list", async () => {
  const { end, ids, more } = await stage(9, 1).list();
  expect([ids, more]).toEqual(["012", undefined]);
  expect(end).toMatchObject({ message: "the page failed" });
});

it("a continuation is good once, and one that was not issued here for nothing", async () => {
  const { list } = stage(5);
  const { more = "" } = await list({ pageSize: 2 });
  expect((await list({ pageSize: 2, continuation: more })).ids).toBe("23");
  for (const continuation of [more, "made up"]) {
    const { end, answers } = await list({ pageSize: 2, continuation });
    expect([end?.constructor.name, answers]).toEqual(["MalformedRequestError", 0]);
  }
});

it("nothing is asked for where the query is not known yet", async () => {
  const { list, looked } = stage(5);
  expect(await list({ query: { email: UNKNOWN } })).toMatchObject({ isOpen: true, answers: 1, ids: "" });
  expect(looked()).toBe(0);
});
