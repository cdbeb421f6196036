import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
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
export const ASSETS: readonly string[] = ["automation/cli/init/github", "automation/reports/page"].flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => [".css", ".html", ".js", ".yml"].includes(extname(name)))
    .map((name) => `${folder}/${name}`),
);

const ASKING = ["view", "zod", "version", "--fetch-retries=0", "--fetch-timeout=8000"];
let isAnswered: boolean | undefined;

/** Whether the ordinary npm client gets an answer from its registry; asked by the first test that wants to know. */
export function hasRegistry(): boolean {
  isAnswered ??= spawnSync("npm", ASKING, { stdio: "ignore" }).status === 0;
  return isAnswered;
}

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

/** What a clone has that packing needs: sources, what they are built with, and what was built of them. */
const CLONED = ["provider", "engine", "sandbox", "automation", "demo", "bench", "scripts", "docs", "examples", "dist"];
const SETTINGS = ["tsconfig.json", "tsconfig.build.json", "package-lock.json", ".npmrc"];

/** A file that `npm pack` made. */
export interface Packed {
  readonly file: string;
  /** What is in it, sorted. */
  readonly files: readonly string[];
  /** Unpacked. */
  readonly bytes: number;
  /** What packing said of things that are missing. */
  readonly said: string;
  /** The text of one of its files. */
  read(path: string): string;
}

/** A clean clone of the present sources, not yet a repository, and the package as `npm pack` makes it there. */
export class Release {
  readonly folder = mkdtempSync(join(tmpdir(), "roster-package-"));
  readonly source = join(this.folder, "source");
  readonly #packed: Packed;

  constructor() {
    const { source } = this;
    for (const name of [...BESIDE, ...SETTINGS, ...CLONED]) {
      cpSync(join(ROOT, name), join(source, name), { recursive: true, filter: (path) => !/node_modules/.test(path) });
    }
    // Everything is installed, as the launcher sees by its stamp.
    mkdirSync(join(source, "node_modules"));
    for (const name of readdirSync(join(ROOT, "node_modules"))) {
      if (!name.startsWith(".")) symlinkSync(join(ROOT, "node_modules", name), join(source, "node_modules", name));
    }
    const lock = createHash("sha256").update(readFileSync(join(source, "package-lock.json")));
    writeFileSync(join(source, "node_modules", ".roster-lockfile"), lock.digest("hex"));
    // Newer than every copy of a source: the launcher need not build once more what the tests run.
    writeFileSync(join(source, "dist", ".built"), "");
    this.#packed = this.pack("plain");
  }

  get file(): string {
    return this.#packed.file;
  }

  get files(): readonly string[] {
    return this.#packed.files;
  }

  get bytes(): number {
    return this.#packed.bytes;
  }

  get said(): string {
    return this.#packed.said;
  }

  read(path: string): string {
    return this.#packed.read(path);
  }

  /**
   * @param folder where to, below the release's
   * @param remote from now on the git remote of the clone
   */
  pack(folder: string, remote?: string): Packed {
    const destination = join(this.folder, folder);
    mkdirSync(destination);
    if (remote !== undefined) {
      execFileSync("git", ["init", "--quiet"], { cwd: this.source });
      execFileSync("git", ["remote", "add", "origin", remote], { cwd: this.source });
    }
    const { stdout, stderr, status } = spawnSync("npm", ["pack", "--json", "--pack-destination", destination], {
      cwd: this.source,
      env: npmEnvironment(),
      encoding: "utf8",
      timeout: NPM_MILLISECONDS,
      killSignal: "SIGKILL",
    });
    if (status !== 0) throw new Error(`npm pack ended with ${status}:\n${stdout}\n${stderr}`);
    const [packed] = JSON.parse(stdout);
    const file = join(destination, basename(packed.filename));
    return {
      file,
      files: packed.files.map(({ path }: { path: string }) => path).sort(),
      bytes: packed.unpackedSize,
      said: stderr,
      read: (path) =>
        execFileSync("tar", ["xzOf", file, `package/${path}`], { encoding: "utf8", maxBuffer: 16 * 1024 * 1024 }),
    };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Paths of the product's code below `dist`. */
export function builtFiles(): readonly string[] {
  return ["provider", "engine", "automation"].flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true })
      .map(String)
      .filter((path) => /(?<!\.d)\.m?ts$/.test(path))
      .map((path) => join(room, path.replace(/ts$/, "js"))),
  );
}
