import { describe, expect, it } from "vitest";
import type { Filter, Wanted } from "../../../provider/core/contract/connector";
import type { Observed } from "../../../provider/core/model/entity";
import { filterNames, getAll, getOne, listAll } from "../../../provider/core/reads/queries";
import { account, FakeConnector, sessionOf } from "../fake-connector";
import { capabilities, kind } from "../lab";

const ada = account({ login: "ada", bio: "a", locale: "x" }, { id: "1", info: { seen: "today" } });
const bob = account({ login: "bob", bio: "b" }, { id: "2", unseen: ["locale"] });

/** A vendor with these people, who are all found by whatever natural key is asked for. */
class Vendor extends FakeConnector {
  readonly asked: unknown[] = [];

  constructor(
    readonly people: readonly Observed[],
    readonly pageList: readonly (readonly Observed[])[] = [people],
  ) {
    super();
  }

  override async read(id?: string) {
    this.asked.push(["read", id]);
    return this.people.find((person) => person.id === id) ?? { absent: true as const, proof: "nobody" };
  }

  override async find(key?: string) {
    this.asked.push(["find", key]);
    return this.people;
  }

  override async *pages(filter?: Filter, wanted?: Wanted) {
    this.asked.push(["pages", filter, wanted]);
    yield* this.pageList;
  }
}

describe("one account", () => {
  const one = (query: Record<string, unknown>, people = [ada], asked = kind) =>
    getOne(sessionOf(new Vendor(people), { kind: asked }), query);

  it("is answered by its id, or by its natural key, with all that the vendor shows", async () => {
    const shown = { id: "1", login: "ada", bio: "a", locale: "x", status: "on", seen: "today", tenant: "here" };
    for (const [query, call] of [
      [{ id: "1" }, ["read", "1"]],
      [{ login: "ADA" }, ["find", "ADA"]],
    ] as const) {
      const vendor = new Vendor([ada]);
      expect(await getOne(sessionOf(vendor), query)).toMatchObject(shown);
      expect(vendor.asked).toEqual([call]);
    }
  });

  it.each([
    [{}, /^id: /],
    [{ id: "1", login: "ada" }, /^id: /],
    [{ id: "" }, /^id: must be a text/],
    [{ id: 1 }, /^id: must be a text/],
    [{ login: "" }, /^login: must be a text/],
    [{ login: ["ada"] }, /^login: must be a text/],
    [{ id: "1", bio: "a" }, /^bio: is not an argument here/],
    [{ login: "ada", manager: "7" }, /^manager: is not an argument here/],
  ])("is not looked for by %j", async (query, message) => {
    const vendor = new Vendor([ada]);
    const refused = expect.objectContaining({ code: "invalid-arguments", message: expect.stringMatching(message) });
    await expect(getOne(sessionOf(vendor), query)).rejects.toEqual(refused);
    expect(vendor.asked).toEqual([]);
  });

  it("that is not there is an error that says by what it was looked for", async () => {
    const missing = (name: string) => ({ code: "not-found", message: expect.stringMatching(`^${name}: .*the lab`) });
    await expect(one({ id: "7" })).rejects.toMatchObject(missing("id"));
    await expect(one({ login: "ada" }, [])).rejects.toMatchObject(missing("login"));
  });

  it("is nobody's where several have the natural key, and all of them are named", async () => {
    await expect(one({ login: "ada" }, [ada, bob])).rejects.toMatchObject({
      code: "ambiguous",
      message: expect.stringMatching(/^login: 2 accounts at the lab .*1, 2/),
    });
  });

  describe("whose natural key is unique in one place alone", () => {
    const placed = { ...kind, capabilities: { ...capabilities, uniqueWithin: "manager" } };
    const top = account({ login: "ada" }, { id: "1" });
    const below = account({ login: "ada" }, { id: "2", references: { manager: "7" } });
    const untold = account({ login: "ada" }, { id: "3", references: {} });

    it.each([
      [{ login: "ada", manager: "7" }, [top, below], "2"],
      [{ login: "ada", manager: "" }, [top, below], "1"],
      [{ login: "ada", manager: "" }, [below, untold], "3"],
      [{ login: "ada" }, [below], "2"],
      [{ id: "2" }, [top, below], "2"],
      [{ id: "2", manager: "7" }, [top, below], "2"],
    ])("is found by %j there", async (query, people, id) => {
      expect(await one(query, people, placed)).toMatchObject({ id });
    });

    it.each([
      [{ login: "ada", manager: "8" }, [top, below], "not-found"],
      [{ id: "1", manager: "7" }, [top, below], "not-found"],
      [{ login: "ada" }, [top, below], "ambiguous"],
      [{ login: "ada", bio: "x" }, [top], "invalid-arguments"],
    ])("is not taken from elsewhere for %j", async (query, people, code) => {
      await expect(one(query, people, placed)).rejects.toMatchObject({ code });
    });
  });
});

describe("a list", () => {
  const ids = async (filter: Filter, pages: readonly (readonly Observed[])[] = [[ada, bob]]) => {
    const found: string[] = [];
    for await (const { id } of listAll(sessionOf(new Vendor([], pages)), filter)) found.push(id);
    return found;
  };

  it("is of everybody without a filter, each once, and of those who match with one", async () => {
    expect(await ids({}, [[ada], [ada, bob]])).toEqual(["1", "2"]);
    expect(await ids({ bio: "a" })).toEqual(["1"]);
    expect(await ids({ login: "BOB" })).toEqual(["2"]);
    expect(await ids({ login: "bob", bio: "a" })).toEqual([]);
  });

  it("asks the vendor for those who match, and for the relations that are wanted", async () => {
    const vendor = new Vendor([]);
    for await (const _ of listAll(sessionOf(vendor), { bio: "a" }, ["roles"]));
    expect(vendor.asked).toEqual([["pages", { bio: "a" }, ["roles"]]]);
  });

  it("is filtered by single values that the vendor shows, and by nothing else", async () => {
    const ignored = { clear: true, createOnly: "ignored" } as const;
    const shown = { ...kind, capabilities: { ...capabilities, attributes: { ...capabilities.attributes, ignored } } };
    expect(filterNames(shown)).toEqual(["login", "bio", "tags", "locale", "status"]);
    for (const name of ["badge", "fields", "initialPassword", "roles", "other"]) {
      await expect(ids({ [name]: "a" })).rejects.toMatchObject({
        code: "invalid-arguments",
        message: expect.stringMatching(`^${name}: `),
      });
    }
    expect(await ids({ bio: true })).toEqual([]);
    for (const value of [7, ["a"], null]) {
      await expect(ids({ bio: value } as unknown as Filter)).rejects.toMatchObject({
        code: "invalid-arguments",
        message: expect.stringMatching(/^bio: /),
      });
    }
  });

  it("is an error that names the account where the filter is not shown of somebody, and nobody is left out", async () => {
    await expect(ids({ locale: "x" })).rejects.toMatchObject({
      code: "invalid-arguments",
      message: expect.stringMatching(/^locale: can't be filtered by: .* account 2$/),
    });
  });

  it("asks nothing more of whom the rest of the filter leaves out", async () => {
    expect(await ids({ locale: "x", bio: "a" })).toEqual(["1"]);
  });

  it("of functions shows each account whole, as it shows one", async () => {
    const vendor = new Vendor([ada], [[ada, bob]]);
    const all = await getAll(sessionOf(vendor), { bio: "a" });
    expect(all).toEqual([await getOne(sessionOf(vendor), { id: "1" })]);
    expect(await getAll(sessionOf(new Vendor([])), {})).toEqual([]);
  });
});
