import { describe, expect, it } from "vitest";
import type { UpdateRequest } from "../../../provider/core/contract/connector.js";
import { PartlyRejectedError, RosterError } from "../../../provider/core/contract/errors.js";
import type { Change } from "../../../provider/core/model/change.js";
import type { Desired } from "../../../provider/core/model/entity.js";
import { type Exchange, envelope, ID, notFound, scripted, shownUser, stored } from "./helpers.js";

const desired: Desired = {
  attributes: {
    username: "ada.example",
    name: "Ada",
    surname: "Example",
    language: "en",
    timezone: "Europe/London",
    email: "ada@example.com",
    aboutMe: "New",
  },
  sets: {},
  references: {},
};
const ABOUT: Change = { kind: "attribute", path: ["aboutMe"], from: "Hello", to: "New" };
const update: UpdateRequest = { id: ID, changes: [ABOUT], desired, addOnly: [] };

async function failure(promise: Promise<unknown>): Promise<RosterError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof RosterError)) throw new Error(`no error of ours: ${String(error)}`);
  return error;
}

const readsUser: Exchange = { expect: `GET /users/${ID}`, body: shownUser() };
const puts = (body: unknown, status = 200): Exchange => ({ expect: `PUT /users/${ID}`, body, status });

describe("an update", () => {
  it("reads, merges and puts; an answer of all platforms is proof", async () => {
    const { connector, sent, left } = scripted(readsUser, puts(stored));
    const { observed } = await connector.update(update);
    expect(observed?.attributes).toMatchObject({ aboutMe: "New", location: "Bath", authSource: "LDAP" });
    expect(sent[1]?.body).toMatchObject({ user: { aboutMe: "New", officePhone: "100", externalId: "e-1" } });
    expect(JSON.stringify(sent)).not.toContain("hash");
    expect(left).toEqual([]);
  });

  it.each([
    ["a platform has queued it", envelope({ training: 202, management: 204 }), 200],
    ["the envelope is queued", envelope({ management: 204 }, { status: 202 }), 200],
    ["no platform is named", envelope({}), 200],
    ["there is no body", undefined, 204],
    ["the answer names nothing but its status", { status: 204, location: null }, 200],
  ])("proves nothing where %s", async (_why, body, status) => {
    const { connector } = scripted(readsUser, puts(body, status));
    expect(await connector.update(update)).toEqual({ id: ID });
  });

  it("is proven by an answer that tells of its platforms and of no address", async () => {
    const body = { status: 204, responsePlatforms: { management: { status: 204 } } };
    const { observed } = await scripted(readsUser, puts(body)).connector.update(update);
    expect(observed?.attributes).toMatchObject({ aboutMe: "New" });
  });

  it("of the account and of groups sends both", async () => {
    const groups = { groups: { "": ["g"] } };
    const { connector, sent, left } = scripted(
      readsUser,
      puts(stored),
      { expect: `GET /users/${ID}/groups?startIndex=0&count=500`, body: [] },
      { expect: "POST /groups/g/users.add", body: stored },
    );
    const changes: Change[] = [ABOUT, { kind: "member", path: ["groups"], from: [], to: ["g"] } as Change];
    expect(await connector.update({ ...update, changes, desired: { ...desired, sets: groups } })).toEqual({ id: ID });
    expect(sent[1]?.body).toMatchObject({ user: { aboutMe: "New" } });
    expect(sent[3]?.body).toEqual({ userIds: [ID] });
    expect(left).toEqual([]);
  });

  it("has its picture read back, which gets a new path", async () => {
    const { connector } = scripted(readsUser, puts(stored));
    const attributes = { ...desired.attributes, image: { url: "https://x.example/a.png" } };
    expect(await connector.update({ ...update, desired: { ...desired, attributes } })).toEqual({ id: ID });
  });

  it.each<[string, Exchange, string]>([
    ["fails", { expect: readsUser.expect, status: 403, body: { message: "no" } }, "permission-denied"],
    ["shows nobody", { expect: readsUser.expect, status: 404, body: notFound }, "not-found"],
    ["shows another account", { ...readsUser, body: shownUser({ id: "other" }) }, "protocol"],
    ["can't be understood", { ...readsUser, body: { id: ID } }, "protocol"],
  ])("writes nothing where the read %s", async (_what, read, code) => {
    const { connector, sent } = scripted(read);
    expect(await failure(connector.update(update))).toMatchObject({ code });
    expect(sent).toHaveLength(1);
  });

  it.each([
    [true, undefined, "activate"],
    [false, false, "deactivate"],
  ])("switches with one call where nothing else changes: %s", async (_to, enabled, action) => {
    const { connector, sent } = scripted({ expect: `PUT /users/${ID}/${action}`, body: stored });
    const attributes = { ...desired.attributes, ...(enabled === undefined ? {} : { enabled }) };
    const changes: Change[] = [{ kind: "activation", path: ["enabled"] }];
    expect(await connector.update({ ...update, changes, desired: { ...desired, attributes } })).toEqual({ id: ID });
    expect(sent[0]?.body).toBeUndefined();
  });

  it("takes nobody for switched on whom a platform doesn't have", async () => {
    const body = envelope({ play: 404, management: 204 });
    const { connector } = scripted({ expect: `PUT /users/${ID}/activate`, body });
    const changes: Change[] = [{ kind: "activation", path: ["enabled"] }];
    expect(await failure(connector.update({ ...update, changes }))).toMatchObject({ systems: ["play"] });
  });

  const isSo = { message: "The user is so already" };
  const OFF: Exchange = { ...readsUser, body: shownUser({ enabled: false }) };

  it.each<[string, "activate" | "deactivate", string, Exchange]>([
    ["done", "activate", "is on", readsUser],
    ["done", "deactivate", "is off", OFF],
    ["rejected", "activate", "is off", OFF],
    ["rejected", "deactivate", "is on", readsUser],
    ["rejected", "deactivate", "is another one", { ...OFF, body: shownUser({ id: "other", enabled: false }) }],
    ["rejected", "activate", "is gone", { ...readsUser, status: 404, body: notFound }],
    ["rejected", "deactivate", "can't be read", { ...readsUser, status: 403 }],
  ])("is %s where %s is refused and the account %s", async (outcome, action, _what, read) => {
    const { connector } = scripted({ expect: `PUT /users/${ID}/${action}`, status: 400, body: isSo }, read);
    const changes: Change[] = [{ kind: "activation", path: ["enabled"] }];
    const switching = action === "activate" ? connector.update({ ...update, changes }) : connector.deactivate(ID);
    const done = action === "activate" ? { id: ID } : "accepted";
    if (outcome === "done") expect(await switching).toEqual(done);
    else expect(await failure(switching)).toMatchObject({ code: outcome });
  });

  it("that may not switch somebody is refused whatever a read shows", async () => {
    const { connector, sent } = scripted({ expect: `PUT /users/${ID}/deactivate`, status: 403 });
    expect(await failure(connector.deactivate(ID))).toMatchObject({ code: "permission-denied" });
    expect(sent).toHaveLength(1);
  });
});

describe("an answer with HTTP 200", () => {
  it("is a failure of the platform that it names, and the others are kept", async () => {
    const body = envelope({ training: 200, play: [500, "ada@example.com exploded, New"], management: 204 });
    const error = await failure(scripted(readsUser, puts(body)).connector.update(update));
    expect(error).toBeInstanceOf(PartlyRejectedError);
    expect(error.code).toBe("partly-rejected");
    expect(error.message).toMatch(/^play: \*\*\* exploded, \*\*\* \(500\)\. .* on training, management all the same/);
  });

  it.each<[string, unknown, string, RegExp]>([
    [
      "every platform fails",
      envelope({ play: [500, "down"], social: [400, "bad email"] }),
      "rejected",
      /^play: down \(500\); social: bad email \(400\)\..*on no platform/,
    ],
    [
      "the envelope refuses",
      envelope({}, { status: 400, message: "timezone is wrong" }),
      "rejected",
      /^timezone: .*400/,
    ],
    [
      "the envelope refuses although platforms did it",
      envelope({ play: 204 }, { status: 400, message: "half" }),
      "partly-rejected",
      /^half \(400\).* on play all/,
    ],
    [
      "the envelope says of a new username that somebody has it",
      envelope({}, { status: 400, message: "User already exists" }),
      "rejected",
      /^username: .*leaves in this same run, run again/,
    ],
    [
      "the envelope says that something doesn't exist",
      envelope({}, { status: 400, message: "The section does not exist" }),
      "rejected",
      /^Netex .*Correct what it names/,
    ],
    ["the envelope says gone", notFound, "not-found", /404/],
    ["the envelope says who are you", { ...notFound, status: 401 }, "unauthenticated", /token/],
    ["the envelope has an unknown status", envelope({ play: 302 }), "rejected", /^play: no reason given \(302\)/],
    [
      "the envelope refuses without a word, and its platforms with one",
      envelope({ play: [500, "down"] }, { status: 400 }),
      "rejected",
      /PUT [^:]*: play: down \(500\)\./,
    ],
    ["it is no envelope", { status: 204 }, "protocol", /shape/],
    ["it is empty", undefined, "protocol", /shape/],
  ])("is no success where %s", async (_why, body, code, message) => {
    const error = await failure(scripted(readsUser, puts(body)).connector.update(update));
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  });
});

describe("an answer that is no success", () => {
  it.each<[string, number, unknown, string]>([
    ["HTTP 500 around stored ones", 500, stored, "unavailable"],
    ["HTTP 400 around stored ones", 400, stored, "partly-rejected"],
    ["HTTP 300 around stored ones", 300, stored, "partly-rejected"],
    ["HTTP 300 and nothing", 300, undefined, "protocol"],
    ["HTTP 202 and something else", 202, { odd: true }, "protocol"],
  ])("is told as such: %s", async (_what, status, body, code) => {
    const tries = Array.from({ length: 9 }, () => puts(body, status));
    const reads = Array.from({ length: 9 }, () => readsUser);
    const script = tries.flatMap((one, i) => [reads[i] ?? readsUser, one]);
    expect(await failure(scripted(...script).connector.update(update))).toMatchObject({ code });
  });

  it("names the vendor where the envelope refuses what its platforms did", async () => {
    const body = envelope({ play: 204 }, { status: 400, message: "half" });
    expect(await failure(scripted(readsUser, puts(body)).connector.update(update))).toMatchObject({
      systems: ["Netex learningCloud"],
    });
  });

  it("names the platforms that lack something in order, and so many as a person reads", async () => {
    const two = envelope({ social: [500, "down"], play: [500, "down"], management: 204 });
    expect(await failure(scripted(readsUser, puts(two)).connector.update(update))).toMatchObject({
      systems: ["play", "social"],
    });
    const many = (letter: string, status: number) =>
      Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`${letter}${i + 10}`, status]));
    const body = envelope({ ...many("f", 500), ...many("d", 204) });
    const error = await failure(scripted(readsUser, puts(body)).connector.update(update));
    expect((error as PartlyRejectedError).systems).toHaveLength(20);
    expect(error.message).toMatch(/^f10: .*f29: .* on d10, .*d29 all the same/);
    expect(error.message).not.toMatch(/f30|d30/);
  });

  it.each<[string, Partial<Exchange>, string, RegExp]>([
    ["a redirection that shows somebody", { status: 300, body: shownUser() }, "protocol", /300/],
    ["an envelope with another status", { status: 400, body: envelope({}, { status: 400 }) }, "rejected", /400/],
    [
      "a refusal that speaks of somebody missing",
      { status: 400, body: { message: notFound.message } },
      "rejected",
      /400/,
    ],
    ["a refusal without a word", { status: 400 }, "rejected", /: no reason given\./],
  ])("to a read is nobody's absence: %s", async (_what, answer, code, message) => {
    const error = await failure(scripted({ ...readsUser, body: undefined, ...answer }).connector.read(ID));
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it("to a read blames no username, as a read takes none", async () => {
    const body = { message: "The connection is in use" };
    const error = await failure(scripted({ ...readsUser, status: 400, body }).connector.read(ID));
    expect(error).toMatchObject({ code: "rejected", properties: [] });
  });
});

describe("absence", () => {
  it("is a 404 in the vendor's own envelope", async () => {
    const gone: Exchange = { expect: `GET /users/${ID}`, status: 404, body: notFound };
    expect(await scripted(gone).connector.read(ID)).toEqual({ absent: true, proof: "404" });
    const nobody: Exchange = { expect: "GET /users/ada%2Fb", status: 404, body: notFound };
    const empty: Exchange = { expect: "GET /users?startIndex=0&count=10", body: [] };
    expect(await scripted(nobody, empty).connector.find("ada/b")).toEqual([]);
  });

  it("is a 404 with a message alone that says of a user that they are not there", async () => {
    const body = { message: notFound.message };
    const gone: Exchange = { expect: `GET /users/${ID}`, status: 404, body };
    expect(await scripted(gone).connector.read(ID)).toEqual({ absent: true, proof: "404" });
    const off: Exchange = { expect: `PUT /users/${ID}/deactivate`, status: 404, body };
    expect(await scripted(off).connector.remove(ID)).toBe("already");
  });

  it.each([
    ["HTML", "<html>404</html>"],
    ["nothing", undefined],
    ["of nobody", { message: "Not found" }],
    ["of an address", { message: "The path of this user resource was not found" }],
    ["a gateway's about a user", { message: "User not found", requestId: "1" }],
    ["a gateway's", { message: "There is nothing at this address" }],
    ["a servlet container's", { timestamp: 1, status: 404, error: "Not Found", message: "", path: "/x" }],
  ])("is not proven by a 404 that is %s", async (_what, body) => {
    const reads = (): Exchange => ({ expect: `GET /users/${ID}`, status: 404, body });
    expect(await failure(scripted(reads()).connector.read(ID))).toMatchObject({ code: "protocol" });
    expect(await failure(scripted(reads()).connector.find(ID))).toMatchObject({ code: "protocol" });
    const off: Exchange = { expect: `PUT /users/${ID}/deactivate`, status: 404, body };
    expect(await failure(scripted(off).connector.remove(ID))).toMatchObject({ code: "protocol" });
    const removes: Exchange = { expect: `DELETE /users/${ID}`, status: 404, body };
    expect(await failure(scripted({ ...off, status: 200, body: stored }, removes).connector.remove(ID))).toMatchObject({
      code: "protocol",
    });
  });

  it.each([401, 403])("is not proven by %i", async (status) => {
    const error = await failure(scripted({ expect: `GET /users/${ID}`, status }).connector.read(ID));
    expect(["unauthenticated", "permission-denied"]).toContain(error.code);
  });
});

describe("a look-up by username", () => {
  it("compares without regard to case", async () => {
    const { connector } = scripted({ expect: "GET /users/ADA.example", body: shownUser() });
    expect(await connector.find("ADA.example", [])).toMatchObject([{ id: ID }]);
  });

  it("refuses an answer for an id, and says no username", async () => {
    const { connector } = scripted({ expect: `GET /users/${ID}`, body: shownUser() });
    const error = await failure(connector.find(ID));
    expect(error.code).toBe("protocol");
    expect(error.message).not.toContain("ada.example");
  });

  it.each(["", ".", ".."])("never asks for %j", async (name) => {
    const { connector, sent } = scripted();
    expect(await failure(connector.find(name))).toMatchObject({ code: "invalid-arguments" });
    expect(sent).toEqual([]);
  });

  it("masks the username in messages", async () => {
    const reply: Exchange = { expect: "GET /users/ada.example", status: 400, body: { message: "ada.example?" } };
    expect((await failure(scripted(reply).connector.find("ada.example"))).message).not.toContain("ada.example");
  });
});

describe("a look-up of a username that nobody has in this case", () => {
  const sample = (...usernames: readonly string[]): Exchange => ({
    expect: "GET /users?startIndex=0&count=10",
    body: usernames.map((username, i) => shownUser({ id: `u${i}`, username })),
  });
  const gone = (path: string): Exchange => ({ expect: `GET /users/${path}`, status: 404, body: notFound });

  it("asks by whomever a look-up could find in another case, and finds them in the list", async () => {
    const { connector, left } = scripted(
      gone("bob"),
      sample("123", "x/y", "ada.b"),
      gone("ADA.B"),
      { expect: "GET /users?startIndex=0&count=500", body: [shownUser({ id: "9", username: "BOB" })] },
      { expect: "GET /users?startIndex=1&count=500", body: [] },
    );
    expect(await connector.find("bob", [])).toMatchObject([{ id: "9" }]);
    expect(left).toEqual([]);
  });
});

describe("a creation", () => {
  const location = `https://netex.example.com/rest/users/${ID}`;
  const made = envelope({ training: 200, management: 200 }, { status: 200, location });
  const posts = (body: unknown, more: Partial<Exchange> = {}): Exchange => ({ expect: "POST /users", body, ...more });

  it("takes the id from the location, and shows the account", async () => {
    const { connector, left } = scripted(posts(made), { expect: `GET /users/${ID}`, body: shownUser() });
    expect(await connector.create(desired)).toMatchObject({ id: ID, observed: { id: ID, unseen: [] } });
    expect(left).toEqual([]);
  });

  it("takes the id from the Location header of a 201 without a body", async () => {
    const reads: Exchange = { expect: `GET /users/${ID}`, status: 404, body: notFound };
    const { connector } = scripted(posts(undefined, { status: 201, headers: { location: `${location}/` } }), reads);
    expect(await connector.create(desired)).toEqual({ id: ID });
  });

  it("looks the username up where no id is named", async () => {
    const named = { ...made, location: "/users/ada.example" };
    for (const body of [named, { ...made, location: null }]) {
      const { connector } = scripted(posts(body), { expect: "GET /users/ada.example", body: shownUser() });
      expect(await connector.create(desired)).toMatchObject({ id: ID });
    }
  });

  it("keeps the account and the failure where one platform fails", async () => {
    const body = envelope({ play: [500, "down"], management: 200 }, { location });
    const { connector } = scripted(posts(body), { expect: `GET /users/${ID}`, body: shownUser() });
    const written = await connector.create(desired);
    expect(written).toMatchObject({
      id: ID,
      failure: { code: "partly-rejected", message: expect.stringMatching(/^play: down/) },
    });
    expect(written.observed).toBeUndefined();
  });

  it("is no proof yet where a platform has queued it", async () => {
    const body = envelope({ training: 202, management: 200 }, { status: 200, location });
    const { connector } = scripted(posts(body), { expect: `GET /users/${ID}`, body: shownUser() });
    expect(await connector.create(desired)).toEqual({ id: ID });
  });

  it.each([
    ["names nothing", null],
    ["repeats the username", "/users/ADA.example"],
  ])("is uncertain where the answer %s and nobody is shown", async (_what, location) => {
    const looks: Exchange = { expect: "GET /users/ada.example", status: 404, body: notFound };
    const { connector } = scripted(posts({ ...made, location }), looks);
    expect(await failure(connector.create(desired))).toMatchObject({
      code: "uncertain",
      message: expect.stringContaining("names no account yet"),
    });
  });

  it("is uncertain where a platform fails, no account is named, and none can be looked at", async () => {
    const body = envelope({ play: [500, "down"], management: 200 });
    const { connector } = scripted(posts(body), { expect: "GET /users/ada.example", status: 403 });
    expect(await failure(connector.create(desired))).toMatchObject({
      code: "uncertain",
      message: expect.stringMatching(/^play: down/),
    });
  });

  it("takes nobody else's account for the new one", async () => {
    const other: Exchange = { expect: `GET /users/${ID}`, body: shownUser({ username: "bob.example" }) };
    const error = await failure(scripted(posts(made), other).connector.create(desired));
    expect(error).toMatchObject({ code: "uncertain", message: expect.stringContaining("another username") });
  });

  it("has made nobody where management fails and shows nobody", async () => {
    const body = envelope({ play: 204, management: [503, "busy"] });
    const { connector } = scripted(posts(body), { expect: "GET /users/ada.example", status: 404, body: notFound });
    expect(await failure(connector.create(desired))).toMatchObject({
      code: "partly-rejected",
      message: expect.stringMatching(/^management: busy/),
    });
  });

  it.each<[string, Exchange, string]>([
    ["an envelope that refuses", posts(envelope({}, { status: 400, message: "timezone is wrong" })), "rejected"],
    ["a wrong address", posts("<html>404</html>", { status: 404 }), "protocol"],
    ["a redirection", posts(undefined, { status: 300 }), "protocol"],
  ])("has made nobody after %s", async (_what, reply, code) => {
    expect(await failure(scripted(reply).connector.create(desired))).toMatchObject({ code });
  });

  it.each([
    ["a broken envelope", posts({ odd: true }), { cause: { code: "protocol" } }],
    ["an envelope with a 500", posts(envelope({}, { status: 500 })), { cause: { code: "unavailable" } }],
    ["a 500", posts({}, { status: 500 }), {}],
  ])("is uncertain after %s", async (_what, reply, why) => {
    expect(await failure(scripted(reply).connector.create(desired))).toMatchObject({ code: "uncertain", ...why });
  });

  it("is uncertain where the new account can't be looked at", async () => {
    const { connector } = scripted(posts({ ...made, location: null }), {
      expect: "GET /users/ada.example",
      status: 403,
    });
    expect(await failure(connector.create(desired))).toMatchObject({ code: "uncertain" });
  });

  it.each(["The username is already in use", "User already exists"])("names the username: %s", async (message) => {
    const body = { location: null, message, responsePlatforms: {}, status: 400 };
    const error = await failure(scripted(posts(body, { status: 400 })).connector.create(desired));
    expect(error).toMatchObject({ code: "rejected", properties: ["username"] });
    expect(error.message).toMatch(/^username: /);
  });
});

describe("a removal", () => {
  it.each<[string, unknown, number, string]>([
    ["done", stored, 200, "done"],
    ["accepted", envelope({ training: 202, management: 204 }), 200, "accepted"],
    ["accepted, by no platform that is named", envelope({}), 200, "accepted"],
    ["accepted, without a word", undefined, 204, "accepted"],
    ["already", notFound, 404, "already"],
    ["already", notFound, 200, "already"],
  ])("is %s", async (_what, body, status, outcome) => {
    const off: Exchange = { expect: `PUT /users/${ID}/deactivate`, body, status };
    expect(await scripted(off).connector.deactivate(ID)).toBe(outcome);
    const gone: Exchange = { expect: `DELETE /users/${ID}`, body, status };
    expect(await scripted({ ...off, body: stored, status: 200 }, gone).connector.remove(ID)).toBe(outcome);
  });

  it.each([
    [403, "permission-denied", /The account is switched off, and not deleted/],
    [503, "unavailable", /The account is switched off, and may not be deleted/],
  ])("that ends with %i says that the account is switched off", async (status, code, message) => {
    const deletes = Array.from({ length: 9 }, (): Exchange => ({ expect: `DELETE /users/${ID}`, status }));
    const { connector } = scripted({ expect: `PUT /users/${ID}/deactivate`, body: stored }, ...deletes);
    expect(await failure(connector.remove(ID))).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it("is done where an earlier try of it may be why nobody is there", async () => {
    const deletes = { expect: `DELETE /users/${ID}` };
    const off: Exchange = { expect: `PUT /users/${ID}/deactivate`, body: stored };
    const { connector } = scripted(off, { ...deletes, status: 503 }, { ...deletes, status: 404, body: notFound });
    expect(await connector.remove(ID)).toBe("done");
  });

  it("deletes nothing as long as a platform has not switched the person off", async () => {
    const body = envelope({ play: [500, "down"], management: 204 });
    const { connector, sent } = scripted({ expect: `PUT /users/${ID}/deactivate`, body });
    expect(await failure(connector.remove(ID))).toMatchObject({ code: "partly-rejected", systems: ["play"] });
    expect(sent).toHaveLength(1);
  });

  it("takes a platform's 404 with another reason for a failure of that platform", async () => {
    const body = envelope({ play: [404, "The service was not found"], management: 204 });
    const { connector, sent } = scripted({ expect: `PUT /users/${ID}/deactivate`, body });
    expect(await failure(connector.remove(ID))).toMatchObject({
      code: "partly-rejected",
      systems: ["play"],
      message: expect.stringMatching(/^play: The service was not found/),
    });
    expect(sent).toHaveLength(1);
  });

  it("doesn't mind a platform that has no such user, and names one that fails", async () => {
    const remove = (...bodies: readonly unknown[]) => {
      const off: Exchange = { expect: `PUT /users/${ID}/deactivate`, body: envelope({ play: 404, management: 204 }) };
      return scripted(off, ...bodies.map((body) => ({ expect: `DELETE /users/${ID}`, body }))).connector.remove(ID);
    };
    expect(await remove(envelope({ play: 404, management: 204 }))).toBe("done");
    expect(await remove(envelope({ play: [404, "The user does not exist"], management: 204 }))).toBe("done");
    const half = envelope({ play: [500, "down"], management: 204 });
    expect(await remove(half, envelope({ play: 204, management: 404 }))).toBe("done");
    for (const second of [half, notFound]) {
      expect(await failure(remove(half, second))).toMatchObject({
        code: "partly-rejected",
        message: expect.stringMatching(/^play: down.*delete it on play by hand/),
      });
    }
  });
});

describe("a list", () => {
  const users = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => shownUser({ id: `u${from + i}`, username: `p${from + i}` }));
  const page = (startIndex: number, body: unknown): Exchange => ({
    expect: `GET /users?startIndex=${startIndex}&count=500`,
    body,
  });

  it.each([
    ["counted from 0", [page(0, users(0, 500)), page(500, users(500, 510)), page(510, [])], 510],
    ["of one page", [page(0, users(0, 3)), page(3, [])], 3],
    ["of one page, counted from 1", [page(0, users(1, 4)), page(3, users(3, 4))], 3],
    ["in pages that are cut", [page(0, users(0, 30)), page(30, users(30, 60)), page(60, [])], 60],
    ["of exactly one page", [page(0, users(0, 500)), page(500, [])], 500],
    ["in pages of one", [page(0, users(0, 1)), page(1, users(1, 2)), page(2, [])], 2],
    [
      "counted from 1, 0 read as 1",
      [page(0, users(1, 501)), page(500, users(500, 510)), page(510, users(509, 510))],
      509,
    ],
    [
      "counted from 1, 0 a place before the first",
      [page(0, users(1, 500)), page(499, users(499, 510)), page(510, users(509, 510))],
      509,
    ],
  ])("%s holds everybody once", async (_what, pages, count) => {
    const { connector, left } = scripted(...pages);
    const ids: string[] = [];
    for await (const page of connector.pages({}, ["roles"])) ids.push(...page.map(({ id }) => id));
    expect(new Set(ids).size).toBe(count);
    expect(ids).toHaveLength(count);
    expect(left).toEqual([]);
  });

  it.each<[string, Exchange[], string]>([
    ["repeats itself", [page(0, users(0, 500)), page(500, users(0, 500))], "protocol"],
    [
      "is refused on its second page",
      [page(0, users(0, 500)), { ...page(500, undefined), status: 403 }],
      "permission-denied",
    ],
    ["has a bad row", [page(0, [shownUser(), { id: "x" }])], "protocol"],
    ["is not found", [{ ...page(0, notFound), status: 404 }], "not-found"],
  ])("fails where it %s", async (_what, pages, code) => {
    const reading = (async () => {
      for await (const _ of scripted(...pages).connector.pages({}, ["roles"]));
    })();
    expect(await failure(reading)).toMatchObject({ code });
  });
});

describe("groups", () => {
  const lists = (of: string, startIndex: number, ...body: readonly object[]): Exchange => ({
    expect: `GET /${of}?startIndex=${startIndex}&count=500`,
    body,
  });
  const groupsShown = (body: unknown[], startIndex = 0) => ({
    expect: `GET /users/${ID}/groups?startIndex=${startIndex}&count=500`,
    body,
  });
  const shownOf = async (...script: readonly Exchange[]) => {
    const { connector, left } = scripted(readsUser, ...script);
    const observed = await connector.read(ID);
    expect(left).toEqual([]);
    return "sets" in observed ? observed.sets["groups"] : undefined;
  };

  it("of everybody are listed group by group", async () => {
    const { connector, left } = scripted(
      lists("groups.search", 0, { id: "g", codGroup: "G" }, { id: "h" }),
      lists("groups.search", 2, { id: "i", codGroup: "i" }),
      lists("groups.search", 3),
      lists("groups/g/users", 0, { id: "a" }, { id: "b" }),
      lists("groups/g/users", 2, { id: "c" }),
      lists("groups/g/users", 3),
      lists("groups/h/users", 0, { id: "c" }),
      lists("groups/h/users", 1),
      { ...lists("groups/i/users", 0), status: 404, body: { ...notFound, message: "The group does not exist" } },
      lists("users", 0, ...["a", "c", "d"].map((id) => shownUser({ id, username: id }))),
      lists("users", 3),
    );
    const people: [string, unknown][] = [];
    for await (const page of connector.pages({}, ["groups"])) {
      people.push(...page.map(({ id, sets }): [string, unknown] => [id, sets["groups"]]));
    }
    expect(people).toEqual([
      ["a", { members: { "": ["g"] }, aliases: { g: ["G"] } }],
      ["c", { members: { "": ["g", "h"] }, aliases: { g: ["G"], h: [] } }],
      ["d", { members: { "": [] }, aliases: {} }],
    ]);
    expect(left).toEqual([]);
  });

  it.each([
    [
      "groups",
      [lists("groups.search", 0, { id: "g" }, { id: "h" }), lists("groups.search", 2, { id: "g" }, { id: "h" })],
    ],
    [
      "members",
      [
        lists("groups.search", 0, { id: "g" }),
        lists("groups.search", 1),
        lists("groups/g/users", 0, { id: "a" }, { id: "b" }),
        lists("groups/g/users", 2, { id: "a" }, { id: "b" }),
      ],
    ],
    [
      "users",
      [
        lists("users", 0, shownUser(), shownUser({ id: "b", username: "b" })),
        lists("users", 2, shownUser(), shownUser({ id: "b", username: "b" })),
      ],
    ],
  ] as const)("that come again and again are refused: %s", async (what, script) => {
    const { connector } = scripted(...script);
    const reading = (async () => {
      for await (const _ of connector.pages({}, [what === "users" ? "roles" : "groups"]));
    })();
    expect(await failure(reading)).toMatchObject({
      code: "protocol",
      message: expect.stringContaining(` of ${what} `),
    });
  });

  it("of a person are shown by id, with their codes, and none of somebody who is gone", async () => {
    const rows = [{ id: "g", codGroup: "G" }, { id: "h" }];
    expect(await shownOf(groupsShown(rows))).toEqual({ members: { "": ["g", "h"] }, aliases: { g: ["G"], h: [] } });
    const gone = { ...groupsShown([]), status: 404, body: notFound };
    expect(await shownOf(gone)).toEqual({ members: { "": [] }, aliases: {} });
  });

  it("of a person are asked for until a page isn't full", async () => {
    const rows = Array.from({ length: 500 }, (_, i) => ({ id: `g${i}` }));
    const shown = await shownOf(groupsShown(rows), groupsShown([{ id: "last" }], 500));
    expect(shown?.members[""]).toHaveLength(501);
  });

  it("that show no id are looked up by their codes", async () => {
    const looks: Exchange = { expect: "GET /groups/G", body: { id: "g", codGroup: "G" } };
    expect(await shownOf(groupsShown([{ codGroup: "G" }]), looks)).toEqual({
      members: { "": ["g"] },
      aliases: { g: ["G"] },
    });
    const gone: Exchange = { ...looks, status: 404, body: { ...notFound, message: "The group does not exist" } };
    expect(await shownOf(groupsShown([{ codGroup: "G" }]), gone)).toEqual({
      members: { "": ["G"] },
      aliases: { G: [] },
    });
  });

  it("are looked up once a run, and again after a failure", async () => {
    const looks: Exchange = { expect: "GET /groups/G", body: { id: "g", codGroup: "G" } };
    const rows = groupsShown([{ codGroup: "G" }]);
    const { connector, left } = scripted(
      readsUser,
      rows,
      { ...looks, status: 403 },
      readsUser,
      rows,
      looks,
      readsUser,
      rows,
    );
    expect(await failure(connector.read(ID))).toMatchObject({ code: "permission-denied" });
    const sets = { groups: { members: { "": ["g"] } } };
    expect(await connector.read(ID)).toMatchObject({ sets });
    expect(await connector.read(ID)).toMatchObject({ sets });
    expect(left).toEqual([]);
  });

  it("that nothing names are left by no call", async () => {
    const changes: Change[] = [{ kind: "member", path: ["groups"] } as Change];
    const sets = { groups: { "": [] } };
    const { connector, sent } = scripted(groupsShown([{ commonId: "c" }]));
    const error = await failure(connector.update({ ...update, changes, desired: { ...desired, sets } }));
    expect(error).toMatchObject({ code: "invalid-arguments" });
    expect(sent).toHaveLength(1);
  });

  it("that refuse somebody are to blame, and no argument of the person's", async () => {
    const changes: Change[] = [{ kind: "member", path: ["groups"] } as Change];
    const sets = { groups: { "": ["g"] } };
    const refusal: Exchange = {
      expect: "POST /groups/g/users.add",
      status: 400,
      body: { ...notFound, message: "User already exists in the group", status: 400 },
    };
    const { connector } = scripted(groupsShown([]), refusal);
    expect(await failure(connector.update({ ...update, changes, desired: { ...desired, sets } }))).toMatchObject({
      code: "rejected",
      message: expect.stringMatching(/^groups\[0\]: Netex /),
    });
  });

  it("imply nothing but roles", async () => {
    const { connector, sent } = scripted();
    expect(await connector.impliedMembers(ID, "groups")).toEqual({});
    expect(sent).toEqual([]);
  });
});

it("finds roles in groups that show theirs", async () => {
  const groups = [
    { id: "g", roles: { play: ["author"] } },
    { id: "h", roles: { play: ["admin"], social: null } },
    { codGroup: "i" },
  ];
  const expected = `GET /users/${ID}/groups?startIndex=0&count=500`;
  const shown: Exchange = { expect: "GET /groups/i", body: { id: "1", codGroup: "i", roles: { social: ["admin"] } } };
  const { connector } = scripted({ expect: expected, body: groups }, shown);
  expect(await connector.impliedMembers(ID, "roles")).toEqual({ play: ["admin", "author"], social: ["admin"] });
});
