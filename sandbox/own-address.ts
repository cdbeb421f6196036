import type { IncomingHttpHeaders } from "node:http";

const LOOPBACK: readonly string[] = ["127.0.0.1", "localhost", "[::1]"];
/** What a browser says of requests that a page of the same address makes, or a person in the address bar. */
const OWN_SITES: readonly string[] = ["same-origin", "none"];

/**
 * Why a request is not answered; undefined for one that is meant for this server. A page on the web can make a browser on this
 * machine send requests to loopback, under a name of its own that it points here; it then names that in Host, or itself in
 * Origin.
 *
 * @param port that the server listens on
 */
export function foreignness(headers: IncomingHttpHeaders, port: number): string | undefined {
  const hosts = LOOPBACK.map((name) => `${name}:${port}`);
  const { host = "", origin } = headers;
  if (!hosts.includes(host.toLowerCase())) return `the Host is none of ${hosts.join(", ")}`;
  if (origin !== undefined && !hosts.some((own) => origin.toLowerCase() === `http://${own}`)) {
    return "the Origin is another one than this address";
  }
  const site = headers["sec-fetch-site"];
  if (site !== undefined && !OWN_SITES.includes(String(site))) return "another site asks";
  return undefined;
}
