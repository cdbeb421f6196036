import { beforeEach, describe, expect, it } from "vitest";
import type { Properties } from "../../../provider/core/contract/declaration";
import { PartialError, RejectedError, UnavailableError } from "../../../provider/core/contract/errors";
import { bookkeepingOf, outputsOf, rememberedOutputs } from "../../../provider/core/lifecycle/outputs";
import { create, update } from "../../../provider/core/lifecycle/reconcile";
import { FLAT, type Observed } from "../../../provider/core/model/entity";
import type { Creations } from "../../../provider/core/session/creations";
import type { Session } from "../../../provider/core/session/session";
import { account, FakeConnector, sessionOf } from "../fake-connector";
import { capabilities, declaration, kind } from "../lab";

const ada = { login: "ada", bio: "a" };
const OUTPUTS = { ...ada, status: "on", tenant: "here", origin: "created" };

let vendor: FakeConnector;
let session: Session;

beforeEach(() => {
  vendor = new FakeConnector();
  session = sessionOf(vendor);
});

const withTraits = (more: object) => {
  session = sessionOf(vendor, { kind: { ...kind, capabilities: { ...capabilities, ...more } } });
};
const down = () => Promise.reject(new UnavailableError("down"));
type Failure = Error & { code: string; outputs: Properties; cause: Error & { code: string } };
const failureOf = (call: Promise<unknown>): Promise<Failure> =>
  call.then(
    (value) => expect.fail(`nothing failed: ${JSON.stringify(value)}`),
    (error) => error,
  );

describe("a creation of which a part failed", () => {
  const half = (more: Observed["attributes"] = {}) => {
    vendor.create = async () => {
      vendor.account = account({ login: "ada", bio: "a", ...more });
      return { id: "9", observed: vendor.account };
    };
    vendor.update = down;
  };

  it("keeps what its answer has proven where the account can't be read any more", async () => {
    half();
    vendor.read = down;
    const failure = await failureOf(create(session, { ...ada, tags: ["x"] }, "urn"));
    expect(failure).toMatchObject({ code: "partial", id: "9", cause: { code: "unavailable" } });
    expect(failure.outputs).toMatchObject({ ...OUTPUTS, clear: ["tags"] });
  });

  it("is of the account that was made, whatever it is called by then", async () => {
    half();
    vendor.read = async () => account({ login: "ada lovelace", bio: "a" });
    const failure = await failureOf(create(session, { ...ada, tags: ["x"] }, "urn"));
    expect(failure).toMatchObject({ code: "partial", id: "9", outputs: { login: "ada lovelace" } });
  });

  it("is the failure that it was while nobody can say where roles come from", async () => {
    half();
    vendor.impliedMembers = down;
    vendor.read = async () => account(ada, { sets: { roles: { members: { [FLAT]: ["Granted by a group"] } } } });
    const failure = await failureOf(create(session, { ...ada, tags: ["x"], roles: [] }, "urn"));
    expect(failure).toMatchObject({ code: "partial", cause: { code: "unavailable" }, outputs: { roles: [] } });
  });

  it("keeps what was sent at the creation and is never shown, and not what was to be sent after it", async () => {
    const { attributes } = capabilities;
    const pin = { clear: "it is never shown", writeOnly: true } as const;
    withTraits({ attributes: { ...attributes, badge: { ...pin, afterCreate: true }, pin } });
    half();
    const failure = await failureOf(create(session, { ...ada, badge: "7", pin: "1", tags: ["x"] }, "urn"));
    expect(failure.outputs).toMatchObject({ pin: "1" });
    expect(Object.keys(failure.outputs)).not.toContain("badge");
  });

  it("is one where the account could not be looked at, and nothing more is sent", async () => {
    vendor.create = async () => ({ id: "9" });
    let reads = 0;
    vendor.read = async () => {
      if (++reads === 1) throw new UnavailableError("down");
      return account(ada);
    };
    const failure = await failureOf(create(session, { ...ada, tags: ["x"] }, "urn"));
    expect(failure).toMatchObject({ code: "partial", id: "9", cause: { code: "unavailable" }, outputs: { bio: "a" } });
    expect(vendor.sent).toEqual([]);
  });

  it("takes on nobody else, and says why the account could not be looked at", async () => {
    vendor.create = async () => ({ id: "2" });
    let reads = 0;
    vendor.read = async () => {
      if (++reads === 1) throw new UnavailableError("down");
      return account({ login: "bob" }, { id: "2" });
    };
    const failure = await failureOf(create(session, ada, "urn"));
    expect(failure).toMatchObject({ code: "uncertain", cause: { code: "unavailable" } });
    expect(failure.message).toMatch(/ account 2,/);
  });
});

describe("an update that fails", () => {
  const failing = async (news: Properties, then: Observed | "unreadable", olds: Properties = OUTPUTS) => {
    vendor.update = () => Promise.reject(new RejectedError("no"));
    vendor.read = then === "unreadable" ? down : async () => then;
    return failureOf(update(session, "9", olds, news, "urn"));
  };

  it.each<[string, Properties, Observed | "unreadable", Properties]>([
    ["where the account can't be read", { ...ada, bio: "b" }, "unreadable", OUTPUTS],
    ["and leaves the account as it was", { ...ada, bio: "b" }, account(ada), OUTPUTS],
    [
      "beside something that is no longer managed",
      { ...ada, bio: "b" },
      account({ ...ada, tags: ["x"] }),
      { ...OUTPUTS, tags: ["x"] },
    ],
    ["and leaves what was not managed so far", { ...ada, tags: ["x"] }, account({ ...ada, tags: ["old"] }), OUTPUTS],
  ])("%s is that failure alone, and the engine keeps what it has", async (_, news, then, olds) => {
    expect((await failing(news, then, olds)).code).toBe("rejected");
  });

  it.each<[string, Properties, Observed, Properties]>([
    [
      "brings a part about",
      { ...ada, bio: "b", tags: ["y"] },
      account({ ...ada, bio: "b", tags: ["x"] }),
      { bio: "b", tags: ["x"] },
    ],
    ["leaves something else behind", { ...ada, bio: "b" }, account({ ...ada, bio: "c" }), { bio: "c" }],
    [
      "finds something else changed",
      { ...ada, bio: "b", tags: ["x"] },
      account({ ...ada, tags: ["drifted"] }),
      { bio: "a", tags: ["drifted"] },
    ],
    [
      "finds the account under another natural key",
      { ...ada, bio: "b" },
      account({ login: "countess", bio: "b" }),
      { login: "countess", bio: "b" },
    ],
  ])("and %s stores the account as it is", async (_, news, then, stored) => {
    const failure = await failing(news, then, { ...OUTPUTS, tags: ["x"] });
    expect(failure).toBeInstanceOf(PartialError);
    expect(failure).toMatchObject({ id: "9", outputs: stored, cause: { code: "rejected" } });
  });

  it("shows of roles whose source nobody can tell those that it was to take away, in their sections alone", async () => {
    const roles = { ...capabilities.sets["roles"], sections: true };
    withTraits({ sets: { roles, circles: roles, teams: { ...roles, sections: false } } });
    vendor.impliedMembers = down;
    const sets = {
      roles: { members: { x: ["Editor", "Granted"], y: ["Editor", "Kept"] } },
      circles: { members: { x: ["Editor"] } },
      teams: { members: { [FLAT]: ["Editor", "Gone"] } },
    };
    const olds = { ...OUTPUTS, roles: { x: ["Editor"], y: ["Kept"] }, circles: { x: [] }, teams: ["Gone"] };
    const failure = await failing(
      { ...ada, bio: "b", roles: { x: [], y: ["Kept"] }, circles: { x: [] }, teams: [] },
      account({ ...ada, bio: "b" }, { sets }),
      olds,
    );
    const shown = { roles: { x: ["Editor"], y: ["Kept"] }, circles: { x: [] }, teams: ["Gone"] };
    expect(failure.outputs).toMatchObject(shown);
  });

  it("doesn't repeat what was emptied, and keeps what acts at creation alone as it is declared", async () => {
    const news = { ...ada, bio: "b", badge: "7", initialPassword: "new" };
    const failure = await failing(news, account({ ...ada, bio: "b" }), { ...OUTPUTS, initialPassword: "old" });
    expect(failure.outputs).toMatchObject({ bio: "b", initialPassword: "new" });
    expect(Object.keys(failure.outputs)).not.toContain("badge");
  });
});

describe("an account that was taken on after an interrupted run", () => {
  const left = () => {
    const creations: Creations = { begin() {}, made() {}, refused() {}, leftBy: () => ({ id: "9" }) };
    session = sessionOf(vendor, { creations });
    vendor.account = account(ada);
  };

  it("is nobody's yet where its first write fails without a trace, and kept where a part is done", async () => {
    left();
    vendor.update = down;
    expect((await failureOf(create(session, { ...ada, bio: "b", tags: ["x"] }, "urn"))).code).toBe("unavailable");
    left();
    vendor.update = () => {
      vendor.account = account({ ...ada, bio: "b" });
      return down();
    };
    const failure = await failureOf(create(session, { ...ada, bio: "b", tags: ["x"] }, "urn"));
    expect(failure).toMatchObject({ code: "partial", outputs: { bio: "b", origin: "created" } });
  });
});

describe("an account is claimed before anything is sent to it", () => {
  const NINE = { kind: "user", platform: "lab", tenant: "here", id: "9" } as const;
  const watched = () => {
    const claims: boolean[] = [];
    const send = vendor.update.bind(vendor);
    vendor.update = (request) => {
      claims.push(session.ownership.keptByAnother(NINE, "other"));
      return send(request);
    };
    return claims;
  };

  it.each<[string, () => Promise<unknown>]>([
    ["an update", () => update(session, "9", OUTPUTS, { ...ada, bio: "b" }, "urn")],
    ["an adoption", () => create(session, { ...ada, bio: "b", adopt: true }, "urn")],
    [
      "a creation",
      () => {
        vendor.find = async () => [];
        vendor.create = async () => ({ id: "9", observed: account({ login: "ada" }) });
        return create(session, ada, "urn");
      },
    ],
    [
      "a creation that an interrupted run has begun",
      () => {
        const creations: Creations = { begin() {}, made() {}, refused() {}, leftBy: () => ({ id: "9" }) };
        session = sessionOf(vendor, { creations });
        return create(session, { ...ada, bio: "b" }, "urn");
      },
    ],
  ])("by %s", async (_, write) => {
    vendor.account = account(ada);
    const claims = watched();
    await write();
    expect(claims).toEqual([true]);
  });
});

describe("outputs", () => {
  const observed = account({ login: "ada" }, { attributes: { login: "ada" }, info: { seen: "today" } });
  const declared = declaration({ attributes: { login: "ada" } });
  const bookkeeping = { tenant: "here", origin: "created" } as const;
  const { activation: _, ...lasting } = capabilities;

  it("show whether an account is on where the vendor shows it, and nothing in its place otherwise", () => {
    const shown = { login: "ada", seen: "today", tenant: "here", origin: "created" };
    expect(outputsOf(kind, declared, observed, bookkeeping)).toStrictEqual(shown);
    const on = { ...observed, attributes: { login: "ada", status: "on" } };
    expect(outputsOf(kind, declared, on, bookkeeping)).toStrictEqual({ ...shown, status: "on" });
    expect(outputsOf({ ...kind, capabilities: lasting }, declared, on, bookkeeping)).toStrictEqual(shown);
  });

  it("after a change that is only remembered keep what the vendor said, and no more", () => {
    const olds = { login: "ada", bio: "a", status: "on", tenant: "here", origin: "adopted" };
    const { bio: _, ...kept } = olds;
    expect(rememberedOutputs(kind, declared, { ...olds, seen: "today" })).toStrictEqual({ ...kept, seen: "today" });
    expect(rememberedOutputs(kind, declared, olds)).toStrictEqual(kept);
    const { status: _status, ...bare } = kept;
    expect(rememberedOutputs({ ...kind, capabilities: lasting }, declared, olds)).toStrictEqual(bare);
  });

  it("of states that name no origin are of what was created", () => {
    expect(bookkeepingOf({ tenant: "here" })).toMatchObject({ tenant: "here", origin: "created" });
    expect(bookkeepingOf({ tenant: "here", origin: "imported" })).toMatchObject({ origin: "imported" });
  });
});
