import { join } from "node:path";
import { findSdk, type Host, startInProject } from "./host";
import type { Child } from "./process";
import type { RunSettings } from "./run";

/** The organization that Pulumi's own file backends use. */
const ORGANIZATION = "organization";
/** The code with which the SDK's host ends where it has already shown the error through the engine's log. */
const EXIT_AFTER_LOGGED_ERROR = 32;

/** Starts the program with the SDK's own host, as the real engine's language plugin does. */
export function startProgram(host: Host, { stack, preview, parallel }: RunSettings, monitorAddress: string): Child {
  const { project, configuration, engineAddress } = host;
  const config = configuration.entries.map(({ key, text }) => [key.replace(":", ":config:"), text]);
  return startInProject(host, join(findSdk(project.directory), "cmd", "run", "index.js"), {
    arguments: [
      ...["--monitor", monitorAddress, "--engine", engineAddress],
      ...["--organization", ORGANIZATION, "--project", project.name, "--stack", stack],
      ...["--root-directory", project.directory, "--pwd", project.directory],
      ...(preview ? ["--dry-run"] : []),
      ...["--parallel", String(parallel), "."],
    ],
    environment: {
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(config)),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(configuration.secrets.map(({ key }) => key)),
      PULUMI_NODEJS_TYPESCRIPT: project.typescript ? "true" : undefined,
    },
  });
}

/** What is wrong where a program has ended: undefined for nothing, "" where it was shown already. */
export function failureOf({ code, signal }: Awaited<Child["ended"]>): string | undefined {
  if (code === 0) return undefined;
  if (code === EXIT_AFTER_LOGGED_ERROR) return "";
  return code === undefined
    ? `Program was ended by ${signal ?? "an unknown signal"}`
    : `an unhandled error occurred: Program exited with non-zero exit code: ${code}`;
}
