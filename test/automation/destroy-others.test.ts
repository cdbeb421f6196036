import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { RosterLab } from "./roster-lab";

/** A person below a component, which is nothing of its own, and a resource of somebody else's. */
const OTHERS = `const pulumi = require("@pulumi/pulumi");
const { adobe } = require("pulumi-roster");
const parent = new pulumi.ComponentResource("acme:index:Site", "site");
new adobe.User("ada", { email: "ada@example.com", name: "Ada Byron" }, { parent });
class Other extends pulumi.dynamic.Resource {}
new Other({ create: async () => ({ id: "1", outs: {} }), diff: async () => ({ changes: false }) }, "bucket", {});
`;

test("roster destroy is refused where the stack has resources that nobody would review", async () => {
  const lab = await RosterLab.open("embedded");
  await lab.begin("own", OTHERS);
  await lab.roster(["plan"]);
  expect((await lab.roster(["apply"])).code).toBe(0);
  lab.writes();
  const { code, error } = await lab.roster(["destroy"]);
  expect([code, error]).toEqual([1, expect.stringContaining("1 resources that are no people and no groups (bucket)")]);
  expect([lab.writes(), existsSync(join(lab.work, "plan.json"))]).toEqual([[], false]);
  await lab.close();
});
