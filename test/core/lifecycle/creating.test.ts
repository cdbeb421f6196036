import { beforeEach, describe, expect, it } from "vitest";
import type { UpdateRequest } from "../../../provider/core/contract/connector";
import {
  NotFoundError,
  PartlyRejectedError,
  RejectedError,
  UnavailableError,
  UncertainError,
} from "../../../provider/core/contract/errors";
import { create, update } from "../../../provider/core/lifecycle/reconcile";
import { type Desired, FLAT, type Observed } from "../../../provider/core/model/entity";
import type { Creations } from "../../../provider/core/session/creations";
import type { Session } from "../../../provider/core/session/session";
import { account, FakeConnector, sessionOf } from "../fake-connector";

const NINE = { kind: "user", platform: "lab", tenant: "here", id: "9" } as const;
const ada = { login: "ada", bio: "a" };

let vendor: FakeConnector;
let session: ReturnType<typeof sessionOf>;

beforeEach(() => {
  vendor = new FakeConnector();
  session = sessionOf(vendor);
});

const there = (more: Partial<Observed> = {}) => account({ login: "ada", bio: "a" }, more);
const withTraits = (more: object): Session["kind"] => ({
  ...session.kind,
  capabilities: { ...session.kind.capabilities, ...more },
});
const failureOf = (call: Promise<unknown>) =>
  call.then(
    (value) => expect.fail(`nothing failed: ${JSON.stringify(value)}`),
    (error: Error & { code: string; cause: { code: string }; outputs: object }) => error,
  );

describe("an account that an ended run of this stack has left", () => {
  const left = (id: string | undefined, more: Partial<Session> = {}) => {
    const creations: Creations = { begin() {}, made() {}, refused() {}, leftBy: () => ({ id }) };
    session = sessionOf(vendor, { creations, ...more });
  };

  it("is gone on with: what is missing is sent, and what nobody can see and is set after the creation", async () => {
    const { attributes } = session.kind.capabilities;
    const badge = { clear: "it is never shown", writeOnly: true, afterCreate: true } as never;
    const pin = { clear: "it is never shown", writeOnly: true } as never;
    left("9", { kind: withTraits({ attributes: { ...attributes, badge, locale: pin } }) });
    vendor.account = there();
    const { outputs } = await create(session, { ...ada, bio: "b", badge: "7", locale: "x" }, "urn");
    expect(outputs).toMatchObject({ origin: "created", bio: "b" });
    expect(vendor.sent.flat().map(({ path }) => path[0])).toEqual(["bio", "badge"]);
    expect(vendor.calls).not.toContain("create");
    expect(session.ownership.keptByAnother(NINE, "other")).toBe(true);
    expect(session.messages).toEqual([expect.stringContaining("taken on")]);
  });

  it.each<[string, object, () => void, string]>([
    ["another resource keeps", {}, () => session.ownership.claim(NINE, "other", "ada"), "claimed"],
    ["would be its own manager", { manager: "9" }, () => undefined, "invalid-arguments"],
    ["is a copy that is to be deleted", { onDestroy: "delete" }, () => undefined, "invalid-arguments"],
  ])("is refused where it %s, and nothing is sent", async (_, more, claim, code) => {
    left("9", { kind: withTraits({ copies: { output: "source" } }) });
    vendor.account = there({ info: { source: "ldap" } });
    claim();
    expect((await failureOf(create(session, { ...ada, bio: "b", ...more }, "urn"))).code).toBe(code);
    expect(vendor.sent).toEqual([]);
  });

  it("is not taken for ours where its id is another one, where it is off, or where two have the natural key", async () => {
    left("8");
    vendor.account = there();
    expect((await failureOf(create(session, ada, "urn"))).code).toBe("already-exists");
    left("9");
    vendor.account = there({ active: false });
    expect((await failureOf(create(session, ada, "urn"))).code).toBe("inactive-exists");
    vendor.find = async () => [there(), there({ id: "10" })];
    expect((await failureOf(create(session, ada, "urn"))).code).toBe("ambiguous");
    expect(vendor.sent).toEqual([]);
  });

  it("whose id nobody has heard is taken on as adopted where every attribute is as declared, and not otherwise", async () => {
    left(undefined);
    vendor.account = there();
    expect((await create(session, { ...ada, roles: ["Author"] }, "urn")).outputs["origin"]).toBe("adopted");
    left(undefined);
    vendor.account = there();
    expect((await failureOf(create(session, { ...ada, bio: "b" }, "urn"))).code).toBe("already-exists");
  });
});

describe("a creation", () => {
  it("that finds after a lost answer what another resource has taken on meanwhile keeps off it", async () => {
    vendor.create = async () => {
      vendor.account = there();
      session.ownership.claim(NINE, "other", "ada");
      throw new UncertainError("lost");
    };
    expect((await failureOf(create(session, { ...ada, badge: "7" }, "urn"))).code).toBe("claimed");
    expect(vendor.sent).toEqual([]);
  });

  it("claims its account, as the person whom it declares", async () => {
    await create(session, ada, "urn");
    expect(session.ownership.keptByAnother(NINE, "other")).toBe(true);
    expect(session.ownership.keptAsAnother(NINE, "other", "ada")).toBe(false);
  });

  it("that is refused is told to the journal, and no other failure is", async () => {
    const told: string[] = [];
    const creations: Creations = {
      begin: ({ kind, platform, tenant, naturalKey }) =>
        void told.push(`begin ${kind} ${naturalKey} in ${tenant} of ${platform}`),
      made: (_, id) => void told.push(`made ${id}`),
      refused: () => void told.push("refused"),
      leftBy: () => undefined,
    };
    const creating = (error?: Error) => {
      const own = new FakeConnector();
      if (error)
        own.create = async () => {
          throw error;
        };
      return create(sessionOf(own, { creations }), { ...ada, login: "Ada" }, "urn");
    };
    const begun = "begin user ada in here of lab";
    await creating();
    expect(told.splice(0)).toEqual([begun, "made 9"]);
    await failureOf(creating(new RejectedError("no")));
    expect(told.splice(0)).toEqual([begun, "refused"]);
    await failureOf(creating(new UnavailableError("down")));
    expect(told.splice(0)).toEqual([begun]);
  });

  it("that fails otherwise than by a refusal adopts nobody, though somebody is there by then", async () => {
    vendor.create = async () => {
      vendor.account = there();
      throw new UnavailableError("down");
    };
    expect((await failureOf(create(session, { ...ada, adopt: true }, "urn"))).code).toBe("unavailable");
    expect(vendor.calls).toEqual(["find"]);
  });

  it("that is refused while nobody can be looked up is that refusal", async () => {
    vendor.create = async () => {
      vendor.find = async () => {
        throw new UnavailableError("down");
      };
      throw new RejectedError("bio: too long");
    };
    expect((await failureOf(create(session, ada, "urn"))).message).toBe("bio: too long");
  });

  it("with a lost answer takes nobody whose fixed values are others, and says that the account may exist", async () => {
    vendor.create = async () => {
      vendor.account = account({ login: "ada", bio: "a", locale: "z" });
      throw new UncertainError("lost");
    };
    const failure = await failureOf(create(session, { ...ada, locale: "x" }, "urn"));
    expect(failure).toMatchObject({ code: "uncertain", cause: { message: "lost" } });
    expect(session.context.clock.now()).toBeLessThanOrEqual(session.kind.capabilities.consistencyWindow);
    expect(vendor.sent).toEqual([]);
  });

  it("with a lost answer waits for who shows up late, and says that they were found", async () => {
    let looks = 0;
    vendor.find = async () => (++looks < 4 ? [] : [there()]);
    vendor.create = async () => {
      throw new UncertainError("lost");
    };
    expect((await create(session, ada, "urn")).outputs["origin"]).toBe("created");
    expect(looks).toBe(4);
    expect(session.messages).toEqual([expect.stringContaining("was found and is ours")]);
  });

  it("is sent with its end, and with nothing that it does not take sent once more", async () => {
    const ends: unknown[] = [];
    const make = vendor.create.bind(vendor);
    vendor.create = async (...[desired, until]: [Desired, number?]) => {
      ends.push(until);
      return make(desired);
    };
    await create(session, { ...ada, badge: "7", initialPassword: "p" }, "urn");
    expect(ends).toEqual([session.timeout]);
    expect(vendor.calls).toEqual(["find", "create"]);
  });

  it("of an account that doesn't show its natural key at first is ours", async () => {
    vendor.create = async () => ({ id: "9" });
    vendor.read = async () => account({ bio: "a" }, { unseen: ["login"] });
    expect(await create(session, ada, "urn")).toMatchObject({ id: "9", outputs: { login: "ada", origin: "created" } });
  });

  it("with a lost answer whose look-up fails may have made the account", async () => {
    const none = vendor.find.bind(vendor);
    let looks = 0;
    vendor.find = async () => {
      if (++looks > 1) throw new UnavailableError("down");
      return none();
    };
    vendor.create = async () => {
      throw new UncertainError("lost");
    };
    const failure = await failureOf(create(session, ada, "urn"));
    const said = expect.stringMatching(/^login: .* may exist\..* adopt: true/);
    expect(failure).toMatchObject({ code: "uncertain", cause: { code: "unavailable" }, message: said });
  });

  it("whose answer names somebody else's account touches it not", async () => {
    vendor.create = async () => {
      vendor.account = account({ login: "bob" });
      return { id: "9" };
    };
    vendor.find = async () => [];
    const { code, cause } = await failureOf(create(session, ada, "urn"));
    expect([code, cause]).toEqual([
      "uncertain",
      expect.objectContaining({ message: expect.stringMatching(/ account 9,/) }),
    ]);
    expect(vendor.sent).toEqual([]);
    expect(session.ownership.keptByAnother(NINE, "other")).toBe(false);
  });

  it("whose answer names one of this name in another place touches it not", async () => {
    const inPlaces: Session = { ...session, kind: withTraits({ uniqueWithin: "manager" }) };
    vendor.create = async () => {
      vendor.account = there({ references: { manager: "7" } });
      return { id: "9" };
    };
    vendor.find = async () => [];
    expect((await failureOf(create(inPlaces, { ...ada, bio: "b" }, "urn"))).code).toBe("uncertain");
    expect(vendor.sent).toEqual([]);
  });

  it("of which a part was refused keeps the account, and sends nothing more in this run", async () => {
    vendor.create = async () => {
      vendor.account = there();
      return { id: "9", observed: vendor.account, failure: new PartlyRejectedError("training: down", ["training"]) };
    };
    const failure = await failureOf(create(session, { ...ada, tags: ["x"] }, "urn"));
    expect(failure).toMatchObject({ code: "partial", id: "9", outputs: { bio: "a", pendingOn: ["training"] } });
    expect(vendor.sent).toEqual([]);
  });

  it("sends afterwards what the answer shows to be missing, and repeats it until the account can be seen", async () => {
    const send = vendor.update.bind(vendor);
    let tries = 0;
    vendor.update = async (request) => {
      if (++tries < 3) throw new NotFoundError("who?");
      return send(request);
    };
    vendor.create = async () => {
      vendor.account = account({ login: "ada" });
      return { id: "9", observed: vendor.account };
    };
    expect((await create(session, ada, "urn")).outputs).toMatchObject({ bio: "a", origin: "created" });
    expect(tries).toBe(3);
  });

  it("gives up after the vendor's settling time, with the vendor's refusal, and repeats no other failure", async () => {
    let tries = 0;
    const creating = (error: Error) => {
      const own = new FakeConnector();
      tries = 0;
      own.create = async () => {
        own.account = account({ login: "ada" });
        return { id: "9", observed: own.account };
      };
      own.update = async () => {
        tries++;
        throw error;
      };
      return failureOf(create(sessionOf(own), ada, "urn"));
    };
    expect((await creating(new NotFoundError("who?"))).cause.code).toBe("not-found");
    expect(tries).toBeGreaterThan(1);
    expect((await creating(new UnavailableError("down"))).cause.code).toBe("unavailable");
    expect(tries).toBe(1);
  });
});

describe("an adoption that fails", () => {
  const failing = (done: boolean) => {
    vendor.account = there();
    vendor.update = async () => {
      if (done) vendor.account = account({ login: "ada", bio: "b" });
      throw new UnavailableError("down");
    };
    return failureOf(create(session, { ...ada, bio: "b", tags: ["x"], adopt: true }, "urn"));
  };

  it("without a trace takes nobody on", async () => {
    expect((await failing(false)).code).toBe("unavailable");
  });

  it("halfway keeps the account as it is now", async () => {
    expect(await failing(true)).toMatchObject({ code: "partial", outputs: { bio: "b", origin: "adopted" } });
  });

  it("as the account is gone by then says so", async () => {
    vendor.account = there();
    vendor.update = async () => {
      vendor.account = undefined;
      throw new UnavailableError("down");
    };
    expect((await failureOf(create(session, { ...ada, bio: "b", adopt: true }, "urn"))).code).toBe("not-found");
  });
});

describe("an update", () => {
  const requests: UpdateRequest[] = [];
  const updated = async (olds: object, news: object, seen: Observed = there()) => {
    requests.length = 0;
    vendor.account = seen;
    const send = FakeConnector.prototype.update.bind(vendor);
    vendor.update = async (request) => {
      requests.push(request);
      return send(request);
    };
    const outputs = { ...ada, status: "on", tenant: "here", origin: "created", ...olds };
    return update(session, "9", outputs, { ...ada, ...news }, "urn");
  };

  it("names the sets to which is only added, so that what somebody has besides stays", async () => {
    await updated({ roles: ["a"], rolesMode: "add" }, { roles: ["a", "b"], rolesMode: "add" });
    expect(requests.map(({ addOnly }) => addOnly)).toEqual([["roles"]]);
    await updated({ roles: ["a"] }, { roles: ["a", "b"] });
    expect(requests.map(({ addOnly }) => addOnly)).toEqual([[]]);
  });

  it.each<[string, object, number]>([
    ["of a manager", { manager: "8" }, 3],
    ["of roles", { roles: ["a"] }, 3],
    ["of roles and an attribute", { roles: ["a"], bio: "b" }, 3],
    ["of an attribute alone", { bio: "b" }, 1],
  ])("%s is repeated while the vendor doesn't see what it refers to: %#", async (_, news, expected) => {
    const send = vendor.update.bind(vendor);
    let tries = 0;
    vendor.account = there();
    vendor.update = async (request) => {
      if (++tries < 3) throw new NotFoundError("who?");
      return send(request);
    };
    const outputs = { ...ada, status: "on", tenant: "here", origin: "created" };
    const updating = update(session, "9", outputs, { ...ada, ...news }, "urn");
    if (expected === 1) await failureOf(updating);
    else await updating;
    expect(tries).toBe(expected);
  });

  it("refuses a fixed value that it was to change, and passes over one of which it says nothing", async () => {
    const other = account({ login: "ada", bio: "a", locale: "z" });
    await updated({ locale: "x" }, { locale: "x", bio: "b" }, other);
    expect(requests).toHaveLength(1);
    expect(
      (
        await failureOf(
          updated({}, { locale: "x", bio: "b" }, { ...other, attributes: { ...other.attributes, bio: "a" } }),
        )
      ).cause,
    ).toMatchObject({ code: "invalid-arguments", message: expect.stringMatching(/^locale: .* account 9 /) });
  });

  it("that promises to delete a copy is refused, unless that was promised before", async () => {
    session = sessionOf(vendor, { kind: withTraits({ copies: { output: "source" } }) });
    const olds = { source: "ldap" };
    expect((await failureOf(updated(olds, { bio: "b", onDestroy: "delete" }))).code).toBe("invalid-arguments");
    expect(requests).toEqual([]);
    await updated({ ...olds, onDestroy: "delete" }, { bio: "b", onDestroy: "delete" });
    expect(requests).toHaveLength(1);
  });

  it("that takes a list of roles over looks at them now, and sends of other things what was compared", async () => {
    const seen = there({ sets: { roles: { members: { [FLAT]: ["a", "z"] } } } });
    await updated({ roles: ["a"], rolesMode: "add" }, { roles: ["a"] }, seen);
    expect(requests.flatMap(({ changes }) => changes)).toEqual([{ kind: "member", path: ["roles", 1], from: "z" }]);
    await updated(
      { roles: ["a"], rolesMode: "add" },
      { roles: ["a"], bio: "b" },
      { ...seen, attributes: { ...seen.attributes, bio: "drifted" } },
    );
    expect(requests.flatMap(({ changes }) => changes)).toEqual([
      { kind: "attribute", path: ["bio"], from: "a", to: "b" },
      { kind: "member", path: ["roles", 1], from: "z" },
    ]);
    await updated({ roles: ["a"], rolesMode: "add" }, { roles: ["a", "b"] }, seen);
    expect(requests.flatMap(({ changes }) => changes)).toEqual([
      { kind: "member", path: ["roles", 1], from: "z" },
      { kind: "member", path: ["roles", 1], to: "b" },
    ]);
  });

  it("that takes one list over sends the changes of the others as they were compared", async () => {
    const teams = { noun: "team", mode: "teamsMode", sections: false, implied: [] };
    session = sessionOf(vendor, { kind: withTraits({ sets: { ...session.kind.capabilities.sets, teams } }) });
    const members = { [FLAT]: ["a"] };
    const olds = { roles: ["a"], rolesMode: "add", teams: ["a"] };
    const seen = there({ sets: { roles: { members }, teams: { members } } });
    vendor.account = seen;
    vendor.update = async (request) => {
      requests.push(request);
      return { id: "9", observed: { ...seen, sets: { ...seen.sets, teams: { members: { [FLAT]: ["b"] } } } } };
    };
    requests.length = 0;
    const outputs = { ...ada, status: "on", tenant: "here", origin: "created", ...olds };
    await update(session, "9", outputs, { ...ada, roles: ["a"], teams: ["b"] }, "urn");
    expect(requests.flatMap(({ changes }) => changes)).toEqual([
      { kind: "member", path: ["teams", 0], from: "a" },
      { kind: "member", path: ["teams", 0], to: "b" },
    ]);
  });

  it("may tell its last outputs in another way than the comparison before it", async () => {
    session.ownership.declare("lab", "ada");
    const last = { ...ada, tenant: "here", spelt: "otherwise" };
    session.ownership.persons.stay(NINE, { from: "ada", to: "ada", last }, "login");
    await updated({}, { bio: "b" });
    expect(requests).toHaveLength(1);
  });

  it("of somebody who turns out to be gone says so, and keeps nothing of them", async () => {
    vendor.account = undefined;
    const outputs = { ...ada, status: "on", tenant: "here", origin: "created" };
    expect((await failureOf(update(session, "9", outputs, { ...ada, bio: "b" }, "urn"))).code).toBe("not-found");
  });
});
