import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ROOT, runBin } from "./files";

const CONFIG = ".dependency-cruiser.cjs";
const FOLDERS = ["provider", "engine", "sandbox", "automation", "demo", "bench", "scripts"];

interface Report {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
  };
}

/** A small house in which everybody imports what they may. */
const HOUSE: Readonly<Record<string, string>> = {
  "package.json": '{"name":"house","dependencies":{"zod":"*","undici":"*","@pulumi/pulumi":"*"}}',
  "tsconfig.json": '{"compilerOptions":{"module":"nodenext","moduleResolution":"nodenext"}}',
  ...stub("zod"),
  ...stub("undici"),
  ...stub("@pulumi/pulumi"),
  "provider/core/user.ts": 'import { it } from "zod"; export const user = it;',
  "provider/core/diff.ts": 'import type { user } from "./user"; export type Diff = typeof user;',
  "provider/http/client.ts": 'import "undici"; import { user } from "../core/user"; export const client = user;',
  "provider/platforms/adobe/index.ts":
    'import { user } from "../../core/user"; import { client } from "../../http/client"; export const adobe = [user, client];',
  "provider/platforms/netex/index.ts": 'import "../common"; export const netex = 1;',
  "provider/platforms/common.ts": "export const common = 1;",
  "provider/platforms/registry.ts":
    'import { adobe } from "./adobe/index"; import { netex } from "./netex/index"; export const platforms = [adobe, netex];',
  "provider/dynamic/host.ts":
    'import "@pulumi/pulumi"; import { platforms } from "../platforms/registry"; export const host = platforms;',
  "provider/plugin/main.ts":
    'import "@pulumi/pulumi"; import { platforms } from "../platforms/registry"; export const main = platforms;',
  "provider/index.ts": 'export { host } from "./dynamic/host";',
  "engine/index.ts": 'import "@pulumi/pulumi"; export const engine = 1;',
  "sandbox/index.ts": 'import "zod"; export const sandbox = 1;',
  "automation/plan/review/review.ts":
    'import type { user } from "../../../provider/core/user"; export type Review = typeof user;',
  "automation/reports/text.ts":
    'import type { Review } from "../plan/review/review"; export const text = (review: Review) => review;',
  "automation/engines/embedded.ts": 'import { engine } from "../../engine/index"; export const embedded = engine;',
  "automation/worker.ts":
    'import { platforms } from "../provider/platforms/registry"; import { embedded } from "./engines/embedded"; import { host } from "../provider/index"; export const worker = [platforms, embedded, host];',
  "demo/main.ts":
    'import { engine } from "../engine/index"; import { sandbox } from "../sandbox/index"; export const demo = [engine, sandbox];',
  "bench/main.ts":
    'import { engine } from "../engine/index"; import { client } from "../provider/http/client"; export const bench = [engine, client];',
  "scripts/generate.ts":
    'import { platforms } from "../provider/platforms/registry"; export const generate = platforms;',
};

/** The other half of a circle, which is reported once. */
const EGG = { "provider/core/egg.ts": 'import { chicken } from "./chicken"; export const egg = () => chicken;' };

/** Wrong imports: the rule, the file that breaks it, and what it says. */
const WRONG: readonly (readonly [rule: string, file: string, text: string])[] = [
  ["no-circles", "provider/core/chicken.ts", 'import { egg } from "./egg"; export const chicken = () => egg;'],
  ["core-knows-nobody", "provider/core/calls.ts", 'import { it } from "undici"; export const calls = it;'],
  [
    "core-knows-nobody",
    "provider/core/runs.ts",
    'import type { it } from "@pulumi/pulumi"; export type Runs = typeof it;',
  ],
  [
    "core-knows-nobody",
    "provider/core/names.ts",
    'import { platforms } from "../platforms/registry"; export const names = platforms;',
  ],
  [
    "http-knows-core-alone",
    "provider/http/favours.ts",
    'import { netex } from "../platforms/netex/index"; export const favours = netex;',
  ],
  [
    "platforms-know-no-adapter",
    "provider/platforms/adobe/asks.ts",
    'import { host } from "../../dynamic/host"; export const asks = host;',
  ],
  [
    "platforms-know-no-adapter",
    "provider/platforms/netex/runs.ts",
    'import { it } from "@pulumi/pulumi"; export const runs = it;',
  ],
  [
    "platforms-keep-apart",
    "provider/platforms/adobe/peeks.ts",
    'import { netex } from "../netex/index"; export const peeks = netex;',
  ],
  [
    "adapters-keep-apart",
    "provider/dynamic/leans.ts",
    'import { main } from "../plugin/main"; export const leans = main;',
  ],
  [
    "adapters-use-the-registry",
    "provider/dynamic/picks.ts",
    'import { adobe } from "../platforms/adobe/index"; export const picks = adobe;',
  ],
  [
    "adapters-use-the-registry",
    "provider/plugin/picks.ts",
    'import { adobe } from "../platforms/adobe/index"; export const picks = adobe;',
  ],
  [
    "engine-stands-alone",
    "engine/cheats.ts",
    'import { user } from "../provider/core/user"; export const cheats = user;',
  ],
  [
    "sandbox-stands-alone",
    "sandbox/copies.ts",
    'import { user } from "../provider/core/user"; export const copies = user;',
  ],
  [
    "sandbox-stands-alone",
    "sandbox/borrows.ts",
    'import { engine } from "../engine/index"; export const borrows = engine;',
  ],
  [
    "automation-asks-core-and-registry",
    "automation/plan/review/favours.ts",
    'import { netex } from "../../../provider/platforms/netex/index"; export const favours = netex;',
  ],
  [
    "automation-asks-core-and-registry",
    "automation/plays.ts",
    'import { sandbox } from "../sandbox/index"; export const plays = sandbox;',
  ],
  [
    "reports-are-pure",
    "automation/reports/asks.ts",
    'import { embedded } from "../engines/embedded"; export const asks = embedded;',
  ],
  [
    "product-needs-no-tools",
    "provider/plans.ts",
    'import { worker } from "../automation/worker"; export const plans = worker;',
  ],
  [
    "engine-stands-alone",
    "engine/plans.ts",
    'import { worker } from "../automation/worker"; export const plans = worker;',
  ],
  [
    "product-needs-no-tools",
    "provider/plays.ts",
    'import { sandbox } from "../sandbox/index"; export const plays = sandbox;',
  ],
];

/** Folders that lead to each other, though no two of their modules do. */
const FOLDERS_IN_A_CIRCLE: Readonly<Record<string, string>> = {
  "provider/core/read/look.ts": 'export { value } from "../model/value";',
  "provider/core/model/value.ts": "export const value = 1;",
  "provider/core/model/shown.ts": 'export { look } from "../read/list";',
  "provider/core/read/list.ts": "export const look = 1;",
};

/** What is reported of folders, and in the wake of many of the wrong imports. */
const OF_FOLDERS = "no-circles-of-folders";

describe("the arrows between folders", () => {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  /** Checks a house with these files as npm test does. */
  function check(files: Readonly<Record<string, string>>, ...options: string[]): { code: number; text: string } {
    const folder = mkdtempSync(join(tmpdir(), "roster-arrows-"));
    folders.push(folder);
    copyFileSync(join(ROOT, CONFIG), join(folder, CONFIG));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, dirname(name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const bin = "dependency-cruiser/bin/dependency-cruiser.mjs";
    return runBin(bin, ["--config", CONFIG, ...options, ...FOLDERS], folder);
  }

  /** The broken rules of a house with these files, each as `rule file`. */
  function broken(files: Readonly<Record<string, string>>): readonly string[] {
    const { text } = check(files, "--output-type", "json");
    const { violations } = (JSON.parse(text) as Report).summary;
    return [...new Set(violations.map(({ from, rule }) => `${rule.name} ${from}`))].sort();
  }

  it("let every room import what it may", () => {
    expect(check(HOUSE)).toMatchObject({ code: 0, text: expect.stringContaining("no dependency violations found") });
  });

  it("catch each wrong import, and by the rule that it breaks", () => {
    const wrong = Object.fromEntries(WRONG.map(([, file, text]) => [file, text]));
    const found = broken({ ...HOUSE, ...EGG, ...wrong }).filter((line) => !line.startsWith(OF_FOLDERS));
    expect(found).toEqual(WRONG.map(([rule, file]) => `${rule} ${file}`).sort());
  });

  it("catch folders that lead to each other", () => {
    expect(broken({ ...HOUSE, ...FOLDERS_IN_A_CIRCLE })).toEqual([
      `${OF_FOLDERS} provider/core/model`,
      `${OF_FOLDERS} provider/core/read`,
    ]);
  });

  it("fail the check where a single import is wrong", () => {
    const wrong = { "engine/cheats.ts": 'import "../provider/index"; export const cheats = 1;' };
    const { code, text } = check({ ...HOUSE, ...wrong });
    expect(code).toBeGreaterThan(0);
    expect(text).toContain("engine-stands-alone");
  });

  it("have no rule that this test doesn't break", () => {
    const config = createRequire(__filename)(join(ROOT, CONFIG)) as { forbidden: readonly { name: string }[] };
    const broken = new Set([OF_FOLDERS, ...WRONG.map(([rule]) => rule)]);
    expect([...broken].sort()).toEqual(config.forbidden.map(({ name }) => name).sort());
  });
});

function stub(name: string): Record<string, string> {
  const folder = `node_modules/${name}`;
  return {
    [`${folder}/package.json`]: JSON.stringify({ name, version: "1.0.0", main: "index.js", types: "index.d.ts" }),
    [`${folder}/index.js`]: "exports.it = 1;",
    [`${folder}/index.d.ts`]: "export declare const it: number;",
  };
}
