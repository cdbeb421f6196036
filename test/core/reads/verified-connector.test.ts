import { beforeEach, describe, expect, it } from "vitest";
import type { Connector, Outcome } from "../../../provider/core/contract/connector";
import { RejectedError } from "../../../provider/core/contract/errors";
import { create, read } from "../../../provider/core/lifecycle/reconcile";
import { FLAT, type Observed } from "../../../provider/core/model/entity";
import { VerifiedConnector } from "../../../provider/core/reads/verified-connector";
import { account, FakeConnector, sessionOf } from "../fake-connector";
import { kind } from "../lab";

let vendor: FakeConnector;
let verified: VerifiedConnector;
const bob = account({ login: "bob" }, { id: "2" });
const ada = { attributes: { login: "ada" }, sets: {}, references: {} };

beforeEach(() => {
  vendor = new FakeConnector();
  verified = new VerifiedConnector(vendor, kind);
});

const OPTIONAL = [
  "manyAtMost",
  "createMany",
  "updateMany",
  "announceLoad",
  "perMinute",
  "impliedMembers",
  "contents",
  "shownFor",
  "vocabulary",
] as const;
const request = (id: string) => ({ id, changes: [], desired: ada, addOnly: [] });
const codesOf = (outcomes: readonly Outcome[]) =>
  outcomes.map((outcome) => ("error" in outcome ? (outcome.error as { code?: string }).code : outcome.written.id));

describe("an answer about somebody else", () => {
  it("to a read, a look-up or an update is an error that names the account", async () => {
    vendor.account = bob;
    await expect(verified.read("1")).rejects.toMatchObject({
      code: "protocol",
      message: expect.stringMatching(/ account 1 with account 2\b/),
    });
    await expect(verified.find("ada")).rejects.toMatchObject({ code: "protocol" });
    vendor.update = async () => ({ id: "2" });
    await expect(verified.update(request("1"))).rejects.toMatchObject({ code: "protocol" });
    vendor.update = async () => ({ id: "1", observed: bob });
    await expect(verified.update(request("1"))).rejects.toMatchObject({ code: "protocol" });
  });

  it("to a creation leaves its outcome open", async () => {
    vendor.create = async () => ({ id: "2", observed: bob });
    const named = expect.stringMatching(/ with account 2, /);
    await expect(verified.create(ada)).rejects.toMatchObject({ code: "uncertain", message: named });
    vendor.create = async () => ({ id: "1", observed: account({ login: "ada" }, { id: "2" }) });
    await expect(verified.create(ada)).rejects.toMatchObject({ code: "uncertain" });
    vendor.create = async () => ({ id: "" });
    await expect(verified.create(ada)).rejects.toMatchObject({ code: "uncertain" });
  });

  it("to a creation leaves its outcome open where it stands elsewhere, and its key is unique within a place alone", async () => {
    const { capabilities } = kind;
    verified = new VerifiedConnector(vendor, { ...kind, capabilities: { ...capabilities, uniqueWithin: "manager" } });
    const below = (manager: string | null) => account({ login: "ada" }, { id: "1", references: { manager } });
    const made = async (declared: Record<string, string | null>, manager: string | null) => {
      vendor.create = async () => ({ id: "1", observed: below(manager) });
      return verified.create({ ...ada, references: declared }).then(
        () => "made",
        (error: { code: string }) => error.code,
      );
    };
    expect(await made({ manager: "7" }, "7")).toBe("made");
    expect(await made({}, null)).toBe("made");
    expect(await made({ manager: null }, null)).toBe("made");
    expect(await made({ manager: "7" }, "8")).toBe("uncertain");
    expect(await made({ manager: "7" }, null)).toBe("uncertain");
    expect(await made({}, "7")).toBe("uncertain");
  });

  it("among those to many writes is an error for its one person", async () => {
    const many = Object.assign(vendor, {
      createMany: async () => [
        { written: { id: "1", observed: account({ login: "ada" }, { id: "1" }) } },
        { written: { id: "2", observed: bob } },
      ],
      updateMany: async () => [{ written: { id: "1" } }, { written: { id: "1" } }],
    });
    verified = new VerifiedConnector(many, kind);
    expect(codesOf((await verified.createMany?.([ada, ada])) ?? [])).toEqual(["1", "uncertain"]);
    expect(codesOf((await verified.updateMany?.([request("1"), request("2")])) ?? [])).toEqual(["1", "protocol"]);
  });
});

describe("each answer to many writes", () => {
  const refused = new RejectedError("no");

  it("is held against the request in its place, and a refusal or a lost one is that person's alone", async () => {
    const outcomes: readonly Outcome[] = [{ error: refused }, { written: { id: "2" } }];
    const sent: unknown[] = [];
    const many = Object.assign(vendor, {
      createMany: async (...asked: unknown[]) => {
        sent.push(asked);
        return outcomes;
      },
      updateMany: async (...asked: unknown[]) => {
        sent.push(asked);
        return outcomes;
      },
    });
    verified = new VerifiedConnector(many, kind);
    const people = [ada, ada, ada];
    const requests = ["1", "2", "3"].map(request);
    expect(codesOf((await verified.createMany?.(people, 7)) ?? [])).toEqual(["rejected", "2", "internal"]);
    expect(codesOf((await verified.updateMany?.(requests)) ?? [])).toEqual(["rejected", "2", "internal"]);
    expect(sent).toEqual([[people, 7], [requests]]);
  });
});

describe("whom an answer is about", () => {
  it("is told by the natural key, and where that is not shown nobody is taken for the one who is looked up", async () => {
    vendor.find = async () => [account({ bio: "x" })];
    await expect(verified.find("ada")).rejects.toMatchObject({ code: "protocol" });
    vendor.find = async () => [account({}, { unseen: ["bio"] })];
    await expect(verified.find("ada")).rejects.toMatchObject({ code: "protocol" });
    const hidden = account({}, { unseen: ["login"] });
    vendor.find = async () => [hidden];
    expect(await verified.find("ada")).toEqual([hidden]);
  });

  it("is proven by no creation's answer that shows no natural key: what it shows is left out", async () => {
    vendor.create = async () => ({ id: "1", observed: account({ bio: "x" }, { id: "1" }), note: "revived" });
    expect(await verified.create(ada)).toEqual({ id: "1", note: "revived" });
    const whole = { id: "1", observed: account({ login: "ADA" }, { id: "1" }) };
    vendor.create = async () => whole;
    expect(await verified.create(ada)).toEqual(whole);
    expect(await verified.create({ attributes: {}, sets: {}, references: {} })).toEqual(whole);
  });

  it("is one account, however often a look-up shows it", async () => {
    const twins = [account({ login: "ada" }), account({ login: "ADA" }, { id: "1" }), account({ login: "ada" })];
    vendor.find = async () => twins;
    expect((await verified.find("ada")).map(({ id }) => id)).toEqual(["9", "1"]);
  });
});

describe("a look-up", () => {
  it.each([
    ["ada", []],
    ["zoë", ["zoë"]],
  ])("of %s that finds somebody, or has one form alone, is one call", async (login, there) => {
    const asked: string[] = [];
    vendor.find = async (...[key = ""]: string[]) => {
      asked.push(key);
      return there.map((shown) => account({ login: shown }));
    };
    await verified.find(login);
    expect(asked).toEqual([login.normalize("NFC")]);
  });
});

describe("what is asked of a vendor", () => {
  it("passes on as it is", async () => {
    const asked: unknown[][] = [];
    const passing = new Proxy<Partial<Connector>>(vendor, {
      get: (target, name) => {
        if (name === "manyAtMost") return 6;
        return (...args: unknown[]) => {
          asked.push([name, ...args]);
          return Reflect.get(target, name) ? account({ login: "ada" }) : "told";
        };
      },
    }) as Required<Connector>;
    const open = new VerifiedConnector(passing, kind);
    const shown = account({ login: "ada" });
    expect(open.manyAtMost).toBe(6);
    expect([
      open.announceLoad?.(3, 4),
      open.perMinute?.("update"),
      open.finishCreation?.("9"),
      open.impliedMembers?.("9", "roles"),
      open.contents?.("9"),
      open.shownFor?.(shown, ada),
      open.vocabulary?.(["roles"]),
    ]).toEqual(Array(7).fill("told"));
    await open.tenant();
    await open.read("9", ["roles"]);
    await open.create(ada, 5);
    await open.update(request("9"));
    await open.deactivate("9", 5, "ada");
    await open.remove("9");
    expect(asked).toEqual([
      ["announceLoad", 3, 4],
      ["perMinute", "update"],
      ["finishCreation", "9"],
      ["impliedMembers", "9", "roles"],
      ["contents", "9"],
      ["shownFor", shown, ada],
      ["vocabulary", ["roles"]],
      ["tenant"],
      ["read", "9", ["roles"]],
      ["create", ada, 5],
      ["update", request("9")],
      ["deactivate", "9", 5, "ada"],
      ["remove", "9"],
    ]);
  });

  it("is nothing that the vendor can't", () => {
    for (const name of OPTIONAL) expect(verified[name]).toBeUndefined();
  });
});

describe("a list", () => {
  const listed = async (...pages: Observed[][]) => {
    vendor.pages = async function* () {
      yield* pages;
    };
    const ids: string[] = [];
    for await (const page of verified.pages()) ids.push(...page.map(({ id }) => id));
    return ids;
  };

  it("shows each account once, however often it comes", async () => {
    expect(await listed([bob], [account({ login: "BOB" }, { id: "2" }), account({ login: "ada" })])).toEqual([
      "2",
      "9",
    ]);
  });

  it("with one id for two people, or with none, is an error", async () => {
    await expect(listed([bob], [account({ login: "ada" }, { id: "2" })])).rejects.toMatchObject({ code: "protocol" });
    await expect(listed([account({ login: "ada" }, { id: "" })])).rejects.toMatchObject({
      code: "protocol",
      message: expect.stringMatching("the lab"),
    });
  });
});

describe("a creation that names an account without showing it", () => {
  it("takes on nobody else: the person is looked up", async () => {
    const session = sessionOf(verified);
    let made: Observed | undefined;
    vendor.create = async () => {
      made = account({ login: "ada" }, { id: "1" });
      return { id: "2" };
    };
    vendor.read = async () => bob;
    vendor.find = async () => (made ? [made] : []);
    expect(await create(session, { login: "ada" }, "urn")).toMatchObject({ id: "1", outputs: { login: "ada" } });
  });

  it("and of which nothing can be read at first is bound to nobody else", async () => {
    const session = sessionOf(verified);
    vendor.create = async () => ({ id: "2" });
    let reads = 0;
    vendor.read = async () => {
      if (++reads === 1) throw new Error("broken");
      return bob;
    };
    vendor.find = async () => [];
    const failure = await create(session, { login: "ada", roles: ["a"] }, "urn").catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "uncertain" });
    expect(failure).not.toHaveProperty("id");
    expect(bob.sets["roles"]?.members[FLAT]).toEqual([]);
  });
});

describe("a person who comes back under a new id", () => {
  it("is announced, with both ids", async () => {
    const session = sessionOf(verified);
    const { outputs } = await create(session, { login: "ada" }, "urn");
    vendor.account = undefined;
    expect(await read(session, "9", outputs, "urn")).toBeUndefined();
    vendor.create = async () => {
      vendor.account = account({ login: "ada" }, { id: "10" });
      return { id: "10", observed: vendor.account };
    };
    vendor.read = async () => vendor.account ?? { absent: true, proof: "nobody" };
    await create(session, { login: "ada" }, "other");
    expect(session.messages.join()).toMatch(/account 9 is gone.*came back under a new id, 10/);
  });
});
