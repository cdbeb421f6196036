import { Agent, type Dispatcher, EnvHttpProxyAgent } from "undici";

/** Longest silence of a vendor within one request, in milliseconds. */
const SILENCE = 60_000;

/**
 * Connections of one tenant. HTTP_PROXY, HTTPS_PROXY and NO_PROXY of the environment are honoured, in either case;
 * NODE_EXTRA_CA_CERTS is honoured by Node itself.
 */
export function dispatcher(
  environment: Readonly<Record<string, string | undefined>>,
  maxConcurrency: number,
): Dispatcher {
  const read = (name: string): string | undefined => environment[name.toLowerCase()] ?? environment[name];
  const options = { connections: maxConcurrency, headersTimeout: SILENCE, bodyTimeout: SILENCE };
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
