import { Metadata, type ServiceDefinition, type ServiceError, type UntypedServiceImplementation } from "@grpc/grpc-js";
import services, { type ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { withPropertyMaps } from "../../provider/plugin/property-maps";

type Done = (error: ServiceError | null, response?: unknown) => void;
type Handle = (call: { readonly request: unknown; readonly metadata: Metadata }, done: Done) => void;

/**
 * Calls a provider of this process, all messages as bytes both ways as a channel carries them, and without the channel:
 * HTTP/2 on a connection of each run is most of what a scenario costs. What the channel itself does is tested in this
 * folder. Streams are left out.
 */
export function directStub(calls: UntypedServiceImplementation): ResourceProviderClient {
  const engine: ServiceDefinition = services.ResourceProviderService;
  const plugin: ServiceDefinition = withPropertyMaps(services.ResourceProviderService);
  const stub: Record<string, unknown> = { close: () => undefined };
  for (const [name, { requestSerialize, responseDeserialize, responseStream }] of Object.entries(engine)) {
    const [served, handle] = [plugin[name], calls[name] as Handle | undefined];
    if (responseStream || served === undefined || handle === undefined) continue;
    stub[name] = (message: unknown, done: Done): void => {
      const request = served.requestDeserialize(requestSerialize(message));
      handle({ request, metadata: new Metadata() }, (error, response) =>
        error ? done(error) : done(null, responseDeserialize(served.responseSerialize(response))),
      );
    };
  }
  return stub as unknown as ResourceProviderClient;
}
