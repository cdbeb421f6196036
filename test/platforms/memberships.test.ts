import { describe, expect, it } from "vitest";
import type { UpdateRequest } from "../../provider/core/contract/connector";
import { NotFoundError, PermissionDeniedError, RejectedError } from "../../provider/core/contract/errors";
import { FLAT, NOTHING } from "../../provider/core/model/entity";
import { type GroupWrites, updateOneWithGroups, updateWithGroups } from "../../provider/platforms/memberships";

type Change = GroupWrites["change"];

/** Declares these groups for somebody; `from` stands for what changed. */
function request(id: string, groups: readonly string[], more: Partial<UpdateRequest> = {}): UpdateRequest {
  const desired = { ...NOTHING, sets: { groups: { [FLAT]: groups } } };
  return { id, desired, addOnly: [], changes: [{ kind: "member", path: ["groups"] }], ...more };
}

/** A vendor whose groups have these members, and the calls that it got. */
function vendor(held: Readonly<Record<string, readonly string[]>>, change: Change = async () => {}, most = 3) {
  const calls: string[] = [];
  const writes: GroupWrites = {
    most,
    update: async ({ id, changes }) => {
      calls.push(`update ${id}: ${changes.map(({ path }) => path.join(".")).join()}`);
      return { id, observed: { id, active: true, attributes: {}, sets: {}, references: {}, info: {} } };
    },
    held: async ({ id }) => (held[id] ?? []).map((group) => ({ id: group, names: [group, `code-${group}`] })),
    change: async (group, people, action) => {
      calls.push(`${action} ${group}: ${people.join()}`);
      await change(group, people, action);
    },
  };
  return { calls, writes };
}

const errorsOf = (outcomes: Awaited<ReturnType<typeof updateWithGroups>>) =>
  outcomes.map((outcome) => ("error" in outcome ? outcome.error.message : "done"));

describe("memberships of several people", () => {
  it("share calls by group, so many people in each, and joins come before leaves", async () => {
    const { calls, writes } = vendor({ a: ["old"], b: ["old"], c: ["new"] });
    const people = ["a", "b", "c", "d", "e"].map((id) => request(id, ["new"]));
    expect(errorsOf(await updateWithGroups(people, writes))).toEqual(Array(5).fill("done"));
    expect(calls).toEqual(["add new: a,b,d", "add new: e", "remove old: a,b"]);
  });

  it("that one person is refused for are asked for one by one, and nobody else fails", async () => {
    const { calls, writes } = vendor({ a: ["old"], b: ["old"] }, async (_, people) => {
      if (people.includes("b")) throw new RejectedError("b is barred");
    });
    const outcomes = await updateWithGroups(
      ["a", "b", "c"].map((id) => request(id, ["new", "other"])),
      writes,
    );
    expect(errorsOf(outcomes)).toEqual(["done", "groups[0]: b is barred", "done"]);
    expect(outcomes[1]).toMatchObject({ error: { code: "rejected", properties: ["groups[0]"] } });
    // Whoever was refused keeps what they had.
    expect(calls.at(-1)).toBe("remove old: a");
  });

  it("fail for all who shared the call where it is not their refusal", async () => {
    const { calls, writes } = vendor({}, async () => {
      throw new PermissionDeniedError("no");
    });
    expect(errorsOf(await updateWithGroups([request("a", ["x"]), request("b", ["x"])], writes))).toEqual(["no", "no"]);
    expect(calls).toEqual(["add x: a,b"]);
  });

  it("of whom one's account failed leave that one's groups alone", async () => {
    const { calls, writes } = vendor({});
    const failing: GroupWrites = {
      ...writes,
      update: () => Promise.reject(new RejectedError("title: no")),
    };
    const changes = [{ kind: "attribute", path: ["title"] } as const, { kind: "member", path: ["groups"] } as const];
    const outcomes = await updateWithGroups([request("a", ["x"], { changes }), request("b", ["x"])], failing);
    expect(errorsOf(outcomes)).toEqual(["title: no", "done"]);
    expect(calls).toEqual(["add x: b"]);
  });
});

describe("one person's memberships", () => {
  it("that are not there are joined, by whatever name they are declared, and the others left unless they are only added to", async () => {
    const { calls, writes } = vendor({ a: ["1", "2"] });
    await updateOneWithGroups(request("a", ["code-1", "3"]), writes);
    await updateOneWithGroups(request("a", ["code-1", "4"], { addOnly: ["groups"] }), writes);
    expect(calls).toEqual(["add 3: a", "remove 2: a", "add 4: a"]);
  });

  it("are over where the group is gone, and an error where it is to be joined", async () => {
    const { writes } = vendor({ a: ["1"] }, async (group) => {
      throw new NotFoundError(`there is no ${group}`);
    });
    await expect(updateOneWithGroups(request("a", []), writes)).resolves.toEqual({ id: "a" });
    await expect(updateOneWithGroups(request("a", ["1", "2"]), writes)).rejects.toMatchObject({
      code: "not-found",
      message: "groups[1]: there is no 2",
    });
  });

  it("that do not change cost nothing, and are answered as declared", async () => {
    const { calls, writes } = vendor({});
    const changes = [{ kind: "attribute", path: ["title"] } as const];
    const { observed } = await updateOneWithGroups(request("a", ["1"], { changes }), writes);
    expect(observed?.sets["groups"]).toEqual({ members: { [FLAT]: ["1"] } });
    expect(calls).toEqual(["update a: title"]);
  });
});
