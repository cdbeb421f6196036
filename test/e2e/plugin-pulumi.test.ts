import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Person } from "./plugin-lab";
import { HAS_PULUMI, hasCommand, PulumiLab, type PulumiProject, ROOT } from "./pulumi-lab";

const PLATFORMS = ["adobe", "netex", "nerm"] as const;
const PEOPLE = {
  adobe: { email: "ada@example.com", name: "Ada Byron", profile: "Engineer", roles: ["Author"] },
  netex: {
    username: "ada.acme",
    name: "Ada",
    surname: "Byron",
    language: "en",
    timezone: "Europe/London",
    email: "ada@example.com",
    roles: { management: ["user"], training: ["user"] },
  },
  nerm: { login: "ada.of.acme", name: "Ada Byron", email: "ada@example.com", roles: ["Reviewers"] },
} as const;
const people = (): Person[] => PLATFORMS.map((platform) => ({ platform, key: platform, args: PEOPLE[platform] }));
const PROGRAM = join(__dirname, "fixtures", "plugin-program");

describe.skipIf(!HAS_PULUMI)("the pulumi on the PATH", () => {
  let lab: PulumiLab;
  beforeAll(async () => {
    lab = await PulumiLab.open();
  });
  afterAll(() => lab?.close());

  test("gets the plugin's schema, which is schema.json, and has no complaint about it", async () => {
    const file = join(ROOT, "schema.json");
    const { stdout } = await lab.pulumi(["package", "get-schema", lab.command]);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync(file, "utf8")));
    const checked = await lab.pulumi(["schema", "check", file]);
    expect(`${checked.stdout}${checked.stderr}`.trim()).toBe("");
  });

  describe("does single operations", () => {
    const make = {
      adobe: () => lab.vendors.adobe.create({ email: "grace@example.com", name: "Grace Hopper" }).id,
      nerm: () => lab.vendors.nerm.create({ login: "grace", email: "grace@example.com", name: "Grace Hopper" }).id,
      netex: () =>
        lab.vendors.netex.create({ ...PEOPLE.netex, roles: { management: ["user"] }, username: "grace", name: "Grace" })
          .id,
    };

    test.each(PLATFORMS)("listing, reading and looking up people at %s", async (platform) => {
      const id = make[platform]();
      const token = `roster:${platform}:User`;
      const call = async (...args: string[]) =>
        JSON.parse((await lab.pulumi(["do", "--package", lab.command, ...args, "--output", "json"])).stdout);
      const key = { adobe: "email", netex: "username", nerm: "login" }[platform];
      const name = platform === "adobe" ? "grace@example.com" : "grace";
      expect(await call(token, "list", "--all")).toContainEqual({ id, name });
      expect(await call(token, "list", "--name", "Nobody")).toEqual([]);
      expect(await call(token, "read", id)).toMatchObject({ id, [key]: name });
      expect(await call(`roster:${platform}:getUser`, `--${key}`, name)).toMatchObject({ id, [key]: name });
    });
  });

  describe("deploys people through the plugin", () => {
    let project: PulumiProject;
    beforeAll(async () => {
      project = lab.project("plugin", PROGRAM);
      const yaml = join(project.directory, "Pulumi.yaml");
      const text = readFileSync(yaml, "utf8");
      writeFileSync(yaml, `${text}plugins:\n  providers:\n    - name: roster\n      path: ${lab.folder}/bin\n`);
      await project.init();
    });

    test("up creates them, and a preview then shows no change", async () => {
      project.declare({ people: people() });
      expect((await project.deploy("up")).changes).toEqual({ create: 4 });
      expect((await project.deploy("preview", "--expect-no-changes")).changes).toEqual({ same: 4 });
    });

    test("a role granted is a preview --diff of at most 12 lines that shows the role's name", async () => {
      const granted = people().map((person) =>
        person.platform === "adobe" ? { ...person, args: { ...person.args, roles: ["Author", "Instructor"] } } : person,
      );
      project.declare({ people: granted });
      const { text, changes } = await project.deploy("preview", "--diff");
      expect(changes).toEqual({ same: 3, update: 1 });
      expect(text).toMatch(/\+ \[1\]: "Instructor"/);
      const lines = text.split("\n").filter((line) => line.trim() !== "");
      expect(lines.length).toBeLessThanOrEqual(12);
      expect((await project.deploy("up")).changes).toEqual({ same: 3, update: 1 });
      expect(lab.vendors.adobe.people().find(({ email }) => email === "ada@example.com")?.roles).toContain(
        "Instructor",
      );
    });

    test("refresh shows drift by its path, and up puts it right", async () => {
      const { adobe } = await project.resources();
      lab.vendors.adobe.addRole(adobe?.id ?? "", "Admin");
      const { changes, text } = await project.deploy("refresh", "--diff");
      expect(changes).toMatchObject({ update: 1 });
      expect(text).toMatch(/"Admin"/);
      expect((await project.deploy("up")).changes).toEqual({ same: 3, update: 1 });
      expect(lab.vendors.adobe.get(adobe?.id ?? "")?.roles).not.toContain("Admin");
    });

    test("import takes an id and a natural key; then no change shows, and the people are released when they leave", async () => {
      const id = lab.vendors.nerm.create({ login: "alan", email: "alan@example.com", name: "Alan Turing" }).id;
      const other = lab.vendors.adobe.create({ email: "edsger@example.com", name: "Edsger Dijkstra" }).id;
      const take = (platform: string, name: string, key: string) =>
        project.pulumi(["import", `roster:${platform}:User`, name, key, "--yes", "--protect=false", "--out=code.txt"]);
      await take("nerm", "alan", id);
      await take("adobe", "edsger", "email:Edsger@example.com");
      const { alan, edsger } = await project.resources();
      expect(alan).toMatchObject({ id, outputs: { login: "alan", origin: "imported" } });
      expect(edsger).toMatchObject({ id: other, outputs: { email: "edsger@example.com", origin: "imported" } });
      const before = JSON.parse(readFileSync(join(project.directory, "program.json"), "utf8"));
      const found = [
        { platform: "nerm", key: "alan", args: { ...alan?.inputs } },
        { platform: "adobe", key: "edsger", args: { ...edsger?.inputs } },
      ];
      project.declare({ people: [...before.people, ...found] });
      expect((await project.deploy("preview", "--expect-no-changes")).changes).toEqual({ same: 6 });
      project.declare(before);
      const { changes, text } = await project.deploy("up");
      expect(changes).toEqual({ same: 4, delete: 2 });
      for (const account of [id, other]) expect(text).toContain(`account ${account} is released, still active`);
      expect(lab.vendors.nerm.get(id)?.status).toBe("Active");
      expect(lab.vendors.adobe.get(other)?.state).toBe("ACTIVE");
    });

    test("an account that exists is refused with its id", async () => {
      const before = JSON.parse(readFileSync(join(project.directory, "program.json"), "utf8"));
      const twin = { platform: "adobe", key: "twin", args: { email: "edsger@example.com", name: "Edsger" } };
      project.declare({ people: [...before.people, twin] });
      const run = await project.pulumi(["up", "--yes", "--skip-preview"], { mayFail: true });
      expect(run.code).not.toBe(0);
      expect(run.stdout).toMatch(/exists at Adobe Learning Manager \(id \d+\)/);
      project.declare(before);
    });

    test("destroy deactivates those whom we created", async () => {
      const { adobe } = await project.resources();
      // The program declares them all the while, and that must not keep them.
      expect((await project.deploy("destroy", "--run-program")).changes).toMatchObject({ delete: 4 });
      expect(lab.vendors.adobe.get(adobe?.id ?? "")?.state).toBe("DELETED");
    });
  });

  test("deploys the same people through the dynamic provider", async () => {
    const project = await lab.project("dynamic", PROGRAM).init();
    // The ones that the plugin has switched off come back.
    const adopting = people().map((person) => ({
      ...person,
      args: { ...person.args, adopt: true, onDestroy: "delete" },
    }));
    project.declare({ people: adopting, adapter: "dynamic" });
    expect((await project.deploy("up")).changes).toEqual({ create: 4 });
    expect((await project.deploy("preview", "--expect-no-changes")).changes).toEqual({ same: 4 });
    const { nerm } = await project.resources();
    lab.vendors.nerm.set(nerm?.id ?? "", { name: "Somebody Else" });
    expect((await project.deploy("refresh")).changes).toMatchObject({ update: 1 });
    expect((await project.deploy("up")).changes).toEqual({ same: 3, update: 1 });
    expect(lab.vendors.nerm.get(nerm?.id ?? "")?.name).toBe("Ada Byron");
    expect((await project.deploy("destroy")).changes).toEqual({ delete: 4 });
  });

  describe("generates SDKs", () => {
    test("for nodejs: it compiles, clear empties an attribute, and an explicit provider's token is encrypted", async () => {
      const sdk = join(lab.folder, "sdk");
      await lab.pulumi(["package", "gen-sdk", lab.command, "--language", "nodejs", "--out", sdk]);
      const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
      const compile = (folder: string) => lab.run(process.execPath, [tsc, "-p", folder], { cwd: folder });
      const source = join(sdk, "nodejs");
      await compile(source);
      const { name } = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));
      cpSync(join(source, "package.json"), join(source, "bin", "package.json"));
      const home = join(lab.folder, "node_modules", name);
      mkdirSync(join(home, ".."), { recursive: true });
      symlinkSync(join(source, "bin"), home, "dir");

      const project = await lab.project("sdk-program", join(__dirname, "fixtures", "sdk-program")).init();
      const yaml = join(project.directory, "Pulumi.yaml");
      const text = readFileSync(yaml, "utf8");
      writeFileSync(yaml, `${text}plugins:\n  providers:\n    - name: roster\n      path: ${lab.folder}/bin\n`);
      await compile(project.directory);
      const { adobe } = lab.vendors;
      const url = { PROGRAM_URL: adobe.url, PROGRAM_TOKEN: adobe.token };
      const credentials = { ...url, ROSTER_ADOBE_URL: "", ROSTER_ADOBE_TOKEN: "" };
      await project.pulumi(["up", "--yes", "--skip-preview"], { env: { ...credentials, BIO: "Engines" } });
      const grown = adobe.people().find(({ email }) => email === "sdk@example.com");
      expect(grown).toMatchObject({ bio: "Engines", state: "ACTIVE" });
      await project.pulumi(["up", "--yes", "--skip-preview"], { env: credentials });
      expect(adobe.get(grown?.id ?? "")?.bio).toBeUndefined();
      const { stdout } = await project.pulumi(["stack", "export"]);
      expect(stdout).toContain("pulumi:providers:roster::tenant");
      expect(stdout).not.toContain(adobe.token);
      const outputs = JSON.parse((await project.pulumi(["stack", "output", "--json"])).stdout);
      expect(outputs).toMatchObject({ found: grown?.id, count: expect.any(Number) });
      await project.pulumi(["destroy", "--yes", "--skip-preview"], { env: credentials });
      expect(adobe.get(grown?.id ?? "")?.state).toBe("DELETED");
    });

    test.skipIf(!hasCommand("pulumi-language-python", "-help") || !hasCommand("python3", "--version"))(
      "for python: it is valid Python",
      async () => {
        const out = join(lab.folder, "sdk-python");
        await lab.pulumi(["package", "gen-sdk", lab.command, "--language", "python", "--out", out]);
        await lab.run("python3", ["-m", "compileall", "-q", join(out, "python")]);
        const files = readdirSync(join(out, "python"), { recursive: true }).map(String);
        for (const platform of PLATFORMS) {
          expect(files.some((file) => file.endsWith(`${platform}/user.py`))).toBe(true);
        }
      },
    );
  });
});
