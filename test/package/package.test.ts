import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Engine } from "../../engine";
import packageJson from "../../package.json";
import { type Sandbox, startSandbox } from "../../sandbox/index";
import { exportLines } from "../../sandbox/main";
import { errorsOf } from "../e2e/plugin-lab";
import { doors, put, Reader } from "./doors";
import { ASSETS, BESIDE, builtFiles, hasRegistry, npm, Release, ROOT, TSC } from "./release";

let release: Release;
beforeAll(() => {
  release = new Release();
});
afterAll(() => release?.remove());

describe("the packed file", () => {
  test("holds the product's code, the types of its public interface, the plugin's files, and nothing else", () => {
    const built = builtFiles();
    const typed = built.filter(
      (path) =>
        /^automation\/roster\/program\/(declare-roster|index|public|read)\.js$/.test(path) ||
        /^provider\/(index|check-node|shard-of|dynamic\/resource|dynamic\/platforms\/.+)\.js$/.test(path),
    );
    const types = typed.map((path) => path.replace(/js$/, "d.ts"));
    const code = [...built, ...types].map((path) => `dist/${path}`);
    expect(release.files).toEqual([...BESIDE, ...ASSETS, ...code].sort());
  });

  test("holds everything that package.json points at", () => {
    const { main, types, bin, exports } = packageJson;
    const named = [
      main,
      types,
      ...Object.values(bin),
      ...Object.values(exports["."]),
      ...Object.values(exports["./roster"]),
    ];
    for (const path of named) expect(release.files).toContain(path.replace(/^\.\//, ""));
  });

  test.each(Object.entries(packageJson.bin))("has a command %s that an operating system can start", (_, file) => {
    const command = execFileSync("tar", ["xzOf", release.file, `package/${file}`]);
    expect(command.toString()).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  test("is small: its picture and pages stay in the repository", () => {
    expect(release.bytes).toBeLessThan(3_000_000);
  });

  test("has nothing that only a clone needs, and leaves the clone as it was", () => {
    const { devDependencies: _, workspaces: __, scripts: ___, ...kept } = packageJson;
    expect(JSON.parse(release.read("package.json"))).toEqual(kept);
    for (const name of ["package.json", "schema.json", "README.md"]) {
      expect(readFileSync(join(release.source, name), "utf8")).toBe(readFileSync(join(ROOT, name), "utf8"));
    }
  });

  test("says without a git remote what it leaves out, and links from its README only to what is in it", () => {
    const schema = JSON.parse(release.read("schema.json"));
    for (const name of ["repository", "homepage", "publisher", "pluginDownloadURL", "logoUrl"]) {
      expect(schema).not.toHaveProperty(name);
    }
    expect(release.said).toContain("package.json leaves out repository, homepage, bugs\n");
    expect(release.said).toMatch(
      /schema.json leaves out homepage, repository, publisher, pluginDownloadURL, logoUrl, /,
    );
    expect(release.said).toContain("git remote add origin");
    for (const target of linksOf(release.read("README.md"))) {
      if (!isAbsolute(target)) expect(release.files).toContain(target);
    }
  });

  test("takes every address from the git remote, without its credential", () => {
    const packed = release.pack("remote", "https://ada:a-secret@github.com/Example-Org/people.git");
    const web = "https://github.com/Example-Org/people";
    const manifest = JSON.parse(packed.read("package.json"));
    expect(manifest).toMatchObject({
      repository: { type: "git", url: `git+${web}.git` },
      homepage: `${web}#readme`,
      bugs: { url: `${web}/issues` },
    });
    const schema = JSON.parse(packed.read("schema.json"));
    const { version } = packageJson;
    const raw = `https://raw.githubusercontent.com/Example-Org/people/v${version}`;
    expect(schema).toMatchObject({
      homepage: web,
      repository: web,
      publisher: "Example-Org",
      pluginDownloadURL: "github://api.github.com/Example-Org/people",
      logoUrl: `${raw}/docs/images/logo.svg`,
      language: {
        go: { importBasePath: "github.com/Example-Org/people/sdk/go/roster", respectSchemaVersion: true },
        java: { basePackage: "io.github.example_org", buildFiles: "gradle" },
      },
    });
    const text = packed.files.filter((path) => /\.(json|md)$/.test(path)).map((path) => packed.read(path));
    expect(text.join("")).not.toMatch(/a-secret|example\.com\/pulumi-roster/);
    expect(packed.said).not.toContain("leaves out");
    const links = linksOf(packed.read("README.md"));
    const own = links.flatMap((target) => {
      const [, kind, path] =
        /^https:\/\/(?:github|raw\.githubusercontent)\.com\/Example-Org\/people\/(?:(blob|tree)\/)?v[\d.]+\/([^#]+)/.exec(
          target,
        ) ?? [];
      return path === undefined ? [] : [{ kind: kind ?? "raw", path }];
    });
    expect(links.filter((target) => !isAbsolute(target))).toEqual([]);
    expect(own.length).toBeGreaterThan(3);
    for (const { kind, path } of own) {
      expect(statSync(join(ROOT, path)).isDirectory(), path).toBe(kind === "tree");
    }
    expect(existsSync(join(ROOT, "docs", "images", "logo.svg"))).toBe(true);
  });

  const publint = join(ROOT, "node_modules", "publint", "src", "cli.js");
  test.skipIf(!existsSync(publint))("satisfies publint, suggestions included", () => {
    const report = execFileSync(process.execPath, [publint, release.file, "--strict"], { encoding: "utf8" });
    expect(report).toMatch(/All good!/);
  });

  const attw = join(ROOT, "node_modules", "@arethetypeswrong", "cli", "dist", "index.js");
  test.skipIf(!existsSync(attw))("has types that are right for every kind of import", () => {
    const report = JSON.parse(
      execFileSync(process.execPath, [attw, release.file, "--format", "json"], { encoding: "utf8" }),
    );
    expect(report.problems ?? {}).toEqual({});
  });
});

/** Targets of a Markdown text's links and pictures, without those to its own headings. */
function linksOf(markdown: string): readonly string[] {
  const prose = markdown.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`/g, "");
  const found = [...prose.matchAll(/\]\(([^)\s]+)\)|(?:src|href|srcset)="([^"]+)"/g)].map(([, a, b]) => a ?? b ?? "");
  return found.filter((target) => !target.startsWith("#"));
}

function isAbsolute(target: string): boolean {
  return target.startsWith("https://");
}

/** What the package needs at runtime. */
const RUNTIME: ReadonlySet<string> = new Set([
  ...Object.keys(packageJson.dependencies),
  ...Object.keys(packageJson.peerDependencies),
]);

/** Programs that declare one user: in CommonJS, and in ESM with both kinds of named import. */
const PROGRAMS: Record<string, { readonly type: "commonjs" | "module"; readonly text: string }> = {
  CommonJS: {
    type: "commonjs",
    text: `const { adobe } = require("pulumi-roster");
new adobe.User("ada", { email: "commonjs@example.com", name: "Ada" });\n`,
  },
  ESM: {
    type: "module",
    text: `import * as roster from "pulumi-roster";
import { adobe, netex, nerm } from "pulumi-roster";
if (roster.adobe !== adobe || roster.netex !== netex || roster.nerm !== nerm) throw new Error("two of a kind");
new adobe.User("ada", { email: "esm@example.com", name: "Ada" });\n`,
  },
};

describe.skipIf(!hasRegistry())("the packed file, installed from the registry in an empty project", () => {
  let project: string;
  let vendors: Sandbox;
  let reader: Reader;
  const [listDoor = [], typescriptDoor = []] = doors();
  const [install = "", ...commands] = listDoor.map((step) => ("line" in step ? step.line : `a file ${step.file}`));
  beforeAll(async () => {
    project = join(release.folder, "project");
    mkdirSync(project);
    vendors = await startSandbox();
    reader = new Reader(release.folder, release.file, exportLines(vendors));
    const { code, text } = await reader.run(install, project);
    if (code !== 0) throw new Error(text);
  });
  afterAll(() => vendors?.close());

  const engineFor = (directory: string, plugins: Record<string, { path: string }> = {}, env = {}) =>
    new Engine({
      programDirectory: directory,
      stack: "dev",
      stateDirectory: join(directory, "state"),
      passphrase: "x",
      env: { ROSTER_ADOBE_URL: vendors.adobe.url, ROSTER_ADOBE_TOKEN: vendors.adobe.token, ...env },
      plugins,
    });

  /** A folder of its own, with what was installed for all. */
  function folderFor(name: string): string {
    const folder = join(project, name);
    mkdirSync(folder);
    symlinkSync(join(project, "node_modules"), join(folder, "node_modules"), "dir");
    return folder;
  }

  test("takes a list of people as the README prints it, and the last line of the plan carries it out", async () => {
    const folder = folderFor("list");
    const [init = "", plan = "", ...more] = commands;
    expect(more).toEqual([]);
    expect(await reader.run(init, folder)).toMatchObject({ code: 0 });
    const planned = await reader.run(plan, folder);
    expect(planned).toMatchObject({ code: 2, text: expect.stringContaining("+ 2 joiners") });
    expect(readFileSync(join(folder, "plan.html"), "utf8")).toMatch(/^<!doctype html>[\s\S]*Grace Hopper/i);
    expect(vendors.adobe.people()).toEqual([]);
    const [, next = ""] = /^ next +(.+)$/m.exec(planned.text) ?? [];
    expect(await reader.run(next, folder)).toMatchObject({ code: 0 });
    expect(vendors.adobe.people()).toContainEqual(expect.objectContaining({ email: "grace.hopper@example.com" }));
  });

  test("serves a TypeScript program as the README prints it, whose preview shows two people", async () => {
    const directory = join(project, "typescript");
    // What `pulumi new typescript` makes and installs, with packages that are here already.
    mkdirSync(directory);
    writeFileSync(join(directory, "Pulumi.yaml"), "name: people\nruntime: nodejs\n");
    const { "@pulumi/pulumi": sdk, typescript, "@types/node": types } = packageJson.devDependencies;
    const manifest = {
      name: "people",
      main: "index.ts",
      dependencies: { "@pulumi/pulumi": sdk },
      devDependencies: { typescript, "@types/node": types },
    };
    writeFileSync(join(directory, "package.json"), JSON.stringify(manifest));
    const modules = join(directory, "node_modules");
    const isOfTemplate = (path: string): boolean =>
      !/node_modules[\\/](pulumi-roster|\.package-lock\.json|\.bin[\\/].*roster)$/.test(path);
    cpSync(join(project, "node_modules"), modules, { recursive: true, verbatimSymlinks: true, filter: isOfTemplate });
    for (const name of ["typescript", "@types/node", "undici-types"]) {
      cpSync(join(ROOT, "node_modules", name), join(modules, name), { recursive: true });
    }
    const [line, ...others] = typescriptDoor.flatMap((step) => {
      if ("line" in step) return [step.line];
      put(step, directory);
      return [];
    });
    expect(others).toEqual(["pulumi preview"]);
    expect(await reader.run(line ?? "", directory)).toMatchObject({ code: 0 });
    const run = await engineFor(directory).preview();
    expect(errorsOf(run)).toBe("");
    expect(run.changes).toMatchObject({ create: 3 });
  });

  test.each(Object.keys(PROGRAMS))("declares a user in %s", async (kind) => {
    const { type = "commonjs", text = "" } = PROGRAMS[kind] ?? {};
    const directory = join(project, kind);
    mkdirSync(directory);
    writeFileSync(join(directory, "Pulumi.yaml"), "name: people\nruntime: nodejs\n");
    writeFileSync(join(directory, "package.json"), JSON.stringify({ name: "p", type, main: "index.js" }));
    writeFileSync(join(directory, "index.js"), text);
    symlinkSync(join(project, "node_modules"), join(directory, "node_modules"), "dir");
    const run = await engineFor(directory).up();
    expect(errorsOf(run)).toBe("");
    expect(vendors.adobe.people()).toContainEqual(
      expect.objectContaining({ email: `${kind.toLowerCase()}@example.com` }),
    );
  });

  test("type-checks in programs of CommonJS and of modules", () => {
    const directory = join(project, "types");
    mkdirSync(directory);
    const files = ["index.cts", "index.mts"];
    const options = { strict: true, module: "nodenext", target: "es2022", noEmit: true, skipLibCheck: true, types: [] };
    writeFileSync(join(directory, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files }));
    const text = `import * as roster from "pulumi-roster";
import { adobe, nerm } from "pulumi-roster";
const boss = new roster.adobe.User("boss", { email: "boss@example.com", name: "Boss", bio: null });
new adobe.User("ada", { email: "ada@example.com", name: "Ada", manager: boss.id, roles: ["Author"] });
new nerm.User("ada", { login: "ada", email: "ada@example.com", name: "Ada", onDestroy: "retain" });
// @ts-expect-error there is no such argument
new nerm.User("bob", { login: "bob", email: "bob@example.com", name: "Bob", shoeSize: 38 });\n`;
    for (const file of files) writeFileSync(join(directory, file), text);
    execFileSync(process.execPath, [TSC, "-p", directory], { stdio: "inherit" });
  });

  test("serves as a plugin, as a folder with production dependencies", async () => {
    const directory = join(project, "plugin-program");
    cpSync(join(ROOT, "test", "e2e", "fixtures", "plugin-program"), directory, { recursive: true });
    const person = { platform: "adobe", key: "ada", args: { email: "plugin@example.com", name: "Ada" } };
    writeFileSync(join(directory, "program.json"), JSON.stringify({ people: [person] }));
    const plugins = { roster: { path: join(project, "node_modules", "pulumi-roster") } };
    const run = await engineFor(directory, plugins, { PROGRAM: join(directory, "program.json") }).up();
    expect(errorsOf(run)).toBe("");
    expect(vendors.adobe.people()).toContainEqual(expect.objectContaining({ email: "plugin@example.com" }));
  });

  test("plans a roster file that nobody has prepared, with nothing but the package", async () => {
    const directory = join(project, "roster");
    mkdirSync(directory);
    const person = "{ name: Ada, email: roster@example.com, adobe: }";
    writeFileSync(join(directory, "roster.yaml"), `people:\n  ada: ${person}\n`);
    // The vendors live in this process, so the command may not block it.
    const code = await new Promise<number | null>((resolve) => {
      const child = spawn(join(project, "node_modules", ".bin", "roster"), ["plan", "--engine=embedded", "--json"], {
        cwd: directory,
        env: { ...process.env, ROSTER_ADOBE_URL: vendors.adobe.url, ROSTER_ADOBE_TOKEN: vendors.adobe.token },
        stdio: "ignore",
      });
      child.on("exit", resolve);
    });
    expect(code).toBe(2);
  });

  test("asks for no development package where Pulumi runs npm install in it", () => {
    // What `pulumi package add ./node_modules/pulumi-roster` does first.
    const folder = join(project, "node_modules", "pulumi-roster");
    npm(["install", "--package-lock-only", "--prefer-offline"], folder);
    const { packages } = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8"));
    const { "": own, ...others } = packages;
    expect(Object.keys({ ...own.dependencies, ...own.peerDependencies }).sort()).toEqual([...RUNTIME].sort());
    for (const name of RUNTIME) expect(others).toHaveProperty([`node_modules/${name}`]);
    for (const name of Object.keys(packageJson.devDependencies)) {
      // The SDK brings types of its own.
      const isExpected = RUNTIME.has(name) || name.startsWith("@types/");
      if (!isExpected) expect(others).not.toHaveProperty([`node_modules/${name}`]);
    }
    expect(Object.values(others)).not.toContainEqual(expect.objectContaining({ dev: true }));
  });

  test("starts by the command that npm links", async () => {
    const command = join(project, "node_modules", ".bin", "pulumi-resource-roster");
    const child = spawn(process.execPath, [command], { stdio: ["ignore", "pipe", "inherit"] });
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString()));
      child.once("exit", (code) => reject(new Error(`ended with ${code}`)));
    });
    child.removeAllListeners("exit");
    child.kill();
    expect(line).toMatch(/^\d+\n/);
  });
});

const isCheckout = existsSync(join(ROOT, ".git"));
/** It installs everything once more, as each run of the pipeline does before it tests. */
const isWhole = process.env["WHOLE"] === "1";
describe.skipIf(!isCheckout || !hasRegistry())("a clone, installed with a plain npm install", () => {
  test.skipIf(!isWhole)("is built by tsc alone and serves as a source plugin (needs WHOLE=1)", async () => {
    const clone = join(release.folder, "clone");
    execFileSync("git", ["clone", "--quiet", "--depth=1", `file://${ROOT}`, clone]);
    npm(["install"], clone);
    expect(JSON.parse(readFileSync(join(clone, "package.json"), "utf8")).name).toBe("pulumi-roster");
    const runner = join(clone, "node_modules", "@pulumi", "pulumi", "cmd", "run-plugin", "index.js");
    const child = spawn(process.execPath, [runner, clone, "127.0.0.1:1"], { stdio: ["ignore", "pipe", "inherit"] });
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString()));
      child.once("exit", (code) => reject(new Error(`ended with ${code}`)));
    });
    child.removeAllListeners("exit");
    child.kill();
    expect(line).toMatch(/^\d+\n/);
  });
});
