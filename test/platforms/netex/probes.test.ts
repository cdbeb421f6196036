import { afterEach, describe, expect, it } from "vitest";
import type { Subject } from "../../../provider/core/contract/probes.js";
import { netex } from "../../../provider/platforms/netex/index.js";
import { probes } from "../../../provider/platforms/netex/probes.js";
import { type NetexEmulator, startNetex } from "../../../sandbox/index";
import { variantOptions } from "../../../sandbox/variant";
import { found, probed } from "../probing";
import { type Exchange, envelope, ID, notFound, scripted, shownUser, stored } from "./helpers";

let emulator: NetexEmulator;

async function open(options: object): Promise<{ url: string; token: string }> {
  emulator = await startNetex(options);
  return { url: emulator.url, token: emulator.token };
}

describe("a tenant of Netex", () => {
  afterEach(() => emulator.close());

  it.each(probed(netex))("is found to have %s=%s", async (question, answer) => {
    const configuration = await open(variantOptions("netex", question, answer) ?? {});
    const group = emulator.createGroup({ name: "Trainers", roles: { training: ["trainer"] } });
    const many = question === "page-size" && answer === "full" ? 501 : 4;
    for (let i = 0; i < many; i++) {
      emulator.create({ username: `p${i}`, name: "P", surname: String(i), email: `p${i}@example.com` });
      emulator.addToGroup(group.id, `p${i}`);
    }
    expect(await found(netex, configuration, question)).toEqual({ variant: answer });
    expect(emulator.accounts()).toHaveLength(many);
  });

  it("that is empty is not judged by the looks", async () => {
    const configuration = await open({});
    for (const question of ["newer-attributes", "username-case", "page-size", "index-base", "group-roles"]) {
      expect(await found(netex, configuration, question)).toEqual({ untold: expect.any(String) });
    }
    expect(emulator.log.writes()).toEqual([]);
  });
});

const reads = (more: Record<string, unknown> = {}): Exchange => ({ expect: `GET /users/${ID}`, body: shownUser(more) });
const puts = (body: unknown, status = 200): Exchange => ({ expect: `PUT /users/${ID}`, body, status });
const gone = (path: string): Exchange => ({ expect: `GET ${path}`, status: 404, body: notFound });
const UNTOLD = { untold: expect.any(String) };

describe("a look", () => {
  const people = (startIndex: number, count: number, ...ids: readonly string[]): Exchange => ({
    expect: `GET /users?startIndex=${startIndex}&count=${count}`,
    body: ids.map((id) => shownUser({ id, username: id })),
  });
  const nobody = "/users/roster-doctor-looks-for-nobody";
  const hasGroups = (id: string, ...body: readonly object[]): Exchange => ({
    expect: `GET /users/${id}/groups?startIndex=0&count=500`,
    body,
  });

  it.each<[string, string, readonly Exchange[], object]>([
    ["missing", "a gateway answers", [{ expect: `GET ${nobody}`, status: 404, body: "<html>404</html>" }], UNTOLD],
    ["missing", "an envelope answers", [gone(nobody)], { variant: "envelope" }],
    [
      "newer-attributes",
      "authSource alone is shown",
      [people(0, 1, ID), reads({ extendedFields: undefined })],
      { variant: "shown" },
    ],
    [
      "newer-attributes",
      "extendedFields alone is shown",
      [people(0, 1, ID), reads({ authSource: undefined })],
      { variant: "shown" },
    ],
    ["username-case", "a look-up minds case", [people(0, 10, "a"), gone("/users/A")], { variant: "exact" }],
    ["username-case", "nobody has letters", [people(0, 10, "1")], UNTOLD],
    ["page-size", "only the last one comes again", [people(0, 500, "a", "b"), people(2, 500, "b")], UNTOLD],
    ["page-size", "others come", [people(0, 500, "a", "b"), people(2, 500, "b", "c")], { variant: "short" }],
    ["index-base", "nobody is there", [people(0, 1), people(1, 1)], UNTOLD],
    ["index-base", "nobody is at 0", [people(0, 1), people(1, 1, "a")], { variant: "1" }],
    ["index-base", "one person is there", [people(0, 1, "a"), people(1, 1)], { variant: "0" }],
    [
      "group-roles",
      "groups are nameless, or gone",
      [
        people(0, 10, "a", "b"),
        hasGroups("a", { commonId: "c" }, { id: "g" }),
        gone("/groups/g"),
        hasGroups("b", { codGroup: "H" }),
        { expect: "GET /groups/H", body: { id: "h", codGroup: "H", roles: null } },
      ],
      { variant: "with-groups" },
    ],
  ])("for %s where %s", async (question, _what, script, finding) => {
    const { connector, left } = scripted(...script);
    expect(await probes(connector.http).looks[question]?.()).toEqual(finding);
    expect(left).toEqual([]);
  });
});

describe("a trial", () => {
  const created = probes(scripted().connector.http).person("doctor@example.com");
  const tried = async (question: string, ...script: readonly Exchange[]) => {
    const moved: string[] = [];
    const subject: Subject = { id: ID, created, movedTo: (id) => void moved.push(id) };
    const { connector, sent, left } = scripted(...script);
    const finding = await probes(connector.http).trials[question]?.(subject);
    expect(left).toEqual([]);
    return { finding, moved, sent };
  };
  const write = [reads(), puts(stored)];

  it.each<[string, string, readonly Exchange[], object]>([
    ["put", "what was left out stays", [...write, ...write, reads()], { variant: "merge" }],
    ["put", "what was left out is emptied", [...write, ...write, reads({ aboutMe: null })], { variant: "replace" }],
    ["extra", "it is shown empty", [...write, reads({ extra: {} })], UNTOLD],
    ["extra", "it is shown", [...write, reads({ extra: { roster: "doctor" } })], { variant: "shown" }],
    ["answers", "there is a body", [...write, reads()], { variant: "envelope" }],
    ["answers", "there is none", [reads(), puts(undefined, 204), reads()], { variant: "empty" }],
    ["told-platforms", "the answer has no body", [reads(), puts(undefined, 204), reads()], UNTOLD],
    ["told-platforms", "the answer names none", [reads(), puts(envelope({})), reads()], { variant: "none" }],
    [
      "told-platforms",
      "somebody has roles that are no platform's",
      [...write, reads({ roles: { management: ["user"], talent: ["employee"] } })],
      { variant: "all" },
    ],
    ["told-platforms", "the person has no roles", [...write, reads({ roles: null })], { variant: "all" }],
  ])("of %s where %s", async (question, _what, script, finding) => {
    expect((await tried(question, ...script)).finding).toEqual(finding);
  });

  it("sends what it looks for", async () => {
    const { sent } = await tried("extra", ...write, reads({ extra: null }));
    expect(sent[1]?.body).toMatchObject({ user: { extra: { roster: "doctor" } } });
  });

  it.each<[string, string, readonly Exchange[], string]>([
    ["extra", "the write is refused", [reads(), puts({ message: "no" }, 400)], "rejected"],
    ["put", "the person isn't shown", [gone(`/users/${ID}`)], "rejected"],
    ["switching", "it may not be tried", [{ expect: `PUT /users/${ID}/activate`, status: 403 }], "permission-denied"],
  ])("of %s finds nothing where %s", async (question, _what, script, code) => {
    await expect(tried(question, ...script)).rejects.toMatchObject({ code });
  });

  it("of a username that was free again names the new account, where it shows", async () => {
    const removes: readonly Exchange[] = [
      { expect: `PUT /users/${ID}/deactivate`, body: stored },
      { expect: `DELETE /users/${ID}`, body: stored },
      { expect: "POST /users", body: stored },
    ];
    const look = "/users/doctor%40example.com";
    const shown = await tried("deleted-usernames", ...removes, { expect: `GET ${look}`, body: shownUser({ id: "2" }) });
    expect(shown).toMatchObject({ finding: { variant: "free" }, moved: ["2"] });
    const hidden = await tried("deleted-usernames", ...removes, gone(look));
    expect(hidden).toMatchObject({ finding: { variant: "free" }, moved: [] });
  });
});
