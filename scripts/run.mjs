// The one way into every command: on a machine with git, npm and any Node from 20 on, it finds a Node that is new
// enough, installs and builds what is missing, and runs. Built-ins only, and nothing here may need more than Node 20.
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const OLDEST = [22, 19];
const PROVIDED = "24";
const SOURCES = ["provider", "engine", "sandbox", "automation", "demo", "bench", "scripts"];

/** `own`: a command with vendors of its own, on which the tenants of the person who starts it have no say. */
const COMMANDS = {
  build: { build: true },
  generate: { build: true, main: "scripts/generate.js", rebuild: true },
  test: { build: true, main: "scripts/test.js", own: true },
  demo: { build: true, main: "demo/main.js", own: true },
  bench: { build: true, main: "bench/main.js", own: true },
  new: { build: true, main: "scripts/new.js" },
  sandbox: { build: true, main: "sandbox/main.js" },
  mutate: { build: true, main: "scripts/mutate.js", own: true },
  variants: { build: true, main: "scripts/variants.js", own: true },
  servers: { build: true, main: "scripts/servers.js" },
  examples: { build: true, main: "scripts/examples.js" },
  archive: { build: true, main: "scripts/archive.js" },
  prepack: { build: true, main: "scripts/prepack.js" },
  postpack: { main: "scripts/postpack.js" },
  "test:servers": { build: true, main: "scripts/test-servers.js", own: true },
};

const [command, ...args] = process.argv.slice(2);
const wanted = COMMANDS[command];
if (!wanted) fail(`usage: node scripts/run.mjs ${Object.keys(COMMANDS).join("|")} [options]`);
if (isOld(process.versions.node)) {
  await run(newerNode(), [fileURLToPath(import.meta.url), command, ...args]);
} else {
  if (wanted.own) {
    for (const name of Object.keys(process.env)) if (name.startsWith("ROSTER_")) delete process.env[name];
  }
  install();
  if (wanted.build && (wanted.rebuild || isStale())) build();
  if (wanted.main) await run(process.execPath, ["--enable-source-maps", join(ROOT, "dist", wanted.main), ...args]);
  if (wanted.rebuild) build();
}

function isOld(version) {
  const [major, minor] = version.split(".").map(Number);
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}

/** The path of a newer Node that npm provides. */
function newerNode() {
  say(
    `Node ${process.versions.node} is older than ${OLDEST.join(".")}: running on the Node ${PROVIDED} that npm provides`,
  );
  const want = ["exec", "--yes", `--package=node@${PROVIDED}`, "--", "node", "-p", "process.execPath"];
  const path = npm(want, "pipe", `npm provides none: install Node ${OLDEST.join(".")} or newer`);
  const lines = path.trim().split("\n");
  return lines[lines.length - 1];
}

/** Installs from the lockfile where that has not been done since it last changed. */
function install() {
  const stamp = join(ROOT, "node_modules", ".roster-lockfile");
  const lock = createHash("sha256")
    .update(readFileSync(join(ROOT, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  say("installing from package-lock.json");
  // Scripts are left out: the build is next, and no package here needs one.
  npm(["ci", "--ignore-scripts", "--loglevel=error"]);
  writeFileSync(stamp, lock);
}

function build() {
  say("building");
  const tsc = join(ROOT, "node_modules", "typescript-native", "bin", "tsc");
  try {
    execFileSync(process.execPath, [tsc, "-p", join(ROOT, "tsconfig.build.json")], {
      cwd: ROOT,
      stdio: ["ignore", 2, 2],
    });
  } catch {
    fail("the build failed");
  }
  mkdirSync(join(ROOT, "dist"), { recursive: true });
  removeOrphans();
  writeFileSync(join(ROOT, "dist", ".built"), "");
}

/** What was built of sources that are gone: the compiler leaves it, and it would be found and packed. */
function removeOrphans() {
  const dist = join(ROOT, "dist");
  for (const file of readdirSync(dist, { recursive: true })) {
    const source = file.replace(/(\.d)?\.(m?)[jt]s$/, ".$2ts");
    if (source !== file && !existsSync(join(ROOT, source))) rmSync(join(dist, file));
  }
}

function isStale() {
  const stamp = join(ROOT, "dist", ".built");
  if (!existsSync(stamp)) return true;
  const built = statSync(stamp).mtimeMs;
  const files = [join(ROOT, "tsconfig.json"), join(ROOT, "tsconfig.build.json"), join(ROOT, "package-lock.json")];
  for (const folder of SOURCES) {
    files.push(join(ROOT, folder));
    for (const entry of readdirSync(join(ROOT, folder), { recursive: true })) files.push(join(ROOT, folder, entry));
  }
  return files.some((file) => statSync(file).mtimeMs > built);
}

function npm(parameters, output, otherwise = `npm ${parameters[0]} failed`) {
  // npm's own variables of an outer run would make an inner one install the outer run's packages.
  const env = Object.fromEntries(Object.entries(withNode()).filter(([name]) => name !== "npm_config_package"));
  try {
    // On Windows npm is a script, which only a shell can start.
    const shell = process.platform === "win32";
    return execFileSync("npm", parameters, {
      cwd: ROOT,
      env,
      shell,
      stdio: ["ignore", output ?? 2, 2],
      encoding: "utf8",
    });
  } catch {
    return fail(otherwise);
  }
}

/** The environment in which a plain `node` is the one that runs this. */
function withNode() {
  return { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ""}` };
}

/** Ends a program once the shell that npm began this in is gone: npm passes a signal to it alone, and it tells nobody. */
function endWithShell(child) {
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    child.kill("SIGTERM");
  }, 500).unref();
}

/** Runs a program to its end, passes signals on, and ends as it ended. It doesn't outlive the npm that started this. */
function run(program, parameters) {
  const env = { ...process.env, PATH: `${dirname(program)}${delimiter}${process.env.PATH ?? ""}` };
  const child = spawn(program, parameters, { stdio: "inherit", env });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  if (process.env.npm_lifecycle_event !== undefined) endWithShell(child);
  return new Promise((resolve) => {
    child.on("error", (error) => fail(`can't start ${program}: ${error.message}`));
    child.on("exit", (code, signal) => {
      process.exitCode = code ?? (signal ? 1 : 0);
      resolve();
    });
  });
}

function say(message) {
  process.stderr.write(`${message}\n`);
}

function fail(message) {
  say(message);
  process.exit(2);
}
