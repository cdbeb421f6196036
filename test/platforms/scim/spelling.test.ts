import { describe, expect, it } from "vitest";
import { SetOf } from "../../conformance/driver";
import { connector, world, writesOf } from "./lab";

const EXACT = { userNames: "exact" } as const;

describe("at a server that compares userNames exactly", () => {
  it("somebody who is there in another case is found, and nobody is created beside them", async () => {
    const opened = await world(EXACT);
    const id = await opened.stage.create({ userName: "Ada.Acme" });
    const ada = { userName: "ada.acme" };
    for (const program of [{ ada }, { people: new SetOf({ ada }) }]) {
      expect((await opened.refused(program)).message).toContain(id);
    }
    expect(writesOf(opened)).toEqual([]);
    await opened.settled({ ada: { ...ada, adopt: true, title: "Engineer" } });
    expect(opened.driver.id("ada")).toBe(id);
    expect((await opened.stage.accounts()).map((account) => account.id)).toEqual([id]);
  });

  it("of two accounts that are apart by case the one that is written as declared is meant", async () => {
    const { emulator, connector: server } = await connector(EXACT);
    const [upper, lower] = ["Ada", "ada"].map((userName) => emulator.create({ userName }).id);
    expect((await server.find("ada")).map(({ id }) => id)).toEqual([lower]);
    expect((await server.find("Ada")).map(({ id }) => id)).toEqual([upper]);
    expect((await server.find("ADA")).map(({ id }) => id)).toEqual([upper, lower]);
  });

  it("and neither is taken on or changed where either could be meant", async () => {
    const opened = await world(EXACT);
    const ids = [await opened.stage.create({ userName: "Ada" }), await opened.stage.create({ userName: "ada" })];
    const failure = await opened.refused({ ada: { userName: "ADA", title: "Engineer", adopt: true } });
    expect(failure).toMatchObject({ code: "ambiguous", message: expect.stringContaining(ids.join(", ")) });
    expect(writesOf(opened)).toEqual([]);
  });

  it("is asked how it compares them, and for its whole list, once a run", async () => {
    const { emulator, connector: server } = await connector(EXACT);
    for (let i = 0; i < 120; i++) emulator.create({ userName: `person.${i}` });
    for (const name of ["ada", "bob", "cleo"]) expect(await server.find(name)).toEqual([]);
    const lists = emulator.log.reads().filter(({ path }) => path.includes("/Users?") && !path.includes("filter="));
    expect(lists).toHaveLength(1 + 2);
  });
});

describe("at a server that refuses the list of everybody", () => {
  it.each([403, 400, 501])("%i: what its filter finds is taken as the standard says", async (status) => {
    const { emulator, connector: server } = await connector();
    emulator.faults.add({ path: /\/Users\?(?!.*filter)/, fault: { kind: "status", status } });
    expect(await server.find("bob")).toEqual([]);
  });

  it("503: nobody is taken for absent", async () => {
    const { emulator, connector: server } = await connector();
    emulator.faults.add({ path: /\/Users\?(?!.*filter)/, fault: { kind: "status", status: 503 } });
    await expect(server.find("bob")).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("at a server that doesn't mind case", () => {
  it("the list is not read", async () => {
    const { emulator, connector: server } = await connector();
    emulator.create({ userName: "Ada" });
    expect(await server.find("bob")).toEqual([]);
    expect(await server.find("cleo")).toEqual([]);
    expect(
      emulator.log.reads().filter(({ path }) => path.includes("/Users?") && !path.includes("filter=")),
    ).toHaveLength(1);
  });
});
