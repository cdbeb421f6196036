import { readFileSync } from "node:fs";
import { join } from "node:path";
import { calledAs, runBy } from "./cli/caller";
import { run } from "./cli/run";
import { announceWriting, STOP } from "./common/writing";

const PACKAGE = join(__dirname, "..", "..");

/** The work of the `roster` command, with the real world around it. */
async function main(): Promise<void> {
  const stop = new AbortController();
  let asked = 0;
  // Whoever started this is gone, and nobody is left who could ask for an end.
  process.on("disconnect", () => stop.abort());
  const ask = (): void => {
    if (++asked > 1) process.exit(130);
    process.stderr.write("stopping: what runs is finished, nothing else is begun. Once more ends it at once\n");
    stop.abort();
  };
  process.on("message", (message) => {
    if (message === STOP) ask();
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      // On Windows a Ctrl-C reaches every process of the console, and the first one passes it on.
      if (process.platform !== "win32" || !process.connected) ask();
    });
  }
  const { version } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8")) as { version: string };
  const { env, stdout, stderr } = process;
  // A terminal or a pipe that is closed must not end a run in the middle of a person, before its report is written.
  for (const stream of [stdout, stderr]) stream.on("error", () => undefined);
  process.exitCode = await run(process.argv.slice(2), version, {
    folder: process.cwd(),
    environment: env,
    command: calledAs(env, process.cwd()),
    packageFolder: PACKAGE,
    out: (text) => void stdout.write(text),
    error: (text) => void stderr.write(text),
    isTerminal: stdout.isTTY === true && env["CI"] === undefined,
    columns: stdout.columns,
    hasColour: stdout.isTTY === true && env["NO_COLOR"] === undefined,
    now: () => new Date(),
    signal: stop.signal,
    beginWriting: announceWriting,
    user: runBy(env),
  });
  if (process.connected) process.disconnect();
}

void main();
