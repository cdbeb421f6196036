import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { HAS_PULUMI } from "../../e2e/pulumi-lab";
import { RosterLab } from "../roster-lab";
import { ADDRESS, type PublicReport } from "./doctor-lab";

let lab: RosterLab;
afterEach(() => lab.close());

/** The environment without any platform: the stack alone says where it is. */
const bare = (): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(lab.environment).filter(([name]) => !/^ROSTER_(ADOBE|NETEX|NERM)_/.test(name)));

async function examined(args: readonly string[] = []) {
  const { code, out, error } = await lab.roster(["doctor", ...args], { environment: bare() });
  const report = JSON.parse(lab.read("doctor.json")) as PublicReport & { readonly engine: string };
  return { code, text: out + error, report };
}

describe("a doctor in a project", () => {
  test("takes the configuration of a stack on the embedded engine", async () => {
    lab = await RosterLab.open();
    await lab.begin("acme", "module.exports = {};\n");
    const { url, token } = lab.sandbox.adobe;
    lab.write("Pulumi.prod.yaml", JSON.stringify({ config: { "roster:adobe": { url, token } } }));
    const { code, text, report } = await examined(["--stack", "prod", "--try", ADDRESS]);
    expect(text).toContain("the person was made, and is removed again");
    expect(report).toMatchObject({ engine: "embedded", platforms: [{ platform: "adobe", trialPerson: "removed" }] });
    expect(code).toBe(0);
  });

  test.skipIf(!HAS_PULUMI)("takes that of a stack on pulumi, secrets too (needs the pulumi command)", async () => {
    lab = await RosterLab.open("pulumi");
    await lab.begin("acme", "module.exports = {};\n");
    const { url, token } = lab.sandbox.adobe;
    for (const [name, value, ...more] of [
      ["url", url],
      ["token", token, "--secret"],
    ] as const) {
      const args = ["config", "set", "--path", `roster:adobe.${name}`, value, ...more, "--stack", "dev"];
      const { status, stderr } = spawnSync("pulumi", args, { cwd: lab.work, env: lab.environment, encoding: "utf8" });
      expect(status, stderr).toBe(0);
    }
    expect(readFileSync(join(lab.work, "Pulumi.dev.yaml"), "utf8")).not.toContain(token);
    const { code, text, report } = await examined(["--try", ADDRESS]);
    expect(text).toContain("the person was made, and is removed again");
    expect(report).toMatchObject({ engine: "pulumi", platforms: [{ platform: "adobe", trialPerson: "removed" }] });
    expect(code).toBe(0);
    expect(lab.sandbox.adobe.people().filter(({ email, state }) => email === ADDRESS && state === "ACTIVE")).toEqual(
      [],
    );
  });
});
