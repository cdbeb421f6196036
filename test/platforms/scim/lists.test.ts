import { describe, expect, it } from "vitest";
import type { ScimOptions } from "../../../sandbox/index";
import { connector, world, writesOf } from "./lab";

/** Everybody that a walk shows, with the number of requests; people are person.0 and so on. */
async function listed(options: ScimOptions, count: number) {
  const { emulator, connector: server } = await connector(options);
  for (let i = 0; i < count; i++) emulator.create({ userName: `person.${i}` });
  const names: unknown[] = [];
  for await (const page of server.pages({}, ["roles"]))
    names.push(...page.map(({ attributes }) => attributes["userName"]));
  return { names, requests: emulator.log.reads().length };
}

describe("a list", () => {
  it.each<[string, ScimOptions, number, number]>([
    ["an exact total of several pages ends it", {}, 150, 2],
    ["a single page proves nothing by its own count, and the next one is empty", {}, 50, 2],
    ["a full last page is followed by another request", {}, 200, 3],
    ["a total that counts the page alone does not end it", { totals: "page", largestPage: 20 }, 90, 6],
    ["a total that counts a full page alone does not end it", { totals: "page" }, 250, 4],
    ["small pages are walked to the end", { largestPage: 20 }, 50, 3],
    ["a total as a text counts", { lists: { total: "text" } }, 150, 2],
    ["without a total an empty page ends it", { lists: { total: "absent" } }, 150, 3],
    ["nobody is an empty list", { lists: { empty: "null" } }, 0, 1],
    ["nobody is a list without users", { lists: { empty: "absent", total: "absent" } }, 0, 1],
    ["one user stands for a list of one", { lists: { single: true } }, 1, 2],
    ["pages that overlap are one list", { lists: { overlap: 1 } }, 250, 3],
    [
      "an only page that was not full by its own word ends it",
      { lists: { ignoresStartIndex: true, itemsPerPage: 100 } },
      50,
      2,
    ],
    ["rows that hold nobody are nobody", { lists: { blanks: [null, {}], total: "text" } }, 150, 2],
  ])("%s", async (_, options, count, requests) => {
    const list = await listed(options, count);
    expect(list.names).toHaveLength(count);
    expect(new Set(list.names).size).toBe(count);
    expect(list.requests).toBe(requests);
  });

  it.each<[string, ScimOptions, number, RegExp]>([
    [
      "repeats a page that is full by its own word",
      { lists: { ignoresStartIndex: true, itemsPerPage: 20 }, totals: "page", largestPage: 20 },
      90,
      /startIndex/,
    ],
    ["repeats its page", { lists: { ignoresStartIndex: true }, largestPage: 20 }, 90, /startIndex/],
    [
      "repeats its page and counts the page alone",
      { lists: { ignoresStartIndex: true }, totals: "page", largestPage: 20 },
      90,
      /startIndex/,
    ],
    ["holds nobody where it counts somebody", { lists: { blanks: [{}], total: "absent" } }, 0, /promises/],
    ["is a 404", { lists: { empty: "404" } }, 0, /404/],
  ])("that %s is an error, and no shorter list", async (_, options, count, says) => {
    await expect(listed(options, count)).rejects.toThrow(says);
  });

  it("ends at a 404 in the standard's own shape, where a page came before", async () => {
    expect((await listed({ lists: { empty: "404" } }, 2)).names).toHaveLength(2);
  });

  it.each([[[]], [{}], ["x"], [{ Resources: [] }], [{ totalResults: "many", Resources: [] }]])(
    "that is %j is none",
    async (body) => {
      const { emulator, connector: server } = await connector();
      const real = { totalResults: null, schemas: null, Resources: null };
      const lie = Array.isArray(body) || typeof body === "string" ? body : { ...real, ...body };
      emulator.faults.add({ method: "GET", path: "/Users", fault: { kind: "lie", body: lie } });
      await expect(server.find("ada")).rejects.toMatchObject({ code: "protocol" });
    },
  );

  it("shows somebody who is shown without a userName, after a look at them", async () => {
    const { names, requests } = await listed({ lists: { nameless: ["person.1"] } }, 3);
    expect(names).toEqual(["person.0", "person.1", "person.2"]);
    expect(requests).toBe(3);
  });

  it("shows somebody who has no userName at all as there", async () => {
    const { emulator, connector: server } = await connector({ lists: { nameless: ["robot"] } });
    const { id } = emulator.create({ userName: "robot" });
    emulator.faults.add({ path: id, fault: { kind: "lie", body: { userName: null } } });
    const ids: string[] = [];
    for await (const page of server.pages({}, ["roles"])) ids.push(...page.map((user) => user.id));
    expect(ids).toEqual([id]);
  });
});

describe("a look-up", () => {
  it.each<[string, ScimOptions]>([
    ["with filters", {}],
    ["where a filter is answered 400", { filters: false, says: { features: { filters: true } } }],
    [
      "where a filter is answered 501",
      { filters: false, lists: { refusesFilters: 501 }, says: { features: { filters: true } } },
    ],
    ["of a server that says that it has none", { filters: false }],
    ["of a server that says so in texts", { filters: false, says: { asTexts: true } }],
    ["where pages are small and their total is their size", { filters: false, totals: "page", largestPage: 20 }],
    ["where nobody is a 404", { lists: { empty: "404" } }],
  ])("%s finds whoever is there, and nobody else", async (_, options) => {
    const { emulator, connector: server } = await connector(options);
    for (let i = 0; i < 90; i++) emulator.create({ userName: `person.${i}` });
    expect(await server.find("PERSON.89")).toHaveLength(1);
    if (options.lists?.empty !== "404" || options.filters !== false) expect(await server.find("person.90")).toEqual([]);
  });

  it("that is refused a filter once does not end in a second account", async () => {
    const opened = await world({ filters: false, totals: "page", largestPage: 20 });
    for (let i = 0; i < 70; i++) await opened.stage.create({ userName: `person.${i}` });
    const id = await opened.stage.create({ userName: "ada.acme" });
    const failure = await opened.refused({ ada: { userName: "ada.acme" } });
    expect(failure).toMatchObject({ code: "already-exists", message: expect.stringContaining(id) });
    expect(writesOf(opened)).toEqual([]);
  });

  it.each<[string, ScimOptions]>([
    ["by a filter", {}],
    ["by a walk", { filters: false }],
  ])("%s reads whoever is listed without a userName before the name counts as free", async (_, options) => {
    const { emulator, connector: server } = await connector({ ...options, lists: { nameless: ["ada", "bob"] } });
    const { id } = emulator.create({ userName: "ada" });
    emulator.create({ userName: "bob" });
    expect((await server.find("ada")).map((user) => user.id)).toEqual([id]);
    expect(await server.find("cleo")).toEqual([]);
  });

  it("by a filter that finds somebody without a userName is an error", async () => {
    const { emulator, connector: server } = await connector({ lists: { nameless: ["ada"] } });
    const { id } = emulator.create({ userName: "ada" });
    emulator.faults.add({ path: id, fault: { kind: "lie", body: { userName: null } } });
    await expect(server.find("ada")).rejects.toThrow(/nobody can tell whose it is/);
  });

  it.each<[string, ScimOptions]>([
    ["a filter", {}],
    ["a walk", { filters: false }],
  ])("by %s of a server that can't page finds whoever is shown", async (_, options) => {
    const { emulator, connector: server } = await connector({ ...options, lists: { ignoresStartIndex: true } });
    emulator.create({ userName: "ada" });
    emulator.create({ userName: "bob" });
    expect(await server.find("ada")).toHaveLength(1);
  });

  it("by a walk of a server that can't page proves nobody's absence", async () => {
    const { emulator, connector: server } = await connector({ filters: false, lists: { ignoresStartIndex: true } });
    emulator.create({ userName: "ada" });
    await expect(server.find("bob")).rejects.toThrow(/same page/);
  });

  it("is not disturbed by a stranger whose row can't be read", async () => {
    const { emulator, connector: server } = await connector({
      filters: false,
      lists: {
        blanks: [
          { userName: "x", active: "on" },
          { id: {}, userName: "y" },
        ],
      },
    });
    emulator.create({ userName: "ada" });
    expect(await server.find("ada", [])).toHaveLength(1);
  });

  it("is an error where a row without an id may be the person", async () => {
    const { emulator, connector: server } = await connector({
      filters: false,
      lists: { blanks: [{ displayName: "Ada" }] },
    });
    emulator.create({ userName: "bob" });
    await expect(server.find("ada")).rejects.toThrow(/without an id/);
  });

  it("of a name takes one request where the server counts one", async () => {
    const { emulator, connector: server } = await connector();
    emulator.create({ userName: "ada" });
    await server.find("ada");
    expect(emulator.log.reads().filter(({ path }) => path.includes("filter="))).toHaveLength(1);
  });

  it("that is answered 404 in another shape is an error", async () => {
    const { emulator, connector: server } = await connector();
    emulator.faults.add({ path: "filter=", fault: { kind: "status", status: 404, body: { error: "no route" } } });
    await expect(server.find("ada")).rejects.toThrow(/Check roster:scim.url/);
  });
});
