import { afterEach, describe, expect, it } from "vitest";
import { createUsers, readUsers } from "../../../provider/core/many/reconcile";
import type { Desired, Observed } from "../../../provider/core/model/entity";
import { Ownership } from "../../../provider/core/session/ownership";
import { openTenant } from "../../../provider/open-tenant";
import { netex } from "../../../provider/platforms/netex/index";
import { systemClock } from "../../../provider/system-context";
import { type NetexEmulator, startNetex } from "../../../sandbox/index";
import { type Exchange, envelope, scripted, shownUser } from "./helpers";

const desired = (name: string): Desired => ({
  attributes: {
    username: name,
    name,
    surname: "Example",
    language: "en",
    timezone: "UTC",
    email: `${name}@example.com`,
  },
  sets: {},
  references: {},
});
const location = (id: string): string => `https://netex.example.com/rest/users/${id}`;
const posts = (id: string | null): Exchange => ({
  expect: "POST /users",
  body: envelope({ management: 200 }, { status: 200, location: id === null ? null : location(id) }),
});
const shown = (id: string, username: string) => shownUser({ id, username, extendedFields: null });
const lists = (...body: unknown[]): Exchange => ({ expect: "GET /users?startIndex=0&count=500", body });
const looks = (path: string, body: unknown, status = 200): Exchange => ({ expect: `GET /users/${path}`, status, body });
const taken: Exchange = {
  expect: "POST /users",
  status: 400,
  body: { location: null, message: "User already exists", responsePlatforms: {}, status: 400 },
};

describe("several creations", () => {
  it("share one look, which is proof", async () => {
    const page = lists(shown("3", "Cy"), shown("x", "somebody.else"), shown("1", "ada"), shown("2", "bob"));
    const { connector, left } = scripted(posts("1"), posts("2"), posts("3"), page);
    const outcomes = await connector.createMany(["ada", "bob", "cy"].map(desired));
    expect(outcomes).toMatchObject(["1", "2", "3"].map((id) => ({ written: { id, observed: { id } } })));
    expect(left).toEqual([]);
  });

  it("that are few are looked at one by one", async () => {
    const { connector, left } = scripted(
      posts("1"),
      posts("2"),
      looks("1", shown("1", "ada")),
      looks("2", shown("2", "bob")),
    );
    const outcomes = await connector.createMany(["ada", "bob"].map(desired));
    expect(outcomes).toMatchObject(["1", "2"].map((id) => ({ written: { id, observed: { id } } })));
    expect(left).toEqual([]);
  });

  it("have outcomes of their own: one is refused, one named by no answer, one not listed, one listed as another", async () => {
    const { connector, left } = scripted(
      posts("1"),
      taken,
      posts(null),
      posts("4"),
      posts("5"),
      looks("cy", shown("3", "cy")),
      lists(shown("1", "ada"), shown("50", "eve")),
      looks("4", shown("4", "dan")),
      looks("5", shown("5", "eve")),
    );
    const outcomes = await connector.createMany(["ada", "bob", "cy", "dan", "eve"].map(desired));
    expect(outcomes).toMatchObject([
      { written: { id: "1" } },
      { error: { code: "rejected", properties: ["username"] } },
      { written: { id: "3" } },
      { written: { id: "4" } },
      { written: { id: "5" } },
    ]);
    expect(left).toEqual([]);
  });

  it("are known by the ids that the answers name, where nothing can be looked at", async () => {
    const broken = (path: string): Exchange => ({ expect: `GET ${path}`, status: 403 });
    const { connector } = scripted(
      ...["1", "2", "3"].map(posts),
      broken("/users?startIndex=0&count=500"),
      ...["1", "2", "3"].map((id) => broken(`/users/${id}`)),
    );
    const outcomes = await connector.createMany(["ada", "bob", "cy"].map(desired));
    expect(outcomes).toEqual(["1", "2", "3"].map((id) => ({ written: { id } })));
  });

  it("spare the write that follows a look of its own", async () => {
    const { connector, sent, warned } = scripted(
      ...["1", "2", "3"].map(posts),
      lists(shown("1", "ada"), shown("2", "bob"), shown("3", "cy")),
      { expect: "PUT /users/2", body: envelope({ management: 200 }) },
    );
    const outcomes = await connector.createMany(["ada", "bob", "cy"].map(desired));
    const [, bob] = outcomes;
    const seen = bob && "written" in bob ? bob.written.observed : undefined;
    const fields = { ...desired("bob"), attributes: { ...desired("bob").attributes, extendedFields: { team: "A" } } };
    const changes = [{ kind: "attribute", path: ["extendedFields", "team"], from: undefined, to: "A" }] as const;
    const request = { id: "2", changes, desired: fields, addOnly: [], seen: seen as Observed };
    await connector.update(request);
    expect(sent.at(-1)?.body).toMatchObject({ user: { username: "bob", extendedFields: { team: "A" } } });
    // A new account has nothing that a write could empty.
    expect(warned).toEqual([]);
  });
});

describe("1,000 people on the emulator", () => {
  let emulator: NetexEmulator;
  afterEach(() => emulator.close());
  const users = (more: object) =>
    Object.fromEntries(
      Array.from({ length: 1_000 }, (_, i) => [
        `k${i}`,
        { ...desired(`p${i}`).attributes, ...more, roles: { management: ["user"] } },
      ]),
    );
  const session = () => {
    const log = { info: () => undefined, warn: () => undefined };
    const context = { clock: systemClock, random: Math.random, environment: {}, log };
    const configuration = { url: emulator.url, token: emulator.token };
    return openTenant(netex, configuration, { context, ownership: new Ownership(), canImport: true }).session("user");
  };
  const count = (method: string): number => emulator.log.entries.filter((call) => call.method === method).length;

  it.each([
    ["a creation each", {}, 0],
    ["and what a creation can't take in a write each", { extendedFields: { team: "A" } }, 1_000],
  ])("take a look-up each, %s, and one listing", async (_what, more, puts) => {
    emulator = await startNetex();
    const { outputs } = await createUsers(session(), { users: users(more) }, { owner: "set" });
    expect([count("POST"), count("PUT")]).toEqual([1_000, puts]);
    // A look-up for each, as a list proves nobody's absence; the page that says nobody is there, one page before, and
    // the two of a thousand people. Names of extended fields take one look more.
    expect(count("GET")).toBe(puts > 0 ? 1_005 : 1_004);
    const { outputs: seen } = await readUsers(session(), outputs, { owner: "set" });
    expect(seen).toEqual(outputs);
  });
});
