import { beforeEach, describe, expect, it, vi } from "vitest";
import type { People } from "../../../provider/core/contract/context";
import {
  PartialError,
  PartlyRejectedError,
  RejectedError,
  UnavailableError,
  UncertainError,
} from "../../../provider/core/contract/errors";
import { create, read, remove, update } from "../../../provider/core/lifecycle/reconcile";
import { FLAT, type Observed } from "../../../provider/core/model/entity";
import { RemovalLimit } from "../../../provider/core/session/removal-limit";
import { account, FakeConnector, sessionOf } from "../fake-connector";
import { applied } from "../lab";

let vendor: FakeConnector;
let session: ReturnType<typeof sessionOf>;
const ada = { login: "ada", bio: "a" };

beforeEach(() => {
  vendor = new FakeConnector();
  session = sessionOf(vendor);
});

async function created(inputs: object = ada): Promise<Record<string, unknown>> {
  const { outputs } = await create(session, { ...inputs }, "urn");
  vendor.calls.length = 0;
  return outputs;
}

/** The failure of a call that must fail. */
async function failureOf(call: Promise<unknown>): Promise<PartialError & { code: string }> {
  return call.then(
    () => {
      throw new Error("nothing failed");
    },
    (error) => error,
  );
}

describe("creating", () => {
  it("sends one creation where two resources declare one person at the same time", async () => {
    const both = await Promise.allSettled([create(session, { ...ada }, "one"), create(session, { ...ada }, "two")]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "claimed" } });
    expect(vendor.calls.filter((call) => call === "create")).toHaveLength(1);
  });

  it.each([undefined, true])(
    "by another resource is told from an account that was there before, adopt: %s",
    async (adopt) => {
      let answer: (() => void) | undefined;
      const send = vendor.create.bind(vendor);
      vendor.create = async (...sent) => {
        const written = await send(...sent);
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        return written;
      };
      const first = create(session, { ...ada }, "one");
      await vi.waitFor(() => expect(answer).toBeDefined());
      const second = await failureOf(create(session, { ...ada, ...(adopt && { adopt }) }, "two"));
      expect(second).toMatchObject({ code: "claimed", message: expect.stringMatching("is creating this") });
      answer?.();
      expect((await first).outputs.origin).toBe("created");
    },
  );

  it("looks once, creates once, and needs no more where the answer shows everything", async () => {
    const { id, outputs } = await create(session, ada, "urn");
    expect(id).toBe("9");
    expect(outputs).toEqual({ login: "ada", bio: "a", status: "on", tenant: "here", origin: "created" });
    expect(vendor.calls).toEqual(["find", "create"]);
  });

  it("waits for an account that the answer names and doesn't show", async () => {
    vendor.create = async () => ({ id: "9" });
    let looks = 0;
    vendor.read = async () => (++looks < 5 ? { absent: true, proof: "not yet" } : account({ login: "ada", bio: "a" }));
    await create(session, ada, "urn");
    expect(looks).toBe(5);
  });

  it("keeps an account that never shows", async () => {
    vendor.create = async () => ({ id: "9" });
    const failure = await failureOf(create(session, ada, "urn"));
    expect(failure).toBeInstanceOf(PartialError);
    expect(failure).toMatchObject({ id: "9", outputs: { login: "ada", tenant: "here", origin: "created" } });
    expect(failure.cause).toMatchObject({
      code: "not-converged",
      missing: [],
      message: expect.stringMatching("account 9"),
    });
  });

  it("of whom nothing can be seen keeps what could be set at creation alone, so that it isn't refused later", async () => {
    vendor.create = async () => ({ id: "9" });
    vendor.read = async () => {
      throw new UnavailableError("down");
    };
    const failure = await failureOf(create(session, { ...ada, locale: "x", initialPassword: "p" }, "urn"));
    expect(failure.outputs).toEqual({
      login: "ada",
      locale: "x",
      initialPassword: "p",
      tenant: "here",
      origin: "created",
    });
    expect(failure.cause.code).toBe("unavailable");
  });

  it("whose answer only repeats what was sent keeps none of it, while no read shows it", async () => {
    const echoing = { ...session.kind.capabilities, answerIsProof: false };
    session = sessionOf(vendor, { kind: { ...session.kind, capabilities: echoing } });
    vendor.read = async () => {
      throw new UnavailableError("down");
    };
    const failure = await failureOf(create(session, ada, "urn"));
    expect(failure.outputs).toEqual({ login: "ada", tenant: "here", origin: "created" });
  });

  it("with a lost answer and two accounts afterwards takes neither", async () => {
    const none = vendor.find.bind(vendor);
    vendor.create = async () => {
      vendor.find = async () => [account({ login: "ada" }), account({ login: "ada" }, { id: "10" })];
      throw new UncertainError("lost");
    };
    expect((await failureOf(create(session, ada, "urn"))).code).toBe("ambiguous");
    vendor.find = none;
  });

  it("that is refused because somebody has just made the account is the refusal of an account that exists", async () => {
    vendor.create = async () => {
      vendor.account = account({ login: "ada", bio: "a" });
      throw new RejectedError("login: taken");
    };
    expect(await failureOf(create(session, ada, "urn"))).toMatchObject({ code: "already-exists", account: "9" });
    vendor.account = undefined;
    expect((await create(session, { ...ada, adopt: true }, "urn")).outputs["origin"]).toBe("adopted");
  });

  it("that is refused for another reason is that refusal", async () => {
    vendor.create = async () => {
      throw new RejectedError("bio: too long");
    };
    expect((await failureOf(create(session, ada, "urn"))).message).toBe("bio: too long");
  });
});

describe("a change that never shows", () => {
  const hiding = { answerIsProof: false };
  const slow = (shown: Observed, capabilities: object = {}) => {
    session = sessionOf(vendor, {
      kind: { ...session.kind, capabilities: { ...session.kind.capabilities, ...hiding, ...capabilities } },
    });
    vendor.read = async () => shown;
  };
  const updated = async (shown: Observed, news: object, olds: object = {}, capabilities: object = {}) => {
    vendor = new FakeConnector();
    session = sessionOf(vendor);
    const outputs = { ...(await created()), ...olds };
    slow(shown, capabilities);
    return failureOf(update(session, "9", outputs, { ...ada, ...news }, "urn"));
  };

  it.each<[string, Observed, object, object, RegExp]>([
    ["a value", account({ login: "ada", bio: "a" }), { bio: "b" }, {}, /still missing: bio\. .*does not accept/],
    [
      "what is to go",
      account({ login: "ada", bio: "a", tags: ["x"] }),
      { clear: ["tags"] },
      { tags: ["x"] },
      /still there: tags\. .*keeps what is to go/,
    ],
    [
      "both",
      account({ login: "ada", bio: "a", tags: ["x"] }),
      { bio: "b", clear: ["tags"] },
      { tags: ["x"] },
      /still missing: bio; still there: tags\. .*does not accept/,
    ],
    [
      "a part of a set",
      account({ login: "ada", bio: "a", tags: ["x", "y"] }),
      { tags: ["x", "y", "z"] },
      { tags: ["x"] },
      /keeps 2 of the 3 values of tags: tags\[0\], tags\[1\], and not tags\[2\]/,
    ],
  ])("is named: %s", async (_, shown, news, olds, says) => {
    const failure = await updated(shown, news, olds);
    expect(failure.cause).toMatchObject({ code: "not-converged", message: expect.stringMatching(says) });
  });

  it.each<[string, Observed, object]>([
    ["nothing of the set", account({ login: "ada", bio: "a", tags: ["w"] }), { tags: ["y", "z"] }],
    ["no set", account({ login: "ada", bio: "a" }), { bio: "b" }],
  ])("of which the vendor keeps %s says nothing of a part", async (_, shown, news) => {
    expect((await updated(shown, news)).cause.message).not.toMatch(/It keeps/);
  });

  it("is waited for as long as the session says, or as the vendor needs where that is less", async () => {
    const shown = account({ login: "ada", bio: "a" });
    expect((await updated(shown, { bio: "b" })).cause.message).toMatch(/after 60 s/);
    expect((await updated(shown, { bio: "b" }, {}, { visibilityTimeout: 5000 })).cause.message).toMatch(/after 5 s/);
    expect(session.context.clock.now()).toBeLessThanOrEqual(5000);
  });

  it("is not taken for other people's drift, which nobody waits for", async () => {
    const outputs = await created();
    slow(account({ login: "ada", bio: "b", tags: ["drifted"] }));
    const after = await update(session, "9", { ...outputs, tags: ["x"] }, { ...ada, bio: "b", tags: ["x"] }, "urn");
    expect(after.outputs).toMatchObject({ bio: "b", tags: ["drifted"] });
  });
});

describe("updating", () => {
  it("sends what changed, and waits for nothing else", async () => {
    const outputs = await created({ ...ada, tags: ["x"] });
    vendor.account = account({ login: "ada", bio: "a", tags: ["drifted"] });
    const after = await update(session, "9", outputs, { ...ada, tags: ["x"], bio: "b" }, "urn");
    expect(vendor.sent).toEqual([[{ kind: "attribute", path: ["bio"], from: "a", to: "b" }]]);
    expect(vendor.calls).toEqual(["update"]);
    expect(after.outputs["tags"]).toEqual(["drifted"]);
  });

  it("sends never what can only be set at creation", async () => {
    vendor.account = account({ login: "ada", bio: "a", locale: "x" });
    const bare = { login: "ada", tenant: "here", origin: "created" };
    await update(session, "9", bare, { ...ada, locale: "x" }, "urn");
    expect(vendor.sent.flat().map(({ path }) => path)).toEqual([["bio"]]);
  });

  it("refuses what can only be set at creation where the account has another value, and sends the rest", async () => {
    vendor.account = account({ login: "ada", bio: "a", locale: "z" });
    const bare = { login: "ada", tenant: "here", origin: "created" };
    const updating = update(session, "9", bare, { ...ada, locale: "x" }, "urn");
    await expect(updating).rejects.toThrow(/locale: can only be set when an account is created/);
    expect(vendor.sent.flat().map(({ path }) => path)).toEqual([["bio"]]);
  });

  it('back from rolesMode "add" sends the other changes too, those that nobody can see among them', async () => {
    const outputs = await created({ ...ada, roles: ["a"], rolesMode: "add" });
    vendor.account = { ...account({ login: "ada", bio: "a" }), sets: { roles: { members: { [FLAT]: ["a", "z"] } } } };
    vendor.sent.length = 0;
    await update(session, "9", outputs, { login: "ada", bio: "b", badge: "7", roles: ["a"] }, "urn");
    expect(vendor.sent.flat().map(({ path }) => path)).toEqual([["bio"], ["badge"], ["roles", 1]]);
  });

  it("that fails halfway doesn't take a value that is never shown for sent", async () => {
    const outputs = await created({ ...ada, badge: "old" });
    expect(outputs["badge"]).toBe("old");
    vendor.update = async () => {
      vendor.account = account({ login: "ada", bio: "b" });
      throw new UnavailableError("down");
    };
    const failure = await failureOf(update(session, "9", outputs, { login: "ada", bio: "b", badge: "new" }, "urn"));
    expect(failure.outputs).toMatchObject({ bio: "b", badge: "old" });
  });

  it("that fails without a trace is a plain error, so that the engine keeps what it has", async () => {
    const outputs = await created();
    vendor.update = async () => {
      throw new UnavailableError("down");
    };
    expect(await failureOf(update(session, "9", outputs, { login: "ada", bio: "b" }, "urn"))).toBeInstanceOf(
      UnavailableError,
    );
  });

  it.each([
    ["refused", new RejectedError("bio: too long")],
    ["cut short", new UnavailableError("down")],
  ])(
    "that is %s while nobody can say where other roles come from stores what was seen, never what was declared",
    async (_, refusal) => {
      const outputs = await created({ ...ada, roles: ["Author"] });
      const members = { [FLAT]: ["Author", "Granted by a group"] };
      const before = account({ login: "ada", bio: "a" }, { sets: { roles: { members } } });
      vendor.account = before;
      const carryOut = vendor.update.bind(vendor);
      vendor.update = async () => {
        throw refusal;
      };
      vendor.impliedMembers = async () => {
        throw new UnavailableError("down");
      };
      const news = { login: "ada", bio: "b", roles: ["Admin", "Author"] };
      const failure = await failureOf(update(session, "9", outputs, news, "urn"));
      expect(failure).not.toBeInstanceOf(PartialError);
      vendor.update = carryOut;
      vendor.impliedMembers = async () => ({ [FLAT]: ["Granted by a group"] });
      vendor.sent.length = 0;
      await update(session, "9", failure.outputs ?? outputs, news, "urn");
      expect(vendor.sent.flat().map(({ path, to }) => [path[0], to])).toEqual([
        ["bio", "b"],
        ["roles", "Admin"],
      ]);
    },
  );

  it("of which a part was done keeps that part, and of the roles those that are known to be its own", async () => {
    const outputs = await created({ ...ada, roles: ["Author", "Editor"] });
    vendor.impliedMembers = async () => {
      throw new UnavailableError("down");
    };
    vendor.update = async () => {
      const held = ["Author", "Editor", "Granted by a group"];
      vendor.account = { ...account({ login: "ada", bio: "b" }), sets: { roles: { members: { [FLAT]: held } } } };
      throw new RejectedError("roles: refused");
    };
    const news = { login: "ada", bio: "b", roles: ["Admin", "Author"] };
    const failure = await failureOf(update(session, "9", outputs, news, "urn"));
    expect(failure.outputs).toMatchObject({ bio: "b", roles: ["Author", "Editor"] });
  });

  it("that is refused doesn't take a value that this answer leaves out for sent", async () => {
    const outputs = await created();
    const hidden = account({ login: "ada", bio: "a" }, { unseen: ["tags"] });
    vendor.account = hidden;
    const { outputs: tagged } = await update(session, "9", outputs, { ...ada, tags: ["old"] }, "urn");
    vendor.account = hidden;
    vendor.update = async () => {
      throw new RejectedError("tags: refused");
    };
    const failure = await failureOf(update(session, "9", tagged, { ...ada, tags: ["new"] }, "urn"));
    expect(failure.outputs ?? tagged).toMatchObject({ tags: ["old"] });
  });

  it("of what a program error interrupts is a failure too, and not a crash", async () => {
    const outputs = await created();
    const mistake = new TypeError("x is undefined");
    vendor.update = async () => {
      throw mistake;
    };
    const failure = await failureOf(update(session, "9", outputs, { login: "ada", bio: "b" }, "urn"));
    expect(failure).toMatchObject({ code: "internal", message: expect.stringMatching(/internal error/) });
    // Its place is kept for developers, and shown to nobody: adapters print the stack.
    expect(failure.cause).toBe(mistake);
    expect(failure.stack).toBe("InternalError");
  });
});

describe("an update that switches off", () => {
  const off = { ...ada, status: "off" };

  it("counts against the removal limit, and is not sent beyond it", async () => {
    const outputs = await created();
    const removalLimit = new RemovalLimit(1, "roster:lab.maxRemovals");
    session = sessionOf(vendor, { removalLimit });
    expect((await update(session, "9", outputs, off, "urn")).outputs["status"]).toBe("off");
    vendor.account = account({ login: "ada", bio: "a" });
    vendor.calls.length = 0;
    expect((await failureOf(update(session, "9", outputs, off, "urn"))).code).toBe("removal-limit");
    expect(vendor.calls).toEqual([]);
  });

  it.each<[string, object, object]>([
    ["that switches on", { status: "off" }, { status: "on" }],
    ["of anything else", {}, { bio: "b" }],
    ["of a text that reads like it", {}, { bio: "off" }],
  ])("is no other one: %s is not counted", async (_, before, after) => {
    const outputs = { ...(await created()), ...before };
    if (vendor.account && "status" in before)
      vendor.account = account({ login: "ada", bio: "a", status: "off" }, { active: false });
    const removalLimit = new RemovalLimit(0, "roster:lab.maxRemovals");
    await update(sessionOf(vendor, { removalLimit }), "9", outputs, { ...ada, ...after }, "urn");
    expect(removalLimit.isUsed).toBe(false);
  });

  it("is counted as one removal, whatever else it changes", async () => {
    const outputs = await created();
    const removalLimit = new RemovalLimit(1, "roster:lab.maxRemovals");
    await update(sessionOf(vendor, { removalLimit }), "9", outputs, { ...off, bio: "b" }, "urn");
    expect(vendor.account).toMatchObject({ active: false, attributes: { bio: "b" } });
  });

  it("at a creation is none: nobody is removed by it", async () => {
    const removalLimit = new RemovalLimit(0, "roster:lab.maxRemovals");
    const { outputs } = await create(sessionOf(vendor, { removalLimit }), off, "urn");
    expect(outputs["status"]).toBe("off");
    expect(removalLimit.isUsed).toBe(false);
  });
});

describe("an update of an account that another resource keeps", () => {
  const NINE = { kind: "user", platform: "lab", tenant: "here", id: "9" } as const;

  it("is refused and sends nothing where that one keeps it as somebody else", async () => {
    const outputs = await created();
    session.ownership.claim(NINE, "other", "bob");
    expect((await failureOf(update(session, "9", outputs, { ...ada, bio: "b" }, "urn"))).code).toBe("claimed");
    expect(vendor.calls).toEqual([]);
  });

  it("claims the account as the person who is declared", async () => {
    const outputs = await created();
    session.ownership.clear();
    await update(session, "9", outputs, { ...ada, bio: "b" }, "urn");
    expect(session.ownership.keptByAnother(NINE, "other")).toBe(true);
    expect(session.ownership.keptAsAnother(NINE, "other", "ada")).toBe(false);
  });

  it("sends nothing in another tenant, in a run that only reads, or to people who would be their own manager", async () => {
    const outputs = await created();
    const news = { ...ada, bio: "b" };
    expect((await failureOf(update(session, "9", { ...outputs, tenant: "there" }, news, "urn"))).code).toBe(
      "foreign-tenant",
    );
    expect((await failureOf(update(sessionOf(vendor, { readOnly: true }), "9", outputs, news, "urn"))).code).toBe(
      "read-only",
    );
    expect((await failureOf(update(session, "9", outputs, { ...news, manager: "9" }, "urn"))).code).toBe(
      "invalid-arguments",
    );
    expect(vendor.calls).toEqual([]);
  });

  it("without a change makes no call, and keeps what is remembered", async () => {
    const outputs = await created();
    const { id, outputs: after } = await update(session, "9", outputs, { ...ada, onDestroy: "retain" }, "urn");
    expect([id, after]).toEqual(["9", { ...outputs, onDestroy: "retain" }]);
    expect(vendor.calls).toEqual([]);
  });

  it("of somebody who is gone is refused where a list of roles is taken over", async () => {
    const outputs = await created({ ...ada, roles: ["a"], rolesMode: "add" });
    vendor.account = undefined;
    const gone = await failureOf(update(session, "9", outputs, { ...ada, roles: ["a"] }, "urn"));
    expect(gone).toMatchObject({
      code: "not-found",
      message: expect.stringMatching(/^account 9 is no longer at the lab/),
    });
    expect(vendor.calls).toEqual(["read"]);
  });
});

describe("a write that one system behind the vendor has not taken", () => {
  const half = (system: string) => async () => {
    vendor.account = account({ login: "ada", bio: "b" });
    throw new PartlyRejectedError(`${system}: down`, [system]);
  };
  const news = { login: "ada", bio: "b", tags: ["x"] };

  async function pending(): Promise<Record<string, unknown>> {
    const outputs = await created();
    vendor.update = half("training");
    return { ...(await failureOf(update(session, "9", outputs, { ...news, tags: undefined }, "urn"))).outputs };
  }

  it("is pending on that system, also after a read", async () => {
    const outputs = await pending();
    expect(outputs).toMatchObject({ bio: "b", pendingOn: ["training"] });
    const found = await read(session, "9", outputs, undefined);
    expect(found?.outputs).toEqual(outputs);
    expect(found?.inputs).toEqual({ login: "ada", bio: "b" });
  });

  it("makes everything declared a change, and is pending no more once it is taken", async () => {
    const outputs = await pending();
    vendor.update = FakeConnector.prototype.update.bind(vendor);
    vendor.sent.length = 0;
    const applied = await update(session, "9", outputs, news, "urn");
    expect(vendor.sent.flat()).toEqual([
      { kind: "attribute", path: ["tags"], to: ["x"] },
      { kind: "attribute", path: ["login"], to: "ada" },
      { kind: "attribute", path: ["bio"], to: "b" },
    ]);
    expect(applied.outputs).not.toHaveProperty("pendingOn");
  });

  it("is pending on those that lack it last", async () => {
    const outputs = await pending();
    vendor.update = half("social");
    expect((await failureOf(update(session, "9", outputs, news, "urn"))).outputs).toMatchObject({
      pendingOn: ["social"],
    });
    vendor.update = async () => {
      vendor.account = account({ login: "ada", bio: "c" });
      throw new UnavailableError("down");
    };
    expect((await failureOf(update(session, "9", outputs, news, "urn"))).outputs).toMatchObject({
      bio: "c",
      pendingOn: ["training"],
    });
  });

  it("keeps the last outputs beside it where the account can't be read", async () => {
    const outputs = await created();
    vendor.update = half("training");
    vendor.read = async () => {
      throw new UnavailableError("down");
    };
    const failure = await failureOf(update(session, "9", outputs, news, "urn"));
    expect(failure.outputs).toEqual({ ...outputs, pendingOn: ["training"] });
  });
});

describe("adopting", () => {
  const NINE = { kind: "user", platform: "lab", tenant: "here", id: "9" } as const;
  const there = (more: Partial<Observed> = {}) => {
    vendor.account = account({ login: "ada", bio: "a" }, more);
  };
  const adopting = (more: object = {}) => create(session, { ...ada, adopt: true, ...more }, "urn");

  it("sends what differs and what nobody can see, keeps the account, and says what it was", async () => {
    there();
    const { id, outputs } = await adopting({ bio: "b", badge: "7" });
    expect(id).toBe("9");
    expect(outputs).toMatchObject({ bio: "b", badge: "7", origin: "adopted", tenant: "here" });
    expect(vendor.calls).toEqual(["find", "update"]);
    expect(vendor.sent.flat().map(({ path }) => path[0])).toEqual(["bio", "badge"]);
    expect(session.ownership.keptByAnother(NINE, "other")).toBe(true);
    expect(session.ownership.keptAsAnother(NINE, "other", "ada"), "as the person who is declared").toBe(false);
    expect(session.messages).toEqual([]);
  });

  it.each([true, false])("says that an account was switched on again, only where it was off: %s", async (active) => {
    there({ active, attributes: { login: "ada", bio: "a", status: active ? "on" : "off" } });
    await adopting({ status: "on" });
    expect(session.messages).toEqual(active ? [] : [expect.stringContaining("reactivated")]);
    expect(vendor.account?.active).toBe(true);
  });

  it.each<[string, () => void]>([
    ["another resource keeps", () => session.ownership.claim(NINE, "other", "ada")],
    [
      "another resource of the state stays with",
      () => session.ownership.persons.stay(NINE, { urn: "other", from: "ada", to: "ada" }, "login"),
    ],
  ])("refuses an account that %s, before anything is sent", async (_, claim) => {
    there();
    claim();
    expect((await failureOf(adopting({ bio: "b" }))).code).toBe("claimed");
    expect(vendor.calls).toEqual(["find"]);
  });

  it("is ambiguous where two have the natural key, though another resource keeps one of them", async () => {
    vendor.find = async () => [account(ada), account(ada, { id: "10" })];
    session.ownership.claim(NINE, "other", "ada");
    expect((await failureOf(adopting())).code).toBe("ambiguous");
  });

  it.each<[string, () => unknown]>([
    ["another resource has only read", () => read(session, "9", { ...ada, tenant: "here" }, "other")],
    ["this resource keeps", () => session.ownership.claim(NINE, "urn", "ada")],
    [
      "this resource of the state stays with",
      () => session.ownership.persons.stay(NINE, { urn: "urn", from: "ada", to: "ada" }, "login"),
    ],
  ])("takes on an account that %s", async (_, claim) => {
    there();
    await claim();
    expect((await adopting()).outputs["origin"]).toBe("adopted");
  });

  it("claims the account before it waits for anything, so that nobody else takes it on meanwhile", async () => {
    there();
    let asked = false;
    Object.assign(vendor, {
      shownFor: async (match: Observed) => {
        asked = session.ownership.keptByAnother(NINE, "other");
        return match;
      },
    });
    await adopting();
    expect(asked).toBe(true);
  });

  it("compares with what the vendor shows of the account for this declaration, where it shows more on demand", async () => {
    there();
    const shown = account({ login: "ada", bio: "a", tags: ["x"] });
    Object.assign(vendor, { shownFor: async () => shown });
    await adopting({ tags: ["x"] });
    expect(vendor.calls).toEqual(["find"]);
  });

  it("refuses people as their own manager, and the promise to delete a copy, before anything is sent", async () => {
    const capabilities = { ...session.kind.capabilities, copies: { output: "source", recreated: true } as never };
    session = sessionOf(vendor, { kind: { ...session.kind, capabilities } });
    there({ info: { source: "ldap" } });
    expect(await failureOf(adopting({ manager: "9" }))).toMatchObject({ code: "invalid-arguments" });
    expect(await failureOf(adopting({ onDestroy: "delete" }))).toMatchObject({ code: "invalid-arguments" });
    expect(vendor.calls).toEqual(["find", "find"]);
    expect((await adopting({ onDestroy: "deactivate" })).outputs["origin"]).toBe("adopted");
  });

  it('sends nothing of an account that differs under "identical", nor what is fixed and differs', async () => {
    there({ attributes: { login: "ada", bio: "a", status: "on", locale: "z" } });
    expect((await failureOf(adopting({ adopt: "identical", bio: "b" }))).code).toBe("differs");
    expect((await failureOf(adopting({ bio: "b", locale: "x" }))).code).toBe("invalid-arguments");
    expect(vendor.sent).toEqual([]);
  });

  it("that is refused while nobody can say where other roles come from stores those that were to go", async () => {
    vendor.account = {
      ...account({ login: "ada", bio: "a" }),
      sets: { roles: { members: { [FLAT]: ["Admin", "Granted by a group"] } } },
    };
    const implied = { [FLAT]: ["Granted by a group"] };
    let looks = 0;
    vendor.impliedMembers = async () => {
      if (++looks > 1) throw new UnavailableError("down");
      return implied;
    };
    vendor.update = async ({ changes }) => {
      if (vendor.account)
        vendor.account = applied(
          vendor.account,
          changes.filter(({ kind }) => kind !== "member"),
        );
      throw new RejectedError("roles: refused");
    };
    const inputs = { login: "ada", bio: "b", roles: ["Author"], adopt: true };
    const failure = await failureOf(create(session, inputs, "urn"));
    expect(failure.outputs).toMatchObject({ bio: "b", roles: ["Admin"] });
  });
});

describe("removing", () => {
  it("waits for a removal that is only accepted", async () => {
    const outputs = await created();
    vendor.deactivate = async () => "accepted";
    const wanted: unknown[] = [];
    vendor.read = async (...[, relations]: unknown[]) => {
      wanted.push(relations);
      return account({ login: "ada" }, { active: wanted.length < 4 });
    };
    expect(await remove(session, "9", outputs, "urn")).toBe("deactivated");
    expect(wanted).toEqual([[], [], [], []]);
  });

  it("says that an accepted removal never shows", async () => {
    const outputs = await created();
    vendor.deactivate = async () => "accepted";
    const failure = await failureOf(remove(session, "9", outputs, "urn"));
    expect(failure).toMatchObject({
      code: "not-converged",
      missing: [],
      message: expect.stringMatching(/still shows it after 60 s; run again/),
    });
  });

  it("waits for an accepted deletion until the account is gone, switched off or not", async () => {
    const outputs = await created({ ...ada, onDestroy: "delete" });
    vendor.remove = async () => "accepted";
    let looks = 0;
    vendor.read = async () => (++looks < 4 ? account({}, { active: false }) : { absent: true, proof: "404" });
    expect(await remove(session, "9", outputs, "urn")).toBe("deleted");
    expect(looks).toBe(4);
  });

  it("of an account that is gone already is success, and nothing for the removal limit", async () => {
    const outputs = await created();
    const braked = sessionOf(vendor, { removalLimit: session.removalLimit });
    vendor.deactivate = async () => "already";
    for (let i = 0; i < 20; i++) expect(await remove(braked, "9", outputs, "urn")).toBe("already-gone");
  });

  it("that is refused for another reason is nothing for the removal limit", async () => {
    const outputs = await created();
    const removalLimit = new RemovalLimit(1, "roster:lab.maxRemovals");
    const reading = sessionOf(vendor, { removalLimit, readOnly: true });
    for (let i = 0; i < 2; i++) expect((await failureOf(remove(reading, "9", outputs, "urn"))).code).toBe("read-only");
    expect(vendor.calls).toEqual([]);
    expect(await remove(sessionOf(vendor, { removalLimit }), "9", outputs, "urn")).toBe("deactivated");
  });

  it("of what holds others and is gone needs no removal, whatever the limit allows", async () => {
    const outputs = await created();
    const capabilities = { ...session.kind.capabilities, holdsOthers: true as const };
    const removalLimit = new RemovalLimit(0, "roster:lab.maxRemovals");
    const braked = sessionOf(vendor, { removalLimit, kind: { ...session.kind, capabilities } });
    vendor.account = undefined;
    const wanted: unknown[] = [];
    vendor.read = async (...[, relations]: unknown[]) => {
      wanted.push(relations);
      return { absent: true, proof: "404" };
    };
    expect(await remove(braked, "9", outputs, "urn")).toBe("already-gone");
    expect(wanted).toEqual([[]]);
    expect(vendor.calls).toEqual([]);
  });
});

describe("reading", () => {
  const NINE = { kind: "user", platform: "lab", tenant: "here", id: "9" } as const;

  it("tells who it is about before it asks, and nobody at an import", async () => {
    const outputs = await created();
    const told: unknown[][] = [];
    const people = new Proxy({} as People, {
      get:
        (_, name) =>
        (...args: unknown[]) =>
          told.push([name, ...args]),
    });
    const { context, ...rest } = session;
    const telling = { ...rest, context: { ...context, people } };
    await read(telling, "9", outputs, "urn");
    await read(telling, "9", undefined, "urn");
    expect(told).toEqual([["knowAs", "9", outputs]]);
  });

  it("is no import: two reads of a state may be of one account", async () => {
    const outputs = await created();
    for (const owner of ["urn", "urn-2"]) {
      session.ownership.takers.check(owner);
      expect(await read(session, "9", outputs, owner)).toMatchObject({ id: "9" });
    }
  });

  it("says nothing of whom a later removal is about, nor does a state without a natural key", async () => {
    const outputs = await created();
    const { login: _, ...nameless } = outputs;
    await read(session, "9", nameless, "urn");
    await read(session, "9", { ...outputs, login: "countess" }, "urn");
    expect(await remove(session, "9", outputs, "urn")).toBe("deactivated");
  });

  it("refuses one account as two people's, and goes on with one", async () => {
    const outputs = await created();
    await read(session, "9", outputs, "urn");
    await read(session, "9", outputs, "urn");
    expect((await failureOf(read(session, "9", { ...outputs, login: "bob" }, "urn-2"))).code).toBe("claimed");
  });

  it("protects nothing: who is only read may be about to leave", async () => {
    const outputs = await created();
    session.ownership.clear();
    await read(session, "9", outputs, "urn");
    expect(session.ownership.keptByAnother(NINE, "other")).toBe(false);
  });

  it("of somebody who is gone is told to the next creation of them, which says so", async () => {
    const outputs = await created();
    session.ownership.release(NINE);
    vendor.account = undefined;
    expect(await read(session, "8", outputs, undefined)).toBeUndefined();
    await create(session, ada, "urn-2");
    expect(session.messages).toEqual([expect.stringMatching(/account 8 is gone.*new id, 9.*find them$/)]);
    session.messages.length = 0;
    await create(session, { ...ada, adopt: true }, "urn-2");
    expect(session.messages).toEqual([expect.stringMatching(/account 8 is gone.*new id, 9.*find them$/)]);
  });

  it("of a group that is gone is told as what it is", async () => {
    session = sessionOf(vendor, { kind: { ...session.kind, name: "group" } });
    const outputs = await created();
    vendor.account = undefined;
    await read(session, "8", outputs, undefined);
    await create(session, ada, "urn");
    expect(session.messages).toEqual([expect.stringMatching(/group 8 is gone.*new id, 9.*find it$/)]);
  });

  it("of another person who is gone says nothing", async () => {
    const outputs = await created();
    session.ownership.release(NINE);
    vendor.account = undefined;
    await read(session, "8", { ...outputs, login: "bob" }, undefined);
    await create(session, ada, "urn-2");
    expect(session.messages).toEqual([]);
  });

  it("of another tenant's account is refused", async () => {
    const outputs = await created();
    expect((await failureOf(read(session, "9", { ...outputs, tenant: "there" }, "urn"))).code).toBe("foreign-tenant");
    expect(vendor.calls).toEqual([]);
  });

  it("is imported by id or by natural key, and taken on once", async () => {
    vendor.account = account({ login: "ada", bio: "a" });
    const asked: string[] = [];
    vendor.find = async (...[key]: unknown[]) => {
      asked.push(String(key));
      return vendor.account ? [vendor.account] : [];
    };
    for (const id of ["9", "login:ada"]) {
      const found = await read(session, id, undefined, "urn");
      expect(found).toMatchObject({ id: "9", outputs: { origin: "imported", tenant: "here", login: "ada" } });
    }
    expect(asked).toEqual(["ada"]);
    session.ownership.takers.check("urn");
    session.ownership.takers.check("urn-2");
    expect((await failureOf(read(session, "9", undefined, "urn-2"))).code).toBe("claimed");
    expect(await read(session, "9", undefined, undefined), "a reference").toMatchObject({ id: "9" });
  });

  it.each<[string, string | undefined]>([
    ["9", undefined],
    ["login:ada", undefined],
    ["urn:x", "invalid-arguments"],
    ["email:ada@example.com", "invalid-arguments"],
    ["::", undefined],
    ["x y:z", undefined],
  ])("of nobody by %s ends as %s", async (id, code) => {
    const reading = read(session, id, undefined, undefined);
    if (code === undefined) expect(await reading).toBeUndefined();
    else expect(await failureOf(reading)).toMatchObject({ code, message: expect.stringMatching(/^id: .*`login:`/) });
  });

  it("by an id with a colon in it is of the account that has it", async () => {
    vendor.account = account({ login: "ada" }, { id: "urn:x" });
    expect(await read(session, "urn:x", undefined, undefined)).toMatchObject({ id: "urn:x" });
  });

  it("shows drift in the arguments, and leaves alone what is not managed", async () => {
    const outputs = await created();
    vendor.account = account({ login: "ada", bio: "drifted", tags: ["x"] });
    const found = await read(session, "9", outputs, undefined);
    expect(found?.inputs).toEqual({ login: "ada", bio: "drifted" });
  });

  it("shows what another system emptied as emptied, which up then fills", async () => {
    const outputs = await created();
    vendor.account = account({ login: "ada" });
    const found = await read(session, "9", outputs, undefined);
    expect(found?.inputs).toEqual({ login: "ada", clear: ["bio"] });
    await update(session, "9", found?.outputs ?? {}, ada, "urn");
    expect(vendor.account.attributes["bio"]).toBe("a");
  });

  it("shows an account that is off as such, though nobody declared it", async () => {
    const outputs = await created();
    vendor.account = account({ login: "ada", bio: "a", status: "off" }, { active: false });
    expect((await read(session, "9", outputs, undefined))?.inputs).toMatchObject({ status: "off" });
  });

  it("of proven absence is nothing", async () => {
    const outputs = await created();
    vendor.account = undefined;
    expect(await read(session, "9", outputs, undefined)).toBeUndefined();
  });

  it("of several accounts with one natural key is an error that names them", async () => {
    vendor.find = async () => [account({}), account({}, { id: "10" })];
    const failure = await failureOf(read(session, "login:ada", undefined, undefined));
    expect(failure).toMatchObject({ code: "ambiguous", message: expect.stringMatching(/ids 9, 10/) });
  });
});
