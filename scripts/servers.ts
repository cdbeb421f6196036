import { djangoLacks, startDjangoServer } from "./servers/django";
import { keycloakLacks, startKeycloak } from "./servers/keycloak";
import { KeycloakAdmin } from "./servers/keycloak-admin";
import { scim2Lacks, startScim2Server } from "./servers/scim2";
import { startScimmyServer } from "./servers/scimmy";

interface Started {
  readonly lines: readonly string[];
  stop(): Promise<void>;
}

const NAMES = ["scim2-server", "scimmy", "django-scim2", "keycloak"] as const;

/** Each real server, or the reason why it can't run here. */
const SERVERS: Readonly<Record<(typeof NAMES)[number], { lacks(): string | undefined; start(): Promise<Started> }>> = {
  "scim2-server": {
    lacks: scim2Lacks,
    async start() {
      const server = await startScim2Server();
      return { lines: scimLines(server.url("acme"), server.token), stop: server.stop };
    },
  },
  scimmy: {
    lacks: () => undefined,
    async start() {
      const server = await startScimmyServer();
      return { lines: scimLines(server.url("acme"), server.token), stop: server.stop };
    },
  },
  "django-scim2": {
    lacks: djangoLacks,
    async start() {
      const server = await startDjangoServer();
      return { lines: scimLines(server.url("acme"), server.token), stop: server.stop };
    },
  },
  keycloak: {
    lacks: keycloakLacks,
    async start() {
      const server = await startKeycloak();
      const admin = new KeycloakAdmin(server);
      const { realm, clientId, clientSecret } = await admin.createRealm("acme");
      await admin.declareAttributes(realm, ["department", "manager"]);
      const { username, password } = server.admin;
      const lines = [
        `export ROSTER_KEYCLOAK_URL=${server.url} ROSTER_KEYCLOAK_REALM=${realm}`,
        `export ROSTER_KEYCLOAK_CLIENT_ID=${clientId} ROSTER_KEYCLOAK_CLIENT_SECRET=${clientSecret}`,
        `administrator at ${server.url}/admin: ${username}, ${password}`,
      ];
      return { lines, stop: server.stop };
    },
  },
};

function scimLines(url: string, token: string): readonly string[] {
  return [`export ROSTER_SCIM_URL=${url} ROSTER_SCIM_TOKEN=${token}`];
}

/** Installs and starts the named servers, or all of them, and keeps them until Ctrl-C. */
async function main(args: readonly string[]): Promise<void> {
  const unknown = args.find((arg) => !NAMES.some((name) => name === arg));
  if (unknown !== undefined) throw new Error(`there is no server ${unknown}; there are ${NAMES.join(", ")}`);
  const wanted = NAMES.filter((name) => args.length === 0 || args.includes(name));
  const running: Started[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((server) => server.stop()));
    process.exit(0);
  };
  // A Ctrl-C comes from the terminal and from the launcher: the second may not end this before the servers have ended.
  let stopped: Promise<void> | undefined;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => (stopped ??= stop()));
  for (const name of wanted) {
    const { lacks, start } = SERVERS[name];
    const reason = lacks();
    if (reason !== undefined) {
      console.log(`${name}: not here, it ${reason}`);
      continue;
    }
    const server = await start();
    running.push(server);
    console.log([name, ...server.lines.map((line) => `  ${line}`)].join("\n"));
  }
  console.log(running.length > 0 ? "Ctrl-C stops." : "Nothing can run here.");
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`servers: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
