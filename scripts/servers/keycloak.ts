import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { freePort, once, type Running, runToEnd, SERVERS_FOLDER, startProcess, versionOf } from "./runtime";

const VERSION = "26.7.4";
/** From Maven Central. */
const ARTIFACT = `org.keycloak:keycloak-quarkus-dist:${VERSION}:zip`;
const OLDEST_JAVA = 17;
const FOLDER = join(SERVERS_FOLDER, "keycloak");
/** In memory, and without what the tests don't ask for. */
const BUILD = ["--db=dev-mem", "--health-enabled=false", "--metrics-enabled=false"];

/** Why Keycloak can't run here; undefined where it can. */
export function keycloakLacks(): string | undefined {
  const version = versionOf("java", "-version");
  const [, major = "0"] = /version "(\d+)/.exec(version ?? "") ?? [];
  if (Number(major) < OLDEST_JAVA) return `needs Java ${OLDEST_JAVA} or newer`;
  return versionOf("mvn") === undefined ? "needs Maven" : undefined;
}

/** Fetches Keycloak and builds it for fast starts, each once; answers its folder. */
export async function installKeycloak(): Promise<string> {
  const home = join(FOLDER, `keycloak-${VERSION}`);
  await once(FOLDER, [ARTIFACT, ...BUILD].join(), async () => {
    // Maven keeps a mark of what it has unpacked, and has no folder for it outside a project of its own.
    const marks = `-DmarkersDirectory=${join(FOLDER, "marks")}`;
    const unpack = [`-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${FOLDER}`, marks];
    await runToEnd("mvn", ["--batch-mode", "--quiet", "dependency:unpack", ...unpack], { cwd: FOLDER });
    await runToEnd("sh", [join(home, "bin", "kc.sh"), "build", ...BUILD]);
  });
  return home;
}

export interface KeycloakServer extends Running {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Of the realm master, with a password of this start's own. */
  readonly admin: { readonly username: string; readonly password: string };
}

/** Starts Keycloak on a free port, with an empty database in memory. */
export async function startKeycloak(port?: number): Promise<KeycloakServer> {
  const home = await installKeycloak();
  const taken = port ?? (await freePort());
  const admin = { username: "admin", password: randomBytes(16).toString("hex") };
  const url = `http://127.0.0.1:${taken}`;
  const env = {
    KC_BOOTSTRAP_ADMIN_USERNAME: admin.username,
    KC_BOOTSTRAP_ADMIN_PASSWORD: admin.password,
    KC_HTTP_ENABLED: "true",
    KC_HTTP_HOST: "127.0.0.1",
    KC_HTTP_PORT: String(taken),
    KC_HOSTNAME_STRICT: "false",
    KC_CACHE: "local",
  };
  const isReady = async () => (await fetch(`${url}/realms/master`)).ok;
  const script = join(home, "bin", "kc.sh");
  const running = await startProcess("sh", [script, "start", "--optimized"], { env, isReady, within: 180_000 });
  return { ...running, url, admin };
}
