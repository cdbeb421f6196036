import { join } from "node:path";
import { freePort, once, REPOSITORY, type Running, runToEnd, SERVERS_FOLDER, startProcess } from "./runtime";

const VERSION = "7.0.4";
/** From Maven Central. */
const ARTIFACT = `com.unboundid:unboundid-ldapsdk:${VERSION}`;
const FOLDER = join(SERVERS_FOLDER, "ldap");
const LIBRARY = join(FOLDER, `unboundid-ldapsdk-${VERSION}.jar`);

/** How a client finds people there, in the names of Keycloak's settings. */
export const LDAP_SETUP = {
  usersDn: "ou=people,dc=example,dc=com",
  authType: "simple",
  bindDn: "cn=admin",
  bindCredential: "admin",
} as const;

export interface LdapServer extends Running {
  /** `ldap://127.0.0.1:<port>` */
  readonly url: string;
  /** Makes a person whose uid is their given name, too. */
  add(uid: string): Promise<void>;
  remove(uid: string): Promise<void>;
  has(uid: string): Promise<boolean>;
}

/** Starts an LDAP in memory on a free port. It needs what Keycloak needs: Java 17 and Maven. */
export async function startLdap(): Promise<LdapServer> {
  await once(FOLDER, ARTIFACT, async () => {
    const copy = [`-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${FOLDER}`];
    await runToEnd("mvn", ["--batch-mode", "--quiet", "dependency:copy", ...copy], { cwd: FOLDER });
  });
  const [port, orders] = [await freePort(), await freePort()];
  const source = join(REPOSITORY, "scripts", "servers", "InMemoryLdap.java");
  const address = (uid = ""): string => `http://127.0.0.1:${orders}/${uid}`;
  const isReady = async () => (await fetch(address())).ok;
  const args = ["-Xmx128m", "-cp", LIBRARY, source, String(port), String(orders)];
  const running = await startProcess("java", args, { isReady, within: 60_000 });
  const order = async (method: string, uid: string): Promise<void> => {
    const response = await fetch(address(uid), { method });
    if (!response.ok) throw new Error(`${method} ${uid} is answered ${response.status}: ${await response.text()}`);
  };
  return {
    ...running,
    url: `ldap://127.0.0.1:${port}`,
    add: (uid) => order("PUT", uid),
    remove: (uid) => order("DELETE", uid),
    has: async (uid) => (await fetch(address(uid))).ok,
  };
}
