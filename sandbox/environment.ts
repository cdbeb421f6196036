import type { Sandbox } from "./sandbox";

/** Where the three vendors are, with a token for each, as environment variables of this repository's provider. */
export function environmentOf({ adobe, netex, nerm }: Sandbox): Record<string, string> {
  return {
    ROSTER_ADOBE_URL: adobe.url,
    ROSTER_ADOBE_TOKEN: adobe.token,
    ROSTER_NETEX_URL: netex.url,
    ROSTER_NETEX_TOKEN: netex.token,
    ROSTER_NERM_URL: nerm.url,
    ROSTER_NERM_TOKEN: nerm.token,
  };
}
