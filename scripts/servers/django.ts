import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { freePort, once, type Running, runToEnd, SERVERS_FOLDER, startProcess, versionOf } from "./runtime";

/** From PyPI: SCIM for projects of Django, and a Django that it supports. */
const PACKAGES = ["django-scim2==0.23.0", "Django==5.2.19"];
const FOLDER = join(SERVERS_FOLDER, "django-scim2");
/** The project whose people are served; it lies in the repository. */
const PROJECT = join(SERVERS_FOLDER, "..", "scripts", "servers", "django-scim2");

/** Why this server can't run here; undefined where it can. */
export function djangoLacks(): string | undefined {
  return versionOf("python3") === undefined ? "needs Python 3" : undefined;
}

export interface DjangoServer extends Running {
  readonly token: string;
  /** The base URL of a tenant, which its first request makes. */
  url(tenant: string): string;
}

/** Starts a project of Django with django-scim2 on a free port, with an empty database in memory. */
export async function startDjangoServer(): Promise<DjangoServer> {
  const python = join(FOLDER, "bin", "python");
  await once(FOLDER, PACKAGES.join(), async () => {
    await runToEnd("python3", ["-m", "venv", FOLDER]);
    await runToEnd(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...PACKAGES]);
  });
  const port = await freePort();
  const token = randomBytes(16).toString("hex");
  const url = (tenant: string) => `http://127.0.0.1:${port}/${tenant}/scim/v2`;
  const headers = { authorization: `Bearer ${token}` };
  const isReady = async () => (await fetch(`${url("ready")}/ServiceProviderConfig`, { headers })).ok;
  const args = ["-B", join(PROJECT, "serve.py"), String(port), token];
  return { ...(await startProcess(python, args, { isReady, within: 30_000 })), token, url };
}
