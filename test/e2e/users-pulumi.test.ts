import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { company, type People } from "./company";
import type { Person, Program } from "./plugin-lab";
import { HAS_PULUMI, PulumiLab, type PulumiProject } from "./pulumi-lab";

/** Enough that the outputs are far larger than what an error holds elsewhere. */
const COMPANY = 1_000;
function first(count: number): People {
  return Object.fromEntries(Object.entries(company(COMPANY)).slice(0, count));
}

describe.skipIf(!HAS_PULUMI)("a set of people with the pulumi on the PATH", () => {
  let lab: PulumiLab;
  beforeAll(async () => {
    lab = await PulumiLab.open();
  });
  afterAll(() => lab?.close());

  async function opened(name: string): Promise<PulumiProject> {
    const project = lab.project(name, join(__dirname, "fixtures", "plugin-program"));
    const yaml = join(project.directory, "Pulumi.yaml");
    const plugins = `plugins:\n  providers:\n    - name: roster\n      path: ${lab.folder}/bin\n`;
    writeFileSync(yaml, `${readFileSync(yaml, "utf8")}${plugins}`);
    return project.init();
  }

  const active = () => lab.vendors.adobe.people().filter(({ state }) => state === "ACTIVE").length;

  describe.each(["plugin", "dynamic"] as const)("through the %s", (adapter) => {
    let project: PulumiProject;
    beforeAll(async () => {
      await lab.restart();
      project = await opened(adapter);
    });

    const program = (users: People, own: object = {}): Program => ({
      adapter,
      people: [{ platform: "adobe", kind: "Users", key: "people", args: { users, ...own } }],
    });
    const idsOf = async () => (await project.resources())["people"]?.outputs?.["ids"] as Record<string, string>;
    const failed = (operation: string, ...args: string[]) =>
      project.pulumi([operation, ...(operation === "preview" ? [] : ["--yes", "--skip-preview"]), ...args], {
        mayFail: true,
      });

    test("keeps everybody who succeeded, however many, and the next run does the rest", async () => {
      lab.vendors.adobe.faults.add({
        method: "POST",
        path: "/users$",
        times: 2,
        fault: { kind: "status", status: 403 },
      });
      project.declare(program(company(COMPANY)));
      const { code, stdout, stderr } = await failed("up");
      expect(code).not.toBe(0);
      expect(`${stdout}${stderr}`).toMatch(/of 1000 people are done/);
      expect(Object.keys(await idsOf())).toHaveLength(COMPANY - 2);
      await project.deploy("up");
      expect(Object.keys(await idsOf())).toHaveLength(COMPANY);
      expect(active()).toBe(COMPANY);
      await project.deploy("preview", "--expect-no-changes");
    });

    test("shows ten changes in few lines, and no change after a refresh", async () => {
      expect((await project.deploy("refresh")).changes).toEqual({ same: 2 });
      if (adapter === "dynamic") return;
      const changed = company(COMPANY);
      for (let i = 0; i < 8; i++) changed[`p${i * 100}`] = { ...changed[`p${i * 100}`], profile: "Lead" };
      delete changed["p999"];
      changed["joiner"] = { email: "joiner@example.com", name: "Joiner" };
      project.declare(program(changed));
      const { text } = await project.deploy("preview", "--diff");
      expect(text).toMatch(/profile: "Engineer" => "Lead"/);
      expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(60);
    });

    test("refuses to lose too many, and to be destroyed without a word before", async () => {
      project.declare(program(first(10)));
      expect((await failed("preview")).stdout).toMatch(/990 people \(.*\) would leave/);
      expect((await failed("destroy")).stdout).toMatch(/deleting this resource would remove 1000 people/);
      expect(active()).toBe(COMPANY);
      project.declare(program(company(COMPANY), { maxRemovals: "all" }));
      await project.deploy("up");
      await project.deploy("destroy");
      expect(active()).toBe(0);
    });
  });

  test.each(["plugin", "dynamic"] as const)(
    "of ten thousand tells through the %s how it goes, and keeps no line of that",
    async (adapter) => {
      await lab.restart();
      // Long enough for several lines, however fast the machine is.
      lab.vendors.adobe.faults.add({ method: "POST", path: "/users$", fault: { kind: "slow", ms: 5 } });
      const project = await opened(`progress-${adapter}`);
      const users = company(10_000);
      project.declare({ adapter, people: [{ platform: "adobe", kind: "Users", key: "people", args: { users } }] });
      const { changes, events } = await project.deploy("up");
      expect(changes).toEqual({ create: 2 });
      const told = events.flatMap(({ diagnosticEvent }) => (diagnosticEvent?.ephemeral ? [diagnosticEvent] : []));
      expect(told.length).toBeGreaterThan(1);
      const resource = adapter === "plugin" ? /::people$/ : /^$|::pulumi:pulumi:Stack::/;
      for (const { urn = "", message, severity } of told) {
        expect(severity).toBe("info");
        expect(urn).toMatch(resource);
        expect(message.trim()).toMatch(
          /^[\d,]+ of 10,000 people done, [\d,]+ a (second|minute), about \d+ (s|min) left$/,
        );
      }
    },
  );

  test("is imported as a whole by the id all, and whoever is left out is released", async () => {
    await lab.restart();
    const project = await opened("import");
    for (const { email, name, profile } of Object.values(company(30))) {
      lab.vendors.adobe.create({ email: String(email), name: String(name), profile: String(profile) });
    }
    const users = Object.fromEntries(
      Object.values(company(5)).map(({ email, name, profile }) => [email, { email, name, profile }]),
    );
    const options = { import: "all" };
    const people: Person = { platform: "adobe", kind: "Users", key: "people", args: { users }, options };
    project.declare({ people: [people] });
    expect((await project.deploy("up")).changes).toMatchObject({ import: 1 });
    expect(active()).toBe(30);
    expect(lab.vendors.adobe.log.writes()).toEqual([]);
    await project.deploy("preview", "--expect-no-changes");
  });
});
