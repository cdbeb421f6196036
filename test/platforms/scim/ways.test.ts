import { describe, expect, it } from "vitest";
import type { UpdateRequest } from "../../../provider/core/contract/connector";
import { NOTHING } from "../../../provider/core/model/entity";
import type { Answer } from "../../http/scripted-vendor";
import { ADA, directory, type Told } from "./directory";
import { GONE, refusal } from "./scripted-server";

type Attributes = UpdateRequest["desired"]["attributes"];

const change = (attributes: Attributes, ...paths: string[][]): UpdateRequest => ({
  id: "u-1",
  changes: paths.map((path) => ({ kind: "attribute", path, from: "x", to: "y" })),
  desired: { ...NOTHING, attributes: { userName: "ada", ...attributes } },
  addOnly: [],
});
const noPatch = (call: string): Answer | undefined => (call.startsWith("PATCH") ? refusal(501) : undefined);

describe("the way in which attributes are written that a PATCH didn't change", () => {
  it.each<[string, UpdateRequest, UpdateRequest]>([
    [
      "is known for them in whatever order",
      change({ title: "A", nickName: "B" }, ["title"], ["nickName"]),
      change({ title: "C", nickName: "D" }, ["nickName"], ["title"]),
    ],
    [
      "is known for a whole whichever part is changed",
      change({ name: { givenName: "Ada" } }, ["name", "givenName"]),
      change({ name: { familyName: "Lovelace" } }, ["name", "familyName"]),
    ],
  ])("%s", async (_, first, second) => {
    const { connector, told, writes } = directory({ instead: noPatch });
    await told(connector.update(first));
    const before = writes().length;
    await told(connector.update(second));
    expect(writes().slice(before)).toEqual(["PUT /Users/u-1"]);
  });
});

it("a first PUT leaves out what is to be empty", async () => {
  const { connector, told, bodies, writes } = directory({ patch: false });
  await told(connector.update(change({ title: null }, ["title"])));
  expect(writes()).toEqual(["PUT /Users/u-1"]);
  expect(bodies[0]).not.toHaveProperty("title");
});

it("a change that came too late is made on top of a look, at a server without versions too", async () => {
  const { connector, told, calls } = directory({
    instead: (call, nth) => (call.startsWith("PATCH") && nth === 1 ? refusal(412) : undefined),
  });
  await told(connector.update(change({ title: "A" }, ["title"])));
  expect(calls.filter((call) => call.endsWith("/u-1"))).toEqual([
    "PATCH /Users/u-1",
    "GET /Users/u-1",
    "PATCH /Users/u-1",
  ]);
});

describe("a change whose PATCH", () => {
  const TITLE = change({ title: "A" }, ["title"]);
  /** A server that carries out a change of the title, and answers so. */
  const carriedOut = (answer: Answer) => {
    const opened: ReturnType<typeof directory> = directory({
      instead: (call) => {
        if (!call.startsWith("PATCH")) return undefined;
        opened.users.set("u-1", { ...ADA, title: "A" });
        return answer;
      },
    });
    return opened;
  };

  it("failed and was carried out all the same is an error, and is not written again", async () => {
    const { connector, told, writes } = carriedOut(refusal(500));
    await expect(told(connector.update(TITLE))).rejects.toMatchObject({ code: "unavailable" });
    expect(new Set(writes())).toEqual(new Set(["PATCH /Users/u-1"]));
  });

  it("was refused and was carried out all the same is done with", async () => {
    const { connector, told, writes } = carriedOut(refusal(501));
    expect(await told(connector.update(TITLE))).toEqual({ id: "u-1" });
    expect(writes()).toEqual(["PATCH /Users/u-1"]);
  });

  it("finds the account gone takes one call", async () => {
    const { connector, told, calls } = directory({ instead: (call) => (call.startsWith("PATCH") ? GONE : undefined) });
    await expect(told(connector.update(TITLE))).rejects.toMatchObject({ code: "not-found" });
    expect(calls.filter((call) => call.endsWith("/u-1"))).toEqual(["PATCH /Users/u-1"]);
  });

  it("is not supported is known to be so only once another way has worked", async () => {
    const { connector, told, writes } = directory({
      etag: '"1"',
      instead: (call, nth) => noPatch(call) ?? (call.startsWith("PUT") && nth === 1 ? refusal(412) : undefined),
    });
    await told(connector.update(TITLE));
    await told(connector.update(TITLE));
    expect(writes().map((call) => call.split(" ")[0])).toEqual(["PATCH", "PUT", "PATCH", "PUT", "PUT"]);
  });

  it("completes nothing is sent whatever the account is called by now", async () => {
    const { connector, told, users } = directory({ etag: '"1"', people: [{ ...ADA, userName: "ada.lovelace" }] });
    await told(connector.update(TITLE));
    expect(users.get("u-1")).toMatchObject({ title: "A", userName: "ada.lovelace" });
  });
});

describe("what a change takes", () => {
  const ofAccount = (calls: readonly string[]) =>
    calls.filter((call) => call.endsWith("/u-1")).map((call) => call.split(" ")[0]);

  it("is a PATCH alone where nothing is taken away", async () => {
    const { connector, told, calls } = directory();
    await told(connector.update(change({ title: "A" }, ["title"])));
    expect(ofAccount(calls)).toEqual(["PATCH"]);
  });

  it("is a look more where something is, the first time", async () => {
    const { connector, told, calls } = directory({ people: [{ ...ADA, nickName: "A" }] });
    await told(connector.update(change({ title: null }, ["title"])));
    await told(connector.update(change({ title: null }, ["title"])));
    await told(connector.update(change({ nickName: null }, ["nickName"])));
    expect(ofAccount(calls)).toEqual(["PATCH", "GET", "PATCH", "PATCH", "GET"]);
  });

  it("is no look behind a PATCH that puts one list in place of another", async () => {
    const { connector, told, calls } = directory({ people: [{ ...ADA, emails: [{ value: "ada@example.com" }] }] });
    await told(connector.update(change({ emails: [{ value: "ada@example.net" }] }, ["emails"])));
    expect(ofAccount(calls)).toEqual(["GET", "PATCH"]);
  });

  it("is look after look while what was taken away still shows for a moment", async () => {
    const { connector, told, calls } = directory({
      instead: (call, nth) => (call === "GET /Users/u-1" && nth <= 2 ? { status: 200, body: ADA } : undefined),
    });
    await told(connector.update(change({ title: null }, ["title"])));
    expect(ofAccount(calls)).toEqual(["PATCH", "GET", "GET", "GET"]);
  });

  it("is no other write for what was to be set beside that and doesn't show", async () => {
    const opened: ReturnType<typeof directory> = directory({
      instead: (call) => {
        if (!call.startsWith("PATCH")) return undefined;
        opened.users.set("u-1", { ...ADA, title: undefined });
        return { status: 204 };
      },
    });
    await opened.told(
      opened.connector.update(change({ title: null, timezone: "Europe/London" }, ["title"], ["timezone"])),
    );
    expect(opened.writes()).toEqual(["PATCH /Users/u-1"]);
  });

  it("is one look before a PUT, and none behind it where a list becomes shorter", async () => {
    const [work, home] = [{ value: "ada@example.com" }, { value: "ada@example.net" }];
    const { connector, told, calls } = directory({ patch: false, people: [{ ...ADA, emails: [work, home] }] });
    await told(connector.update(change({ emails: [work] }, ["emails"])));
    expect(ofAccount(calls)).toEqual(["GET", "PUT"]);
  });
});

describe("a PUT", () => {
  const TITLE = change({ title: "A" }, ["title"]);
  const answered =
    (answer: Answer, times = 1): NonNullable<Told["instead"]> =>
    (call, nth) =>
      call.startsWith("PUT") && nth <= times ? answer : undefined;

  it("of somebody who is gone by then is an error", async () => {
    const { connector, told, writes } = directory({ patch: false, instead: answered(GONE) });
    await expect(told(connector.update(TITLE))).rejects.toMatchObject({ code: "not-found" });
    expect(writes()).toHaveLength(1);
  });

  it("of an account that somebody else has changed is made once more", async () => {
    const { connector, told, users, writes } = directory({
      patch: false,
      etag: '"1"',
      instead: answered(refusal(412)),
    });
    await told(connector.update(TITLE));
    expect(writes()).toHaveLength(2);
    expect(users.get("u-1")).toMatchObject({ title: "A" });
  });

  it("is not sent again for somebody who is gone since", async () => {
    const failed = answered(refusal(503));
    const { connector, told, users, writes } = directory({
      patch: false,
      instead: (call, nth, body) => {
        const answer = failed(call, nth, body);
        if (answer !== undefined) users.delete("u-1");
        return answer;
      },
    });
    await expect(told(connector.update(TITLE))).rejects.toMatchObject({ code: "not-found" });
    expect(writes()).toHaveLength(1);
  });
});

describe("a change of a list whose PATCH", () => {
  const [work, home] = [{ value: "ada@example.com" }, { value: "ada@example.net" }];
  const changed = async (instead: NonNullable<Told["instead"]>) => {
    const { connector, told, users, writes } = directory({ people: [{ ...ADA, emails: [work, home] }], instead });
    await told(connector.update(change({ emails: [work] }, ["emails"])));
    expect(users.get("u-1")).toMatchObject({ emails: [work] });
    return writes().map((call) => call.split(" ")[0]);
  };

  it("is not allowed is made by a PUT, and by no other PATCH", async () => {
    expect(await changed((call) => (call.startsWith("PATCH") ? refusal(405) : undefined))).toEqual(["PATCH", "PUT"]);
  });

  it("takes away more than was meant is followed by another", async () => {
    const opened: ReturnType<typeof directory> = directory({
      people: [{ ...ADA, emails: [work, home] }],
      instead: (call, nth) => {
        if (!call.startsWith("PATCH") || nth > 1) return undefined;
        opened.users.set("u-1", ADA);
        return { status: 204 };
      },
    });
    await opened.told(opened.connector.update(change({ emails: [work] }, ["emails"])));
    expect(opened.users.get("u-1")).toMatchObject({ emails: [work] });
    expect(opened.writes()).toHaveLength(2);
  });

  it("empties it and is answered as done each time is made by a PUT at last", async () => {
    const { connector, told, users, writes } = directory({
      people: [{ ...ADA, emails: [work, home] }],
      instead: (call) => (call.startsWith("PATCH") ? { status: 204 } : undefined),
    });
    await told(connector.update(change({ emails: null }, ["emails"])));
    expect(writes().map((call) => call.split(" ")[0])).toEqual(["PATCH", "PATCH", "PUT"]);
    expect(users.get("u-1")).not.toHaveProperty("emails");
  });

  it("is answered as done, and takes nobody's address away, is made by whole values", async () => {
    const instead: Told["instead"] = (call, nth) =>
      call.startsWith("PATCH") && nth === 1 ? { status: 204 } : undefined;
    expect(await changed(instead)).toEqual(["PATCH", "PATCH"]);
  });
});

it("somebody who shows as switched off already is so", async () => {
  const { connector, told, writes } = directory({ etag: '"1"', people: [{ ...ADA, active: false }] });
  expect(await told(connector.deactivate("u-1", undefined, "ada"))).toBe("accepted");
  expect(writes()).toEqual([]);
});
