import { Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import type { Context } from "../core/contract/context.js";
import { Ownership } from "../core/session/ownership.js";
import { type EngineLog, engineLogless } from "../engine-log.js";
import { withPropertyMaps } from "./property-maps.js";
import { type About, resourceProvider } from "./service.js";
import { Tenants } from "./tenants.js";

/** As much as the engine itself accepts in one message, in bytes. */
const MESSAGE = 400 * 1024 * 1024;

/** A provider process, as far as an engine sees it. */
export interface Plugin {
  /** On the loopback interface. */
  readonly port: number;
  /** Ends every call and closes every connection. */
  close(): Promise<void>;
}

/** The provider of one process before anything carries its calls. */
export interface Provider {
  readonly calls: UntypedServiceImplementation;
  close(): Promise<void>;
}

/**
 * The engine's Cancel becomes the context's signal.
 *
 * @param engine where to tell what a person should know; absent: in the context's log
 */
export function provider(
  world: Omit<Context, "signal">,
  about: About,
  engine: EngineLog = engineLogless(world.log),
): Provider {
  const cancelled = new AbortController();
  const tenants = new Tenants({ ...world, log: engine.run, signal: cancelled.signal }, new Ownership());
  return {
    calls: resourceProvider(tenants, about, engine, () => cancelled.abort()),
    close: async () => {
      engine.close();
      await tenants.close();
    },
  };
}

/** Serves a provider on a free port of the loopback interface. */
export async function startPlugin(...made: Parameters<typeof provider>): Promise<Plugin> {
  const { calls, close } = provider(...made);
  const server = new Server({ "grpc.max_receive_message_length": MESSAGE, "grpc.max_send_message_length": MESSAGE });
  server.addService(withPropertyMaps(services.ResourceProviderService), calls);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    port,
    close: async () => {
      server.forceShutdown();
      await close();
    },
  };
}
