import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { renderEvents } from "../demo/display";
import { Engine, type ExportedDeployment } from "../engine/index";

const ROOT = dirname(require.resolve("pulumi-roster/package.json"));
const PROGRAM = join(ROOT, "bench", "program");
const STACK = "dev";
/** The state goes with the measurement, so its passphrase protects nothing. */
const PASSPHRASE = "bench";

export type EngineName = "embedded" | "pulumi";
export type Operation = "preview" | "up" | "refresh";
export type Environment = Readonly<Record<string, string>>;

/** One stack of the bench's program, with an engine that runs it. */
export interface Runner {
  /** Throws where the run fails. @returns wall seconds */
  run(operation: Operation, environment: Environment): Promise<number>;
  /** What `preview --diff` prints. */
  diff(environment: Environment): Promise<string>;
  state(): Promise<ExportedDeployment["deployment"]>;
  close(): void;
}

/** Whether there is a `pulumi` command that runs Node programs. */
export function hasPulumi(): boolean {
  // A language host takes any other argument for an engine's address, and waits minutes for it.
  const asked = [
    ["pulumi", "version"],
    ["pulumi-language-nodejs", "-help"],
  ] as const;
  return asked.every(([command, argument]) => spawnSync(command, [argument], { stdio: "ignore" }).error === undefined);
}

export async function openRunner(engine: EngineName): Promise<Runner> {
  const folder = mkdtempSync(join(tmpdir(), "roster-bench-"));
  const close = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    return { ...(engine === "pulumi" ? await pulumi(folder) : embedded(folder)), close };
  } catch (error) {
    close();
    throw error;
  }
}

function embedded(folder: string): Omit<Runner, "close"> {
  const engineFor = (env: Environment): Engine =>
    new Engine({
      programDirectory: PROGRAM,
      stack: STACK,
      stateDirectory: folder,
      passphrase: PASSPHRASE,
      env: { ...env },
      plugins: { roster: { path: ROOT } },
    });
  const run = async (operation: Operation, environment: Environment) => {
    const result = await engineFor(environment)[operation]();
    if (!result.succeeded) throw new Error(renderEvents(result.events).slice(-2000));
    return result;
  };
  return {
    run: async (operation, environment) => (await run(operation, environment)).seconds,
    diff: async (environment) => renderEvents((await run("preview", environment)).events, { diff: true }),
    state: async () => (await engineFor({}).exportState()).deployment,
  };
}

/** A file backend, the plugin on the PATH, and a copy of the program, as the command writes its settings beside it. */
async function pulumi(folder: string): Promise<Omit<Runner, "close">> {
  const workDir = join(folder, "program");
  for (const name of ["home", "state", "bin"]) mkdirSync(join(folder, name));
  const plugin = join(folder, "bin", "pulumi-resource-roster");
  writeFileSync(plugin, `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, "dist/provider/plugin/main.js")}" "$@"\n`);
  chmodSync(plugin, 0o755);
  cpSync(PROGRAM, workDir, { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "dir");
  const own = {
    PATH: [join(folder, "bin"), process.env["PATH"]].join(delimiter),
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
  const stack = await LocalWorkspace.createStack({ stackName: STACK, workDir }, { envVars: own });
  const timed = async (action: () => Promise<unknown>): Promise<number> => {
    const started = performance.now();
    await action();
    return (performance.now() - started) / 1000;
  };
  const within = (environment: Environment): typeof stack => {
    stack.workspace.envVars = { ...own, ...environment };
    return stack;
  };
  return {
    run: (operation, environment) => timed(() => within(environment)[operation]({ color: "never" })),
    diff: async (environment) => {
      const { stdout } = await within(environment).preview({ diff: true, color: "never" });
      return stdout;
    },
    state: async () => (await stack.exportStack()).deployment as ExportedDeployment["deployment"],
  };
}
