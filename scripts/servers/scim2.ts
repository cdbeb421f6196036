import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort, once, type Running, runToEnd, SERVERS_FOLDER, startProcess, versionOf } from "./runtime";

/** From PyPI: a SCIM server in memory, and a conformance test for SCIM servers with its command. */
const PACKAGES = ["scim2-server==0.8.3", "scim2-cli==0.6.0", "scim2-tester==0.5.2"];
const FOLDER = join(SERVERS_FOLDER, "scim2");

/** Why these programs can't run here; undefined where they can. */
export function scim2Lacks(): string | undefined {
  return versionOf("python3") === undefined ? "needs Python 3" : undefined;
}

/** Installs the programs into a virtual environment of their own, and answers the folder of their commands. */
export async function installScim2(): Promise<string> {
  await once(FOLDER, PACKAGES.join(), async () => {
    await runToEnd("python3", ["-m", "venv", FOLDER]);
    const pip = join(FOLDER, "bin", "python");
    await runToEnd(pip, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...PACKAGES]);
  });
  return join(FOLDER, "bin");
}

export interface Scim2Server extends Running {
  readonly token: string;
  /** The base URL of a tenant, which its first request makes. */
  url(tenant: string): string;
}

/**
 * Starts scim2-server with any number of tenants.
 *
 * @param documents schemas and resource types to serve; absent: those of the standard
 */
export async function startScim2Server(documents?: {
  readonly schemas: readonly object[];
  readonly resourceTypes: readonly object[];
}): Promise<Scim2Server> {
  const bin = await installScim2();
  const port = await freePort();
  const token = randomBytes(16).toString("hex");
  const args = ["--port", String(port), "--bearer-token", token, "--dynamic-tenants"];
  if (documents) args.push("--schema", file("schemas", documents.schemas));
  if (documents) args.push("--resource-type", file("resource-types", documents.resourceTypes));
  const url = (tenant: string) => `http://127.0.0.1:${port}/${tenant}/v2`;
  const headers = { authorization: `Bearer ${token}` };
  const isReady = async () => (await fetch(`${url("ready")}/ServiceProviderConfig`, { headers })).ok;
  const running = await startProcess(join(bin, "scim2-server"), args, { isReady, within: 30_000 });
  return { ...running, token, url };

  function file(name: string, content: readonly object[]): string {
    const path = join(FOLDER, `${name}-${port}.json`);
    writeFileSync(path, JSON.stringify(content));
    return path;
  }
}
