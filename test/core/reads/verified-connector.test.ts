import { beforeEach, describe, expect, it } from "vitest";
import type { Outcome } from "../../../provider/core/contract/connector";
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

const request = (id: string) => ({ id, changes: [], desired: ada, addOnly: [] });
const codesOf = (outcomes: readonly Outcome[]) =>
  outcomes.map((outcome) => ("error" in outcome ? (outcome.error as { code?: string }).code : outcome.written.id));

describe("an answer about somebody else", () => {
  it("to a read, a look-up or an update is an error that names the account", async () => {
    vendor.account = bob;
    await expect(verified.read("1")).rejects.toMatchObject({
      code: "protocol",
      message: expect.stringMatching(/\b2\b/),
    });
    await expect(verified.find("ada")).rejects.toMatchObject({ code: "protocol" });
    vendor.update = async () => ({ id: "2" });
    await expect(verified.update(request("1"))).rejects.toMatchObject({ code: "protocol" });
    vendor.update = async () => ({ id: "1", observed: bob });
    await expect(verified.update(request("1"))).rejects.toMatchObject({ code: "protocol" });
  });

  it("to a creation leaves its outcome open", async () => {
    vendor.create = async () => ({ id: "2", observed: bob });
    await expect(verified.create(ada)).rejects.toMatchObject({ code: "uncertain" });
    vendor.create = async () => ({ id: "1", observed: account({ login: "ada" }, { id: "2" }) });
    await expect(verified.create(ada)).rejects.toMatchObject({ code: "uncertain" });
    vendor.create = async () => ({ id: "" });
    await expect(verified.create(ada)).rejects.toMatchObject({ code: "uncertain" });
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
    await expect(listed([account({ login: "ada" }, { id: "" })])).rejects.toMatchObject({ code: "protocol" });
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
