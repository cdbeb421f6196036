import { describe, expect, it } from "vitest";
import type { Answer, Answered } from "../http/scripted-vendor";
import { type Group, groupVendors, stage } from "./group-vendors";

/** What stands in front of a vendor, or a wrong address, says this. */
const GATEWAY: Answered = { status: 404, body: "<html>Not Found</html>" };
const LOST = Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "done",
    (error: { code?: unknown }) => error.code ?? error,
  );

describe.each(groupVendors)("a group of $title", (vendor) => {
  const { root, other, label } = vendor;
  const { naturalKey } = vendor.kind.capabilities;
  const group = (id: string, key: string, more: object = {}): Group => ({ id, [naturalKey]: key, ...more });
  const PAYROLL = group("g-1", "Payroll", { [other]: "old" });
  const TRAINERS = group("g-2", "Trainers", { [other]: "theirs" });
  const opened = (...groups: readonly Group[]) => stage(vendor, ...groups);
  const one = `${root}/g-1`;
  const shown = (some: Group): Answered => ({
    status: 200,
    body: vendor.shown({ people: [], ...vendor.own, ...some }),
  });

  describe("that is read", () => {
    it("is shown with its name and what else it has", async () => {
      const { read } = opened(PAYROLL, TRAINERS);
      expect(await read("g-1")).toMatchObject({
        id: "g-1",
        active: true,
        attributes: { ...vendor.own, [naturalKey]: "Payroll", [other]: "old" },
      });
    });

    it("shows nothing of what is empty", async () => {
      const { read } = opened(group("g-1", "Payroll", { [other]: null }));
      expect(await read("g-1")).toHaveProperty("attributes", { ...vendor.own, [naturalKey]: "Payroll" });
    });

    it("is absent where its vendor says so, and not where something in front of it does", async () => {
      const { read, meddling } = opened();
      expect(await read("g-1")).toEqual({ absent: true, proof: "404" });
      meddling((call, honest) => (call === `GET ${one}` ? GATEWAY : honest()));
      expect(await codeOf(read("g-1"))).toMatch(/^(protocol|not-found)$/);
    });

    it("is not taken from an answer about another one", async () => {
      const { read, once } = opened(PAYROLL, TRAINERS);
      once(`GET ${one}`, () => shown(TRAINERS));
      expect(await codeOf(read("g-1"))).toBe("protocol");
    });
  });

  describe("that is looked up", () => {
    it("is found by its name alone", async () => {
      const { find } = opened(TRAINERS, PAYROLL);
      expect((await find("Payroll")).map(({ id }) => id)).toEqual(["g-1"]);
      expect(await find("Nobody's")).toEqual([]);
    });

    it.skipIf(vendor.kind.capabilities.attributes[naturalKey]?.compareBy === undefined)(
      "is found in whatever case its name is written",
      async () => {
        const { find, meddling } = opened(PAYROLL);
        meddling((call, honest) => (call === `GET ${root}/PAYROLL` ? shown(PAYROLL) : honest()));
        expect((await find("PAYROLL")).map(({ id }) => id)).toEqual(["g-1"]);
      },
    );

    it.each([
      ["another one's", TRAINERS],
      ["one without a name", group("g-1", "")],
    ])("is not taken from an answer that shows %s", async (_, stranger) => {
      const { find, meddling } = opened();
      meddling((call, honest) => {
        if (call === `GET ${root}/Payroll`) return shown(stranger);
        return call === `GET ${root}`
          ? { status: 200, body: vendor.listed([stranger], new URLSearchParams()) }
          : honest();
      });
      const found = await find("Payroll").catch((error: { code: string }) => error.code);
      expect([[], "protocol"]).toContainEqual(found);
    });

    it("is proven to be nobody's, or it is an error", async () => {
      const { find, meddling } = opened(PAYROLL);
      meddling(() => GATEWAY);
      expect(await codeOf(find("Payroll"))).toMatch(/^(protocol|not-found)$/);
    });
  });

  describe("that is created", () => {
    it("is made once, with what is declared, and named by its id", async () => {
      const { create, groups, writes } = opened(TRAINERS);
      expect(await create("Payroll", { [other]: "new" })).toMatchObject({ id: "g-new" });
      expect(groups.get("g-new")).toMatchObject({ ...vendor.own, [naturalKey]: "Payroll", [other]: "new" });
      expect(writes.filter((call) => call.startsWith("POST"))).toEqual([`POST ${root}`]);
    });

    it("sends nothing of what is not declared", async () => {
      const { create, bodies } = opened();
      await create("Payroll", { [other]: null });
      expect(vendor.sent(bodies[0] ?? {})).not.toHaveProperty(other);
    });

    it("is made once where the vendor asked to wait first", async () => {
      const { create, once, groups } = opened();
      once(`POST ${root}`, () => ({ status: 429, headers: { "retry-after": "1" } }));
      expect(await create("Payroll")).toMatchObject({ id: "g-new" });
      expect([...groups.keys()]).toEqual(["g-new"]);
    });

    it.each<[string, Answer]>([
      ["is lost", LOST],
      ["is a failure of the vendor's", 500],
      ["is a page", { status: 200, body: "<html>" }],
    ])("is in doubt where the answer %s, and not sent again", async (_, answer) => {
      const { create, meddling, writes } = opened();
      meddling((call, honest) => {
        const carriedOut = honest();
        return call === `POST ${root}` ? answer : carriedOut;
      });
      expect(await codeOf(create("Payroll"))).toMatch(/^(uncertain|protocol)$/);
      expect(writes).toEqual([`POST ${root}`]);
    });

    it("is in doubt where the answer names none, and nothing more is written", async () => {
      for (const answer of vendor.unnamed) {
        const { create, meddling, writes } = opened(TRAINERS);
        meddling((call, honest) => (call === `POST ${root}` ? answer : honest()));
        expect(await codeOf(create("Payroll"))).toMatch(/^(uncertain|protocol)$/);
        expect(writes).toEqual([`POST ${root}`]);
      }
    });

    it("is in doubt where the answer names another one, and nothing is written to that one", async () => {
      const { create, meddling, writes, groups } = opened(TRAINERS);
      const before = groups.get("g-2");
      meddling((call, honest) => (call === `POST ${root}` ? vendor.made(before as Group) : honest()));
      expect(await codeOf(create("Payroll"))).toMatch(/^(uncertain|protocol)$/);
      expect(writes).toEqual([`POST ${root}`]);
      expect([...groups]).toEqual([["g-2", before]]);
    });

    it.skipIf(vendor.kind.capabilities.uniqueWithin === undefined)(
      "is in doubt where the answer names one of this name elsewhere",
      async () => {
        const { create, once, writes } = opened(TRAINERS, { ...PAYROLL, parentId: "g-2" });
        once(`POST ${root}`, () => vendor.made(PAYROLL));
        expect(await codeOf(create("Payroll"))).toBe("uncertain");
        expect(writes).toEqual([`POST ${root}`]);
      },
    );

    it("is no group where the vendor refuses it", async () => {
      const { create, meddling, writes } = opened();
      meddling((call, honest) => (call === `POST ${root}` ? { status: 403, body: {} } : honest()));
      expect(await codeOf(create("Payroll"))).toBe("permission-denied");
      expect(writes).toEqual([`POST ${root}`]);
    });
  });

  describe("that is changed", () => {
    it("keeps what is not changed", async () => {
      const { update, groups } = opened(PAYROLL, TRAINERS);
      const before = groups.get("g-1");
      expect(await update("g-1", "Payroll")).toMatchObject({ id: "g-1" });
      expect(groups.get("g-1")).toMatchObject({ ...before, [other]: "new" });
      expect(groups.get("g-2")).toMatchObject(TRAINERS);
    });

    it("gets all that changes at once, and is renamed without losing anything", async () => {
      const { change, groups } = opened(PAYROLL);
      const named = { ...vendor.own, [naturalKey]: "Payroll" };
      await change("g-1", { ...named, [label]: "PAYROLL", [other]: "new" }, label, other);
      expect(groups.get("g-1")).toMatchObject({ ...named, [label]: "PAYROLL", [other]: "new" });
      await change("g-1", { ...named, [label]: "Payroll" }, label);
      expect(groups.get("g-1")).toMatchObject({ ...named, [label]: "Payroll", [other]: "new" });
    });

    it("loses what is cleared", async () => {
      const { update, groups } = opened(PAYROLL);
      await update("g-1", "Payroll", null);
      expect(groups.get("g-1")?.[other] || undefined).toBeUndefined();
      expect(groups.get("g-1")).toMatchObject({ [naturalKey]: "Payroll" });
    });

    it("is gone where its vendor says so, and nobody is written", async () => {
      const { update, groups } = opened(TRAINERS);
      expect(await codeOf(update("g-1", "Payroll"))).toBe("not-found");
      expect([...groups.values()]).toMatchObject([TRAINERS]);
    });

    it("is not found in an answer about another one to the write", async () => {
      const { update, meddling, writes } = opened(PAYROLL, TRAINERS);
      meddling((call, honest) => {
        const told = honest();
        return /^(PUT|PATCH)/.test(call) ? { status: 200, body: vendor.shown({ people: [], ...TRAINERS }) } : told;
      });
      // A vendor whose answer is not taken for anything is read afterwards.
      const written = await update("g-1", "Payroll").catch((error: { code: string }) => error.code);
      if (typeof written === "string") expect(written).toBe("protocol");
      else expect(JSON.stringify(written)).not.toMatch(/g-2|Trainers|theirs/);
      expect(writes).toHaveLength(1);
    });

    it("is gone where the answer to the write says so", async () => {
      const { update, meddling } = opened(PAYROLL);
      meddling((call, honest) => (/^(PUT|PATCH)/.test(call) ? vendor.missing : honest()));
      expect(await codeOf(update("g-1", "Payroll"))).toBe("not-found");
    });

    it("fails where the write is refused", async () => {
      const { update, meddling } = opened(PAYROLL);
      meddling((call, honest) => (/^(PUT|PATCH)/.test(call) ? { status: 403, body: {} } : honest()));
      expect(await codeOf(update("g-1", "Payroll"))).toBe("permission-denied");
    });
  });

  // A PATCH holds what changes and nothing that was read.
  describe.skipIf(vendor.title === "a SCIM server")("that is written whole", () => {
    it.each([
      ["about another id", TRAINERS],
      ["about another id with this name", { ...PAYROLL, id: "g-2" }],
      ["that shows another name", group("g-1", "Trainers", { [other]: "theirs" })],
      ["that shows no name", group("g-1", "", { [other]: "theirs" })],
    ])("is not made from an answer %s", async (_, stranger) => {
      const { update, meddling, writes } = opened(PAYROLL, TRAINERS);
      meddling((call, honest) => (call === `GET ${one}` ? shown(stranger) : honest()));
      await expect(update("g-1", "Payroll")).rejects.toMatchObject({
        code: "protocol",
        message: expect.stringMatching(/\b(group|userGroup|Group)s?\b/),
      });
      expect(writes).toEqual([]);
    });

    const waited = (meanwhile: (groups: Map<string, Group>) => void) => {
      const staged = opened(PAYROLL);
      staged.once(`PUT ${one}`, () => {
        meanwhile(staged.groups);
        return 503;
      });
      return staged;
    };

    it("is made anew where it had to be sent again", async () => {
      const { update, groups, writes } = waited((groups) => {
        const before = groups.get("g-1") as Group;
        // In other letters where those are the same name, and otherwise as it was.
        const { compareBy } = vendor.kind.capabilities.attributes[naturalKey] ?? {};
        groups.set("g-1", { ...before, [naturalKey]: compareBy ? "PAYROLL" : "Payroll", people: ["u-7"] });
      });
      await update("g-1", "Payroll");
      expect(writes).toEqual([`PUT ${one}`, `PUT ${one}`]);
      expect(groups.get("g-1")).toMatchObject({ [other]: "new", people: ["u-7"] });
    });

    it("is not sent again where it has another name by then", async () => {
      const { update, writes } = waited((groups) => groups.set("g-1", { ...TRAINERS, id: "g-1", people: [] }));
      expect(await codeOf(update("g-1", "Payroll"))).toBe("protocol");
      expect(writes).toEqual([`PUT ${one}`]);
    });

    it("is not sent again where it is gone by then", async () => {
      const { update, writes } = waited((groups) => groups.delete("g-1"));
      expect(await codeOf(update("g-1", "Payroll"))).toBe("not-found");
      expect(writes).toEqual([`PUT ${one}`]);
    });
  });

  describe("that is deleted", () => {
    it("is the only one that is", async () => {
      const { remove, groups, writes } = opened(PAYROLL, TRAINERS);
      expect(await remove("g-1")).toBe("done");
      expect([...groups.keys()]).toEqual(["g-2"]);
      expect(writes).toEqual([`DELETE ${one}`]);
    });

    it("was gone already where its vendor says so at once", async () => {
      const { remove } = opened(TRAINERS);
      expect(await remove("g-1")).toBe("already");
    });

    it("was gone already where nothing was done before its vendor said so", async () => {
      const { remove, once } = opened(TRAINERS);
      once(`DELETE ${one}`, () => ({ status: 429, headers: { "retry-after": "1" } }));
      expect(await remove("g-1")).toBe("already");
    });

    it.each<[string, Answer]>([
      ["was lost", LOST],
      ["was a failure", 503],
    ])("is gone by this very call where its first answer %s", async (_, answer) => {
      const { remove, once, groups, writes } = opened(PAYROLL);
      once(`DELETE ${one}`, (honest) => {
        honest();
        return answer;
      });
      expect(await remove("g-1")).toBe("done");
      expect([...groups.keys()]).toEqual([]);
      expect(writes).toHaveLength(2);
    });

    it.each<[string, Answered, RegExp]>([
      ["something in front of the vendor knows no such address", GATEWAY, /^(protocol|not-found)$/],
      ["the vendor refuses it", { status: 403, body: {} }, /^permission-denied$/],
    ])("is not taken for gone where %s", async (_, answer, code) => {
      const { remove, once } = opened(PAYROLL);
      once(`DELETE ${one}`, () => answer);
      expect(await codeOf(remove("g-1"))).toMatch(code);
    });
  });

  it("is never switched off", async () => {
    const { raw, writes } = opened(PAYROLL);
    expect(await codeOf(raw.deactivate("g-1"))).toMatch(/^(internal|protocol)$/);
    expect(writes).toEqual([]);
  });

  describe("that may hold others", () => {
    it("is empty where its vendor shows nobody in it", async () => {
      const { contents } = opened(PAYROLL);
      expect(await contents("g-1")).toEqual({ members: false, children: false });
    });

    it("is not empty with somebody in it", async () => {
      const { contents } = opened({ ...PAYROLL, people: ["u-1"] });
      expect(await contents("g-1")).toEqual({ members: true, children: false });
    });

    it("is not known to be empty where nobody can tell", async () => {
      const { contents, meddling } = opened(PAYROLL);
      meddling((call, honest) => (call.startsWith(`GET ${one}`) ? { status: 403, body: {} } : honest()));
      expect(await codeOf(contents("g-1"))).toBe("permission-denied");
    });
  });

  describe("in a list", () => {
    it("is shown once, with all others", async () => {
      const { pages } = opened(PAYROLL, TRAINERS);
      expect(await pages()).toEqual(["g-1", "g-2"]);
    });

    it("without an id is an error", async () => {
      const { pages, meddling } = opened(PAYROLL, group("", "Nobody's"));
      expect(await codeOf(pages())).toBe("protocol");
      meddling(() => ({ status: 403, body: {} }));
      expect(await codeOf(pages())).toBe("permission-denied");
    });
  });
});
