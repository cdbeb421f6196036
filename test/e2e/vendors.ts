import { type Sandbox, startSandbox } from "../../sandbox/index";

/** The three emulated vendors, and the environment in which the provider finds them. */
export interface Vendors {
  readonly sandbox: Sandbox;
  readonly environment: Record<string, string>;
  /** Every credential, none of which may stand anywhere in clear. */
  readonly credentials: readonly string[];
  /** Writes of the provider so far, at all vendors. */
  writes(): readonly string[];
}

export async function startVendors(): Promise<Vendors> {
  const sandbox = await startSandbox();
  const { adobe, netex, nerm } = sandbox;
  return {
    sandbox,
    environment: {
      ROSTER_ADOBE_URL: adobe.url,
      ROSTER_ADOBE_CLIENT_ID: adobe.clientId,
      ROSTER_ADOBE_CLIENT_SECRET: adobe.clientSecret,
      ROSTER_ADOBE_REFRESH_TOKEN: adobe.refreshToken,
      ROSTER_NETEX_URL: netex.url,
      ROSTER_NETEX_TOKEN: netex.token,
      ROSTER_NERM_URL: nerm.url,
      ROSTER_NERM_TOKEN: nerm.token,
    },
    credentials: [adobe.clientSecret, adobe.refreshToken, adobe.token, netex.token, nerm.token, nerm.clientSecret],
    writes: () =>
      [adobe, netex, nerm].flatMap(({ log }) => log.writes().map(({ method, path }) => `${method} ${path}`)),
  };
}
