import { describe, expect, it } from "vitest";
import type { Answer } from "../../http/scripted-vendor";
import { ORIGIN } from "../../http/scripted-vendor";
import { type Group, groupVendor, netexAnswer, stage } from "../group-vendors";

const PAYROLL = { id: "g-1", codGroup: "Payroll", name: "Wages" };
const TRAINERS = { id: "g-2", codGroup: "Trainers", name: "Trainers" };
const opened = (...groups: readonly Group[]) => stage(groupVendor("Netex"), ...groups);
const shown = (group: Group): Answer => ({ status: 200, body: group });

describe("the address of Netex's groups, which takes ids and codes,", () => {
  it("finds no group by the id of one, and says whose id it is", async () => {
    const { raw, clock } = opened(PAYROLL);
    await expect(clock.ended(raw.find("g-1"))).rejects.toMatchObject({
      code: "protocol",
      message: expect.stringMatching(/^codGroup: .*group g-1\b/),
    });
  });

  it.each(["a/b", "50% off", "Größe"])("finds the code %j", async (codGroup) => {
    const { find } = opened({ ...PAYROLL, codGroup });
    expect((await find(codGroup)).map(({ id }) => id)).toEqual(["g-1"]);
  });

  it("shows no group without a code to whoever looks for one", async () => {
    const { raw, clock, meddling } = opened();
    meddling(() => shown({ id: "g-1", codGroup: null }));
    await expect(clock.ended(raw.find("undefined"))).rejects.toMatchObject({ code: "protocol" });
  });

  it("reads no group by its code", async () => {
    const { raw, clock } = opened(PAYROLL);
    await expect(clock.ended(raw.read("Payroll"))).rejects.toMatchObject({ code: "protocol" });
  });
});

describe("a new group of Netex's", () => {
  const made = (staged: ReturnType<typeof opened>, codGroup = "Payroll") =>
    staged.clock.ended(staged.raw.create(staged.desired({ codGroup, name: "Wages" })));

  it.each([
    ["the answer names nothing", null],
    ["the answer names the address of all groups", `${ORIGIN}/groups`],
  ])("is found by its code where %s", async (_, location) => {
    for (const codGroup of ["Payroll", "a/b"]) {
      const staged = opened();
      staged.once("POST /groups", (honest) => {
        honest();
        return netexAnswer(201, location);
      });
      expect(await made(staged, codGroup)).toMatchObject({ id: "g-new", observed: { attributes: { codGroup } } });
      expect(staged.writes).toHaveLength(1);
    }
  });

  it("is read by the id that the answer names", async () => {
    const staged = opened();
    expect(await made(staged)).toEqual({ id: "g-new", observed: expect.objectContaining({ id: "g-new" }) });
    expect(staged.sent.map(({ path }) => path)).toEqual(["/api/groups", "/api/groups/g-new"]);
  });

  it.each<[string, Answer]>([
    ["another code", shown({ ...TRAINERS, id: "g-new" })],
    ["no code", shown({ id: "g-new" })],
    ["nothing yet", groupVendor("Netex").missing],
    ["no answer", new Error("socket hang up")],
  ])("is in doubt where the look at it shows %s", async (_, answer) => {
    const staged = opened();
    staged.meddling((call, honest) => (call === "GET /groups/g-new" ? answer : honest()));
    await expect(made(staged)).rejects.toMatchObject({ code: "uncertain" });
    expect(staged.writes).toEqual(["POST /groups"]);
  });

  const PARTLY: Answer = {
    status: 200,
    body: {
      status: 207,
      location: `${ORIGIN}/groups/g-new`,
      message: null,
      responsePlatforms: { management: { status: 201 }, training: { status: 500, message: "down" } },
    },
  };

  it("that a platform refuses is kept, and says which one", async () => {
    const staged = opened();
    staged.once("POST /groups", (honest) => {
      honest();
      return PARTLY;
    });
    const written = await made(staged);
    expect(written).toMatchObject({ id: "g-new", failure: { systems: ["training"] } });
    expect(written.note).toContain("g-new");
    expect(written).not.toHaveProperty("observed");
  });

  it("that a platform refuses is that platform's failure where nobody shows it", async () => {
    const staged = opened();
    staged.once("POST /groups", () => PARTLY);
    await expect(made(staged)).rejects.toMatchObject({ systems: ["training"] });
  });

  it("that a platform refuses is in doubt where the look at it shows another code", async () => {
    const staged = opened();
    staged.once("POST /groups", (honest) => {
      honest();
      staged.groups.set("g-new", { ...TRAINERS, id: "g-new", people: [] });
      return PARTLY;
    });
    await expect(made(staged)).rejects.toMatchObject({ code: "uncertain" });
  });

  const below = (staged: ReturnType<typeof opened>) =>
    staged.clock.ended(
      staged.raw.create({ ...staged.desired({ codGroup: "Payroll", name: "Wages" }), references: { parent: "g-2" } }),
    );

  it("is made below its parent", async () => {
    const staged = opened(TRAINERS);
    expect(await below(staged)).toMatchObject({ observed: { references: { parent: "g-2" } } });
  });

  it("is not made where its parent isn't there, nor by the parent's code", async () => {
    const staged = opened({ ...TRAINERS, id: "g-3" });
    await expect(below(staged)).rejects.toMatchObject({
      code: "invalid-arguments",
      issues: [{ path: ["parent"], reason: expect.stringContaining("g-2") }],
    });
    staged.meddling((call, honest) => (call === "GET /groups/g-2" ? shown({ ...TRAINERS, id: "g-3" }) : honest()));
    await expect(below(staged)).rejects.toMatchObject({ code: "protocol" });
    expect(staged.writes).toEqual([]);
  });
});

describe("a group of Netex's", () => {
  it("with others below it is not empty", async () => {
    const { contents } = opened(PAYROLL, { ...TRAINERS, parentId: "g-1" });
    expect(await contents("g-1")).toEqual({ members: false, children: true });
    expect(await contents("g-2")).toEqual({ members: false, children: false });
  });

  it.each([
    ["Group already exists", ["codGroup"]],
    ["The code is too long", ["codGroup"]],
    ["codGroup has spaces", ["codGroup"]],
    ["The parentId is unknown", ["parent"]],
    ["The description is too long", ["description"]],
    ["A group with this name already exists", ["name"]],
    ["The email domain of the group is wrong", []],
  ])("is refused for arguments of its own alone: %s", async (message, properties) => {
    const refusal = { status: 400, body: { status: 400, location: null, message, responsePlatforms: {} } };
    for (const call of ["create", "update"] as const) {
      const staged = opened(PAYROLL);
      staged.meddling((_, honest) => (staged.writes.length > 0 ? refusal : honest()));
      const written = call === "create" ? staged.create("Wages", { name: "Wages" }) : staged.update("g-1", "Payroll");
      const [first] = properties;
      await expect(written).rejects.toMatchObject({
        code: "rejected",
        properties,
        message: expect.stringMatching(first === undefined ? /^Netex / : new RegExp(`^${first}: Netex `)),
      });
    }
  });

  it("that is gone has nobody", async () => {
    expect(await opened().contents("g-1")).toEqual({ members: false, children: false });
  });

  it("is written back with what nobody declares, but for what Netex doesn't take", async () => {
    const { update, bodies } = opened({ ...PAYROLL, parentId: "g-2", image: "/i.png", roles: { training: ["user"] } });
    await update("g-1", "Payroll");
    expect(bodies).toHaveLength(1);
    const { group } = bodies[0] as { group: object };
    expect(group).toMatchObject({ codGroup: "Payroll", name: "Wages", roles: { training: ["user"] } });
    for (const name of ["id", "image", "parentId"]) expect(group).not.toHaveProperty(name);
  });

  it.each<[string, Answer, string]>([
    ["by the group itself", shown(PAYROLL), "done"],
    ["by another group", shown(TRAINERS), "protocol"],
    ["by the group in a refusal", { status: 400, body: PAYROLL }, "rejected"],
    ["by a redirection that shows the group", { status: 300, body: PAYROLL }, "protocol"],
    ["by a platform's 404", netexAnswer(204, null, 404), "rejected"],
  ])("whose change is answered %s", async (_, answer, code) => {
    const { update, meddling } = opened(PAYROLL);
    meddling((call, honest) => (call === "PUT /groups/g-1" ? answer : honest()));
    const outcome = await update("g-1", "Payroll").then(
      () => "done",
      (error: { code: string }) => error.code,
    );
    expect(outcome).toBe(code);
  });

  it("is sent again in the form of a write", async () => {
    const { update, once, bodies } = opened(PAYROLL);
    once("PUT /groups/g-1", () => 503);
    await update("g-1", "Payroll");
    expect(bodies).toHaveLength(2);
    expect(bodies[1]).toEqual(bodies[0]);
  });

  it("is deleted where a platform never had it", async () => {
    const { remove, meddling } = opened(PAYROLL);
    meddling(() => netexAnswer(204, null, 404));
    expect(await remove("g-1")).toBe("done");
  });

  it("is listed by pages of which none comes twice", async () => {
    const { pages, meddling } = opened();
    meddling(() => ({ status: 200, body: [PAYROLL, TRAINERS] }));
    await expect(pages()).rejects.toMatchObject({ code: "protocol", message: expect.stringContaining("groups") });
  });
});
