import { expect } from "vitest";
import type { FaultRule } from "../../../sandbox/index";
import type { Properties } from "../adapter";
import { GroupOf, IdOf } from "../driver";
import type { Scenario } from "../scenario";
import type { Group, GroupStage, Target } from "../target";
import { World } from "../world";

/** More than any page of a vendor's, and no round number, at which a list may have been cut. */
const MANY = 10_003;

/** Groups, as a resource without members. */
export function groups(target: Target): readonly Scenario[] {
  const { group: samples } = target;
  if (!samples) return [];
  const { naming, plain, requests, many = MANY } = samples;
  const { naturalKey } = target.platform.kinds.group?.capabilities ?? { naturalKey: "" };
  const payroll = (more: Properties = {}) => new GroupOf({ ...samples.group("payroll"), ...more });
  const legal = (more: Properties = {}) => new GroupOf({ ...samples.group("legal"), ...more });
  const scenarios: readonly Scenario[] = [
    {
      name: "is created, is the same the next time, and shows what the vendor stores",
      async run(world) {
        const { writes } = await world.settled({ payroll: payroll({ [plain]: "one" }) });
        expect(writes.some(({ method }) => method === "POST")).toBe(true);
        const stored = await groupOf(world, "payroll");
        expect(stored).toMatchObject({ attributes: { ...samples.group("payroll"), [plain]: "one" }, members: 0 });
        const { outputs } = world.driver.resource("payroll");
        expect(outputs).toMatchObject({ ...samples.group("payroll"), [plain]: "one", origin: "created" });
        await world.refresh();
        await world.settled({ payroll: payroll({ [plain]: "one" }) });
      },
    },
    {
      name: "is renamed and changed under its id, and keeps its members",
      async run(world) {
        await world.settled({ payroll: payroll({ [plain]: "one" }) });
        const id = world.driver.id("payroll");
        await stageOf(world).fill(id, 3);
        const { steps } = await world.settled({ payroll: payroll({ [naming]: "Wages", [plain]: "two" }) });
        expect(steps).toEqual({ payroll: "update" });
        expect(world.driver.id("payroll")).toBe(id);
        expect(await groupOf(world, "payroll")).toMatchObject({
          attributes: { [naming]: "Wages", [plain]: "two" },
          members: 3,
        });
        await world.settled({ payroll: payroll({ [naming]: "Wages", clear: [plain] }) });
        const { attributes, members } = await groupOf(world, "payroll");
        expect(attributes).not.toHaveProperty(plain);
        expect(members).toBe(3);
        expect(await stageOf(world).list()).toHaveLength(1);
      },
    },
    {
      name: "leaves what is not declared as others set it, and undoes drift of what is",
      async run(world) {
        await world.settled({ payroll: payroll() });
        const id = world.driver.id("payroll");
        await stageOf(world).change(id, { [plain]: "theirs" });
        await world.refresh();
        await world.settled({ payroll: payroll() });
        expect((await groupOf(world, "payroll")).attributes[plain]).toBe("theirs");
        await world.settled({ payroll: payroll({ [plain]: "ours" }) });
        await stageOf(world).change(id, { [plain]: "theirs" });
        await world.refresh();
        expect((await world.preview({ payroll: payroll({ [plain]: "ours" }) })).steps).toEqual({ payroll: "update" });
        await world.settled({ payroll: payroll({ [plain]: "ours" }) });
        expect((await groupOf(world, "payroll")).attributes[plain]).toBe("ours");
      },
    },
    {
      name: "that exists is refused with its id, and adopted with its members where that is said",
      async run(world) {
        const id = await stageOf(world).create({ ...samples.group("payroll"), [plain]: "theirs" });
        await stageOf(world).fill(id, 2);
        const { run, writes } = await world.recorded(() => world.refused({ payroll: payroll() }));
        expect(run).toMatchObject({ during: "create", code: "already-exists" });
        expect(run.message).toContain(id);
        expect(writes).toEqual([]);
        const different = await world.refused({ payroll: payroll({ adopt: "identical", [plain]: "ours" }) });
        expect(different.code).toBe("differs");
        expect((await world.settled({ payroll: payroll({ adopt: "identical" }) })).writes).toEqual([]);
        await world.settled({ payroll: payroll({ adopt: true, [plain]: "ours" }) });
        expect(world.driver.resource("payroll")).toMatchObject({ id, outputs: { origin: "adopted" } });
        expect(await stageOf(world).get(id)).toMatchObject({ attributes: { [plain]: "ours" }, members: 2 });
        const { run: left, writes: none } = await world.recorded(() => world.up({}));
        expect(left).toMatchObject({ steps: { payroll: "delete" }, failures: [] });
        expect(left.info.join()).toMatch(/is released, left as it is/);
        expect(none).toEqual([]);
        expect(await stageOf(world).list()).toHaveLength(1);
      },
    },
    {
      name: "is imported by its id and by its name, and is the same then",
      async run(world) {
        const id = await stageOf(world).create({ ...samples.group("payroll"), [plain]: "theirs" });
        const key = String(samples.group("payroll")[naturalKey]);
        for (const way of [id, `${naturalKey}:${key}`]) {
          expect((await world.import("payroll", way, "group")).failures).toEqual([]);
          const { inputs, outputs } = world.driver.resource("payroll");
          expect(inputs).toMatchObject({ ...samples.group("payroll"), [plain]: "theirs" });
          expect(outputs["origin"]).toBe("imported");
          await world.unchanged({ payroll: new GroupOf(inputs) });
          world.driver.state.clear();
        }
        const [failure] = (await world.import("payroll", "0a1b2c3d", "group")).failures;
        expect(failure?.message).toMatch(/there is no group 0a1b2c3d|does not exist/);
      },
    },
    {
      name: "of a name that two have is refused with both ids, and imported by one of them",
      needs: ["group-twins"],
      async run(world) {
        const ids = [
          await stageOf(world).create(samples.group("payroll")),
          await stageOf(world).create(samples.group("payroll")),
        ];
        const { run, writes } = await world.recorded(() => world.refused({ payroll: payroll({ adopt: true }) }));
        expect(run.code).toBe("ambiguous");
        for (const id of ids) expect(run.message).toContain(id);
        expect(writes).toEqual([]);
        const [first, second = ""] = ids;
        const [failure] = (
          await world.import("payroll", `${naturalKey}:${samples.group("payroll")[naturalKey]}`, "group")
        ).failures;
        expect(failure).toMatchObject({ code: "ambiguous", message: expect.stringContaining(`${first}`) });
        expect((await world.import("payroll", second, "group")).failures).toEqual([]);
        await world.unchanged({ payroll: payroll() });
      },
    },
    {
      name: "that was created is deleted once it is empty, and never with members in it unless that is said",
      async run(world) {
        await world.settled({ payroll: payroll(), legal: legal() });
        await stageOf(world).fill(world.driver.id("payroll"), 1);
        const { run, writes } = await world.recorded(() => world.up({ legal: legal() }));
        expect(run.failures).toMatchObject([{ name: "payroll", during: "delete", code: "not-empty" }]);
        expect(run.failures[0]?.message).toMatch(/has members.*onDestroy: "delete".*"retain"/);
        expect(writes).toEqual([]);
        expect((await world.up({ payroll: payroll() })).steps).toEqual({ payroll: "same", legal: "delete" });
        expect(await stageOf(world).list()).toHaveLength(1);
        const said = await world.recorded(() => world.settled({ payroll: payroll({ onDestroy: "delete" }) }));
        expect(said.writes).toEqual([]);
        await world.settled({});
        expect(await stageOf(world).list()).toEqual([]);
      },
    },
    {
      name: "is left as it is where it is retained",
      async run(world) {
        await world.settled({ payroll: payroll({ onDestroy: "retain" }) });
        const { run, writes } = await world.recorded(() => world.up({}));
        expect(run).toMatchObject({ steps: { payroll: "delete" }, failures: [] });
        expect(writes).toEqual([]);
        expect(await stageOf(world).list()).toHaveLength(1);
      },
    },
    {
      name: "that is gone leaves the state with a refresh and is created again, and its removal is a success",
      async run(world) {
        await world.settled({ payroll: payroll(), legal: legal() });
        const id = world.driver.id("payroll");
        for (const name of ["payroll", "legal"]) await stageOf(world).delete(world.driver.id(name));
        expect((await world.up({ payroll: payroll() })).steps).toEqual({ payroll: "same", legal: "delete" });
        expect((await world.refresh()).steps).toEqual({ payroll: "gone" });
        expect((await world.settled({ payroll: payroll() })).steps).toEqual({ payroll: "create" });
        expect(world.driver.id("payroll")).not.toBe(id);
      },
    },
    {
      name: "is not gone by a 404 of somebody else's, an error or an answer about another group",
      async run(world) {
        await world.settled({ payroll: payroll(), legal: legal() });
        const before = new Map(world.driver.state);
        const { faults } = world.stage;
        const others: FaultRule["fault"][] = [
          { kind: "status", status: 404, body: { timestamp: 1, status: 404, error: "Not Found", path: "/" } },
          { kind: "status", status: 404, body: "<html>404</html>" },
          { kind: "status", status: 403 },
          { kind: "malformed" },
          { kind: "misrouted", find: world.driver.id("payroll"), replace: world.driver.id("legal") },
        ];
        for (const fault of others) {
          faults.add({ ...requests.read, path: `\\b${world.driver.id("payroll")}\\b`, fault });
          const { run, writes } = await world.recorded(() => world.refresh());
          expect(run.failures).toMatchObject([{ name: "payroll", during: "read" }]);
          const removal = await world.recorded(() => world.up({ legal: legal() }));
          expect(removal.run.failures).toMatchObject([{ name: "payroll", during: "delete" }]);
          expect([...writes, ...removal.writes]).toEqual([]);
          expect(world.driver.state.get("payroll")).toEqual(before.get("payroll"));
          faults.clear();
        }
        expect(await stageOf(world).list()).toHaveLength(2);
      },
    },
    {
      name: "is written by nobody's read but its own",
      async run(world) {
        await world.settled({ payroll: payroll({ [plain]: "one" }), legal: legal() });
        const [payrolls, legals] = [world.driver.id("payroll"), world.driver.id("legal")];
        world.stage.faults.add({
          ...requests.read,
          path: `\\b${payrolls}\\b`,
          fault: { kind: "misrouted", find: payrolls, replace: legals },
        });
        const program = { payroll: payroll({ [plain]: "two" }), legal: legal() };
        const { failures } = await world.up(program);
        expect(failures).toHaveLength(1);
        world.stage.faults.clear();
        expect((await stageOf(world).get(legals))?.attributes).toEqual(samples.group("legal"));
        await world.settled(program);
      },
    },
    {
      name: "whose creation loses its answer is made once, and found",
      async run(world) {
        world.stage.faults.add({ ...requests.create, times: 1, fault: { kind: "reset-after" } });
        const { run } = await world.recorded(() => world.up({ payroll: payroll({ [plain]: "one" }) }));
        expect(run.failures).toEqual([]);
        expect(await stageOf(world).list()).toHaveLength(1);
        expect(world.driver.resource("payroll").outputs["origin"]).toBe("created");
        await world.unchanged({ payroll: payroll({ [plain]: "one" }) });
      },
    },
    {
      name: "whose creation loses its answer and leaves nothing to find is uncertain, and not made again",
      async run(world) {
        world.stage.faults.add({ ...requests.create, fault: { kind: "reset-before" } });
        const { run, requests: sent } = await world.recorded(() => world.refused({ payroll: payroll() }));
        expect(["uncertain", "unreachable"]).toContain(run.code);
        if (run.code === "uncertain") expect(run.message).toMatch(/may exist.*adopt: true/s);
        expect(sent.filter(({ method, path }) => method === "POST" && /roups/.test(path)).length).toBeLessThan(2);
        expect(await stageOf(world).list()).toEqual([]);
      },
    },
    {
      name: "counts for maxRemovals, and is not written where nothing is",
      async run(world) {
        await world.settled({ payroll: payroll(), legal: legal() });
        const { run, writes } = await world.recorded(() => world.up({}, { maxRemovals: 1 }));
        expect(run.failures).toMatchObject([{ name: "payroll", code: "removal-limit" }]);
        expect(writes).toHaveLength(1);
        const readOnly = await world.refused({ payroll: payroll({ [plain]: "two" }) }, { readOnly: true });
        expect(readOnly.code).toBe("read-only");
      },
    },
    {
      name: "is managed by one resource of a program",
      async run(world) {
        await world.settled({ payroll: payroll() });
        const twice = { payroll: payroll(), again: payroll({ adopt: true }) };
        const { run, writes } = await world.recorded(() => world.refused(twice));
        expect(run).toMatchObject({ name: "again", code: "claimed" });
        expect(run.message).toMatch(/declare each group once/);
        expect(writes).toEqual([]);
      },
    },
    {
      name: "belongs to its tenant",
      async run(world) {
        await world.settled({ payroll: payroll() });
        const before = world.driver.resource("payroll");
        const other = await World.open(target, { foreign: true });
        try {
          const elsewhere = other.stage.configuration;
          const runs = [
            await world.up({ payroll: payroll({ [plain]: "two" }) }, elsewhere),
            await world.refresh(elsewhere),
            await world.up({}, elsewhere),
          ];
          for (const { failures } of runs) expect(failures).toMatchObject([{ code: "foreign-tenant" }]);
          expect(world.driver.resource("payroll")).toEqual(before);
          expect(other.stage.log.writes()).toEqual([]);
        } finally {
          await other.close();
        }
      },
    },
    {
      name: "has no members to declare, and no policy that a group can't have",
      async run(world) {
        const members = await world.refused({ payroll: payroll({ members: ["1"] }) });
        expect(members).toMatchObject({ during: "check", properties: ["members"] });
        expect(members.message).toMatch(/membership belongs to the person/);
        const policy = await world.refused({ payroll: payroll({ onDestroy: "deactivate" }) });
        expect(policy).toMatchObject({ during: "check", properties: ["onDestroy"] });
      },
    },
    {
      name: "is renamed and adopted without a look at its many members",
      async run(world) {
        const id = await stageOf(world).create(samples.group("payroll"));
        await stageOf(world).fill(id, many);
        const { run, requests: sent } = await world.recorded(async () => {
          const { failures } = await world.up({ payroll: payroll({ adopt: true, [plain]: "one" }) });
          const renamed = await world.up({ payroll: payroll({ adopt: true, [plain]: "one", [naming]: "Wages" }) });
          return [...failures, ...renamed.failures];
        });
        expect(run).toEqual([]);
        expect(await stageOf(world).get(id)).toMatchObject({ attributes: { [naming]: "Wages" }, members: many });
        expect(sent.length).toBeLessThan(20);
        const reads = sent.filter(
          ({ path }) => /\/(users|members)\b/.test(path) || path.includes("attributes=members"),
        );
        // A server without PATCH is sent the whole group, which is read once for each write.
        const isWhole = requests.update.method === "PUT" && target.platform.id === "scim";
        if (!isWhole) expect(reads).toEqual([]);
      },
    },
    {
      name: "is created before its members and deleted after them",
      needs: ["groups"],
      async run(world) {
        const ada = { ...target.person("ada"), groups: [new IdOf("payroll")], onDestroy: "delete" };
        const program = { payroll: payroll(), ada };
        expect((await world.preview(program)).steps).toEqual({ payroll: "create", ada: "create" });
        await world.settled(program);
        expect((await groupOf(world, "payroll")).members).toBe(1);
        await world.settled({ payroll: payroll({ [naming]: "Wages" }), ada });
        expect((await groupOf(world, "payroll")).members).toBe(1);
        const refused = await world.recorded(() => world.up({ ada: { ...target.person("ada"), onDestroy: "delete" } }));
        expect(refused.run.failures).toMatchObject([{ name: "payroll", code: "not-empty" }]);
        const { run } = await world.recorded(() => world.up({}));
        expect(run).toMatchObject({ steps: { ada: "delete", payroll: "delete" }, failures: [] });
        expect(await stageOf(world).list()).toEqual([]);
      },
    },
    {
      name: "is created below another one, and goes before it",
      needs: ["group-parents"],
      async run(world) {
        const program = { legal: legal(), payroll: payroll({ parent: new IdOf("legal") }) };
        expect((await world.preview(program)).steps).toEqual({ legal: "create", payroll: "create" });
        await world.settled(program);
        expect((await groupOf(world, "payroll")).parent).toBe(world.driver.id("legal"));
        await world.refresh();
        await world.settled(program);
        const { steps } = await world.up({});
        expect(steps).toEqual({ payroll: "delete", legal: "delete" });
        expect(await stageOf(world).list()).toEqual([]);
      },
    },
    {
      name: "is not deleted while another one is below it, whatever the policy says",
      needs: ["group-parents"],
      async run(world) {
        await world.settled({ legal: legal({ onDestroy: "delete" }) });
        await stageOf(world).create({ ...samples.group("payroll"), parent: world.driver.id("legal") });
        const { run, writes } = await world.recorded(() => world.up({}));
        expect(run.failures).toMatchObject([{ name: "legal", code: "not-empty" }]);
        expect(run.failures[0]?.message).toMatch(/below it/);
        expect(writes).toEqual([]);
        expect(await stageOf(world).list()).toHaveLength(2);
      },
    },
    {
      name: "below a parent that isn't there is an error that names the parent, and nothing is made",
      needs: ["group-parents"],
      async run(world) {
        const gone = await stageOf(world).create(samples.group("legal"));
        await stageOf(world).delete(gone);
        const failure = await world.refused({ payroll: payroll({ parent: gone }) });
        expect(failure.message).toMatch(/^parent: /);
        expect(await stageOf(world).list()).toEqual([]);
      },
    },
    {
      name: "can't be moved where the vendor passes over that",
      needs: ["group-fixed-parents"],
      async run(world) {
        const program = { legal: legal(), payroll: payroll({ parent: new IdOf("legal") }) };
        await world.settled(program);
        const id = await stageOf(world).create({ [naturalKey]: "other", [naming]: "Other" });
        const failure = await world.refused({ ...program, payroll: payroll({ parent: id }) });
        expect(failure).toMatchObject({ during: "check", properties: ["parent"] });
        const cleared = await world.refused({ ...program, payroll: payroll({ clear: ["parent"] }) });
        expect(cleared).toMatchObject({ during: "check", properties: ["clear[0]"] });
      },
    },
    {
      name: "is moved below another one and to the top, under its id",
      needs: ["group-moves"],
      async run(world) {
        await world.settled({ legal: legal(), payroll: payroll() });
        const id = world.driver.id("payroll");
        await world.settled({ legal: legal(), payroll: payroll({ parent: new IdOf("legal") }) });
        expect(await groupOf(world, "payroll")).toMatchObject({ id, parent: world.driver.id("legal") });
        const inner = { legal: legal(), payroll: payroll({ clear: ["parent"], [naming]: "Wages" }) };
        await world.settled(inner);
        expect(await groupOf(world, "payroll")).toMatchObject({ id, attributes: { [naming]: "Wages" } });
        expect((await groupOf(world, "payroll")).parent).toBeUndefined();
      },
    },
    {
      name: "is told from one of the same name below another parent",
      needs: ["group-moves"],
      async run(world) {
        const program = { legal: legal(), payroll: payroll(), inner: payroll({ parent: new IdOf("legal") }) };
        await world.settled(program);
        expect(world.driver.id("inner")).not.toBe(world.driver.id("payroll"));
        expect(await stageOf(world).list()).toHaveLength(3);
      },
    },
  ];
  return scenarios.map((scenario) => ({ ...scenario, needs: ["group-kind", ...(scenario.needs ?? [])] }));
}

function stageOf({ stage }: World): GroupStage {
  if (!stage.group) throw new Error("this stage has no groups");
  return stage.group;
}

async function groupOf(world: World, name: string): Promise<Group> {
  const group = await stageOf(world).get(world.driver.id(name));
  if (!group) throw new Error(`the vendor has no group for ${name}`);
  return group;
}
