import { Vendors as DemoVendors } from "../../demo/vendors";
import type { Sandbox } from "../../sandbox/index";

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
  const vendors = await DemoVendors.start();
  const { sandbox } = vendors;
  const { adobe, netex, nerm } = sandbox;
  return {
    sandbox,
    environment: vendors.environment(),
    credentials: [adobe.clientSecret, adobe.refreshToken, adobe.token, netex.token, nerm.token, nerm.clientSecret],
    writes: () =>
      [adobe, netex, nerm].flatMap(({ log }) => log.writes().map(({ method, path }) => `${method} ${path}`)),
  };
}
