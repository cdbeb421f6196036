import { describe, expect, it } from "vitest";
import type { UpdateRequest } from "../../../provider/core/contract/connector";
import { FLAT, NOTHING } from "../../../provider/core/model/entity";
import { isRecord } from "../../../provider/core/model/value";
import type { ScimOptions } from "../../../sandbox/index";
import { connector } from "./lab";

/** A server with a group that has these many strangers in it, and ada outside of it. */
async function stage(options: ScimOptions, strangers = 2) {
  const { emulator, connector: server } = await connector(options);
  const others = Array.from({ length: strangers }, (_, i) => emulator.create({ userName: `other.${i}` }).id);
  const members = others.map((value) => ({ value }));
  const group = emulator.createGroup({ displayName: "Engines", ...(strangers > 0 ? { members } : {}) }).id;
  const { id } = emulator.create({ userName: "ada.acme" });
  const membersNow = () => {
    const shown = emulator.getGroup(group)?.["members"];
    return Array.isArray(shown) ? shown.flatMap((member) => (isRecord(member) ? [String(member["value"])] : [])) : [];
  };
  return { emulator, server, others, group, id, membersNow };
}

function wanting(id: string, groups: readonly string[]): UpdateRequest {
  const desired = { ...NOTHING, attributes: { userName: "ada.acme" }, sets: { groups: { [FLAT]: groups } } };
  return { id, desired, addOnly: [], changes: [{ kind: "member", path: ["groups"] }] };
}

describe("groups of a person", () => {
  it.each<[string, ScimOptions]>([
    ["the person shows", {}],
    ["a look by a filter finds", { showsGroups: false }],
  ])("that %s are all of them, and none of others", async (_, options) => {
    const { emulator, server, group, id, others } = await stage(options);
    emulator.createGroup({ displayName: "Notes", members: [{ value: id }] });
    const read = async (who: string) => (await server.read(who, ["groups"])) as { sets: Record<string, unknown> };
    expect((await read(id)).sets["groups"]).toMatchObject({ members: { [FLAT]: [emulator.getGroup("Notes")?.id] } });
    expect((await read(others[0] ?? "")).sets["groups"]).toMatchObject({ members: { [FLAT]: [group] } });
    expect(emulator.log.reads().filter(({ path }) => /Groups\/|Groups(?!.*attributes=id)/.test(path))).toEqual([]);
  });

  it("are found by one walk for all who ask, where a server neither shows nor filters them", async () => {
    const { emulator, server, id, group, others } = await stage({ showsGroups: false, filters: false });
    const read = (who: string) => server.read(who, ["groups"]);
    const [ada, other] = await Promise.all([read(id), read(others[0] ?? "")]);
    expect(ada).toMatchObject({ sets: { groups: { members: { [FLAT]: [] } } } });
    expect(other).toMatchObject({ sets: { groups: { members: { [FLAT]: [group] } } } });
    expect(emulator.log.reads().filter(({ path }) => path.includes("attributes=id%2Cmembers"))).toHaveLength(2);
    await server.update(wanting(id, [group]));
    expect(await read(id)).toMatchObject({ sets: { groups: { members: { [FLAT]: [group] } } } });
  });

  it("are unknown, and not none, where a server has no groups", async () => {
    const { emulator, server, id } = await stage({ showsGroups: false });
    emulator.faults.add({ method: "GET", path: "/Groups", fault: { kind: "status", status: 501 } });
    expect(((await server.read(id, ["groups"])) as { sets: object }).sets).not.toHaveProperty("groups");
  });
});

describe("a server that fails at its groups", () => {
  it("shows its people all the same to whoever asks for whatever there is, and fails whoever asks for groups", async () => {
    const { emulator, server, id } = await stage({ showsGroups: false });
    emulator.faults.add({ method: "GET", path: "/Groups", fault: { kind: "status", status: 500 } });
    for (const shown of [await server.read(id), (await server.find("ada.acme"))[0]]) {
      expect(shown).toMatchObject({ id, attributes: { userName: "ada.acme" } });
      expect((shown as { sets: object }).sets).not.toHaveProperty("groups");
    }
    const asked = emulator.log.reads().filter(({ path }) => path.includes("/Groups")).length;
    await server.read(id);
    expect(emulator.log.reads().filter(({ path }) => path.includes("/Groups"))).toHaveLength(asked);
    await expect(server.read(id, ["groups"])).rejects.toMatchObject({ code: "unavailable" });
  });

  it("is not taken for one while it is out of service", async () => {
    const { emulator, server, id } = await stage({ showsGroups: false });
    emulator.faults.add({ method: "GET", path: "/Groups", fault: { kind: "status", status: 503 } });
    await expect(server.read(id)).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("a membership", () => {
  it.each<[string, ScimOptions, readonly string[]]>([
    ["is a PATCH of this member alone", {}, ["PATCH", "PATCH"]],
    ["by a filter that the path can't have is a PUT", { patches: { filtered: 400 } }, ["PATCH", "PATCH", "PUT"]],
    ["by a filter that is passed over is a PUT", { patches: { filtered: "ignored" } }, ["PATCH", "PATCH", "PUT"]],
    ["without PATCH is a PUT", { patch: false }, ["PUT", "PUT"]],
    ["without PATCH and versions is a PUT", { patch: false, etags: false }, ["PUT", "PUT"]],
    ["at a server that doesn't show it on the person is the same", { showsGroups: false }, ["PATCH", "PATCH"]],
    ["without PATCH of which nobody can count the others is a PUT", { patch: false, filters: false }, ["PUT", "PUT"]],
  ])("%s, and takes nobody else with it", async (_, options, methods) => {
    const { emulator, server, others, group, id, membersNow } = await stage(options);
    await server.update(wanting(id, [group]));
    expect(membersNow().sort()).toEqual([...others, id].sort());
    await server.update(wanting(id, []));
    expect(membersNow()).toEqual(others);
    expect(emulator.log.writes().map(({ method }) => method)).toEqual(methods);
    expect(emulator.getGroup(group)).toMatchObject({ displayName: "Engines" });
  });

  it.each<[string, ScimOptions, number]>([
    ["is cut, by the server's own count", { patch: false, mostMembers: 2 }, 5],
    ["shows no member", { patch: false, mostMembers: 0 }, 5],
    ["ends at a round number that nobody can count", { patch: false, filters: false, mostMembers: 100 }, 130],
  ])("is refused where only a PUT would do and the read of the group %s", async (_, options, strangers) => {
    const { emulator, server, group, id, others, membersNow } = await stage(options, strangers);
    const failure = await server.update(wanting(id, [group])).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: "rejected",
      message: expect.stringMatching(/^groups\[0\]: .*Nothing was written/),
    });
    expect(emulator.log.writes()).toEqual([]);
    expect(membersNow()).toEqual(others);
  });

  it("is refused where the read of the group leaves out whoever is to go", async () => {
    const { emulator, server, group, id, others, membersNow } = await stage({
      patch: false,
      filters: false,
      mostMembers: 2,
    });
    emulator.patchGroup(group, [{ op: "add", path: "members", value: [{ value: id }] }]);
    await expect(server.update(wanting(id, []))).rejects.toMatchObject({ code: "rejected" });
    expect(membersNow()).toEqual([...others, id]);
  });

  it("is made in an empty group, and the last one to leave leaves it empty", async () => {
    const { server, group, id, membersNow } = await stage({ patch: false }, 0);
    await server.update(wanting(id, [group]));
    expect(membersNow()).toEqual([id]);
    await server.update(wanting(id, []));
    expect(membersNow()).toEqual([]);
  });

  it.each([{ etags: true }, { etags: false }])(
    "of several at once by PUT is made one after the other: %o",
    async (more) => {
      const { emulator, server, others, group, membersNow } = await stage({ patch: false, ...more });
      const ids = ["a", "b", "c", "d"].map((userName) => emulator.create({ userName }).id);
      await Promise.all(ids.map((id) => server.update(wanting(id, [group]))));
      expect(membersNow().sort()).toEqual([...others, ...ids].sort());
      await Promise.all(ids.map((id) => server.update(wanting(id, []))));
      expect(membersNow()).toEqual(others);
    },
  );

  it("of many is one call for a group", async () => {
    const { emulator, server, others, group, membersNow } = await stage({});
    const ids = Array.from({ length: 30 }, (_, i) => emulator.create({ userName: `p${i}` }).id);
    const outcomes = await server.updateMany?.(ids.map((id) => wanting(id, [group])));
    expect(outcomes?.every((outcome) => "written" in outcome)).toBe(true);
    expect(membersNow().sort()).toEqual([...others, ...ids].sort());
    expect(emulator.log.writes()).toHaveLength(1);
  });
});
