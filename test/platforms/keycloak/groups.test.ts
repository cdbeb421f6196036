import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { create, read, remove, update } from "../../../provider/core/lifecycle/reconcile";
import { getOne } from "../../../provider/core/reads/queries";
import { Ownership } from "../../../provider/core/session/ownership";
import { openTenant } from "../../../provider/open-tenant";
import { keycloak } from "../../../provider/platforms/keycloak/index";
import { fastClock } from "../../conformance/fast-clock";

interface Group {
  id: string;
  name: string;
  parentId?: string;
  description?: string;
  attributes?: Record<string, string[]>;
}

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** The groups of a realm as Keycloak 26 answers for them, in memory. */
async function stage(...given: Group[]) {
  const groups = new Map(given.map((group) => [group.id, group]));
  const writes: [string, string, unknown][] = [];
  const members = new Set<string>();
  const missing = { status: 404, body: { error: "Could not find group by id" } };
  const shown = (group: Group) => ({ ...group, path: `/${group.name}`, subGroupCount: below(group.id).length });
  const below = (id: string) => [...groups.values()].filter(({ parentId }) => parentId === id);

  function place(parentId: string | undefined, { id, ...group }: Group) {
    if (parentId !== undefined && !groups.has(parentId)) return missing;
    const known = groups.get(id);
    const at = parentId === undefined ? {} : { parentId };
    const { parentId: _, ...rest } = known ?? { id: `g-${groups.size + 1}`, ...group };
    groups.set(rest.id, { ...rest, ...at });
    return known ? { status: 204 } : { status: 201, location: `/admin/realms/acme/groups/${rest.id}` };
  }

  function answer(method: string, path: string, query: URLSearchParams, body: Group) {
    const [, , id = "", part] = path.split("/");
    if (id === "" && method === "POST") return place(undefined, body);
    const first = Number(query.get("first"));
    const page = (all: Group[]) => ({ status: 200, body: first > 0 ? [] : all.map(shown) });
    if (id === "") return page([...groups.values()].filter(({ name }) => name === query.get("search")));
    const group = groups.get(id);
    if (!group) return missing;
    if (part === "children") return method === "POST" ? place(id, body) : page(below(id));
    if (part === "members") return { status: 200, body: members.has(id) ? [{ id: "u-1" }] : [] };
    if (method === "GET") return { status: 200, body: shown(group) };
    if (method === "PUT") groups.set(id, { ...group, ...body, id });
    else groups.delete(id);
    return { status: 204 };
  }

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://127.0.0.1");
    const { method = "" } = request;
    const path = pathname.replace("/admin/realms/acme", "");
    const body = (method === "GET" || method === "DELETE" ? {} : await json(request)) as Group;
    if (method !== "GET") writes.push([method, path, body]);
    const reply: { status: number; body?: unknown; location?: string } = answer(method, path, searchParams, body);
    const location = reply.location === undefined ? {} : { location: reply.location };
    response.writeHead(reply.status, { "content-type": "application/json", ...location });
    response.end(reply.body === undefined ? "" : JSON.stringify(reply.body));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const log = { info: () => undefined, warn: () => undefined };
  const context = { clock: fastClock(), log, random: () => 0.5, environment: {} };
  const raw = { url, realm: "acme", token: "token-0123" };
  const tenant = openTenant(keycloak, raw, { context, ownership: new Ownership(), canImport: true });
  closing.push(
    () => server.close(),
    () => tenant.close(),
  );
  return { groups, writes, members, session: tenant.session("group") };
}

const STAFF = { id: "g-staff", name: "Staff" };
const LEGAL = { id: "g-legal", name: "Legal", parentId: "g-staff" };

describe("Keycloak's groups", () => {
  it("are written whole, with the attributes that nobody declares", async () => {
    const theirs = { ...LEGAL, description: "Law", attributes: { site: ["1"], cost: ["7", "8"] } };
    const { session, groups } = await stage(STAFF, theirs);
    const adopt = { name: "Legal", parent: "g-staff", adopt: true, attributes: { cost: ["7", "8"] } };
    const { id, outputs } = await create(session, adopt, "legal");
    expect(id).toBe("g-legal");
    await update(session, id, outputs, { ...adopt, name: "Law", attributes: { cost: "9", floor: "2" } }, "legal");
    expect(groups.get(id)).toMatchObject({
      name: "Law",
      description: "Law",
      parentId: "g-staff",
      attributes: { site: ["1"], cost: ["9"], floor: ["2"] },
    });
  });

  it("are moved below another one and to the top, and nothing else of them is written", async () => {
    const { session, groups, writes } = await stage(STAFF, { id: "g-legal", name: "Legal" });
    const found = await read(session, "g-legal", undefined, "legal");
    const inner = await update(session, "g-legal", found?.outputs ?? {}, { name: "Legal", parent: "g-staff" }, "legal");
    expect(groups.get("g-legal")?.parentId).toBe("g-staff");
    await update(session, "g-legal", inner.outputs, { name: "Legal", clear: ["parent"] }, "legal");
    expect(groups.get("g-legal")).not.toHaveProperty("parentId");
    const moved = { id: "g-legal", name: "Legal" };
    expect(writes).toEqual([
      ["POST", "/groups/g-staff/children", moved],
      ["POST", "/groups", moved],
    ]);
  });

  it("are found below their own parent alone", async () => {
    const { session } = await stage(STAFF, LEGAL, { id: "g-other", name: "Legal" });
    await expect(create(session, { name: "Legal" }, "top")).rejects.toMatchObject({ account: "g-other" });
    await expect(create(session, { name: "Legal", parent: "g-staff" }, "inner")).rejects.toMatchObject({
      account: "g-legal",
    });
    expect(await getOne(session, { name: "Legal", parent: "g-staff" })).toMatchObject({ id: "g-legal" });
    await expect(getOne(session, { name: "Legal" })).rejects.toMatchObject({
      code: "ambiguous",
      message: expect.stringMatching(/g-legal.*g-other/),
    });
  });

  it("below a group that isn't there are not made, and the error names the parent", async () => {
    const { session, groups } = await stage(STAFF);
    await expect(create(session, { name: "Legal", parent: "g-gone" }, "legal")).rejects.toThrow(/^parent: /);
    expect([...groups.keys()]).toEqual(["g-staff"]);
  });

  it("are not deleted with others below them, nor with members unless that is said", async () => {
    const { session, groups, writes, members } = await stage(STAFF, LEGAL);
    const outputs = { name: "Staff", origin: "created", onDestroy: "delete" };
    await expect(remove(session, "g-staff", outputs, "staff")).rejects.toMatchObject({ code: "not-empty" });
    members.add("g-legal");
    const legal = { name: "Legal", parent: "g-staff", origin: "created" };
    await expect(remove(session, "g-legal", legal, "legal")).rejects.toMatchObject({ code: "not-empty" });
    expect(writes).toEqual([]);
    expect(await remove(session, "g-legal", { ...legal, onDestroy: "delete" }, "legal")).toBe("deleted");
    expect(await remove(session, "g-staff", outputs, "staff")).toBe("deleted");
    expect(groups.size).toBe(0);
  });
});
