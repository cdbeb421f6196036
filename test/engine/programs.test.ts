import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { constants, getPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { Engine } from "../../engine";
import { errorsOf, Lab, PASSPHRASE, PLUGIN_DIRECTORY, shortCalls } from "./lab";

const SDK = join(__dirname, "..", "..", "node_modules", "@pulumi", "pulumi");
/** Says what was loaded before it began, and then uses what needs the rest. */
const PARTS_PROGRAM = `const pulumi = require("@pulumi/pulumi");
const early = ["typescript", "@npmcli/arborist", "execa", "@opentelemetry/sdk-trace-base", "js-yaml"].filter((name) =>
  Object.keys(require.cache).some((file) => file.replaceAll("\\\\", "/").includes("/node_modules/" + name + "/")),
);
const answer = 42;
const native = new Intl.Collator().compare;
module.exports = async () => ({
  early,
  text: (await pulumi.runtime.serializeFunction(() => answer)).text,
  refusal: await pulumi.runtime.serializeFunction(() => native).then(({ text }) => text, ({ message }) => message),
  workspace: typeof pulumi.automation.LocalWorkspace.create,
  names: Object.keys(pulumi.automation),
  paths: (await pulumi.runtime.computeCodePaths()).size,
  stack: new Error().stack,
});
`;
const TYPED = join(__dirname, "fixtures", "typescript-program");

describe("programs and plugins", () => {
  const lab = new Lab();
  const folders: string[] = [];

  afterAll(() => lab.remove());
  afterEach(() => {
    lab.takeCalls();
    for (const folder of folders.splice(0)) {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  function newFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), "engine-"));
    folders.push(folder);
    return folder;
  }

  test("a TypeScript program with a serialized dynamic provider", async () => {
    const engine = new Engine({
      programDirectory: TYPED,
      stack: "dev",
      stateDirectory: newFolder(),
      passphrase: "",
      env: { PULUMI_NODEJS_TRANSPILE_ONLY: "true" },
    });
    const result = await engine.up();
    expect(result.diagnostics).toEqual([]);
    expect(result.outputs).toEqual({
      title: { value: "typed", secret: false },
      id: { value: "note-typed", secret: false },
    });
  });

  test("what the SDK seldom needs is loaded by the programs that use it, and does the same there", async () => {
    const folder = newFolder();
    const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);
    put("Pulumi.yaml", "name: parts\nruntime: { name: nodejs, options: { typescript: false } }\n");
    put("package.json", JSON.stringify({ name: "parts", main: "index.js", dependencies: {} }));
    put("index.js", PARTS_PROGRAM);
    mkdirSync(join(folder, "node_modules", "@pulumi"), { recursive: true });
    symlinkSync(SDK, join(folder, "node_modules", "@pulumi", "pulumi"), "dir");
    const engine = new Engine({ programDirectory: folder, stack: "dev", stateDirectory: folder, passphrase: "" });
    const { outputs, diagnostics } = await engine.preview();
    expect(diagnostics).toEqual([]);
    const program = realpathSync(join(folder, "index.js"));
    expect(Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]))).toEqual({
      early: [],
      text: expect.stringContaining("answer: 42"),
      refusal: expect.stringContaining("index.js(10,"),
      workspace: "function",
      names: expect.arrayContaining(["LocalWorkspace", "Stack"]),
      paths: 0,
      stack: expect.stringContaining(`at module.exports (${program}:`),
    });
  });

  test("a plugin folder is started with the SDK's plugin host", async () => {
    lab.declare({ name: "one", props: { color: "red" } });
    const engine = new Engine({ ...lab.options, plugins: { lab: { path: PLUGIN_DIRECTORY } } });
    expect((await engine.preview()).changes).toEqual({ create: 2 });
    const start = lab.calls().find(({ method }) => method === "Start");
    expect(start?.["argv"]).toEqual([PLUGIN_DIRECTORY, expect.stringMatching(/^127\.0\.0\.1:\d+$/)].slice(1));
  });

  test("a provider leaves the processors to the program where both want them", async () => {
    lab.declare({ name: "one" });
    let priority: number | undefined;
    await lab.engine.preview({
      onEvent: () => {
        const start = lab.calls().find(({ method }) => method === "Start");
        priority ??= start && getPriority(start.pid);
      },
    });
    expect(priority).toBe(Math.max(constants.priority.PRIORITY_BELOW_NORMAL, getPriority()));
  });

  test("what the program and the provider print and log becomes diagnostics", async () => {
    lab.describe({ resources: [{ name: "one" }], log: "mind the gap" });
    const { diagnostics } = await lab.engine.preview();
    expect(diagnostics).toContainEqual({ severity: "info", message: "the program speaks\n" });
    expect(diagnostics).toContainEqual({ severity: "info", message: "the lab is open\n" });
    expect(diagnostics).toContainEqual({ severity: "warning", message: "mind the gap" });
  });

  test("properties of several MiB go both ways", async () => {
    const large = new Lab();
    large.declare({ name: "large", props: { text: "$repeat:5242880" } });
    const result = await large.engine.up();
    expect(errorsOf(result)).toEqual([]);
    expect(String((await large.state())["large"]?.outputs?.["text"])).toHaveLength(5 * 1024 * 1024);
    large.remove();
  });

  test("a package without a plugin is an error that names the option", async () => {
    lab.declare({ name: "one" });
    const engine = new Engine({ ...lab.options, plugins: {} });
    expect(errorsOf(await engine.preview())).toEqual([expect.stringContaining("no plugin for package lab")]);
  });

  test("a plugin that ends at once is an error with what it printed", async () => {
    lab.declare({ name: "one" });
    const engine = new Engine({ ...lab.options, env: { ...lab.options.env, LAB_BROKEN: "yes" } });
    const { diagnostics } = await engine.preview();
    expect(diagnostics.map(({ message }) => message)).toEqual([
      "the lab is closed\n",
      "the plugin for lab ended before it served: exit code 3",
    ]);
  });

  test("a provider without a handshake says in Configure what it can take, and is left out of previews", async () => {
    lab.declare({ name: "plain", props: { color: "$secret:red" } });
    const engine = new Engine({ ...lab.options, env: { ...lab.options.env, LAB_OLD_PROTOCOL: "yes" } });
    const result = await engine.preview();
    expect(result.succeeded).toBe(true);
    expect(shortCalls(lab.calls())).toEqual(["Check plain"]);
    expect(lab.calls().find(({ method }) => method === "Check")?.["news"]).toEqual({ color: "red" });
  });

  test("a passphrase that does not open the state is refused before anything runs", async () => {
    lab.declare();
    await lab.engine.up();
    lab.takeCalls();
    const engine = new Engine({ ...lab.options, passphrase: `not ${PASSPHRASE}` });
    await expect(engine.preview()).rejects.toMatchObject({ code: "passphrase" });
    expect(lab.calls()).toEqual([]);
  });

  test("a folder without a project, or with one for another runtime, is refused", () => {
    const folder = newFolder();
    const options = { stack: "dev", stateDirectory: folder, passphrase: "" };
    expect(() => new Engine({ ...options, programDirectory: folder })).toThrow("cannot read");
    mkdirSync(join(folder, "go"));
    writeFileSync(join(folder, "go", "Pulumi.yaml"), "name: x\nruntime: go\n");
    expect(() => new Engine({ ...options, programDirectory: join(folder, "go") })).toThrow("asks for go");
    writeFileSync(join(folder, "go", "Pulumi.yaml"), "name: x\nmain: src\nruntime: nodejs\n");
    expect(() => new Engine({ ...options, programDirectory: join(folder, "go") })).toThrow("main in Pulumi.yaml");
    expect(() => new Engine({ ...options, programDirectory: TYPED, stack: "../x" })).toThrow("a stack's name");
  });
});
