import { describe, expect, it } from "vitest";
import type { ScimOptions } from "../../../sandbox/index";
import { SetOf } from "../../conformance/driver";
import { world, writesOf } from "./lab";

const ada = { userName: "ada.acme", title: "Engineer" };
const ALL = { maxRemovals: "all" };
const bob = { userName: "bob.acme", title: "Notes" };

describe.each<NonNullable<ScimOptions["refusesGroups"]>>([403, 404, 500, 501])(
  "a server that answers %i for its groups",
  (status) => {
    const options = { refusesGroups: status, showsGroups: false } as const;

    it("has people whose groups aren't declared created, changed, read, imported and removed", async () => {
      const opened = await world(options);
      await opened.settled({ ada, people: new SetOf({ bob }, ALL) });
      const changed = {
        ada: { ...ada, title: "Analyst" },
        people: new SetOf({ bob: { ...bob, title: "Poetry" } }, ALL),
      };
      await opened.settled(changed);
      expect((await opened.refresh()).failures).toEqual([]);
      await opened.unchanged(changed);
      const id = await opened.stage.create({ userName: "cleo.acme" });
      expect((await opened.import("cleo", id)).failures).toEqual([]);
      await opened.settled({});
    });

    it("refuses declared groups by an error that says why", async () => {
      const opened = await world(options);
      const failure = await opened.refused({ ada: { ...ada, groups: ["g-1"] } });
      expect(failure).toMatchObject({
        during: "create",
        message: expect.stringMatching(new RegExp(`${status}.*[Gg]roup`)),
      });
      expect(writesOf(opened)).toEqual([]);
      await opened.settled({ ada });
      const change = await opened.refused({ ada: { ...ada, groups: ["g-1"] } });
      expect(change).toMatchObject({ during: "update", message: expect.stringMatching(/[Gg]roup/) });
      await opened.settled({ ada });
    });
  },
);

describe("a server whose groups are listed", () => {
  it.each([
    [
      "by what it is called",
      "Trainers",
      /there is no group "Trainers" at SCIM 2.0; did you mean "[^"]+", which is Trainers/,
    ],
    ["that isn't there", "g-1", /there is no group "g-1" at SCIM 2.0; there is "[^"]+" \(Trainers\)/],
  ])("refuses a group %s before anybody is created or changed", async (_, group, says) => {
    const opened = await world();
    await opened.stage.memberships?.create("Trainers");
    const wrong = { ...ada, groups: [group] };
    for (const program of [{ ada: wrong }, { people: new SetOf({ bob, ada: wrong }) }]) {
      expect((await opened.refused(program)).message).toMatch(says);
      expect(writesOf(opened)).toEqual([]);
    }
    await opened.settled({ ada });
    expect((await opened.refused({ ada: wrong })).message).toMatch(says);
    expect(writesOf(opened)).toEqual(["POST 201"]);
  });
});
