import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEADLINE_MILLISECONDS } from "../deadline";
import { npmEnvironment } from "../package/npm-environment";
import { ROOT } from "./files";

const FOLDERS = ["provider", "engine", "sandbox", "automation", "bench", "scripts", "demo"];

/** A program that would go on for ever, and tells its id. */
const PROGRAM = `process.stdout.write(\`ready \${process.pid}\\n\`); setInterval(() => undefined, 1000);\n`;
const TYPES =
  "declare const process: { pid: number; env: Record<string, string | undefined>; stdout: { write(text: string): void } };\n";
const NODE = "declare function setInterval(action: () => void, milliseconds: number): void;\nexport {};\n";

/** A repository of two small sources with the launcher in it, on which everything is installed already. */
class SmallRepository {
  readonly folder = mkdtempSync(join(tmpdir(), "roster-launcher-"));

  constructor() {
    for (const name of FOLDERS) mkdirSync(join(this.folder, name));
    cpSync(join(ROOT, "scripts", "run.mjs"), join(this.folder, "scripts", "run.mjs"));
    const compilerOptions = { rootDir: ".", outDir: "dist", module: "commonjs", target: "es2022", types: [] };
    this.write("tsconfig.json", "{}");
    this.write(
      "tsconfig.build.json",
      JSON.stringify({
        compilerOptions: { ...compilerOptions, ignoreDeprecations: "6.0", declaration: true },
        include: FOLDERS,
      }),
    );
    this.write("package.json", JSON.stringify({ private: true, scripts: { demo: "node scripts/run.mjs demo" } }));
    this.write("package-lock.json", "{}");
    mkdirSync(join(this.folder, "node_modules"));
    const compiler = join("node_modules", "typescript-native");
    symlinkSync(join(ROOT, compiler), join(this.folder, compiler), "dir");
    const lock = readFileSync(join(this.folder, "package-lock.json"));
    this.write("node_modules/.roster-lockfile", createHash("sha256").update(lock).digest("hex"));
    this.write("demo/main.ts", `${TYPES}${NODE}${PROGRAM}`);
    this.write("demo/other.ts", "export const other = 1;\n");
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  has(name: string): boolean {
    return existsSync(join(this.folder, name));
  }

  build(): void {
    execFileSync(process.execPath, [join(this.folder, "scripts", "run.mjs"), "build"], { stdio: "pipe" });
  }
}

describe("the launcher", () => {
  let repository: SmallRepository;
  beforeAll(() => {
    repository = new SmallRepository();
  });
  afterAll(() => rmSync(repository.folder, { recursive: true, force: true }));

  it("leaves nothing in dist of a source that is gone", () => {
    repository.build();
    expect(["main.js", "other.js", "other.d.ts"].filter((name) => !repository.has(`dist/demo/${name}`))).toEqual([]);
    rmSync(join(repository.folder, "demo", "other.ts"));
    repository.build();
    expect(["main.js", "other.js", "other.d.ts"].filter((name) => repository.has(`dist/demo/${name}`))).toEqual([
      "main.js",
    ]);
  });

  it("starts what has vendors of its own without the tenants of whoever starts it", () => {
    repository.write(
      "bench/main.ts",
      `${TYPES}process.stdout.write(process.env.ROSTER_ADOBE_URL ?? "none");\nexport {};\n`,
    );
    const command = [join(repository.folder, "scripts", "run.mjs"), "bench"];
    const env = { ...process.env, ROSTER_ADOBE_URL: "nonsense" };
    expect(execFileSync(process.execPath, command, { env, encoding: "utf8", stdio: "pipe" })).toBe("none");
  });

  it.skipIf(process.platform === "win32")("ends what it has started when npm alone is told to end", async () => {
    const env = npmEnvironment();
    const npm = spawn("npm", ["run", "demo"], { cwd: repository.folder, env, stdio: ["ignore", "pipe", "ignore"] });
    const program = await idOfProgram(npm);
    try {
      npm.kill("SIGTERM");
      const deadline = Date.now() + DEADLINE_MILLISECONDS;
      while (isAlive(program) && Date.now() < deadline) await pause(50);
      expect(isAlive(program)).toBe(false);
    } finally {
      if (isAlive(program)) process.kill(program, "SIGKILL");
    }
  });
});

async function idOfProgram(npm: ChildProcess): Promise<number> {
  let text = "";
  return new Promise((resolve, reject) => {
    npm.stdout?.on("data", (data) => {
      text += data;
      const [, id] = /ready (\d+)/.exec(text) ?? [];
      if (id !== undefined) resolve(Number(id));
    });
    npm.on("exit", (code) => reject(new Error(`npm ended with ${code}: ${text}`)));
  });
}

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}
