import { describe, expect, it } from "vitest";
import { People } from "../../../provider/platforms/adobe/people";
import { type Answer, ORIGIN, scripted } from "../../http/scripted-vendor";
import { person } from "./small-account";

interface Asked {
  readonly size: number;
  readonly offset: number;
  readonly cursor: string | null;
}

/** Everybody that a list shows whose vendor answers so, and what was asked. */
async function listed(answer: (asked: Asked) => Answer, times = 1) {
  const asked: Asked[] = [];
  const { http, clock } = scripted(({ path }) => {
    const { searchParams } = new URL(path, ORIGIN);
    const of = (name: string) => searchParams.get(`page[${name}]`);
    const query = { size: Number(of("limit")), offset: Number(of("offset")), cursor: of("cursor") };
    asked.push(query);
    return asked.length > 90 ? 400 : answer(query);
  });
  const people = new People(http, async () => undefined);
  const ids: string[] = [];
  for (let i = 0; i < times; i++) {
    await clock.ended(
      (async () => {
        for await (const page of people.pages()) ids.push(...page.map(({ id }) => id));
      })(),
    );
  }
  return { ids, asked };
}

const everybody = (count: number) =>
  Array.from({ length: count }, (_, i) => person(String(i + 1), `p${i}@example.com`));
const idsOf = (count: number) => everybody(count).map(({ id }) => id);

/** A vendor of so many people in pages of ten at most or more, by offsets until they end, and then by the cursor. */
function vendor(count: number, most: number, ends: "named past the end" | "not named at the end" | "refused") {
  const all = everybody(count);
  return ({ size, offset, cursor }: Asked): Answer => {
    if (size > most && ends === "refused") return 400;
    const from = cursor === null ? offset : all.findIndex(({ id }) => id === cursor) + 1;
    const length = Math.min(size, most);
    const data = all.slice(from, from + length);
    const next = from + length;
    const link = cursor === null ? `page[offset]=${next}` : `page[cursor]=${data.at(-1)?.id}`;
    const isNamed = next < count && !(ends === "not named at the end" && cursor === null && next >= 500);
    if (cursor === null && offset > 500) return 400;
    return {
      status: 200,
      body: { data, links: { next: isNamed ? `${ORIGIN}/users?page[limit]=${size}&sort=id&${link}` : null } },
    };
  };
}

describe("a list of Adobe's people", () => {
  it.each<[string, number, number, Parameters<typeof vendor>[2]]>([
    ["that goes on past the offsets", 620, 100, "named past the end"],
    ["whose offsets end without a word", 620, 100, "not named at the end"],
    ["in small pages, past the offsets", 560, 10, "named past the end"],
    ["in small pages, whose offsets end", 560, 10, "not named at the end"],
    ["that ends where the offsets do", 500, 100, "not named at the end"],
    ["of few people", 7, 100, "named past the end"],
    ["of nobody", 0, 100, "named past the end"],
    ["that refuses large pages", 35, 10, "refused"],
  ])("%s shows everybody once", async (_, count, most, ends) => {
    expect((await listed(vendor(count, most, ends))).ids).toEqual(idsOf(count));
  });

  it("goes by offsets as far as they reach", async () => {
    const { asked } = await listed(vendor(620, 100, "named past the end"));
    expect(asked.map(({ offset, cursor }) => cursor ?? offset)).toEqual([0, 100, 200, 300, 400, 500, "600"]);
  });

  it("goes on behind an empty page as its link says", async () => {
    const { ids } = await listed(({ offset, cursor }) => {
      if (cursor !== null) return { status: 200, body: { data: [] } };
      const link = offset === 0 ? `${ORIGIN}/users?page[offset]=600` : null;
      return { status: 200, body: { data: offset === 600 ? everybody(1) : [], links: { next: link } } };
    });
    expect(ids).toEqual(["1"]);
  });

  it("is an error where a page comes again", async () => {
    const again = { next: `${ORIGIN}/users?page[offset]=1` };
    const body = { data: everybody(1), links: again };
    await expect(listed(() => ({ status: 200, body }))).rejects.toMatchObject({
      code: "protocol",
      message: expect.stringContaining(" of users again"),
    });
  });

  it("asks for large pages once where they are refused, and for no others where it fails then", async () => {
    const { ids, asked } = await listed(vendor(15, 10, "refused"), 2);
    expect(ids).toEqual([...idsOf(15), ...idsOf(15)]);
    expect(asked.map(({ size }) => size)).toEqual([100, 10, 10, 10, 10]);
    await expect(listed(() => 400)).rejects.toMatchObject({ code: "rejected" });
    await expect(listed(() => ({ status: 403, body: {} }))).rejects.toMatchObject({ code: "permission-denied" });
  });

  it("is an error, and begins anew with no other size, where a later page is refused", async () => {
    const sizes: number[] = [];
    const refusing = (asked: Asked): Answer => {
      sizes.push(asked.size);
      return asked.offset > 0 ? 400 : vendor(250, 100, "named past the end")(asked);
    };
    await expect(listed(refusing)).rejects.toMatchObject({ code: "rejected" });
    expect(sizes).toEqual([100, 100]);
  });

  it("is asked for in small pages once where these are refused too", async () => {
    const sizes: string[] = [];
    const { http, clock } = scripted(({ path }) => {
      sizes.push(new URL(path, ORIGIN).searchParams.get("page[limit]") ?? "");
      return 400;
    });
    const people = new People(http, async () => undefined);
    for (let i = 0; i < 2; i++)
      await expect(clock.ended(people.pages()[Symbol.asyncIterator]().next())).rejects.toMatchObject({
        code: "rejected",
      });
    expect(sizes).toEqual(["100", "10", "10"]);
  });
});

describe("a look-up of Adobe's by an address", () => {
  const rows = (...data: unknown[]): Answer => ({ status: 200, body: { data } });
  const [ada, bob, cleo] = ["ada", "bob", "cleo"].map((name, i) => person(String(i + 1), `${name}@example.com`));

  it("that finds nobody names nobody, whatever proves it", async () => {
    const blind = new People(
      scripted(({ path }) => (path.includes("ids=") ? rows() : rows(ada, bob))).http,
      async () => undefined,
    );
    expect(await blind.withAddress("cleo@example.com")).toEqual([]);
    const refusing = scripted(({ path }) => (path.includes("ids=") ? 400 : rows(ada, bob)));
    expect(await new People(refusing.http, async () => undefined).withAddress("cleo@example.com")).toEqual([]);
  });

  it("is proven by somebody who has an address, and asks for managers too", async () => {
    const nameless = { id: "9", type: "user", attributes: { name: "Nameless" } };
    const { http, sent } = scripted(({ path }) => {
      const ids = new URL(path, ORIGIN).searchParams.get("ids");
      if (ids === null) return rows(nameless, ada);
      return ids === "email:ADA@EXAMPLE.COM" ? rows(ada) : rows();
    });
    expect(await new People(http, async () => undefined).withAddress("cleo@example.com")).toEqual([]);
    expect(sent.map(({ path }) => decodeURIComponent(path))).toEqual([
      "/api/users?ids=email:cleo@example.com&include=manager",
      "/api/users?page[limit]=10&sort=id",
      "/api/users?ids=email:ADA@EXAMPLE.COM&include=manager",
    ]);
  });

  it("that shows somebody else for an address in another case proves nobody's absence", async () => {
    const { http, clock } = scripted(({ path }) => {
      const ids = new URL(path, ORIGIN).searchParams.get("ids");
      if (ids === null) return rows(ada, bob, cleo);
      return ids === "email:cleo@example.com" ? rows() : rows(bob);
    });
    const people = new People(http, async () => undefined);
    expect(await clock.ended(people.withAddress("cleo@example.com"))).toEqual(["3"]);
  });
});
