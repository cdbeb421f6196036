import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import packageJson from "../../package.json";
import { HAS_PULUMI, hasCommand, type Outcome, PulumiLab } from "../e2e/pulumi-lab";
import { doors, HASTE, npmThatKnows, put } from "./doors";
import { npmEnvironment } from "./npm-environment";
import { hasRegistry, npm, Release } from "./release";

const LONGEST = { timeout: 1_800_000 };

/** A project before `pulumi package add`, and the file of the SDK that it gets. */
interface Language {
  readonly name: string;
  readonly runtime: string;
  /** What has to be there beside the host. */
  readonly needs: readonly [command: string, argument: string];
  readonly files: Readonly<Record<string, string>>;
  readonly sdk: string;
}

const LANGUAGES: readonly Language[] = [
  {
    name: "TypeScript",
    runtime: "nodejs",
    needs: ["node", "--version"],
    files: { "index.ts": "export {};\n" },
    sdk: "adobe/user.ts",
  },
  {
    name: "Python",
    runtime: "python",
    needs: ["python3", "--version"],
    files: { "__main__.py": "", "requirements.txt": "" },
    sdk: "pulumi_roster/adobe/user.py",
  },
  {
    name: "Go",
    runtime: "go",
    needs: ["go", "version"],
    files: { "main.go": "package main\n\nfunc main() {}\n", "go.mod": "module people\n\ngo 1.24\n" },
    sdk: "roster/adobe/user.go",
  },
];

const ADA = `resources:
  ada:
    type: roster:adobe:User
    properties: { email: ada@example.com, name: Ada Byron }
`;

const hasHost = (runtime: string) => hasCommand(`pulumi-language-${runtime}`, "-help");

describe.skipIf(!HAS_PULUMI || !hasRegistry())("the packed file, with pulumi and a registry of npm", LONGEST, () => {
  let release: Release;
  let lab: PulumiLab;
  beforeAll(async () => {
    release = new Release();
    lab = await PulumiLab.open();
  }, LONGEST.timeout);
  afterAll(async () => {
    await lab?.close();
    release?.remove();
  });

  /** A folder of its own in which there is no plugin but the packed one. */
  function project(name: string, runtime: string, files: Readonly<Record<string, string>>) {
    const folder = join(release.folder, name);
    mkdirSync(folder);
    writeFileSync(join(folder, "Pulumi.yaml"), `name: people\nruntime: ${runtime}\n${files["Pulumi.yaml"] ?? ""}`);
    for (const [file, text] of Object.entries(files))
      if (file !== "Pulumi.yaml") writeFileSync(join(folder, file), text);
    return folder;
  }

  /** Without the variables of the npm that runs the tests, which would make an inner one work for the outer project. */
  function pulumi(folder: string, ...args: string[]): Promise<Outcome> {
    return lab.pulumi(args, { cwd: folder, env: { ...strings(npmEnvironment()) } });
  }

  describe.each(LANGUAGES)("in $name", ({ name, runtime, needs, files, sdk }) => {
    const isHere = hasHost(runtime) && hasCommand(...needs);

    test.skipIf(!isHere)(
      `is added by pulumi package add, with the host for ${runtime} and its ${needs[0]}`,
      async () => {
        const folder = project(name, runtime, files);
        npm(["install", release.file], folder);
        const added = await pulumi(folder, "package", "add", "./node_modules/pulumi-roster");
        expect(added.code).toBe(0);
        const plugin = join(folder, "node_modules", "pulumi-roster", "node_modules");
        for (const tool of ["vitest", "@biomejs", "playwright-core"])
          expect(existsSync(join(plugin, tool))).toBe(false);
        expect(readFileSync(join(folder, "Pulumi.yaml"), "utf8")).toContain("roster: ./node_modules/pulumi-roster");
        expect(readdirSync(join(folder, "sdks", "roster"), { recursive: true })).toContain(sdk);
      },
    );
  });

  test.skipIf(!hasHost("yaml"))(
    "deploys a program in YAML, begun as the README prints it, with the host for yaml",
    async () => {
      const folder = project("deployed", "yaml", {});
      await pulumi(folder, "stack", "init", "deployed");
      const path = [npmThatKnows(release.file, release.folder, process.env["PATH"]), process.env["PATH"]].join(
        delimiter,
      );
      const env = { ...strings(npmEnvironment()), ...HASTE, PATH: path };
      let last = "";
      for (const step of doors()[2] ?? []) {
        if ("file" in step) put(step, folder);
        else ({ stdout: last } = await lab.run("sh", ["-c", step.line], { cwd: folder, env }));
      }
      expect(readFileSync(join(folder, "Pulumi.yaml"), "utf8")).toContain("roster: ./node_modules/pulumi-roster");
      expect(last.match(/roster:adobe:User +(grace|ada) +create/g)).toHaveLength(2);
      await pulumi(folder, "up", "--yes", "--skip-preview");
      const people = lab.vendors.adobe.people();
      expect(people.map(({ email }) => email).sort()).toEqual(["ada@example.com", "grace@example.com"]);
      await pulumi(folder, "destroy", "--yes", "--skip-preview");
    },
  );

  test.skipIf(!hasHost("yaml"))(
    "becomes an archive that pulumi plugin install takes without fetching anything, with the host for yaml",
    async () => {
      const out = join(release.folder, "archive");
      const launcher = join(release.source, "scripts", "run.mjs");
      const settings = { cwd: release.source, env: strings(npmEnvironment()) };
      await lab.run(process.execPath, [launcher, "archive", "--out", out], settings);
      const { version } = packageJson;
      const names = readdirSync(out);
      expect(names).toContain(`pulumi-resource-roster-v${version}-windows-amd64.tar.gz`);
      const sums = readFileSync(join(out, "SHA256SUMS"), "utf8").trim().split("\n");
      expect(sums.length).toBe(names.length - 1);
      const sbom = JSON.parse(readFileSync(join(out, `pulumi-roster-${version}.cdx.json`), "utf8"));
      const parts = sbom.components.map((part: { name: string }) => part.name);
      expect(parts).toEqual(expect.arrayContaining(Object.keys(packageJson.dependencies)));
      expect(parts).not.toContain("vitest");

      const folder = project("archived", "yaml", { "Pulumi.yaml": ADA });
      const file = join(out, `pulumi-resource-roster-v${version}-linux-amd64.tar.gz`);
      const inside = execFileSync("tar", ["tzf", file], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
      expect(inside).toMatch(/^\.\/PulumiPlugin\.yaml$/m);
      const offline = { npm_config_offline: "true", npm_config_cache: join(release.folder, "empty") };
      const env = { ...strings(npmEnvironment()), ...offline };
      await lab.pulumi(["plugin", "install", "resource", "roster", version, "--file", file], { cwd: folder, env });
      await pulumi(folder, "stack", "init", "archived");
      const run = await pulumi(folder, "preview");
      expect(run.stdout).toContain("roster:adobe:User");
    },
  );
});

function strings(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
