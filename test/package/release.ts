import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { npmEnvironment } from "./npm-environment";

export const ROOT = join(__dirname, "..", "..");
export const TSC = join(ROOT, "node_modules", "typescript", "bin", "tsc");

/** What is packed beside the built code. */
export const BESIDE = [
  "package.json",
  "PulumiPlugin.yaml",
  "schema.json",
  "README.md",
  "CHANGELOG.md",
  "LICENSE",
] as const;

/** Files that the `roster` command reads: the page of a plan, and workflows. */
export const ASSETS: readonly string[] = ["automation/init/github", "automation/reports/page"].flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => [".css", ".html", ".js", ".yml"].includes(extname(name)))
    .map((name) => `${folder}/${name}`),
);

/** Whether the ordinary npm client gets an answer from its registry. */
export const HAS_REGISTRY =
  spawnSync("npm", ["view", "zod", "version", "--fetch-retries=0", "--fetch-timeout=8000"], { stdio: "ignore" })
    .status === 0;

/** Less than a test or a hook may take: those can't interrupt a call that blocks. */
const NPM_MILLISECONDS = 200_000;

/** npm in a folder; its variables of an outer run are left out. One that hangs is ended, and is an error. */
export function npm(args: readonly string[], cwd: string): string {
  return execFileSync("npm", [...args, "--loglevel=error"], {
    cwd,
    env: npmEnvironment(),
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: NPM_MILLISECONDS,
    killSignal: "SIGKILL",
  });
}

/** The package as it would be published from a clean checkout of the present sources. */
export class Release {
  readonly folder = mkdtempSync(join(tmpdir(), "roster-package-"));
  /** The packed file. */
  readonly file: string;
  /** What is in it, sorted. */
  readonly files: readonly string[];

  constructor() {
    const source = join(this.folder, "source");
    for (const name of [...BESIDE, ...ASSETS]) cpSync(join(ROOT, name), join(source, name));
    const options = ["--outDir", join(source, "dist"), "--incremental", "false", "--tsBuildInfoFile", "null"];
    execFileSync(process.execPath, [TSC, "-p", join(ROOT, "tsconfig.build.json"), ...options], { stdio: "inherit" });
    const [packed] = JSON.parse(npm(["pack", "--json", "--ignore-scripts", "--pack-destination", this.folder], source));
    this.file = join(this.folder, basename(packed.filename));
    this.files = packed.files.map(({ path }: { path: string }) => path).sort();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Paths of the product's sources, without their extension. */
export function sources(): readonly string[] {
  return ["provider", "engine", "automation"].flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true })
      .map(String)
      .filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"))
      .map((path) => join(room, path.replace(/\.ts$/, ""))),
  );
}
