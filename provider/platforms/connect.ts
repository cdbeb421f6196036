import type { Dispatcher } from "undici";
import type { Context } from "../core/contract/context.js";
import { HttpClient } from "../http/client.js";
import type { HttpOptions } from "../http/request.js";
import { Throttle } from "../http/throttle.js";
import type { CommonSettings } from "./common-configuration.js";

/** What a platform says of its HTTP interface. */
export type Interface = Pick<
  HttpOptions,
  "title" | "baseUrl" | "headers" | "credentials" | "authorization" | "allowance"
>;

/** The connections of one tenant: a client for its interface, others that share its limits, and a way to close them. */
export interface Connections {
  client(about: Interface): HttpClient;
  close(): Promise<void>;
}

export function connect(platform: string, settings: CommonSettings, context: Context): Connections {
  const timeout = settings.timeout * 1000;
  let opened: Promise<Dispatcher> | undefined;
  const open = async (): Promise<Dispatcher> => {
    const { dispatcher } = await import("../http/dispatcher.js");
    return dispatcher(context.environment, settings.maxConcurrency, timeout);
  };
  const shared = {
    dispatcher: () => (opened ??= open()),
    throttle: new Throttle(settings, context.clock, context.signal),
    timeout,
    maxResponseBytes: settings.maxResponseBytes,
    settings: `roster:${platform}`,
    context,
  };
  return {
    client: (about) => new HttpClient({ ...about, ...shared }),
    close: async () => (await opened)?.close(),
  };
}
