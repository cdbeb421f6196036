import { describe, expect, it } from "vitest";
import { type Exchange, scripted, shownUser } from "./helpers";

const groups = (startIndex: number, ...body: readonly object[]): Exchange => ({
  expect: `GET /groups.search?startIndex=${startIndex}&count=500`,
  body,
});
const somebody = (...body: readonly object[]): Exchange => ({ expect: "GET /users?startIndex=0&count=1", body });

describe("what a learningCloud tells", () => {
  it("are its groups, by id, code and name", async () => {
    const { connector } = scripted(
      groups(0, { id: "g-1", codGroup: "Payroll", name: "Wages" }, { id: "g-2", codGroup: "", name: null }),
      groups(2),
    );
    const terms = [{ name: "g-1", aliases: ["Payroll"], titles: ["Wages"] }, { name: "g-2" }];
    expect((await connector.vocabulary(["groups"])).sets).toEqual({ groups: { "": { terms, isComplete: true } } });
  });

  it("are the extended fields that somebody shows, set or not, and there may be others", async () => {
    const { connector } = scripted(somebody(shownUser({ extendedFields: { costCentre: "7", shoeSize: null } })));
    const terms = [{ name: "costCentre" }, { name: "shoeSize" }];
    expect((await connector.vocabulary(["extendedFields"])).maps).toEqual({
      extendedFields: { terms, isComplete: false },
    });
  });

  it.each([
    ["groups", "there is no group", groups(0)],
    ["extendedFields", "there is nobody", somebody()],
    ["extendedFields", "somebody shows none", somebody(shownUser({ extendedFields: null }))],
  ])("are no %s where %s: nothing is held against them", async (about, _what, answer) => {
    const { connector } = scripted(answer);
    const { sets, maps, untold } = await connector.vocabulary([about]);
    expect({ sets, maps, untold }).toEqual({
      sets: {},
      maps: {},
      untold: [{ about: [about], reason: expect.any(String) }],
    });
  });

  it("can't be told where groups come again and again", async () => {
    const again = [{ id: "g-1" }, { id: "g-2" }];
    const { connector } = scripted(groups(0, ...again), groups(2, ...again));
    const { sets, untold } = await connector.vocabulary(["groups"]);
    expect([sets, untold]).toEqual([
      {},
      [{ about: ["groups"], isDenied: true, reason: expect.stringContaining(" of groups again") }],
    ]);
  });
});
