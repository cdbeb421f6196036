import { beforeEach, describe, expect, it } from "vitest";
import type { Operation } from "../../../provider/core/contract/context";
import type { Properties } from "../../../provider/core/contract/declaration";
import { NotFoundError } from "../../../provider/core/contract/errors";
import { backoffDelay, POLLING, polled } from "../../../provider/core/lifecycle/backoff";
import { compare } from "../../../provider/core/lifecycle/converge";
import { create, update } from "../../../provider/core/lifecycle/reconcile";
import { FLAT, type Observed } from "../../../provider/core/model/entity";
import type { Session } from "../../../provider/core/session/session";
import { account, FakeConnector, sessionOf } from "../fake-connector";
import { declaration, kind } from "../lab";

const OUTPUTS = { login: "ada", bio: "a", status: "on", tenant: "here", origin: "created" };

let vendor: FakeConnector;

beforeEach(() => {
  vendor = new FakeConnector();
});

const withTraits = (more: object): Partial<Session> => ({
  kind: { ...kind, capabilities: { ...kind.capabilities, ...more } },
});
const failureOf = (call: Promise<unknown>) =>
  call.then(
    (value) => expect.fail(`nothing failed: ${JSON.stringify(value)}`),
    (error: Error & { code: string; cause: Error & { code: string; missing: string[] } }) => error,
  );

describe("a write", () => {
  it("is waited for where the answer shows the account as it was", async () => {
    const [before, after] = [account({ login: "ada", bio: "a" }), account({ login: "ada", bio: "b" })];
    vendor.update = async () => ({ id: "9", observed: before });
    let looks = 0;
    vendor.read = async () => (++looks < 3 ? before : after);
    const { outputs } = await update(sessionOf(vendor), "9", OUTPUTS, { login: "ada", bio: "b" }, "urn");
    expect([outputs["bio"], looks]).toEqual(["b", 3]);
  });

  it.each(["creation", "adoption"])("of a %s is done when all is shown that is declared", async (way) => {
    const half = account({ login: "ada", bio: "a" });
    if (way === "adoption") vendor.account = half;
    else vendor.create = async () => ({ id: "9", observed: half });
    vendor.update = async () => ({ id: "9", observed: account({ login: "ada", tags: ["x"] }) });
    let looks = 0;
    vendor.read = async () => (++looks < 3 ? half : account({ login: "ada", bio: "a", tags: ["x"] }));
    const inputs = { login: "ada", bio: "a", tags: ["x"], adopt: way === "adoption" };
    expect((await create(sessionOf(vendor), inputs, "urn")).outputs).toMatchObject({ bio: "a", tags: ["x"] });
    expect(looks).toBe(3);
  });

  it("of roles is waited for until what is to go is gone, wherever it stands in the list", async () => {
    const holding = (...members: string[]) =>
      account({ login: "ada" }, { sets: { roles: { members: { [FLAT]: members } } } });
    vendor.update = async () => ({ id: "9" });
    let looks = 0;
    vendor.read = async () => holding(...["a", "z"].slice(0, ++looks < 3 ? 2 : 1));
    const olds = { ...OUTPUTS, roles: ["z"] };
    const { outputs } = await update(sessionOf(vendor), "9", olds, { login: "ada", roles: ["a"] }, "urn");
    expect([outputs["roles"], looks]).toEqual([["a"], 3]);
  });

  it("of an account that never shows names nothing but the account", async () => {
    vendor.create = async () => ({ id: "9", observed: account({ login: "ada", bio: "a" }) });
    vendor.read = async () => ({ absent: true, proof: "not yet" });
    const session = sessionOf(vendor, withTraits({ answerIsProof: false }));
    const { cause } = await failureOf(create(session, { login: "ada", bio: "a" }, "urn"));
    expect(cause).toMatchObject({ code: "not-converged", missing: [] });
    expect(cause.message).toMatch(/still missing: the account itself\. .* does not accept these values$/);
  });

  it("is waited for no longer than the operation may take", async () => {
    vendor.update = async () => ({ id: "9" });
    vendor.read = async () => account({ login: "ada", bio: "a" });
    const { context, ...rest } = sessionOf(vendor);
    const operation: Operation = { until: () => 3000, apart: (work) => work() };
    const session = { ...rest, context: { ...context, operation } };
    await failureOf(update(session, "9", OUTPUTS, { login: "ada", bio: "b" }, "urn"));
    expect(context.clock.now()).toBeGreaterThan(1000);
    expect(context.clock.now()).toBeLessThanOrEqual(3000);
  });
});

describe("what a vendor never shows", () => {
  const never = async (shown: Observed["attributes"], olds: object, news: Properties) => {
    vendor.update = async () => ({ id: "9" });
    vendor.read = async () => account({ login: "ada", ...shown });
    const failure = await failureOf(
      update(sessionOf(vendor), "9", { ...OUTPUTS, bio: undefined, ...olds }, news, "urn"),
    );
    expect(failure.cause.code).toBe("not-converged");
    return failure.cause;
  };

  it.each<[string, Observed["attributes"], object, object, string, string[]]>([
    [
      "a value",
      { bio: "a" },
      {},
      { bio: "b" },
      "still missing: bio. Run again; if it stays so, the vendor does not accept these values",
      ["bio"],
    ],
    [
      "an empty list",
      { tags: ["x"] },
      { tags: ["x"] },
      { tags: [] },
      "still there: tags. Run again; if it stays so, the vendor keeps what is to go",
      ["tags"],
    ],
    [
      "all of a list",
      {},
      {},
      { tags: ["x"] },
      "still missing: tags. Run again; if it stays so, the vendor does not accept these values",
      ["tags"],
    ],
    [
      "a list that is to be shorter",
      { tags: ["x", "y"] },
      { tags: ["x", "y"] },
      { tags: ["x"] },
      "still missing: tags. Run again; if it stays so, the vendor does not accept these values",
      ["tags"],
    ],
    [
      "a part of a map's list",
      { fields: { Team: ["a"] } },
      {},
      { fields: { Team: ["a", "b"] } },
      "still missing: fields.Team. Run again; if it stays so, the vendor does not accept these values",
      ["fields.Team"],
    ],
    [
      "roles",
      {},
      {},
      { roles: ["a", "b"] },
      "still missing: roles[0], roles[1]. Run again; if it stays so, the vendor does not accept these values",
      ["roles[0]", "roles[1]"],
    ],
    [
      "a part of a list",
      { tags: ["x"] },
      {},
      { tags: ["x", "y"] },
      "still missing: tags. It keeps 1 of the 2 values of tags: tags[0], and not tags[1]. Declare those that it keeps. Run again; if it stays so, the vendor does not accept these values",
      ["tags"],
    ],
    [
      "something and something that is to go",
      { bio: "a", tags: ["x"] },
      { tags: ["x"] },
      { bio: "b", clear: ["tags"] },
      "still missing: bio; still there: tags. Run again; if it stays so, the vendor does not accept these values",
      ["bio", "tags"],
    ],
  ])("is named by its place: %s", async (_, shown, olds, news, says, missing) => {
    const cause = await never(shown, olds, { login: "ada", ...news });
    expect(cause.message.replace(/^.*after 60 s; /, "")).toBe(says);
    expect(cause.missing).toEqual(missing);
  });
});

describe("where undeclared members come from", () => {
  const asking = async (sections: boolean, sets: Observed["sets"], declared: Parameters<typeof declaration>) => {
    const roles = { ...kind.capabilities.sets["roles"], sections };
    const asked: unknown[] = [];
    vendor.impliedMembers = async (...args: unknown[]) => {
      asked.push(args);
      return {};
    };
    await compare(sessionOf(vendor, withTraits({ sets: { roles } })), account({}, { sets }), declaration(...declared));
    return asked;
  };
  const flat = (...members: string[]) => ({ [FLAT]: members });
  const ofRoles = [["9", "roles"]];

  it.each<[string, boolean, Observed["sets"], Parameters<typeof declaration>, unknown[]]>([
    [
      "is asked where there are some",
      false,
      { roles: { members: flat("a", "b") } },
      [{ sets: { roles: flat("a") } }],
      ofRoles,
    ],
    [
      "is not asked where there are none",
      false,
      { roles: { members: flat("a") } },
      [{ sets: { roles: flat("a", "b") } }],
      [],
    ],
    [
      "is not asked of what everybody has",
      false,
      { roles: { members: flat("a", "Learner") } },
      [{ sets: { roles: flat("a") } }],
      [],
    ],
    ["is not asked of a set that is not managed", false, { roles: { members: flat("a") } }, [{}], []],
    [
      "is not asked of a set that is only added to",
      false,
      { roles: { members: flat("a", "b") } },
      [{ sets: { roles: flat("a") } }, { rolesMode: "add" }],
      [],
    ],
    ["is not asked of a set that is not shown", false, {}, [{ sets: { roles: flat("a") } }], []],
    [
      "is asked where one section has some",
      true,
      { roles: { members: { x: ["a"], y: ["b"] } } },
      [{ sets: { roles: { x: ["a"], y: [] } } }],
      ofRoles,
    ],
    [
      "is not asked of sections that are not managed, or not shown",
      true,
      { roles: { members: { x: ["a"], y: ["b"] } } },
      [{ sets: { roles: { x: ["a"], z: [] } } }],
      [],
    ],
  ])("%s", async (_, sections, sets, declared, asked) => {
    expect(await asking(sections, sets, declared)).toEqual(asked);
  });
});

describe("looking again", () => {
  it("takes growing pauses, shorter by up to a fifth", () => {
    const pauses = (random: number) => [0, 1, 9].map((tries) => Math.round(backoffDelay(POLLING, tries, random)));
    expect(pauses(0)).toEqual([100, 170, 10_000]);
    expect(pauses(1)).toEqual([80, 136, 8000]);
  });

  it("ends when no time is left for another pause, with the last look at the very end", async () => {
    const { context } = sessionOf(vendor);
    let looks = 0;
    const look = async () => void looks++;
    await polled(context, 99, look);
    expect(looks).toBe(1);
    await polled(context, 100, look);
    expect(looks).toBe(3);
  });

  it("for what a creation refers to ends with the vendor's own refusal", async () => {
    vendor.create = async () => {
      throw new NotFoundError("no such manager");
    };
    expect((await failureOf(create(sessionOf(vendor), { login: "ada" }, "urn"))).message).toBe("no such manager");
  });
});
