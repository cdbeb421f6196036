import { describe, expect, it, vi } from "vitest";
import type { UpdateRequest } from "../../../provider/core/contract/connector";
import { FLAT, NOTHING } from "../../../provider/core/model/entity";
import { type Answer, ORIGIN } from "../../http/scripted-vendor";
import { ADA, BOB, directory, type Told } from "./directory";
import { filtersOf, pageOf, refusal } from "./scripted-server";

const TWIN = { ...ADA, id: "u-3" };
const NAMELESS = { id: "u-5", active: true };
const BY_NAME = 'userName eq "ada"';

/** A server that doesn't count, whose lists of users are these pages, one after the other, and then empty ones. */
function listing(pages: readonly (readonly unknown[] | Answer)[], told: Told = {}) {
  const opened = directory({
    people: [ADA, BOB, NAMELESS],
    instead: (call, nth) => (call === "GET /Users" ? pageOf(pages, nth) : undefined),
    ...told,
  });
  return {
    ...opened,
    found: (name: string) =>
      opened.told(opened.connector.find(name, [])).then(
        (all) => all.map(({ id }) => id),
        ({ code }: { code: string }) => code,
      ),
    filters: () => filtersOf(opened.sent, "/Users"),
  };
}

describe("somebody who is looked for by a filter", () => {
  it.each<[string, (readonly unknown[] | Answer)[], unknown, (string | null)[]]>([
    ["is everybody of that name, on whatever page", [[ADA], [TWIN]], ["u-1", "u-3"], [BY_NAME, BY_NAME, BY_NAME]],
    ["is whoever has the name among others", [[BOB, ADA]], ["u-1"], [BY_NAME]],
    ["is whoever was shown before others were", [[ADA], [BOB], [TWIN]], ["u-1"], [BY_NAME, BY_NAME]],
    [
      "is whoever a walk shows where only others are shown",
      [[BOB], [BOB], [ADA]],
      ["u-1"],
      [BY_NAME, null, null, null],
    ],
    [
      "is whoever a walk shows where the filter is refused",
      [refusal(400), [BOB], [ADA]],
      ["u-1"],
      [BY_NAME, null, null, null],
    ],
    ["is whoever was shown before a page comes again", [[ADA], [ADA]], ["u-1"], [BY_NAME, BY_NAME]],
    ["is looked at where the row keeps its name back", [[{ id: "u-1" }]], ["u-1"], [BY_NAME, BY_NAME]],
    ["is looked at where the row can't be read", [[{ ...ADA, active: "perhaps" }]], ["u-1"], [BY_NAME, BY_NAME]],
    ["is nobody who is gone by then", [[{ id: "u-7" }], [ADA]], ["u-1"], [BY_NAME, null, null]],
    ["is nobody whose account has another name", [[{ id: "u-2" }], [ADA]], ["u-1"], [BY_NAME, null, null]],
    ["is an error where the account shows no name", [[{ id: "u-5" }]], "protocol", [BY_NAME]],
    ["is an error where the row doesn't say who it is", [[{ userName: "ada" }]], "protocol", [BY_NAME]],
  ])("%s", async (_, pages, ids, asked) => {
    const { found, filters } = listing(pages);
    expect(await found("ada")).toEqual(ids);
    expect(filters()).toEqual(asked);
  });
});

describe("somebody who is looked for by a walk", () => {
  it.each<[string, (readonly unknown[])[], unknown, string[]]>([
    ["is whoever has the name, on whatever page", [[BOB], [ADA], [TWIN]], ["u-1", "u-3"], []],
    ["is not to be told from others by a look at them", [[{ ...BOB, active: "x" }], [ADA]], ["u-1"], []],
    ["is nobody who has no name at all", [[{ id: "u-5" }], [ADA]], ["u-1"], ["GET /Users/u-5"]],
    ["is nobody whom no page shows", [[BOB]], [], []],
    ["can't be told where a page comes again before", [[BOB], [BOB]], "protocol", []],
  ])("%s", async (_, pages, ids, looks) => {
    const { found, calls } = listing(pages, { filter: false });
    expect(await found("ada")).toEqual(ids);
    expect(calls.filter((call) => call.startsWith("GET /Users/"))).toEqual(looks);
  });
});

describe("somebody who is looked for at a server that compares names exactly", () => {
  const EXACT = 'userName eq "bob"';

  it.each<[string, readonly unknown[], unknown]>([
    [
      "is found in another case, past rows that say nobody's name or id",
      [{ title: "x" }, { userName: "ADA" }, { id: "u-7" }, { ...ADA, userName: "Ada" }],
      ["u-1"],
    ],
    ["is nobody whose account has another name by now", [{ id: "u-2", userName: "Ada" }], []],
    ["is nobody who is gone by then", [{ id: "u-7", userName: "Ada" }], []],
    ["is looked at where the row keeps its name back", [{ id: "u-1" }], ["u-1"]],
  ])("%s", async (_, everybody, ids) => {
    // The filter by the name, whom the server lists, the filter by one of these in another case, and then everybody.
    const { found, calls, filters } = listing([[], [{ userName: "zed" }, { ...BOB, userName: "BOB" }], [], everybody]);
    expect(await found("ADA")).toEqual(ids);
    expect(filters().slice(0, 4)).toEqual(['userName eq "ADA"', null, EXACT, null]);
    expect(calls.some((call) => call.includes("undefined"))).toBe(false);
  });
});

it("a list that a filter narrows is that list alone", async () => {
  const { connector, told, filters } = listing([[ADA], [], [ADA, BOB]]);
  const ids: string[] = [];
  await told(
    (async () => {
      for await (const page of connector.pages({ title: "Engineer" }, [])) ids.push(...page.map(({ id }) => id));
    })(),
  );
  expect(ids).toEqual(["u-1"]);
  expect(filters()).not.toContain(null);
});

describe("a creation", () => {
  const created = (answer: Answer) => {
    const { connector, told } = directory({ instead: (call) => (call === "POST /Users" ? answer : undefined) });
    return told(connector.create({ ...NOTHING, attributes: { userName: "cleo" } }));
  };

  it("tells what the answer shows of the account", async () => {
    const { id, observed } = await created({ status: 201, body: { id: "u-9", userName: "cleo", title: "Poet" } });
    expect([id, observed?.attributes]).toEqual(["u-9", expect.objectContaining({ userName: "cleo", title: "Poet" })]);
  });

  it("tells nothing of an account that the answer doesn't show", async () => {
    expect(await created({ status: 201, headers: { location: `${ORIGIN}/api/Users/u-9` } })).toEqual({ id: "u-9" });
  });
});

describe("a change of somebody's groups", () => {
  const both: UpdateRequest = {
    id: "u-1",
    desired: { ...NOTHING, attributes: { userName: "ada", title: "Analyst" }, sets: { groups: { [FLAT]: ["g-1"] } } },
    addOnly: [],
    changes: [
      { kind: "member", path: ["groups"] },
      { kind: "attribute", path: ["title"], from: "Engineer", to: "Analyst" },
    ],
  };

  it("comes with the other changes of the account", async () => {
    const { connector, told, users, writes } = directory({
      people: [{ ...ADA, groups: [{ value: "g-9", type: "indirect" }] }],
      instead: (call) => (call === "PATCH /Groups/g-1" ? { status: 204 } : undefined),
    });
    await told(connector.update(both));
    expect(writes()).toEqual(["PATCH /Users/u-1", "PATCH /Groups/g-1"]);
    expect(users.get("u-1")).toMatchObject({ title: "Analyst" });
  });

  it("is an error where the account is gone", async () => {
    const { connector, told, writes } = directory({ people: [BOB] });
    const changes = both.changes.filter(({ kind }) => kind === "member");
    await expect(told(connector.update({ ...both, changes }))).rejects.toMatchObject({ code: "not-found" });
    expect(writes()).toEqual([]);
  });
});

describe("groups that a server doesn't let be seen", () => {
  const hidden: Told = { instead: (call) => (call === "GET /Groups" ? refusal(403) : undefined) };

  it("are an error to whoever asks for groups", async () => {
    const { connector, told } = directory(hidden);
    await expect(told(connector.read("u-1", ["groups"]))).rejects.toMatchObject({ code: "permission-denied" });
  });

  it("are left out for whoever asks for whatever there is, with a warning once", async () => {
    const { connector, told, http } = directory(hidden);
    const warn = vi.spyOn(http.options.context.log, "warn");
    await told(connector.read("u-1"));
    await told(connector.read("u-2"));
    expect(warn).toHaveBeenCalledTimes(1);
  });
});
