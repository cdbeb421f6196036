import { join } from "node:path";
import { once, REPOSITORY, runToEnd, SERVERS_FOLDER, versionOf } from "./runtime";

/** From PyPI: SailPoint's own client. */
const PACKAGES = ["sailpoint==2.1.72"];
const FOLDER = join(SERVERS_FOLDER, "sailpoint");
const PYTHON = join(FOLDER, "bin", "python");

/** Why SailPoint's client can't run here; undefined where it can. */
export function sailpointLacks(): string | undefined {
  return versionOf("python3") === undefined ? "needs Python 3" : undefined;
}

/** Installs the client into a virtual environment of its own. */
export async function installSailpoint(): Promise<void> {
  await once(FOLDER, PACKAGES.join(), async () => {
    await runToEnd("python3", ["-m", "venv", FOLDER]);
    await runToEnd(PYTHON, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...PACKAGES]);
  });
}

/** What the client was answered by this tenant, by call; the text is JSON. */
export function askedByClient(tenant: { url: string; clientId: string; clientSecret: string; origin: string }) {
  const script = join(REPOSITORY, "scripts", "servers", "nerm-client.py");
  return runToEnd(PYTHON, [script, tenant.url, tenant.clientId, tenant.clientSecret, tenant.origin]);
}
