import { beforeEach, describe, expect, it } from "vitest";
import type { Contents, Removal } from "../../../provider/core/contract/connector";
import { read, remove } from "../../../provider/core/lifecycle/reconcile";
import { RemovalLimit } from "../../../provider/core/session/removal-limit";
import type { Session } from "../../../provider/core/session/session";
import { account, FakeConnector, sessionOf } from "../fake-connector";
import { kind } from "../lab";

const OUTPUTS = { login: "ada", bio: "a", status: "on", tenant: "here", origin: "created" };
const ACCOUNT = { kind: "user", platform: "lab", tenant: "here", id: "9" } as const;

let vendor: FakeConnector;
let session: ReturnType<typeof sessionOf>;

beforeEach(() => {
  vendor = new FakeConnector();
  vendor.account = account({ login: "ada", bio: "a" });
  session = sessionOf(vendor);
});

const sessionWith = (more: Partial<Session>) => sessionOf(vendor, more);
const failureOf = (call: Promise<unknown>) =>
  call.then(
    (value) => expect.fail(`nothing failed: ${JSON.stringify(value)}`),
    (error: Error & { code: string }) => error,
  );

describe("what becomes of an account whose resource goes", () => {
  it.each<[string, object, string, readonly string[]]>([
    ["created", {}, "deactivated", ["deactivate"]],
    ["adopted", {}, "released", []],
    ["imported", {}, "released", []],
    ["created", { onDestroy: "retain" }, "released", []],
    ["created", { onDestroy: "delete" }, "deleted", ["remove"]],
    ["adopted", { onDestroy: "delete" }, "deleted", ["remove"]],
    ["imported", { onDestroy: "deactivate" }, "deactivated", ["deactivate"]],
  ])("that was %s, with %j: it is %s", async (origin, options, departure, calls) => {
    expect(await remove(session, "9", { ...OUTPUTS, ...options, origin }, "urn")).toBe(departure);
    expect(vendor.calls).toEqual(calls);
    const said = expect.stringMatching(`account 9 is released, still active, .*${origin}`);
    expect(session.messages).toEqual(departure === "released" ? [said] : []);
  });

  it("is told to the connector with the natural key that it had last, where one is known", async () => {
    const told: (string | undefined)[] = [];
    vendor.deactivate = async (...args: unknown[]): Promise<Removal> => {
      told.push(args[2] as string | undefined);
      return "done";
    };
    const { login: _, ...nameless } = OUTPUTS;
    await remove(session, "9", OUTPUTS, "urn");
    await remove(session, "9", nameless, "urn");
    await remove(session, "9", { ...nameless, login: { value: 7 } }, "urn");
    expect(told).toEqual(["ada", undefined, undefined]);
  });

  it("leaves the account free for another resource, and counts against the limit once", async () => {
    const removalLimit = new RemovalLimit(1, "roster:lab.maxRemovals");
    const limited = sessionWith({ removalLimit });
    limited.ownership.claim(ACCOUNT, "urn", "ada");
    await remove(limited, "9", OUTPUTS, "urn");
    expect(limited.ownership.keptByAnother(ACCOUNT, "other")).toBe(false);
    vendor.calls.length = 0;
    expect((await failureOf(remove(limited, "10", { ...OUTPUTS, login: "bob" }, "urn-2"))).code).toBe("removal-limit");
    expect(vendor.calls).toEqual([]);
  });

  it("is nothing in another tenant", async () => {
    expect((await failureOf(remove(session, "9", { ...OUTPUTS, tenant: "there" }, "urn"))).code).toBe("foreign-tenant");
    expect(vendor.calls).toEqual([]);
  });
});

describe("an account that somebody else manages by now", () => {
  const stay = (urn: string, from: string, to: string) =>
    session.ownership.persons.stay(ACCOUNT, { urn, from, to }, "login");

  it("is released and not touched where another resource declares the person", async () => {
    session.ownership.declare("lab", "ada");
    expect(await remove(session, "9", OUTPUTS, "urn")).toBe("released");
    expect(vendor.calls).toEqual([]);
    expect(session.messages).toEqual([expect.stringContaining("declared by another resource")]);
  });

  it("is removed where another person is declared, or one of another kind or platform", async () => {
    session.ownership.declare("lab", "bob");
    session.ownership.declare("elsewhere", "ada");
    session.ownership.declare("lab", "ada", "group");
    expect(await remove(session, "9", OUTPUTS, "urn")).toBe("deactivated");
    expect(session.messages).toEqual([]);
  });

  it("is released and not touched where another resource keeps it", async () => {
    session.ownership.claim(ACCOUNT, "other", "ada");
    expect(await remove(session, "9", OUTPUTS, "urn")).toBe("released");
    expect(vendor.calls).toEqual([]);
    expect(session.messages).toEqual([expect.stringContaining("managed by another resource")]);
  });

  it("is removed where the other one has only read it, or is itself", async () => {
    await read(session, "9", OUTPUTS, "other");
    expect(await remove(session, "9", OUTPUTS, "urn")).toBe("deactivated");
    session.ownership.claim(ACCOUNT, "urn", "ada");
    expect(await remove(session, "9", OUTPUTS, "urn")).toBe("deactivated");
  });

  it.each<[string, string, string]>([
    ["as whom it was", "ada", "countess"],
    ["as whom it is to be", "countess", "ada"],
  ])("is released where a resource of the state stays with it %s", async (_, from, to) => {
    stay("other", from, to);
    expect(await remove(session, "9", OUTPUTS, "urn")).toBe("released");
    expect(vendor.calls).toEqual([]);
  });

  it("is not touched, and the run fails, where a resource of the state stays with it as somebody else", async () => {
    stay("other", "bob", "robert");
    expect((await failureOf(remove(session, "9", OUTPUTS, "urn"))).code).toBe("claimed");
    expect(vendor.calls).toEqual([]);
  });

  it("is removed where the resource that stays with it is the one that goes", async () => {
    stay("urn", "bob", "robert");
    expect(await remove(session, "9", OUTPUTS, "urn")).toBe("deactivated");
  });

  it("is released where the person is declared, whoever stays with the account", async () => {
    stay("other", "bob", "robert");
    session.ownership.declare("lab", "ada");
    expect(await remove(session, "9", OUTPUTS, "urn")).toBe("released");
    expect(vendor.calls).toEqual([]);
  });

  it("is removed once: who is taken for somebody else at a second removal fails", async () => {
    await remove(session, "9", OUTPUTS, "urn");
    vendor.calls.length = 0;
    expect((await failureOf(remove(session, "9", { ...OUTPUTS, login: "bob" }, "urn-2"))).code).toBe("claimed");
    expect(vendor.calls).toEqual([]);
  });
});

describe("what holds others", () => {
  const holding = { ...kind, capabilities: { ...kind.capabilities, holdsOthers: true as const } };
  const told = (...contents: (Contents | undefined)[]) => {
    let look = 0;
    return Object.assign(vendor, {
      contents: async () => {
        vendor.calls.push("contents");
        return contents[Math.min(look++, contents.length - 1)];
      },
    });
  };
  const [EMPTY, FULL, PARENT] = [
    { members: false, children: false },
    { members: true, children: false },
    { members: false, children: true },
  ];
  const removed = (onDestroy: string | undefined, more: Partial<Session> = {}) =>
    remove(sessionWith({ kind: holding, ...more }), "9", { ...OUTPUTS, ...(onDestroy && { onDestroy }) }, "urn");

  it.each<[string | undefined, Contents, "deleted" | "not-empty"]>([
    [undefined, EMPTY, "deleted"],
    [undefined, FULL, "not-empty"],
    [undefined, PARENT, "not-empty"],
    ["delete", EMPTY, "deleted"],
    ["delete", FULL, "deleted"],
    ["delete", PARENT, "not-empty"],
    ["delete", { members: true, children: true }, "not-empty"],
  ])("with onDestroy %j and %j is %s", async (onDestroy, contents, end) => {
    told(contents);
    if (end === "deleted") expect(await removed(onDestroy)).toBe("deleted");
    else expect((await failureOf(removed(onDestroy))).code).toBe("not-empty");
    expect(vendor.calls.filter((call) => call === "remove")).toHaveLength(end === "deleted" ? 1 : 0);
    expect(vendor.calls.slice(0, 2)).toEqual(["read", "contents"]);
  });

  it("is not deleted where nobody can tell what is in it", async () => {
    expect((await failureOf(removed("delete"))).code).toBe("internal");
    told(undefined);
    expect((await failureOf(removed("delete"))).code).toBe("internal");
    expect(vendor.calls).not.toContain("remove");
  });

  it("is left as it is, and not looked into, where it is retained", async () => {
    told(EMPTY);
    expect(await removed("retain")).toBe("released");
    expect(vendor.calls).toEqual([]);
  });

  it("is looked at again while members whom this run has removed may show, and not otherwise", async () => {
    told(FULL, FULL, EMPTY);
    expect((await failureOf(removed(undefined))).code).toBe("not-empty");
    expect(vendor.calls).toEqual(["read", "contents"]);
    vendor.calls.length = 0;
    told(FULL, FULL, EMPTY);
    const removalLimit = new RemovalLimit(10, "roster:lab.maxRemovals");
    removalLimit.take();
    expect(await removed(undefined, { removalLimit })).toBe("deleted");
    expect(vendor.calls).toEqual(["read", "contents", "contents", "contents", "remove"]);
  });

  it("is refused in the end where members still show", async () => {
    told(FULL);
    const removalLimit = new RemovalLimit(10, "roster:lab.maxRemovals");
    removalLimit.take();
    expect((await failureOf(removed(undefined, { removalLimit }))).code).toBe("not-empty");
    expect(vendor.calls).not.toContain("remove");
  });

  it("that was not created here is released, unless it says otherwise", async () => {
    told(EMPTY);
    const outputs = { ...OUTPUTS, origin: "adopted" };
    expect(await remove(sessionWith({ kind: holding }), "9", outputs, "urn")).toBe("released");
    expect(vendor.calls).toEqual([]);
  });
});
