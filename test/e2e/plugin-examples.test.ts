import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { Engine } from "../../engine";
import { environmentOf, type Sandbox, startSandbox } from "../../sandbox/index";
import { hasRegistry } from "../package/release";
import { struct, UNKNOWN, urnOf } from "../plugin/client";
import { openPlugin } from "../plugin/stage";
import { errorsOf } from "./plugin-lab";
import { HAS_PULUMI, hasCommand, PulumiLab, ROOT } from "./pulumi-lab";

const example = (name: string) => join(ROOT, "examples", name);

/** Who is there at the vendors, with roles and managers by name. */
function company({ adobe, netex, nerm }: Sandbox) {
  const name = (people: readonly { id: string; name: string }[], id: string | undefined) =>
    people.find((person) => person.id === id)?.name;
  const roleNames = (ids: readonly string[]) => ids.map((id) => name(nerm.roles, id));
  return {
    adobe: adobe
      .people()
      .filter(({ state }) => state === "ACTIVE")
      .map((person) => [
        person.email,
        person.profile,
        person.roles,
        person.fields,
        name(adobe.people(), person.manager),
      ])
      .sort(),
    netex: netex
      .people()
      .filter(({ enabled }) => enabled)
      .map(({ username, email, roles }) => [username, email, roles])
      .sort(),
    nerm: nerm
      .people()
      .filter(({ status }) => status === "Active")
      .map((person) => [
        person.login,
        person.title,
        roleNames(person.roles),
        name(nerm.people(), person.manager ?? undefined),
      ])
      .sort(),
  };
}

const EVERYBODY = {
  adobe: [
    ["ada@example.com", "Head of Engineering", ["Learner", "Admin", "Manager"], {}, undefined],
    [
      "bob@example.com",
      "Team Lead",
      ["Learner", "Author", "Instructor", "Manager"],
      { Department: "Engineering" },
      "Ada Byron",
    ],
    ["cleo@example.com", "Engineer", ["Learner"], { Department: "Engineering" }, "Bob Noyce"],
    ["dan@example.com", "Engineer", ["Learner"], {}, "Bob Noyce"],
  ],
  netex: [
    ["ada", "ada@example.com", expect.objectContaining({ management: ["user"], training: ["user"] })],
    ["bob", "bob@example.com", expect.objectContaining({ management: ["user"], training: ["trainer", "user"] })],
  ],
  nerm: [
    ["ada", null, ["Sponsors"], undefined],
    ["eve", "Consultant", ["Contractors"], "Ada Byron"],
  ],
};

describe("examples/company-typescript on the embedded engine", () => {
  let vendors: Sandbox;
  const state = mkdtempSync(join(tmpdir(), "roster-company-"));
  beforeAll(async () => {
    vendors = await startSandbox();
  });
  afterAll(async () => {
    await vendors?.close();
    rmSync(state, { recursive: true, force: true });
  });

  test("creates the company, changes nothing in a second run, and removes it", async () => {
    const engine = new Engine({
      programDirectory: example("company-typescript"),
      stack: "dev",
      stateDirectory: state,
      passphrase: "x",
      env: environmentOf(vendors),
    });
    const run = await engine.up();
    expect(errorsOf(run)).toBe("");
    expect(run.changes).toEqual({ create: 9 });
    expect(company(vendors)).toEqual(EVERYBODY);
    expect((await engine.up()).changes).toEqual({ same: 9 });
    expect((await engine.destroy()).changes).toEqual({ delete: 9 });
    expect(company(vendors)).toEqual({ adobe: [], netex: [], nerm: [] });
  });
});

describe("examples/company-set on the embedded engine", () => {
  let vendors: Sandbox;
  const state = mkdtempSync(join(tmpdir(), "roster-set-"));
  beforeAll(async () => {
    vendors = await startSandbox();
  });
  afterAll(async () => {
    await vendors?.close();
    rmSync(state, { recursive: true, force: true });
  });

  test("creates everybody with two resources, changes nothing in a second run, and is not destroyed by chance", async () => {
    const { adobe, nerm } = vendors;
    const engine = new Engine({
      programDirectory: example("company-set"),
      stack: "dev",
      stateDirectory: state,
      passphrase: "x",
      env: environmentOf(vendors),
    });
    const run = await engine.up();
    expect(errorsOf(run)).toBe("");
    expect(run.changes).toEqual({ create: 3 });
    const people = adobe.people().filter(({ state }) => state === "ACTIVE");
    expect(people.map(({ email }) => email).sort()).toEqual(
      ["ada", "bob", "cleo", "dan"].map((name) => `${name}@example.com`),
    );
    expect(
      nerm
        .people()
        .map(({ login }) => login)
        .sort(),
    ).toEqual(["e-1001", "e-1002"]);
    expect((await engine.up()).changes).toEqual({ same: 3 });
    expect(errorsOf(await engine.destroy())).toMatch(/deleting this resource would remove 4 people/);
    expect(adobe.people().filter(({ state }) => state === "ACTIVE")).toHaveLength(4);
  });
});

describe("examples/company-typescript-sdk", () => {
  test("declares the same as company-typescript, with other imports alone", () => {
    const program = (name: string) =>
      readFileSync(join(example(name), "index.ts"), "utf8")
        .split("\n")
        .filter((line, i) => i > 0 && !line.startsWith("import "));
    expect(program("company-typescript-sdk")).toEqual(program("company-typescript"));
  });
});

describe("examples/company-yaml", () => {
  const { resources } = parse(readFileSync(join(example("company-yaml"), "Pulumi.yaml"), "utf8")) as {
    resources: Record<string, { type: string; properties: Record<string, unknown> }>;
  };

  test.each(Object.keys(resources))("declares %s as the plugin's check wants it", async (name) => {
    const { type = "", properties = {} } = resources[name] ?? {};
    const { client, close } = await openPlugin({});
    const known = Object.entries(properties).map(([key, value]) => [
      key,
      String(value).startsWith("${") ? UNKNOWN : value,
    ]);
    const news = Object.fromEntries(known);
    expect(() => struct(news)).not.toThrow();
    expect((await client.check(urnOf(type.split(":")[1] ?? "", name), {}, news)).failures).toEqual([]);
    await close();
  });
});

describe.skipIf(!HAS_PULUMI)("with the pulumi on the PATH", () => {
  let lab: PulumiLab;
  beforeAll(async () => {
    lab = await PulumiLab.open();
  });
  afterAll(() => lab?.close());

  /** Takes a project from `pulumi package add`, where it needs that, to an empty company. */
  async function live(name: string, { adds, npm = false }: { adds: boolean; npm?: boolean }): Promise<void> {
    const project = lab.project(name, example(name));
    if (npm || name === "company-python") await project.pulumi(["install"], { npm });
    if (adds) await project.pulumi(["package", "add", lab.command], { npm });
    await project.init();
    expect((await project.deploy("up")).changes).toEqual({ create: 9 });
    expect(company(lab.vendors)).toEqual(EVERYBODY);
    expect((await project.deploy("preview", "--expect-no-changes")).changes).toEqual({ same: 9 });
    expect((await project.deploy("destroy")).changes).toEqual({ delete: 9 });
    await lab.restart();
  }

  test("company-typescript runs", () => live("company-typescript", { adds: false }));

  test.skipIf(!HAS_PULUMI || !hasRegistry())("company-typescript-sdk runs after pulumi package add", () =>
    live("company-typescript-sdk", { adds: true, npm: true }),
  );

  const hasPython = hasCommand("pulumi-language-python", "-help") && hasCommand("python3", "-m", "venv", "--help");
  test.skipIf(!HAS_PULUMI || !hasPython || !hasRegistry())("company-python runs after pulumi package add", () =>
    live("company-python", { adds: true }),
  );

  test.skipIf(!hasCommand("pulumi-language-yaml", "-help"))("company-yaml runs after pulumi package add", () =>
    live("company-yaml", { adds: true }),
  );
});
