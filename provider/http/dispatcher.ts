import { Agent, type Dispatcher, EnvHttpProxyAgent } from "undici";

/**
 * Longest silence of a vendor within one request, in milliseconds: SailPoint's own connector waits 90 s for a page, and a
 * connection that is dead shall be given up in time for another try.
 */
const SILENCE = 120_000;
/** Longest way to a connection, TLS included, in milliseconds. */
const CONNECTING = 10_000;

/**
 * Connections of one tenant. HTTP_PROXY, HTTPS_PROXY and NO_PROXY of the environment are honoured, in either case;
 * NODE_EXTRA_CA_CERTS is honoured by Node itself.
 *
 * @param timeout of a request, in milliseconds: a connection gets half of it at most, so that one that can't be made is
 *   told from an answer that doesn't come
 */
export function dispatcher(
  environment: Readonly<Record<string, string | undefined>>,
  maxConcurrency: number,
  timeout: number,
): Dispatcher {
  const read = (name: string): string | undefined => environment[name.toLowerCase()] ?? environment[name];
  const connect = { timeout: Math.ceil(Math.min(CONNECTING, timeout / 2)) };
  const options = { connections: maxConcurrency, headersTimeout: SILENCE, bodyTimeout: SILENCE, connect };
  const httpProxy = read("HTTP_PROXY");
  const httpsProxy = read("HTTPS_PROXY");
  if (!httpProxy && !httpsProxy) return new Agent(options);
  return new EnvHttpProxyAgent({
    ...options,
    ...(httpProxy ? { httpProxy } : {}),
    ...(httpsProxy ? { httpsProxy } : {}),
    noProxy: read("NO_PROXY") ?? "",
  });
}
